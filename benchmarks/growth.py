"""How grouping grows with the day: CPU, memory and quality at several sizes.

    python -m benchmarks.growth [--sizes N ...] [--feeds N] [--hard 0..1] [--world DIR]

Days come from DIR/worldgen.py where DIR is given or lies at ../shared/bench, else from
benchmarks/world.py. Each is grouped in a process of its own. Prints one JSON object last:

    cpu_s      CPU seconds of the grouping
    loaded_mb  the most memory until the articles are loaded
    peak_mb    the most memory until they are grouped (goal at 100,000: 1,200)
    pair_f1    pairwise F1 of the stories against the planted ones (goal at 10,000: 0.97)
    exponent   e of CPU ~ n^e from the size before (goal: 1.2)
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
from digest.models import Article

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
    parser.add_argument("--day", type=Path, help="only measure this day, a file of articles")
    given = parser.parse_args()
    if given.day:
        print(json.dumps(measure_day(given.day)))
        return
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        day = Path(folder) / "day.jsonl"
        for size in sorted(given.sizes):
            make_day(day, size, given.feeds, given.hard, given.world)
            measured.append(measure_apart(day))
            print(json.dumps(measured[-1]), flush=True)
    for smaller, larger in pairwise(measured):
        growth = log(larger["cpu_s"] / smaller["cpu_s"]) / log(larger["articles"] / smaller["articles"])
        larger["exponent"] = round(growth, 2)
    print(json.dumps({"texts": "rewritten" if given.world else "made up", "sizes": measured}))


def make_day(path: Path, articles: int, feeds: int, hard: float, world: Path | None) -> None:
    """Write a day of planted stories, one article a line."""
    if world:
        size = ["--articles", str(articles), "--feeds", str(feeds), "--hard", str(hard)]
        command = [sys.executable, str(world / "worldgen.py"), *size, "--out", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return
    with path.open("w", encoding="utf-8") as lines:
        for report in make_reports(articles, feeds, 1, MORNING.timestamp()):
            row = {
                "id": report.number,
                "source": f"Outlet {report.outlet}",
                "title": report.title,
                "text": " ".join(report.told),
                "published": report.moment,
                "story": report.story,
            }
            lines.write(f"{json.dumps(row)}\n")


def measure_apart(day: Path) -> dict[str, float]:
    """The figures of one day, from a process that does nothing else."""
    command = [sys.executable, "-m", "benchmarks.growth", "--day", str(day)]
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
    loaded = peak_mb()
    started = process_time()
    stories = group_articles(articles)
    used = process_time() - started
    peak = peak_mb()
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


def read_lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_report(row: Mapping[str, Any]) -> Article:
    """An article of a day, its outlet's name kept once however many articles it has."""
    moment = row["published"]
    published = (
        datetime.fromisoformat(moment) if isinstance(moment, str) else datetime.fromtimestamp(moment, UTC)
    )
    source = sys.intern(row["source"])
    return Article(str(row["id"]), source, "", row["title"], row["text"], published, MORNING, "en")


def peak_mb() -> int:
    """The most memory that this process has had, in millions of bytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000)


if __name__ == "__main__":
    main()
