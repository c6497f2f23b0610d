"""Measure how the CPU time of reading grows with the size of hostile texts, pages and feeds.

    python -m benchmarks.hostile [--times N]

Each case is read at a size and at ten times that size. Prints for each CPU seconds (the minimum of N runs,
default 3) and the exponent of the growth: 1 is linear, 2 is quadratic. The last line is one JSON object with
the slowest case and the steepest one. Good: no exponent is much above 1.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import log10

from digest.grouping import group_articles
from digest.models import Article, Source
from digest.sources.feed.feed_reader import parse_feed
from digest.sources.feed_entries import make_articles
from digest.sources.segmentation.segment import split_articles
from digest.text import find_sentence_spans, html_to_text

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
REPORT = (
    "The harbour bridge is shut after the storm, and ferries carry commuters across the water. Divers will "
    "look at the middle pier on Wednesday, said the master of the port, who expects repairs to take a month. "
    "Lorries are sent round by the northern road, an hour longer, and bakers in the town ran out of flour."
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=3)
    times = parser.parse_args().times
    rows = []
    for name, read, size in CASES:
        read(10)
        small, large = (measure_fastest(read, count, times) for count in (size, 10 * size))
        rows.append((name, large, log10(large / max(small, 1e-4))))
        print(f"{name:30} {small:8.3f} s at {size:6}  {large:8.3f} s at {10 * size:7}  n^{rows[-1][2]:.2f}")
    slowest, steepest = max(rows, key=lambda row: row[1]), max(rows, key=lambda row: row[2])
    print(
        json.dumps(
            {
                "cases": len(rows),
                "slowest": {"case": slowest[0], "cpu_s": round(slowest[1], 3)},
                "steepest": {"case": steepest[0], "exponent": round(steepest[2], 2)},
            }
        )
    )


def measure_fastest(read: Callable[[int], object], count: int, times: int) -> float:
    """CPU seconds of the fastest of some runs: other processes can only slow a run down."""

    def measure_once() -> float:
        started = time.process_time()
        read(count)
        return time.process_time() - started

    return min(measure_once() for _ in range(times))


def read_rss(inside: str) -> object:
    document = f"<rss version='2.0'><channel><title>T</title><item>{inside}</item></channel></rss>"
    feed = parse_feed(document.encode(), address="https://harbour.example/feed")
    return make_articles(feed, Source("Name", "feed", "https://harbour.example/feed"), NOW)


def group_flood(count: int) -> object:
    return group_articles(
        [
            Article(
                id=f"f{number:06}",
                source=f"Outlet {number}",
                url=f"https://harbour.example/{number}",
                title="Storm shuts the harbour bridge",
                text=f"{REPORT} Page {number}.",
                published=NOW,
                first_seen=NOW,
                language="en",
            )
            for number in range(count)
        ]
    )


CASES: tuple[tuple[str, Callable[[int], object], int], ...] = (
    *(
        (f"sentences of {piece!r}", lambda n, piece=piece: find_sentence_spans(piece * n, "en"), 10_000)
        for piece in ("word ", "a.", " \n", '."A', ". x", "「。", "Ab.", "[1", ".[")
    ),
    *(
        (f"lines of {line[:12]!r}", lambda n, line=line: split_articles(f"{line}\nSomething else\n" * n), 400)
        for line in ("word " * 8, "The bridge is shut for good now.", "June 3, 2025", "1", "a b. " * 9)
    ),
    ("markup: depth", lambda n: html_to_text("<div>" * n + "deep"), 10_000),
    ("markup: attributes", lambda n: html_to_text(f"<p {' '.join(f'a{k}=1' for k in range(n))}>x"), 5_000),
    ("markup: wrong nesting", lambda n: html_to_text("<b>" * n + "x" + "</b></i>" * n), 10_000),
    ("feed: depth", lambda n: read_rss("<description>" + "<a>" * n + "</a>" * n + "</description>"), 5_000),
    ("feed: angles", lambda n: read_rss("<title>" + "<" * n + "x</title>"), 5_000),
    ("feed: cdata", lambda n: read_rss("<title>x" + "<![CDATA[" * n + "</title>"), 2_000),
    ("feed: ampersands", lambda n: read_rss("<title>x" + "&" * n + "</title>"), 10_000),
    ("feed: unclosed items", lambda n: read_rss("<item><title>x" * n), 500),
    ("a flood of one report", group_flood, 300),
)


if __name__ == "__main__":
    main()
