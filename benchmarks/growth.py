"""Measure how the CPU time, memory and quality of grouping change with the number of articles.

    python -m benchmarks.growth [--sizes N ...] [--feeds N] [--hard 0..1] [--world DIR] [--names N]
        [--workers N]

Groups a generated day of each size (default 1,000, 10,000 and 100,000 articles) in a process of its own. The
days come from DIR/worldgen.py if DIR is given or exists at ../shared/bench, else from benchmarks/world.py.
--hard: 0 for near copies, 1 for reports with little wording in common. --names: make days with
benchmarks/world.py in which each story has so many names of its own, so that the words of a day grow with it.
--workers: group in shards on so many processes; cpu_s is that of all of them, their start included.

Prints a line for each size. The last line is one JSON object with, for each size:

    cpu_s      CPU seconds of the grouping
    loaded_mb  peak memory in MB when the articles are loaded
    peak_mb    peak memory in MB when they are grouped (goal at 100,000: 1,200)
    worker_mb  with --workers, the peak memory of one of them
    pair_f1    pairwise F1 of the stories against the planted ones (goal at 10,000: 0.97)
    b3_f1      B-cubed F1 of the same
    exponent   e of CPU ~ n^e, from the next smaller size to this one (goal: 1.2)
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from math import log
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.grouping import Labels, score
from benchmarks.world import make_reports
from digest.grouping import group_articles
from digest.grouping.shards import ArticleFile, group_in_shards
from digest.models import Article
from digest.runtime.executors import open_map

SHARED = Path(__file__).parents[1].parent / "shared" / "bench"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--feeds", type=int, default=1_000)
    parser.add_argument("--hard", type=float, default=0.5, help="0: near copies, 1: little shared wording")
    parser.add_argument("--world", type=Path, default=SHARED if SHARED.is_dir() else None)
    parser.add_argument("--names", type=int, default=0, help="names that each story has for itself")
    parser.add_argument("--day", type=Path, help="measure only this day, a file of articles")
    parser.add_argument("--workers", type=int, default=0, help="group in shards on so many processes")
    args = parser.parse_args()
    if args.day:
        print(json.dumps(measure_shards(args.day, args.workers) if args.workers else measure_day(args.day)))
        return
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        day = Path(folder) / "day.jsonl"
        for size in sorted(args.sizes):
            make_day(day, size, args.feeds, args.hard, None if args.names else args.world, args.names)
            measured.append(measure_in_process(day, args.workers))
            print(json.dumps(measured[-1]), flush=True)
    for smaller, larger in pairwise(measured):
        growth = log(larger["cpu_s"] / smaller["cpu_s"]) / log(larger["articles"] / smaller["articles"])
        larger["exponent"] = round(growth, 2)
    print(
        json.dumps({"texts": "rewritten" if args.world and not args.names else "made up", "sizes": measured})
    )


def make_day(path: Path, articles: int, feeds: int, hard: float, world: Path | None, names: int = 0) -> None:
    """Write a day of planted stories as JSON, one article per line."""
    if world:
        size = ["--articles", str(articles), "--feeds", str(feeds), "--hard", str(hard)]
        command = [sys.executable, str(world / "worldgen.py"), *size, "--out", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return
    with path.open("w", encoding="utf-8") as lines:
        for report in make_reports(articles, feeds, 1, MORNING.timestamp(), names):
            row = {
                "id": report.number,
                "source": f"Outlet {report.outlet}",
                "title": report.title,
                "text": " ".join(report.sentences),
                "published": report.moment,
                "story": report.story,
            }
            lines.write(f"{json.dumps(row)}\n")


def measure_in_process(day: Path, workers: int) -> dict[str, float]:
    """The figures of one day, measured in a process that does nothing else."""
    command = [sys.executable, "-m", "benchmarks.growth", "--day", str(day), "--workers", str(workers)]
    measured: dict[str, float] = json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    )
    return measured


def measure_day(day: Path) -> dict[str, float]:
    """The figures of one day in this process."""
    gold: Labels = {}
    articles = []
    for row in read_lines(day):
        articles.append(read_report(row))
        gold[articles[-1].id] = str(row["story"])
    loaded = read_peak_mb()
    started = process_time()
    stories = group_articles(articles)
    used = process_time() - started
    peak = read_peak_mb()
    figures = score(gold, {article.id: story.id for story in stories for article in story.articles})
    return {
        "articles": len(articles),
        "cpu_s": round(used, 2),
        "loaded_mb": loaded,
        "peak_mb": peak,
        "b3_f1": figures["b3_f1"],
        "pair_f1": figures["pair_f1"],
        "stories": figures["stories"],
    }


def measure_shards(day: Path, workers: int) -> dict[str, float]:
    """The figures of one day that is grouped on other processes; this one has no texts."""
    languages: dict[str, str] = {}

    def list_reports() -> Iterator[Article]:
        for row in read_lines(day):
            report = read_report(row)
            languages[report.id] = report.language
            yield report

    with tempfile.TemporaryDirectory(dir=day.parent) as folder:
        file = ArticleFile.write(Path(folder), list_reports())
        loaded, started = read_peak_mb(), process_time()
        with open_map("processes", workers) as work_map:
            rows = list(group_in_shards(languages, file, work_map, scratch=day.parent))
        used, peak = process_time() - started, read_peak_mb()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    gold: Labels = {str(row["id"]): str(row["story"]) for row in read_lines(day)}
    figures = score(gold, {id_: row.articles[0] for row in rows for id_ in row.articles})
    return {
        "articles": len(languages),
        "cpu_s": round(used + children.ru_utime + children.ru_stime, 2),
        "loaded_mb": loaded,
        "peak_mb": peak,
        "worker_mb": round(children.ru_maxrss * 1024 / 1_000_000),
        "b3_f1": figures["b3_f1"],
        "pair_f1": figures["pair_f1"],
        "stories": figures["stories"],
    }


def read_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_report(row: Mapping[str, Any]) -> Article:
    """The article in a row. The names of outlets are interned, so that each is in memory only once."""
    moment = row["published"]
    published = (
        datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment, UTC)
    )
    source = sys.intern(row["source"])
    return Article(str(row["id"]), source, "", row["title"], row["text"], published, MORNING, "en")


def read_peak_mb() -> int:
    """The peak memory of this process, in millions of bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000)


if __name__ == "__main__":
    main()
