"""Texts made of saved pages with truth: how many articles are told apart, and whether lone ones stay whole.

    python -m benchmarks.segments DIR [--seed N] [--show FORM]

DIR: as for benchmarks.pages. Every page stands alone, as headline and body were marked ("clean") and as all
the text that it shows ("page"). Then two or three stand below one another, in forms:

    scroll    the same labels around every article, inserts within
    listing   outlet and age around every headline
    sparse    a headline above every article, a few labels between them
    titles    nothing but headlines and paragraphs
    pages     all the text that the pages show

Labels are made of syllables, so that no words can be known, and below the first three stand teasers of other
articles. found: share of the articles that a segment of its own tells, at F1 ≥ .6 of the words. count: share
of the texts of which as many articles come out as are in them. --show prints the texts of a form that came
out otherwise. The last line printed is one JSON object.
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
from digest.text import plain_text, split_sentences
from digest.text.decoding import unpack_gzip

FOUND = 0.6
LEAST_WORDS = 150
"""Shorter bodies are galleries, videos and teasers: what counts as an article among them is arguable."""
REPEATED = 0.5
"""How often a page says its headlines twice."""
SYLLABLES = ("ba", "do", "ke", "li", "mu", "na", "po", "ra", "se", "ti", "vu", "zo", "fa", "ge")


@dataclass(frozen=True, slots=True)
class Saved:
    """A page: what it is called, what it tells, and all the text it shows."""

    title: str
    paragraphs: tuple[str, ...]
    page: str


Form = Callable[[Sequence[Saved], Sequence[Saved], Random], str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", choices=["", *ALONE, *TOGETHER])
    given = parser.parse_args()
    saved = list(read_pages(given.folder))
    started = time.process_time()
    scores = {name: score_form(*row, given.show == name) for name, row in make_forms(saved, given.seed)}
    for name, score in scores.items():
        print(f"{name}: {score}")
    seconds = round(time.process_time() - started, 1)
    print(json.dumps({"pages": len(saved), "cpu_seconds": seconds, "forms": scores}))


def read_pages(folder: Path) -> Iterator[Saved]:
    """The pages whose body is long enough, in the order of their truth."""
    for truth in sorted(folder.rglob("truth.json")):
        for row in json.loads(truth.read_text("utf-8")):
            if len(row["body"].split()) >= LEAST_WORDS:
                body, _ = unpack_gzip((truth.parent / row["path"]).read_bytes(), MOST_BYTES)
                lines = tuple(filter(None, map(str.strip, row["body"].split("\n"))))
                html = decode_page(body)
                yield Saved(row.get("title") or read_title(html), lines, plain_text(html))


def read_title(html: str) -> str:
    from digest.sources.page.page_reader import extract_articles

    return next((draft.title for draft in extract_articles(html)), "")


def make_forms(
    saved: Sequence[Saved], seed: int
) -> Iterator[tuple[str, tuple[list[str], list[list[Saved]]]]]:
    """(name of a form, (texts, the pages in each))"""
    alone = [[page] for page in saved]
    for name, write in ALONE.items():
        yield name, ([write(page) for page in saved], alone)
    for name, compose in TOGETHER.items():
        rng = Random(f"{seed} {name}")
        groups = list(draw_groups([page for page in saved if page.title], rng))
        texts = [
            compose(group, [page for page in rng.sample(saved, 6) if page not in group], rng)
            for group in groups
        ]
        yield name, (texts, groups)


def draw_groups(saved: list[Saved], rng: Random) -> Iterator[list[Saved]]:
    """All pages, shuffled, two or three at a time."""
    rng.shuffle(saved)
    while len(saved) > 1:
        size = min(rng.choice((2, 3)), len(saved))
        yield saved[:size]
        saved = saved[size:]


def score_form(texts: Sequence[str], groups: Sequence[Sequence[Saved]], show: bool) -> dict[str, Any]:
    found = right = 0
    for text, group in zip(texts, groups, strict=True):
        segments = split_articles(text)
        told = count_found([segment.text for segment in segments], group)
        found += told
        right += len(segments) == len(group)
        if show and (len(segments) != len(group) or told < len(group)):
            print("=" * 100, f"\n{len(group)} articles, {len(segments)} found, {told} rightly\n{text}")
            for segment in segments:
                print(f"--- {segment.line} {segment.title} ({len(segment.text.split())} words)")
    articles = sum(map(len, groups))
    return {
        "texts": len(texts),
        "articles": articles,
        "found": round(found / articles, 3),
        "count": round(right / len(texts), 3),
    }


def count_found(texts: list[str], group: Sequence[Saved]) -> int:
    """How many of the pages a text of its own tells."""
    pairs = sorted(
        (
            (score_words(text, "\n".join(page.paragraphs)), number, place)
            for number, text in enumerate(texts)
            for place, page in enumerate(group)
        ),
        reverse=True,
    )
    texts_left, pages_left = set(range(len(texts))), set(range(len(group)))
    for score, number, place in pairs:
        if score >= FOUND and number in texts_left and place in pages_left:
            texts_left.remove(number)
            pages_left.remove(place)
    return len(group) - len(pages_left)


def compose_scroll(group: Sequence[Saved], others: Sequence[Saved], rng: Random) -> str:
    """An endless page: the same labels around each article, the same inserts in its midst."""
    labels = [make_label(rng) for _ in range(6)]
    insert = make_label(rng, 6)
    lines = [make_label(rng) for _ in range(5)]
    again = rng.random() < REPEATED
    for page in group:
        lines += [labels[0], page.title, *labels[1:3], *[page.title] * again]
        for number, paragraph in enumerate(page.paragraphs, start=1):
            lines += [paragraph, insert] if number % 5 == 0 else [paragraph]
        lines += labels[3:]
    return "\n\n".join([*lines, make_label(rng), *write_teasers(others, rng)])


def compose_listing(group: Sequence[Saved], others: Sequence[Saved], rng: Random) -> str:
    """An aggregator's page: outlet and age around each headline, one label below each article."""
    label, outlets = make_label(rng), [make_label(rng, 2).title() for _ in range(3)]
    lines = [make_label(rng) for _ in range(4)]
    again = rng.random() < REPEATED
    for page in group:
        lines += [page.title, "", *[page.title, ""] * again]
        lines += [rng.choice(outlets), f"{rng.randint(2, 20)} hours ago", ""]
        lines += [*page.paragraphs, "", label, ""]
    return "\n".join([*lines, make_label(rng), *write_teasers(others, rng)])


def compose_sparse(group: Sequence[Saved], others: Sequence[Saved], rng: Random) -> str:
    """A headline above each article, and below it two to four labels, some of which come back."""
    labels = [make_label(rng) for _ in range(3)]
    lines: list[str] = []
    for page in group:
        lines += [page.title, *page.paragraphs, *rng.sample(labels, rng.randint(1, 3)), make_label(rng)]
    return "\n\n".join([*lines, *write_teasers(others, rng)])


def compose_titles(group: Sequence[Saved], others: Sequence[Saved], rng: Random) -> str:
    """Nothing but headlines and paragraphs."""
    return "\n\n".join(line for page in group for line in (page.title, *page.paragraphs))


def compose_pages(group: Sequence[Saved], others: Sequence[Saved], rng: Random) -> str:
    """All that the pages show, one below the other."""
    return "\n\n".join(page.page for page in group)


def write_teasers(others: Sequence[Saved], rng: Random) -> Iterator[str]:
    """Headlines of other articles, some with the sentence or two below them."""
    for page in others:
        if page.title:
            yield page.title
            if rng.random() < 0.5:
                yield " ".join(split_sentences(page.paragraphs[0])[: rng.randint(1, 2)])


def make_label(rng: Random, most_words: int = 3) -> str:
    words = ("".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(rng.randint(1, most_words)))
    return " ".join(words).capitalize()


ALONE: dict[str, Callable[[Saved], str]] = {
    "clean": lambda page: "\n\n".join([page.title, *page.paragraphs]),
    "page": lambda page: page.page,
}
TOGETHER: dict[str, Form] = {
    "scroll": compose_scroll,
    "listing": compose_listing,
    "sparse": compose_sparse,
    "titles": compose_titles,
    "pages": compose_pages,
}

if __name__ == "__main__":
    main()
