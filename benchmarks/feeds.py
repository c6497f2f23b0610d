"""Saved feeds read by the program's own reader: what is found in them, what fails and why, and how fast.

    python -m benchmarks.feeds DIR

DIR: a folder with saved feeds, subfolders included. JSON that is no JSON Feed and pages are told among
the failures. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from digest.errors import SourceError
from digest.model import Article, Source
from digest.sources.entries import make_articles
from digest.sources.feed import parse_feed

NOW = datetime(2026, 12, 1, tzinfo=UTC)
LIMIT = 1_000_000


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="print each failure")
    given = parser.parse_args()
    files = sorted(path for path in given.folder.rglob("*") if path.is_file())
    fields: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    slowest = (0.0, "")
    octets, started = 0, time.process_time()
    for path in files:
        body = path.read_bytes()
        octets += len(body)
        before = time.process_time()
        try:
            fields.update(count_fields(read_saved(body, path)))
        except SourceError as error:
            failures[error.message] += 1
            if given.failures:
                print(f"{path.relative_to(given.folder)}: {error.message}. {error.advice}")
        slowest = max(slowest, (time.process_time() - before, str(path.relative_to(given.folder))))
    seconds = time.process_time() - started
    result = {
        "files": len(files),
        "megabytes": round(octets / 1e6, 2),
        "entries": fields.pop("entries", 0),
        "with": dict(sorted(fields.items())),
        "failed": sum(failures.values()),
        "failures": dict(failures.most_common()),
        "cpu_seconds": round(seconds, 2),
        "megabytes_per_cpu_second": round(octets / 1e6 / seconds, 2),
        "slowest": {"file": slowest[1], "cpu_seconds": round(slowest[0], 3)},
    }
    print(json.dumps(result, ensure_ascii=False))


def read_saved(body: bytes, path: Path) -> tuple[Article, ...]:
    """The articles in a saved feed, as if its address were that of a site named like the file."""
    address = f"https://{path.parent.name or 'feeds'}.example/{path.name}"
    articles, _, _ = make_articles(
        parse_feed(body, address=address), Source(path.name, "feed", address, limit=LIMIT), NOW
    )
    return articles


def count_fields(articles: tuple[Article, ...]) -> Iterator[str]:
    for article in articles:
        yield "entries"
        for name in ("title", "url", "published", "text", "author", "image"):
            if getattr(article, name):
                yield name
        if article.language != "und":
            yield "language"


if __name__ == "__main__":
    main()
