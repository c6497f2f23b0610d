"""Read the spellings of one word alike: "Goïta" and "Goita", in addresses "grün" and "gruen".

One outlet writes a foreign name with its marks, another without. The letters of a language itself must
keep theirs: "schon" and "schön" are two German words. Which letters these are shows in its stop words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "þ": "th"}
)
_PLAIN = str.maketrans({"ß": "ss", "đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class SpellingFolder:
    """Remove the marks from letters that a language does not use itself."""

    def __init__(self, stop_words: Iterable[str]) -> None:
        """stop_words: the commonest words of the language; without any, nothing is removed."""
        self._own = set[str]().union(*stop_words)

    def fold(self, word: str) -> str:
        """Return a casefolded word without foreign marks; scripts other than Latin stay as they are."""
        if word.isascii() or not self._own:
            return word
        return "".join(letter if letter in self._own else _strip_marks(letter) for letter in word)


def _strip_marks(letter: str) -> str:
    """Return the plain letter under the marks of a Latin letter; any other character unchanged."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and base.isalpha() else letter


def list_ascii_spellings(word: str) -> tuple[str, ...]:
    """Return how a casefolded Latin word is written in an address: with plain letters, with two for one.

    "größe" is "grosse" and "groesse". A word that has letters without such a spelling, as in other
    scripts, has none.
    """
    composed = unicodedata.normalize("NFC", word)
    spellings = {
        "".join(
            letter
            for letter in unicodedata.normalize("NFD", composed.translate(table))
            if not unicodedata.combining(letter)
        )
        for table in (_PLAIN, _DIGRAPHS)
    }
    return tuple(sorted(spelling for spelling in spellings if spelling.isascii()))
