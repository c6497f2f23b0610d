"""How long a text reads, and how long a summary is to be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from digest.text.latin import is_latin, translate
from digest.text.words import HAN_AND_KANA, THAI_AND_KIN

# How many characters of scripts without spaces read as long as one word.
_SPACELESS = ((re.compile(f"[{HAN_AND_KANA}]"), 2), (re.compile(f"[{THAI_AND_KIN}]"), 4))
_WORD = re.compile(r"[^\W_]\S*")
# Without what is neither space, letter nor digit, Latin words are what stands between spaces.
_NO_WORDS = bytes(code for code in range(128) if not chr(code).isspace() and not chr(code).isalnum())
_QUOTES_AND_DASHES = re.compile(r"[\u00ab\u00bb\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026]")

Item = TypeVar("Item")


def count_words(text: str) -> int:
    """How many words long a text reads: what stands between spaces and holds a letter or digit.

    Two Chinese or Japanese characters count as a word, and four Thai, Lao, Burmese or Khmer ones.
    Linear.
    """
    plain = text if text.isascii() else _QUOTES_AND_DASHES.sub("", text).replace("\u00a0", " ")
    if is_latin(plain):
        return len(translate(plain, None, drop=_NO_WORDS).split())
    spaceless = 0
    for script, size in _SPACELESS:
        text, found = script.subn(" ", text)
        spaceless += -(-found // size)
    return spaceless + len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary is to be.

    words: the length aimed at, 1 or more. A sentence is added as long as that brings the summary
    nearer to it; the first one is always taken.
    """

    words: int = 80

    def has_room(self, total: int, size: int) -> bool:
        """Whether a sentence of `size` words may follow `total` words."""
        return total == 0 or total + size / 2 <= self.words

    def fill(self, ranked: Iterable[Item], count: Callable[[Item], int]) -> list[Item]:
        """The items for which there is room, best first; one that is too long leaves room for the next."""
        kept: list[Item] = []
        total = 0
        for item in ranked:
            size = count(item)
            if self.has_room(total, size):
                kept.append(item)
                total += size
        return kept
