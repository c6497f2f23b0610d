"""Measure the CPU time and the peak memory of reading damaged and oversized feeds and pages.

    python -m benchmarks.bad DIR

DIR: a folder with damaged feeds in feeds/ and damaged pages in pages/. Cases too large to be kept in files
are generated: a feed of 100,000 entries, a feed of 50 MB, a page with an inline image of 4 MB. Each case is
read in a process of its own.

Prints a line for each case: CPU seconds, peak memory of the process (libraries included), and the result or
the error. The last line is one JSON object with the slowest case and the one with the most memory. Good: no
case takes more than a few seconds, or much more memory than the others.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from digest.errors import SourceError
from digest.models import Source
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed_entries import make_articles
from digest.sources.page.page_reader import decode_page, extract_articles

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://mill.example/feed"
MAX_BYTES = 10_000_000
"""The largest response that the HTTP client accepts: the default of [collect] max_megabytes."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    extract_articles("<p>The first page imports the libraries.</p>")
    rows = []
    for name, read in list_cases(folder):
        seconds, megabytes, outcome = measure(read)
        rows.append((name, seconds, megabytes))
        print(f"{name:40} {seconds:7.2f} s {megabytes:6.0f} MB  {outcome}")
    slowest, largest = max(rows, key=lambda row: row[1]), max(rows, key=lambda row: row[2])
    result = {
        "cases": len(rows),
        "slowest": {"case": slowest[0], "cpu_seconds": round(slowest[1], 2)},
        "largest": {"case": largest[0], "megabytes": round(largest[2])},
    }
    print(json.dumps(result))


def list_cases(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """(name of a case, the function that reads it)"""
    for path in sorted((folder / "feeds").iterdir()):
        yield path.name, partial(read_feed, path.read_bytes())
    for path in sorted((folder / "pages").iterdir()):
        yield path.name, partial(read_page, path.read_bytes())
    item = b"<item><title>%d</title><link>https://mill.example/%d</link><description>%s</description></item>"
    many_items = b"".join(item % (number, number, b"") for number in range(100_000))
    yield "100,000 entries", partial(read_feed, b"<rss><channel>" + many_items + b"</channel></rss>")
    large_items = b"".join(item % (number, number, b"It turns. " * 5_000) for number in range(1_000))
    yield "50 MB", partial(read_feed, b"<rss><channel>" + large_items + b"</channel></rss>")
    image = b"<img src='data:image/png;base64," + b"A" * 4_000_000 + b"'>"
    prose = b"<p>The wheel of the mill was mended, and all of it turned by noon.</p>" * 20
    yield "4 MB picture", partial(read_page, b"<html><h1>The wheel</h1>" + image + prose + b"</html>")


def read_feed(body: bytes) -> str:
    if len(body) > MAX_BYTES:
        return "refused: the response is too large"
    try:
        feed = parse_feed(body, address=ADDRESS, max_bytes=MAX_BYTES)
    except SourceError as error:
        return error.message
    articles, _, _ = make_articles(feed, Source("Mill", "feed", ADDRESS), NOW)
    return f"{len(articles)} articles"


def read_page(body: bytes) -> str:
    return f"{len(extract_articles(decode_page(body)))} articles"


def measure(read: Callable[[], str]) -> tuple[float, float, str]:
    """(CPU seconds, peak megabytes, outcome) of reading a case in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF)
        outcome = read()
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        os.write(writer, json.dumps([seconds, used.ru_maxrss / 1_000, outcome]).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as pipe:
        output = pipe.read()
    if status or not output:
        sys.exit(f"a case ended its process with status {status}")
    seconds, megabytes, outcome = json.loads(output)
    return seconds, megabytes, outcome


if __name__ == "__main__":
    main()
