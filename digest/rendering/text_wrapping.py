"""Wrap text in terminal columns, whatever the script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72
_SPACES = re.compile(r"[ \t\r\n]+")
_URL_START = re.compile(r"[a-z]+://")
_BREAKABLE = re.compile("[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+|.")
"""A run of other letters, or a single wide letter, after which a line may break."""


def measure_width(text: str) -> int:
    """Return how many columns a text takes: two for a wide letter, none for a combining mark."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def wrap_text(text: object, indent: int = 0, mark: str = "", width: int = WIDTH) -> object:
    """Wrap a text in lines of at most `width` columns.

    Lines do not break at a no-break space nor inside a URL; any other word wider than a line is broken.
    Cost: linear.

    Args:
        text: converted to str.
        indent: columns before each line.
        mark: a list mark ("1.", "*") at the end of the first line's indent.
        width: columns, the indent included.
    """
    from markupsafe import Markup

    lines: list[str] = []
    line, columns = "", max(width - indent, 1)
    for piece, needs_space in _split_words(_SPACES.split(str(text).strip()), columns):
        joined = f"{line} {piece}" if needs_space and line else line + piece
        if line and measure_width(joined) > columns:
            lines.append(line)
            line = piece
        else:
            line = joined
    lines.append(line)
    edge = " " * indent
    first = f"{mark:>{indent - 1}} " if mark else edge
    rest = "".join(f"\n{edge}{line}" for line in lines[1:])
    return Markup(f"{first}{lines[0]}{rest}".replace("\u00a0", " "))


def _split_words(words: list[str], columns: int) -> Iterator[tuple[str, bool]]:
    """Yield the pieces after which a line can break, and whether a space comes before each.

    Scripts without spaces can break after any wide letter.
    """
    for word in words:
        if word.isascii() and (len(word) <= columns or _URL_START.match(word)):
            yield word, True
            continue
        needs_space = True
        for run in _BREAKABLE.findall(word):
            for start in range(0, len(run), columns):
                yield run[start : start + columns], needs_space
                needs_space = False
