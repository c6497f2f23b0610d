"""Measure how well a text with several articles is split, and whether a single article stays whole.

    python -m benchmarks.segments DIR [--seed N] [--show FORM]

DIR: saved pages with truth.json, as for benchmarks.pages. Each page is split by itself, as its labeled
headline and body ("clean") and as all the text it shows ("page"). Then two or three pages are joined, in
these forms:

    scroll    the same labels around every article, inserts within
    listing   outlet and age around every headline
    sparse    a headline above every article, a few labels between them
    titles    only headlines and paragraphs
    pages     all the text that the pages show

Labels consist of random syllables, so that their words cannot be known. Teasers of other articles follow in
the first three forms. --show prints the texts of one form that are split wrongly.

Prints the figures of each form. The last line is one JSON object with the same figures:

    found    the share of the articles that have a segment of their own, with an F1 of the words of .6 or more
    count    the share of the texts that are split into the right number of articles
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.pages import MOST_BYTES, score_words
from digest.sources.page.page_reader import decode_page
from digest.sources.segmentation.segment import split_articles
from digest.text import html_to_text, split_sentences
from digest.text.decompression import unpack_gzip

MIN_F1 = 0.6
"""From which F1 of the words on a segment is counted as an article."""
MIN_WORDS = 150
"""Pages with shorter bodies are not used: they are galleries, videos and teasers."""
REPEATED_SHARE = 0.5
"""Of the pages that show every headline twice."""
SYLLABLES = ("ba", "do", "ke", "li", "mu", "na", "po", "ra", "se", "ti", "vu", "zo", "fa", "ge")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A labeled page: its headline, the paragraphs of its body, and all the text it shows."""

    title: str
    paragraphs: tuple[str, ...]
    page: str


Form = Callable[[Sequence[SavedPage], Sequence[SavedPage], Random], str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", choices=["", *SINGLE_FORMS, *JOINED_FORMS])
    args = parser.parse_args()
    saved = list(read_pages(args.folder))
    started = time.process_time()
    scores = {name: score_form(*row, args.show == name) for name, row in make_forms(saved, args.seed)}
    for name, score in scores.items():
        print(f"{name}: {score}")
    seconds = round(time.process_time() - started, 1)
    print(json.dumps({"pages": len(saved), "cpu_seconds": seconds, "forms": scores}))


def read_pages(folder: Path) -> Iterator[SavedPage]:
    """Yield the pages whose body is long enough, in the order of their truth.json."""
    for truth in sorted(folder.rglob("truth.json")):
        for row in json.loads(truth.read_text("utf-8")):
            if len(row["body"].split()) >= MIN_WORDS:
                body, _ = unpack_gzip((truth.parent / row["path"]).read_bytes(), MOST_BYTES)
                lines = tuple(filter(None, map(str.strip, row["body"].split("\n"))))
                html = decode_page(body)
                yield SavedPage(row.get("title") or read_title(html), lines, html_to_text(html))


def read_title(html: str) -> str:
    from digest.sources.page.page_reader import extract_articles

    return next((draft.title for draft in extract_articles(html)), "")


def make_forms(
    saved: Sequence[SavedPage], seed: int
) -> Iterator[tuple[str, tuple[list[str], list[list[SavedPage]]]]]:
    """Yield (name of a form, (texts, the pages in each))."""
    singles = [[page] for page in saved]
    for name, write in SINGLE_FORMS.items():
        yield name, ([write(page) for page in saved], singles)
    for name, compose in JOINED_FORMS.items():
        rng = Random(f"{seed} {name}")
        groups = list(draw_groups([page for page in saved if page.title], rng))
        texts = [
            compose(group, [page for page in rng.sample(saved, 6) if page not in group], rng)
            for group in groups
        ]
        yield name, (texts, groups)


def draw_groups(saved: list[SavedPage], rng: Random) -> Iterator[list[SavedPage]]:
    """Yield all pages, shuffled, two or three at a time."""
    rng.shuffle(saved)
    while len(saved) > 1:
        size = min(rng.choice((2, 3)), len(saved))
        yield saved[:size]
        saved = saved[size:]


def score_form(texts: Sequence[str], groups: Sequence[Sequence[SavedPage]], show: bool) -> dict[str, Any]:
    """The figures of one form. show: print the texts that are split wrongly."""
    found = right = 0
    for text, group in zip(texts, groups, strict=True):
        segments = split_articles(text)
        matched = count_found([segment.text for segment in segments], group)
        found += matched
        right += len(segments) == len(group)
        if show and (len(segments) != len(group) or matched < len(group)):
            print(
                "=" * 100, f"\n{len(group)} articles, {len(segments)} found, {matched} of them right\n{text}"
            )
            for segment in segments:
                print(f"--- {segment.line} {segment.title} ({len(segment.text.split())} words)")
    articles = sum(map(len, groups))
    return {
        "texts": len(texts),
        "articles": articles,
        "found": round(found / articles, 3),
        "count": round(right / len(texts), 3),
    }


def count_found(texts: list[str], group: Sequence[SavedPage]) -> int:
    """How many of the pages are matched by a text of their own, the best matches first."""
    pairs = sorted(
        (
            (score_words(text, "\n".join(page.paragraphs)), text_index, page_index)
            for text_index, text in enumerate(texts)
            for page_index, page in enumerate(group)
        ),
        reverse=True,
    )
    texts_left, pages_left = set(range(len(texts))), set(range(len(group)))
    for score, text_index, page_index in pairs:
        if score >= MIN_F1 and text_index in texts_left and page_index in pages_left:
            texts_left.remove(text_index)
            pages_left.remove(page_index)
    return len(group) - len(pages_left)


def compose_scroll(group: Sequence[SavedPage], others: Sequence[SavedPage], rng: Random) -> str:
    """An endless page: the same labels around each article, the same inserts within."""
    labels = [make_label(rng) for _ in range(6)]
    insert = make_label(rng, 6)
    lines = [make_label(rng) for _ in range(5)]
    is_repeated = rng.random() < REPEATED_SHARE
    for page in group:
        lines += [labels[0], page.title, *labels[1:3], *[page.title] * is_repeated]
        for number, paragraph in enumerate(page.paragraphs, start=1):
            lines += [paragraph, insert] if number % 5 == 0 else [paragraph]
        lines += labels[3:]
    return "\n\n".join([*lines, make_label(rng), *write_teasers(others, rng)])


def compose_listing(group: Sequence[SavedPage], others: Sequence[SavedPage], rng: Random) -> str:
    """The page of an aggregator: outlet and age around each headline, one label below each article."""
    label, outlets = make_label(rng), [make_label(rng, 2).title() for _ in range(3)]
    lines = [make_label(rng) for _ in range(4)]
    is_repeated = rng.random() < REPEATED_SHARE
    for page in group:
        lines += [page.title, "", *[page.title, ""] * is_repeated]
        lines += [rng.choice(outlets), f"{rng.randint(2, 20)} hours ago", ""]
        lines += [*page.paragraphs, "", label, ""]
    return "\n".join([*lines, make_label(rng), *write_teasers(others, rng)])


def compose_sparse(group: Sequence[SavedPage], others: Sequence[SavedPage], rng: Random) -> str:
    """A headline above each article, and below it two to four labels, some of which recur."""
    labels = [make_label(rng) for _ in range(3)]
    lines: list[str] = []
    for page in group:
        lines += [page.title, *page.paragraphs, *rng.sample(labels, rng.randint(1, 3)), make_label(rng)]
    return "\n\n".join([*lines, *write_teasers(others, rng)])


def compose_titles(group: Sequence[SavedPage], others: Sequence[SavedPage], rng: Random) -> str:
    """Only headlines and paragraphs."""
    return "\n\n".join(line for page in group for line in (page.title, *page.paragraphs))


def compose_pages(group: Sequence[SavedPage], others: Sequence[SavedPage], rng: Random) -> str:
    """All the text of the pages, one after the other."""
    return "\n\n".join(page.page for page in group)


def write_teasers(others: Sequence[SavedPage], rng: Random) -> Iterator[str]:
    """Yield headlines of other articles, some followed by their first sentence or two."""
    for page in others:
        if page.title:
            yield page.title
            if rng.random() < 0.5:
                yield " ".join(split_sentences(page.paragraphs[0])[: rng.randint(1, 2)])


def make_label(rng: Random, most_words: int = 3) -> str:
    words = ("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(rng.randint(1, most_words)))
    return " ".join(words).capitalize()


SINGLE_FORMS: dict[str, Callable[[SavedPage], str]] = {
    "clean": lambda page: "\n\n".join([page.title, *page.paragraphs]),
    "page": lambda page: page.page,
}
JOINED_FORMS: dict[str, Form] = {
    "scroll": compose_scroll,
    "listing": compose_listing,
    "sparse": compose_sparse,
    "titles": compose_titles,
    "pages": compose_pages,
}

if __name__ == "__main__":
    main()
