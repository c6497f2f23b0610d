"""Count the words of a text, and keep a summary to its target length."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from digest.text.latin_script import is_latin, translate
from digest.text.words import HAN_AND_KANA, SOUTHEAST_ASIAN

# How many characters of scripts without spaces count as one word.
_CHARACTERS_PER_WORD = (
    (re.compile(f"[{HAN_AND_KANA}]"), 2),
    (re.compile(f"[{SOUTHEAST_ASIAN}]"), 4),
    (re.compile("[\u0f40-\u0fbc]"), 5),
)
_WORD = re.compile(r"[^\W_]\S*")
# All ASCII characters except whitespace, letters and digits. Without them, a text can be split into words at
# whitespace.
_ASCII_PUNCTUATION = bytes(code for code in range(128) if not chr(code).isspace() and not chr(code).isalnum())
_QUOTES_AND_DASHES = re.compile(r"[\u00ab\u00bb\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026]")

Item = TypeVar("Item")


def count_words(text: str) -> int:
    """Count the words of a text: the parts between spaces that contain a letter or a digit.

    Two Chinese or Japanese characters count as one word, as do four Thai, Lao, Burmese or Khmer characters,
    and five Tibetan ones.
    Cost: linear.
    """
    plain = text if text.isascii() else _QUOTES_AND_DASHES.sub("", text).replace("\u00a0", " ")
    if is_latin(plain):
        return len(translate(plain, None, drop=_ASCII_PUNCTUATION).split())
    spaceless_words = 0
    for script, characters_per_word in _CHARACTERS_PER_WORD:
        text, characters = script.subn(" ", text)
        spaceless_words += -(-characters // characters_per_word)
    return spaceless_words + len(_WORD.findall(text))


@dataclass(frozen=True, slots=True)
class Length:
    """The target length of a summary.

    words: at least 1. A sentence is added if it brings the summary closer to the target; the first one is
    always added.
    """

    words: int

    def fits(self, total: int, size: int) -> bool:
        """Return whether a sentence of `size` words may be added to a summary of `total` words."""
        return total == 0 or total + size / 2 <= self.words

    def fill(self, ranked: Iterable[Item], measure: Callable[[Item], int]) -> list[Item]:
        """Return the items that fit, in the order given.

        An item that is too long is skipped, but a later one may fit. ranked: best first. measure: returns the
        length of an item in words. Cost: linear.
        """
        kept: list[Item] = []
        total = 0
        for item in ranked:
            size = measure(item)
            if self.fits(total, size):
                kept.append(item)
                total += size
        return kept
