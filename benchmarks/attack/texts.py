"""Hostile texts for the parts of the program that read them: sentences, words, segments, markup, groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from typing import Any

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from benchmarks.attack.visits import NOW
from digest.grouping import group_articles
from digest.models import Article
from digest.sources.article_drafts import FIELD_LIMITS
from digest.sources.dates import parse_date
from digest.sources.segmentation.segment import split_articles
from digest.text import (
    clean_text,
    detect_language,
    find_sentence_spans,
    fingerprint_text,
    html_to_text,
    split_words,
)
from digest.text.urls import canonicalize_url

_REPORT = (
    "The harbour bridge is shut after the storm, and ferries carry commuters across the water. Divers will "
    "look at the middle pier on Wednesday, said the master of the port, who expects repairs to take a month. "
    "Lorries are sent round by the northern road, an hour longer, and bakers in the town ran out of flour."
)
_READERS: dict[str, Callable[[str], object]] = {
    "sentences": partial(find_sentence_spans, language="en"),
    "words": split_words,
    "cleaning": clean_text,
    "markup": html_to_text,
    "fingerprint": fingerprint_text,
    "language": detect_language,
    "address": canonicalize_url,
    "date": parse_date,
}
"""{name: a function that reads any text}"""

_LINES = (
    "word " * 8,
    "The bridge is shut for good now.",
    "June 3, 2025",
    "1",
    "a b. " * 9,
    "By Ann Other Name",
)
_MARKUP = ("<div>", "<b>x</i>", "<p a=1>", "<table>", "<!--", "<![CDATA[", "<a", "<p style='", "&#", "</p>")


def list_cases() -> Iterator[Case]:
    for reader_name, read in _READERS.items():
        for name, piece in SHAPES.items():
            make = _make_draft_text if reader_name == "sentences" else _make
            yield Case(f"{reader_name} of {name}", partial(make, piece), partial(_read, read))
    for line in _LINES:
        piece = f"{line}\nSomething else\n"
        yield Case(f"lines of {line[:12]!r}", partial(_make, piece), partial(_read, split_articles))
    for piece in _MARKUP:
        yield Case(f"markup of {piece!r}", partial(_make, piece), partial(_read, html_to_text))
    yield Case("a flood of one report", _make_flood, partial(_read, group_articles))


def _make(piece: str, size: int, _: Random) -> str:
    return repeat(piece, size)


def _make_draft_text(piece: str, size: int, _: Random) -> str:
    """As much text as an article can have: sentences are looked for in articles only."""
    return repeat(piece, min(size, FIELD_LIMITS["text"]))


def _read(read: Callable[[Any], object], text: Any) -> str:
    result = read(text)
    return f"{len(result)} found" if isinstance(result, (str, list, tuple)) else "read"


def _make_flood(size: int, _: Random) -> list[Article]:
    return [
        Article(
            id=f"f{number:06}",
            source=f"Outlet {number}",
            url=f"https://harbour.example/{number}",
            title="Storm shuts the harbour bridge",
            text=f"{_REPORT} Page {number}.",
            published=NOW,
            first_seen=NOW,
            language="en",
        )
        for number in range(size // len(_REPORT))
    ]
