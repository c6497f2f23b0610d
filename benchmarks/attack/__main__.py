"""Run the attacks: see the docstring of the package."""

from __future__ import annotations

import argparse
import json
import os
import sys

import benchmarks.attack
from benchmarks.attack.cases import Result, run_cases
from benchmarks.attack.families import DEFAULT_FAMILIES, FAMILIES, load_cases, prepare_family
from benchmarks.attack.visits import load_libraries


def main() -> int:
    parser = argparse.ArgumentParser(
        description=benchmarks.attack.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", action="append", choices=FAMILIES, help="only this one (repeatable)")
    parser.add_argument("--case", default="", help="only cases with this in their names")
    parser.add_argument("--size", type=int, default=1_000_000, help="of an input, in characters, roughly")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="cases at the same time")
    options = parser.parse_args()
    load_libraries()
    results: list[Result] = []
    for family in options.family or DEFAULT_FAMILIES:
        prepare_family(family)
        cases = (case for case in load_cases(family) if options.case in case.name)
        for result in run_cases(cases, options.size, options.seed, options.jobs):
            results.append(result)
            print(format_result(family, result), flush=True)
    faults = [result for result in results if result.fault]
    print()
    for result in faults:
        print(f"FAILED {result.name}: {result.fault}")
    print(json.dumps(summarize(results, options.size, options.seed)))
    return 1 if faults else 0


def format_result(family: str, result: Result) -> str:
    """One line of the table."""
    figures = f"{result.seconds:7.2f} s {result.megabytes:6.0f} MB"
    return f"{family:10} {result.name:44} {figures}  {result.fault or result.outcome[:60]!r}"


def summarize(results: list[Result], size: int, seed: int) -> dict[str, object]:
    """The last line of the output."""
    if not results:
        return {"cases": 0}
    slowest = max(results, key=lambda result: result.seconds)
    largest = max(results, key=lambda result: result.megabytes)
    return {
        "cases": len(results),
        "failed": sum(bool(result.fault) for result in results),
        "slowest": {"case": slowest.name, "cpu_seconds": round(slowest.seconds, 2)},
        "largest": {"case": largest.name, "megabytes": round(largest.megabytes)},
        "size": size,
        "seed": seed,
    }


if __name__ == "__main__":
    sys.exit(main())
