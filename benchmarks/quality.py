"""Check that no quality figure of the other benchmarks has fallen below its recorded minimum.

    python -m benchmarks.quality [DIR]

DIR: the folder with the test data (grouping, realdays, summaries, pages, feeds), ../shared/data by default.
Runs the benchmarks listed in benchmarks/quality.json and compares their figures with the minimum values given
there. These values are a ratchet: raise them when the quality rises, never lower them. Benchmarks whose data
does not exist are reported and skipped; those without "data" bring their own.

Prints a line for each figure. The last line is one JSON object with all figures and the names of those that
fell. The exit code is 1 when one fell.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE.parents[1] / "shared" / "data")
    folder = parser.parse_args().folder
    figures: dict[str, float] = {}
    fallen = []
    for row in json.loads((HERE / "quality.json").read_text("utf-8")):
        data = folder / row["data"] if "data" in row else None
        if data and not data.is_dir():
            print(f"{row['benchmark']} {row['data']}: skipped, {data} does not exist")
            continue
        result = run_benchmark(row["benchmark"], data, row.get("options", []))
        for path, minimum in row["at_least"].items():
            figure = get_figure(result, path)
            name = f"{row.get('data', row['benchmark'])}.{path}"
            figures[name] = figure
            is_reached = figure >= minimum
            print(f"{'ok    ' if is_reached else 'FALLEN'} {name}: {figure} (at least {minimum})")
            if not is_reached:
                fallen.append(name)
    print(json.dumps({"figures": figures, "fallen": fallen}))
    return 1 if fallen else 0


def run_benchmark(benchmark: str, data: Path | None, options: list[str]) -> dict[str, Any]:
    """Run a benchmark and return the JSON object it printed last. data: None if it brings its own."""
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", *([str(data)] if data else []), *options]
    completed = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    result: dict[str, Any] = json.loads(completed.stdout.splitlines()[-1])
    return result


def get_figure(result: Any, path: str) -> float:
    """The figure at a path such as macro/ours/b3_f1, or the sum of the figures at several joined by +."""
    if "+" in path:
        return round(sum(get_figure(result, part) for part in path.split("+")), 4)
    for part in path.split("/"):
        result = result[part]
    return float(result)


if __name__ == "__main__":
    sys.exit(main())
