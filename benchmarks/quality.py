"""The ratchet: quality figures that may only rise.

    python -m benchmarks.quality [DIR]

DIR holds the measuring data (grouping, realdays, summaries, pages, feeds); ../shared/data unless given. Runs
the benchmarks that benchmarks/quality.json names and compares their figures with the least values
that stand there. Prints a line for each and one JSON object last; exits with 1 when one has fallen. Data
that is not there is told and passed over.
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
        if not (folder / row["data"]).is_dir():
            print(f"{row['benchmark']} {row['data']}: passed over, {folder / row['data']} is not there")
            continue
        result = run(row["benchmark"], folder / row["data"], row.get("options", []))
        for path, least in row["at_least"].items():
            figure = look_up(result, path)
            name = f"{row['data']}.{path}"
            figures[name] = figure
            held = figure >= least
            print(f"{'held  ' if held else 'FALLEN'} {name}: {figure} (at least {least})")
            if not held:
                fallen.append(name)
    print(json.dumps({"figures": figures, "fallen": fallen}))
    return 1 if fallen else 0


def run(benchmark: str, data: Path, options: list[str]) -> dict[str, Any]:
    """What a benchmark printed last."""
    command = [sys.executable, "-m", f"benchmarks.{benchmark}", str(data), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def look_up(result: Any, path: str) -> float:
    """The figure at a path such as macro/ours/b3_f1, or the sum of several joined by +."""
    if "+" in path:
        return round(sum(look_up(result, part) for part in path.split("+")), 4)
    for part in path.split("/"):
        result = result[part]
    return float(result)


if __name__ == "__main__":
    sys.exit(main())
