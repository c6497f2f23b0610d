"""Bad input read case by case, each in a process of its own: CPU seconds and the most memory it took.

    python -m benchmarks.bad DIR

DIR: a folder with bad feeds in feeds/ and bad pages in pages/. Cases too large to be kept anywhere are
made: a feed of 100,000 entries, one of 50 MB, a page with a picture of 4 MB in it. The memory is that of
the whole process, libraries included. The last line printed is one JSON object.
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
from digest.sources.entries import make_articles
from digest.sources.feed.feed_reader import parse_feed
from digest.sources.page.page_reader import decode_page, extract_articles

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://mill.example/feed"
LARGEST = 10_000_000
"""Of an answer, in bytes: the default of [collect] max_megabytes, which the network door holds."""


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    extract_articles("<p>The first page loads the libraries.</p>")
    rows = []
    for name, read in list_cases(folder):
        seconds, megabytes, told = measure(read)
        rows.append((name, seconds, megabytes))
        print(f"{name:40} {seconds:7.2f} s {megabytes:6.0f} MB  {told}")
    slowest, largest = max(rows, key=lambda row: row[1]), max(rows, key=lambda row: row[2])
    result = {
        "cases": len(rows),
        "slowest": {"case": slowest[0], "cpu_seconds": round(slowest[1], 2)},
        "largest": {"case": largest[0], "megabytes": round(largest[2])},
    }
    print(json.dumps(result))


def list_cases(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    for path in sorted((folder / "feeds").iterdir()):
        yield path.name, partial(read_feed, path.read_bytes())
    for path in sorted((folder / "pages").iterdir()):
        yield path.name, partial(read_page, path.read_bytes())
    item = b"<item><title>%d</title><link>https://mill.example/%d</link><description>%s</description></item>"
    many = b"".join(item % (number, number, b"") for number in range(100_000))
    yield "100,000 entries", partial(read_feed, b"<rss><channel>" + many + b"</channel></rss>")
    large = b"".join(item % (number, number, b"It turns. " * 5_000) for number in range(1_000))
    yield "50 MB", partial(read_feed, b"<rss><channel>" + large + b"</channel></rss>")
    picture = b"<img src='data:image/png;base64," + b"A" * 4_000_000 + b"'>"
    prose = b"<p>The wheel of the mill was mended, and all of it turned by noon.</p>" * 20
    yield "4 MB picture", partial(read_page, b"<html><h1>The wheel</h1>" + picture + prose + b"</html>")


def read_feed(body: bytes) -> str:
    if len(body) > LARGEST:
        return "refused: it is larger than an answer may be"
    try:
        feed = parse_feed(body, address=ADDRESS, max_bytes=LARGEST)
    except SourceError as error:
        return error.message
    articles, _, _ = make_articles(feed, Source("Mill", "feed", ADDRESS), NOW)
    return f"{len(articles)} articles"


def read_page(body: bytes) -> str:
    return f"{len(extract_articles(decode_page(body)))} articles"


def measure(read: Callable[[], str]) -> tuple[float, float, str]:
    """(CPU seconds, megabytes at most, what came of it), in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        before = resource.getrusage(resource.RUSAGE_SELF)
        told = read()
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        os.write(writer, json.dumps([seconds, used.ru_maxrss / 1_000, told]).encode())
        os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reader, "rb") as answer:
        said = answer.read()
    if status or not said:
        sys.exit(f"a case ended its process with status {status}")
    seconds, megabytes, told = json.loads(said)
    return seconds, megabytes, told


if __name__ == "__main__":
    main()
