"""Measure what a second edition costs beside the first one of the same hour, over the days of a real week.

    python -m benchmarks.editions [DIR|FILE] [--only KIND ...] [--profile KIND]

DIR: see benchmarks.editor. Each kind of second edition has a store of its own, and both editions are
published at 06:30 UTC of every day, the first one of 24 hours of all sources:

    same      a second edition of the same articles
    words     about five words
    section   about one section
    sources   of a third of the sources
    48h, week of 48 hours, and of a week

The last line is one JSON object: of each kind, the CPU seconds of the second edition as a share of those of
the first, `median` and `worst` of the days, and the CPU seconds of all days, `first_s` and `second_s`.
--profile prints where the second editions of a kind spend their time instead.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import pstats
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.editor import HERE, MORNING, split_into_days, write_day
from digest.config import Config, parse_config
from digest.config.edition_configs import list_edition_configs
from digest.editions.round_inputs import list_companions
from digest.editions.shared_steps import SharedSteps
from digest.http import Client
from digest.pipeline import PublishOptions, collect, publish
from digest.runtime.environment import spare_processor_time
from digest.store import open_store

WORDS = ["police", "election", "film", "health", "market"]
KINDS = ("same", "words", "section", "sources", "48h", "week")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", nargs="?", type=Path, default=HERE.parents[1] / "shared" / "data" / "week")
    parser.add_argument("--only", nargs="+", choices=KINDS, default=KINDS, help="these kinds")
    parser.add_argument(
        "--profile", choices=KINDS, help="where a second edition of this kind spends its time"
    )
    arguments = parser.parse_args()
    files = sorted(arguments.data.glob("*.jsonl")) if arguments.data.is_dir() else [arguments.data]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    spare_processor_time()
    if arguments.profile:
        profile = cProfile.Profile(time.process_time)
        measure_kind(arguments.profile, rows, profile)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(90)
        return 0
    report = {}
    measure_kind("same", rows[: len(rows) // 7])  # imports what editions need
    for kind in arguments.only:
        costs = measure_kind(kind, rows)
        shares = [second / first for first, second in costs]
        report[kind] = {
            "median": round(median(shares), 3),
            "worst": round(max(shares), 3),
            "first_s": round(sum(first for first, _ in costs), 2),
            "second_s": round(sum(second for _, second in costs), 2),
        }
        print(f"{kind:<8} {report[kind]}", flush=True)
    print(json.dumps(report))
    return 0


def measure_kind(
    kind: str, rows: Sequence[Mapping[str, Any]], profile: cProfile.Profile | None = None
) -> list[tuple[float, float]]:
    """Publish both editions on every day; return (CPU seconds of the first, of the second) of each day."""
    outlets = sorted({row["source"] for row in rows})
    costs = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        configs = list_edition_configs(configure(folder, kind, outlets))
        with open_store(configs[0].store_url) as store:
            for day, news in sorted(split_into_days(rows).items()):
                write_day(folder, outlets, day, news)
                now = datetime.combine(day, MORNING)
                collect(configs[0], store, Client(), now, map)
                shared, seconds = SharedSteps(), []
                for number, config in enumerate(configs):
                    options = PublishOptions(companions=list_companions(config, configs, day), shared=shared)
                    gc.collect()
                    start = time.process_time()
                    if profile and number:
                        profile.runcall(publish, config, store, day, now, map, options)
                    else:
                        publish(config, store, day, now, map, options)
                    seconds.append(time.process_time() - start)
                costs.append((seconds[0], seconds[1]))
    return costs


def configure(folder: Path, kind: str, outlets: Sequence[str]) -> Config:
    """Return a configuration with each outlet as a source, and both editions."""
    own = {
        "words": f"words = {json.dumps(WORDS)}",
        "section": 'sections = ["Business"]',
        "sources": f"sources = {json.dumps(outlets[::3])}",
        "48h": "window_hours = 48",
        "week": "window_hours = 168",
    }.get(kind, "")
    parts = [f'version = 1\n[[editions]]\nname = "first"\n[[editions]]\nname = "second"\n{own}\n']
    for number, outlet in enumerate(outlets):
        (folder / str(number)).mkdir()
        parts.append(f'[[sources]]\nfolder = "{number}"\nname = {json.dumps(outlet)}\n')
    return parse_config("".join(parts), folder / "digest.toml", {}, {})


if __name__ == "__main__":
    raise SystemExit(main())
