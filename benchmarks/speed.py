"""Check that a day takes no more CPU, relative to the floor, than is recorded.

    python -m benchmarks.speed [--record]

Measures small days of benchmarks/world.py as benchmarks/day.py does and compares the ratios to the floor
with those recorded in benchmarks/speed.json: of the whole day and of each stage that is a good part of
it. Ratios of CPU time depend little on the machine and on its load. Of several runs the least CPU of each
stage counts, and of the floor alike: what disturbs a run only adds to it, and the floor and the stages of
a run alternate within seconds. Each run is a new process that has run a smaller day before, so that imports
do not count and nothing is cached. If a ratio has risen, the runs are repeated once.

--record: write the measured ratios into benchmarks/speed.json. Do so when the program became faster.

Prints a line for each ratio. The last line is one JSON object with all ratios, CPU milliseconds per
entry, and the names of the ratios that rose. The exit code is 1 when one rose by more than the tolerance,
a quarter.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.day import find_free_port, run_day

RECORD = Path(__file__).with_name("speed.json")
TOLERANCE = 1.25
"""How far a ratio may rise above the recorded one."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    record = json.loads(RECORD.read_text("utf-8"))
    sizes = [(record["articles"], record["feeds"])] * record["runs"]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as processes:
        runs: list[dict[str, Any]] = []
        for _ in range(2):
            runs += processes.map(measure_run, sizes)
            least = find_least(runs)
            ratios = {name: round(least[name] / least["floor"], 2) for name in record["ratios"]}
            risen = find_risen(ratios, record["ratios"])
            if not risen:
                break
    for name, ratio in ratios.items():
        state = "RISEN" if name in risen else "ok   "
        print(f"{state} {name}: {ratio} times the floor (recorded {record['ratios'][name]})")
    print(json.dumps({"ratios": ratios, "ms_per_entry": least, "risen": risen}))
    if args.record:
        RECORD.write_text(json.dumps({**record, "ratios": ratios}, indent=2) + "\n", "utf-8")
        return 0
    return 1 if risen else 0


def measure_run(size: tuple[int, int]) -> dict[str, Any]:
    """Measure one day of (articles, feeds), after a smaller one that imports the libraries."""
    run_day(20, 4, "serial", None, find_free_port())
    return run_day(*size, "serial", None, find_free_port())


def find_least(runs: list[dict[str, Any]]) -> dict[str, float]:
    """The least CPU milliseconds per entry that any run needed: of each stage, and of the whole.

    The least of the whole is the sum of the least of its stages, so that one noisy stage does not matter.
    """
    least = {name: min(run["stages"][name]["ms_per_entry"] for run in runs) for name in runs[0]["stages"]}
    whole = sum(milliseconds for name, milliseconds in least.items() if name != "floor")
    return {**least, "whole": round(whole, 3)}


def find_risen(ratios: dict[str, float], recorded: dict[str, float]) -> list[str]:
    """The names of the ratios that are higher than the recorded ones by more than the tolerance."""
    return [name for name, ratio in ratios.items() if ratio > recorded[name] * TOLERANCE]


if __name__ == "__main__":
    sys.exit(main())
