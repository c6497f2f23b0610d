"""Cut a text without stops into pieces, and find out whether a piece was cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.text.sentence_stops import CLAUSE_MARKS, LETTERS_WITHOUT_STOPS, SCRIPT_STOPS, SPACED_STOPS
from digest.text.words import COMBINING_MARKS

_CLAUSE_END = re.compile(rf"[{CLAUSE_MARKS}](?:\s|(?<=[、，；：]))")
# A vowel sign or tone mark is not separated from its letter.
_DEPENDENT = re.compile(
    rf"[{COMBINING_MARKS}\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec6-\u0ece\u102b-\u103e\u17b6-\u17d3]"
)
_ENDS = re.compile(rf"[{SPACED_STOPS}{SCRIPT_STOPS};:\"'”’»)\]」』]$")
_WITHOUT_STOPS = re.compile(f"[{LETTERS_WITHOUT_STOPS}]")


def cut_text(text: str, max_characters: int) -> Iterator[str]:
    """Yield the pieces of a text, each word for word and at most so long, without the space between them.

    A piece ends before a comma or the like in its second half, else before a space, else between letters.
    Cost: linear.
    """
    start = 0
    while len(text) - start > max_characters:
        end, following = _find_cut(text, start, start + max_characters)
        yield text[start:end]
        start = following
    if start < len(text):
        yield text[start:]


def _find_cut(text: str, start: int, limit: int) -> tuple[int, int]:
    """Return where a piece ends and where the next one starts."""
    middle = (start + limit) // 2
    clauses = list(_CLAUSE_END.finditer(text, middle, limit))
    if clauses:
        return clauses[-1].span()
    space = text.rfind(" ", middle, limit)
    if space >= 0:
        return space, space + 1
    end = limit
    while end > middle and _DEPENDENT.match(text, end):
        end -= 1
    return end, end


def is_cut_off(piece: str, text: str) -> bool:
    """Return whether the sentence of a text goes on behind a piece of it.

    False for a piece that ends with a stop, at a line end, or, in Thai and Lao, at a space. Cost: linear.
    """
    if not piece or _ENDS.search(piece):
        return False
    place = text.find(piece)
    if place < 0:
        return False
    following = text[place + len(piece) : place + len(piece) + 1]
    if not following or following == "\n":
        return False
    return not (following == " " and _WITHOUT_STOPS.match(piece[-1]))
