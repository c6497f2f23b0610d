"""Furniture that shows only from file to file: lines that stand in many of a folder's texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import groupby

from digest.text import words

# Lines that stand in so many files are furniture, up to so many characters each and so many words in a row:
# beyond, it is an article that stands in all of them.
_MANY, _WIDTH, _STRETCH = 5, 300, 60


def find_recurring(files: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the short paragraphs that stand in many files. files: of each, its texts. Cost: linear."""
    counts: Counter[str] = Counter()
    for texts in files:
        counts.update({line for text in texts for line in text.split("\n\n") if len(line) <= _WIDTH})
    return frozenset(line for line, count in counts.items() if line and count >= _MANY)


def drop_recurring(text: str, recurring: Collection[str]) -> str:
    """Return a text without the paragraphs that are furniture; never without all of them. Cost: linear."""
    kept: list[str] = []
    for is_known, group in groupby(text.split("\n\n"), recurring.__contains__):
        stretch = list(group)
        if not is_known or len(words(" ".join(stretch))) > _STRETCH:
            kept += stretch
    return "\n\n".join(kept) or text
