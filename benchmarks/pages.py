"""Measure the extraction of articles from saved web pages: body, title, date and speed.

    python -m benchmarks.pages DIR [--predict OUT_DIR]

DIR: a folder that contains, itself or in subfolders, files truth.json: a list of {"path", "url", "body", and
where known "title", "date"}, with paths relative to the file. --predict writes what was extracted, a JSON
object per line and page, {"id", "title", "date", "body", "articles"}, for another scorer.

Prints the figures of each truth.json. The last line is one JSON object:

    pages_per_cpu_second    speed
    body_f1                 F1 (0..1) of the words of the body, mean over the pages
    title_exact, title_other    pages whose title is equal except for white space, and the others
    date_right, date_wrong, date_none    pages whose date is right to the minute, wrong, or not found; a date
                            without a zone counts as UTC
    no_article, several_articles    pages without an article, and with more than one
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

from digest.sources.article_drafts import Draft
from digest.sources.page.page_reader import decode_page, extract_articles
from digest.text.decompression import unpack_gzip

MOST_BYTES = 100_000_000
_WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predict", type=Path, metavar="OUT_DIR")
    args = parser.parse_args()
    extract_articles("<p>The first page imports the libraries.</p>")
    sets, pages, seconds = {}, 0, 0.0
    for truth in sorted(args.folder.rglob("truth.json")):
        rows = json.loads(truth.read_text("utf-8"))
        name = truth.parent.name
        started = time.process_time()
        found = [read_saved(truth.parent / row["path"], row.get("url", "")) for row in rows]
        seconds += time.process_time() - started
        pages += len(rows)
        sets[name] = score_pages(rows, found)
        print(f"{name}: {sets[name]}")
        if args.predict:
            write_predictions(args.predict / f"{name}.jsonl", rows, found)
    speed = round(pages / seconds, 1) if seconds else None
    print(json.dumps({"pages": pages, "pages_per_cpu_second": speed, "sets": sets}, ensure_ascii=False))


def read_saved(path: Path, url: str) -> tuple[Draft, ...]:
    body, _ = unpack_gzip(path.read_bytes(), MOST_BYTES)
    return extract_articles(decode_page(body), url)


def score_pages(rows: list[Mapping[str, Any]], found: list[tuple[Draft, ...]]) -> dict[str, float]:
    """Means and counts over the pages of one set. Of several articles on a page the first one counts."""
    drafts = [articles[0] if articles else Draft() for articles in found]
    scores = [score_words(draft.text, row["body"]) for draft, row in zip(drafts, rows, strict=True)]
    counts = Counter(
        fact for draft, row in zip(drafts, rows, strict=True) for fact in compare_facts(draft, row)
    )
    return {
        "pages": len(rows),
        "body_f1": round(sum(scores) / len(scores), 4) if scores else 0.0,
        "no_article": sum(not articles for articles in found),
        "several_articles": sum(len(articles) > 1 for articles in found),
        **dict(sorted(counts.items())),
    }


def score_words(found: str, truth: str) -> float:
    """F1 (0..1) of the words, each counted as often as it occurs."""
    ours, theirs = Counter(_WORD.findall(found.casefold())), Counter(_WORD.findall(truth.casefold()))
    both = (ours & theirs).total()
    return 2 * both / (ours.total() + theirs.total()) if both else 0.0


def compare_facts(draft: Draft, row: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the counts that a page adds to."""
    if row.get("title"):
        same = " ".join(draft.title.split()) == " ".join(row["title"].replace("\u00ad", "").split())
        yield "title_exact" if same else "title_other"
    if row.get("date"):
        date = datetime.fromisoformat(row["date"])
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        near = draft.published and abs((draft.published - date).total_seconds()) < 60
        yield "date_none" if draft.published is None else "date_right" if near else "date_wrong"


def write_predictions(path: Path, rows: list[Mapping[str, Any]], found: list[tuple[Draft, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as lines:
        for row, articles in zip(rows, found, strict=True):
            draft = articles[0] if articles else Draft()
            date = draft.published.isoformat() if draft.published else None
            prediction = {"id": row["path"], "title": draft.title, "date": date, "body": draft.text}
            lines.write(json.dumps({**prediction, "articles": len(articles)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
