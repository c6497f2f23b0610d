"""Measure the feed reader on saved feeds: which fields it finds, which files fail and why, and its speed.

    python -m benchmarks.feeds DIR [--failures]

DIR: a folder with saved feeds, subfolders included. Web pages, and JSON that is not a JSON Feed, count as
failures. The expected values of a feed, as another parser read it, may be saved with it (x.xml and x.json,
x.json and x.expected.json, or input/x.rss and output/x.json). --failures prints each difference from them.

The last line printed is one JSON object:

    with       in how many entries each field was found
    failures   how many files failed with each error
    fast       of each folder in DIR how many XML feeds it has ("of"), and how many of them the fast parser
               reads ("fast") instead of feedparser
    right      of each field how many values are expected ("of"), and how many of them this program ("ours")
               and feedparser without it ("feedparser") found; texts are compared without markup
    megabytes_per_cpu_second, slowest    speed
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
from digest.sources.dates import parse_date
from digest.sources.diagnosis import is_html
from digest.sources.feed.fast_parser import parse_feed_fast
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed.jsonfeed import is_json
from digest.sources.feed.xml_repair import limit_entries, repair_xml
from digest.sources.feed_entries import make_articles
from digest.text import html_to_text
from digest.text.decoding import decode_bytes, decode_xml
from digest.text.decompression import unpack_gzip
from digest.text.urls import canonicalize_url

NOW = datetime(2026, 12, 1, tzinfo=UTC)
MAX_ENTRIES = 1_000_000
MAX_BYTES = 100_000_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", action="store_true", help="print each wrong value")
    args = parser.parse_args()
    files = sorted(path for path in args.folder.rglob("*") if path.is_file())
    fields: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    slowest = (0.0, "")
    size, started = 0, time.process_time()
    for path in files:
        body = path.read_bytes()
        size += len(body)
        before = time.process_time()
        try:
            fields.update(count_fields(read_saved(body, path)))
        except SourceError as error:
            failures[error.message] += 1
            if args.failures:
                print(f"{path.relative_to(args.folder)}: {error.message}. {error.advice}")
        slowest = max(slowest, (time.process_time() - before, str(path.relative_to(args.folder))))
    seconds = time.process_time() - started
    pairs = [(path, truth) for path in files if (truth := find_truth(path))]
    result = {
        "files": len(files),
        "megabytes": round(size / 1e6, 2),
        "entries": fields.pop("entries", 0),
        "with": dict(sorted(fields.items())),
        "failed": sum(failures.values()),
        "failures": dict(failures.most_common()),
        "cpu_seconds": round(seconds, 2),
        "megabytes_per_cpu_second": round(size / 1e6 / seconds, 2),
        "slowest": {"file": slowest[1], "cpu_seconds": round(slowest[0], 3)},
        "fast": count_fast(files, args.folder),
        "right": compare_all(pairs, args.failures),
    }
    print(json.dumps(result, ensure_ascii=False))


def read_saved(body: bytes, path: Path) -> tuple[Article, ...]:
    """The articles in a saved feed, read as if it had been fetched from a site named like its folder."""
    address = f"https://{path.parent.name or 'feeds'}.example/{path.name}"
    articles, _, _ = make_articles(
        parse_feed(body, address=address), Source(path.name, "feed", address, limit=MAX_ENTRIES), NOW
    )
    return articles


def count_fields(articles: tuple[Article, ...]) -> Iterator[str]:
    """Yield "entries" and the names of the fields that are not empty, for each article."""
    for article in articles:
        yield "entries"
        for name in ("title", "url", "published", "text", "author", "image"):
            if getattr(article, name):
                yield name
        if article.language != "und":
            yield "language"


def count_fast(files: list[Path], folder: Path) -> dict[str, dict[str, int]]:
    """{top-level folder: {"fast", "of"}}: how many XML feeds are read without feedparser."""
    counts: dict[str, Counter[str]] = {}
    for path in files:
        text = decode_xml(unpack_gzip(path.read_bytes(), MAX_BYTES)[0])
        xml = "" if is_json(text) or is_html(text) else repair_xml(limit_entries(text, MAX_ENTRIES))[0]
        if xml:
            count = counts.setdefault(path.relative_to(folder).parts[0], Counter(fast=0))
            count["of"] += 1
            count["fast"] += parse_feed_fast(xml) is not None
    return {name: dict(count) for name, count in sorted(counts.items())}


Values = dict[str, Any]
"""{field: value} of an entry, normalized for comparison; empty fields are missing"""


def find_truth(path: Path) -> Path | None:
    """The file with the expected values of a feed, or None."""
    if path.suffix == ".json":
        candidates = [path.with_suffix(".expected.json")]
    else:
        candidates = [path.with_suffix(".json"), path.parent.parent / "output" / f"{path.stem}.json"]
    return next((candidate for candidate in candidates if candidate.exists()), None)


def compare_all(pairs: list[tuple[Path, Path]], show: bool) -> dict[str, dict[str, int]]:
    """{field: {"ours", "feedparser", "of"}} over all feeds with expected values."""
    counts: dict[str, Counter[str]] = {}
    for path, truth in pairs:
        expected = [read_truth(row) for row in list_rows(json.loads(decode_bytes(truth.read_bytes())))]
        body = path.read_bytes()
        originals = find_originals(body)
        readers = {"ours": read_ours(body), "feedparser": read_with_feedparser(body)}
        for index, row in enumerate(expected):
            for field, value in row.items():
                count = counts.setdefault(field, Counter())
                count["of"] += 1
                for name, entries in readers.items():
                    got = entries[index].get(field) if index < len(entries) else None
                    right = got == value or (field == "link" and got in originals)
                    count[name] += right
                    if show and name == "ours" and not right:
                        print(f"{path.name}: {field}: {got!r}, not {value!r}")
    return {field: dict(sorted(count.items())) for field, count in sorted(counts.items())}


def list_rows(data: Any) -> list[Any]:
    """The entries in the output of another parser, whatever it calls them."""
    holders = (data, data.get("feed") or {})
    return next((rows for holder in holders if (rows := holder.get("items") or holder.get("entries"))), [])


def read_truth(row: Mapping[str, Any]) -> Values:
    links = [link.get("href") for link in row.get("links") or () if isinstance(link, dict)]
    content = row.get("content:encoded") or row.get("content") or row.get("description") or row.get("summary")
    date = row.get("isoDate") or row.get("published") or row.get("pubDate") or row.get("updated")
    body = content.get("value") if isinstance(content, dict) else content
    return normalize_values(row.get("title"), row.get("link") or next(iter(links), ""), date, body)


def read_ours(body: bytes) -> list[Values]:
    try:
        entries = parse_feed(body, address="").entries
    except SourceError:
        return []
    return [
        normalize_values(
            escape(entry.title),
            entry.url,
            entry.published and entry.published.isoformat(),
            escape(entry.text),
        )
        for entry in entries
    ]


def read_with_feedparser(body: bytes) -> list[Values]:
    """The entries as feedparser reads them without this program."""
    import feedparser

    found = []
    for entry in feedparser.parse(io.BytesIO(body)).entries:
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        date = datetime.fromtimestamp(timegm(moment), UTC).isoformat() if moment else ""
        bodies = [part.get("value") for part in entry.get("content", ())]
        found.append(
            normalize_values(
                entry.get("title"), entry.get("link"), date, next(iter(bodies), entry.get("summary"))
            )
        )
    return found


def find_originals(body: bytes) -> frozenset[str]:
    """The original links in a feed whose links lead through a click counter: either counts as right."""
    found = re.findall(rb"<feedburner:origLink>([^<]*)<", body)
    return frozenset(canonicalize_url(unescape(link.decode("utf-8", "replace"))) for link in found)


def normalize_values(title: Any, link: Any, date: Any, body: Any) -> Values:
    """An entry with its values normalized: words, canonical addresses, moments."""
    values = {
        "title": strip_markup(title),
        "link": canonicalize_url(str(link or "")),
        "date": parse_date(str(date or "")),
        "text": strip_markup(body),
    }
    return {field: value for field, value in values.items() if value}


def strip_markup(value: Any) -> str:
    """The words without markup, which some parsers leave in and some leave escaped."""
    return " ".join(html_to_text(html_to_text(str(value or ""))).split())


if __name__ == "__main__":
    main()
