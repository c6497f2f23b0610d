"""Saved feeds read by the program's own reader: what is found in them, what fails and why, and how fast.

    python -m benchmarks.feeds DIR

DIR: a folder with saved feeds, subfolders included. JSON that is no JSON Feed and pages are told among
the failures. Where what another parser got of a feed lies beside it (x.xml and x.json, or input/x.rss and
output/x.json), "right" counts the titles, links, dates and texts that agree with it: those of this
program, those of feedparser alone, and how many there are. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import time
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from typing import Any

from digest.errors import SourceError
from digest.models import Article, Source
from digest.sources.dates import read_date
from digest.sources.entries import make_articles
from digest.sources.feed.feed_reader import parse_feed
from digest.text import plain_text
from digest.text.decoding import decode_bytes
from digest.text.urls import canonical_address

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
    pairs = [(path, truth) for path in files if (truth := find_truth(path))]
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
        "right": compare_all(pairs, given.failures),
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


# What an entry says, in a form that can be compared: {field: value}; what is not said is not there.
Facts = dict[str, Any]


def find_truth(path: Path) -> Path | None:
    """Where the values lie that another parser got of a feed."""
    if path.suffix == ".json":
        return None
    places = (path.with_suffix(".json"), path.parent.parent / "output" / f"{path.stem}.json")
    return next((place for place in places if place.exists()), None)


def compare_all(pairs: list[tuple[Path, Path]], tell: bool) -> dict[str, dict[str, int]]:
    """{field: {"ours", "feedparser", "of"}} over all feeds with truth."""
    counts: dict[str, Counter[str]] = {}
    for path, truth in pairs:
        wanted = [read_truth(row) for row in list_rows(json.loads(decode_bytes(truth.read_bytes())))]
        body = path.read_bytes()
        behind = find_originals(body)
        readers = {"ours": read_ours(body), "feedparser": read_alone(body)}
        for place, row in enumerate(wanted):
            for field, value in row.items():
                count = counts.setdefault(field, Counter())
                count["of"] += 1
                for name, entries in readers.items():
                    got = entries[place].get(field) if place < len(entries) else None
                    right = got == value or (field == "link" and got in behind)
                    count[name] += right
                    if tell and name == "ours" and not right:
                        print(f"{path.name}: {field}: {got!r}, not {value!r}")
    return {field: dict(sorted(count.items())) for field, count in sorted(counts.items())}


def list_rows(data: Any) -> list[Any]:
    """The entries in what another parser got, in its own words for them."""
    data = data.get("feed") or data
    return data.get("items") or data.get("entries") or []


def read_truth(row: Mapping[str, Any]) -> Facts:
    links = [link.get("href") for link in row.get("links") or () if isinstance(link, dict)]
    content = row.get("content:encoded") or row.get("content") or row.get("description") or row.get("summary")
    date = row.get("isoDate") or row.get("published") or row.get("pubDate") or row.get("updated")
    body = content.get("value") if isinstance(content, dict) else content
    return state(row.get("title"), row.get("link") or next(iter(links), ""), date, body)


def read_ours(body: bytes) -> list[Facts]:
    try:
        entries = parse_feed(body, address="").entries
    except SourceError:
        return []
    return [
        state(
            escape(entry.title),
            entry.url,
            entry.published and entry.published.isoformat(),
            escape(entry.text),
        )
        for entry in entries
    ]


def read_alone(body: bytes) -> list[Facts]:
    """What feedparser gets when it is left to itself."""
    import feedparser

    found = []
    for entry in feedparser.parse(io.BytesIO(body)).entries:
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        date = datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment else ""
        bodies = [part.get("value") for part in entry.get("content", ())]
        found.append(
            state(entry.get("title"), entry.get("link"), date, next(iter(bodies), entry.get("summary")))
        )
    return found


def find_originals(body: bytes) -> frozenset[str]:
    """The publisher's own addresses in a feed whose links lead through a service that counts clicks: they
    are as right as those links."""
    found = re.findall(rb"<feedburner:origLink>([^<]*)<", body)
    return frozenset(canonical_address(unescape(link.decode("utf-8", "replace"))) for link in found)


def state(title: Any, link: Any, date: Any, body: Any) -> Facts:
    """An entry in a form in which spelling does not count: words, canonical addresses, moments."""
    said = {
        "title": strip_markup(title),
        "link": canonical_address(str(link or "")),
        "date": read_date(str(date or "")),
        "text": strip_markup(body),
    }
    return {field: value for field, value in said.items() if value}


def strip_markup(value: Any) -> str:
    """Words without markup, be it escaped once or twice: parsers differ in what they leave to others."""
    return " ".join(plain_text(plain_text(str(value or ""))).split())


if __name__ == "__main__":
    main()
