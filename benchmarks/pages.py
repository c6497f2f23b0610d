"""Saved web pages with truth: how much of the body, title and time is found, and how fast.

    python -m benchmarks.pages DIR [--predict OUT_DIR]

DIR: a folder with one truth.json or several in its subfolders: a list of {"path", "url", "body", and
where known "title", "date"}, paths counted from that folder. body_f1: of the words, the mean over the
pages. title: equal but for white space. date: right to the minute, wrong, or none given; a date without
a zone counts as UTC. --predict writes a line a page: {"id", "title", "date", "body", "articles"}.
The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.sources.draft import Draft
from digest.sources.page.page_reader import decode_page, extract_articles
from digest.text.decoding import unpack_gzip

MOST_BYTES = 100_000_000
_WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predict", type=Path, metavar="OUT_DIR")
    given = parser.parse_args()
    extract_articles("<p>The first page loads the libraries.</p>")
    sets, pages, seconds = {}, 0, 0.0
    for truth in sorted(given.folder.rglob("truth.json")):
        rows = json.loads(truth.read_text("utf-8"))
        name = truth.parent.name
        started = time.process_time()
        found = [read_saved(truth.parent / row["path"], row.get("url", "")) for row in rows]
        seconds += time.process_time() - started
        pages += len(rows)
        sets[name] = score_pages(rows, found)
        print(f"{name}: {sets[name]}")
        if given.predict:
            write_predictions(given.predict / f"{name}.jsonl", rows, found)
    speed = round(pages / seconds, 1) if seconds else None
    print(json.dumps({"pages": pages, "pages_per_cpu_second": speed, "sets": sets}, ensure_ascii=False))


def read_saved(path: Path, url: str) -> tuple[Draft, ...]:
    body, _ = unpack_gzip(path.read_bytes(), MOST_BYTES)
    return extract_articles(decode_page(body), url)


def score_pages(rows: list[Mapping[str, Any]], found: list[tuple[Draft, ...]]) -> dict[str, float]:
    """The means and counts over the pages of one set; the first article found is the page's."""
    drafts = [articles[0] if articles else Draft() for articles in found]
    scores = [score_words(draft.text, row["body"]) for draft, row in zip(drafts, rows, strict=True)]
    counts = Counter(
        point for draft, row in zip(drafts, rows, strict=True) for point in compare_facts(draft, row)
    )
    return {
        "pages": len(rows),
        "body_f1": round(sum(scores) / len(scores), 4) if scores else 0.0,
        "no_article": sum(not articles for articles in found),
        "several_articles": sum(len(articles) > 1 for articles in found),
        **dict(sorted(counts.items())),
    }


def score_words(found: str, truth: str) -> float:
    """F1 of the words, each as often as it occurs."""
    ours, theirs = Counter(_WORD.findall(found.casefold())), Counter(_WORD.findall(truth.casefold()))
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else 0.0


def compare_facts(draft: Draft, row: Mapping[str, Any]) -> Iterator[str]:
    if row.get("title"):
        same = " ".join(draft.title.split()) == " ".join(row["title"].replace("\u00ad", "").split())
        yield "title_exact" if same else "title_other"
    if row.get("date"):
        told = datetime.fromisoformat(row["date"])
        told = told if told.tzinfo else told.replace(tzinfo=UTC)
        near = draft.published and abs((draft.published - told).total_seconds()) < 60
        yield "date_none" if draft.published is None else "date_right" if near else "date_wrong"


def write_predictions(path: Path, rows: list[Mapping[str, Any]], found: list[tuple[Draft, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        for row, articles in zip(rows, found, strict=True):
            draft = articles[0] if articles else Draft()
            date = draft.published.isoformat() if draft.published else None
            said = {"id": row["path"], "title": draft.title, "date": date, "body": draft.text}
            lines.write(json.dumps({**said, "articles": len(articles)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
