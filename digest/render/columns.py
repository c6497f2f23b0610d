"""Text in columns of a terminal: lines that end before the margin, whatever the script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 72
_SPACES = re.compile(r"[ \t\r\n]+")
_OPENS = re.compile(r"[a-z]+://")
_PARTS = re.compile("[^\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+|.")


def display_width(text: str) -> int:
    """How many columns a text takes on a terminal: two for a wide letter, none for a mark on one."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def wrap_text(text: object, indent: int = 0, mark: str = "", width: int = WIDTH) -> object:
    """A text in lines of at most `width` columns.

    indent: columns before each line. mark: what stands in them before the first ("1.", "*"), at their end.
    A line is not ended at a no-break space, nor in an address; any other word wider than a line is broken.
    Cost: linear.
    """
    from markupsafe import Markup

    lines: list[str] = []
    line, room = "", max(width - indent, 1)
    for piece, parted in pieces(_SPACES.split(str(text).strip()), room):
        joined = f"{line} {piece}" if parted and line else line + piece
        if line and display_width(joined) > room:
            lines.append(line)
            line = piece
        else:
            line = joined
    lines.append(line)
    edge = " " * indent
    first = f"{mark:>{indent - 1}} " if mark else edge
    rest = "".join(f"\n{edge}{line}" for line in lines[1:])
    return Markup(f"{first}{lines[0]}{rest}".replace("\u00a0", " "))


def pieces(words: list[str], room: int) -> Iterator[tuple[str, bool]]:
    """What a line can end after, and whether a space parts it from what stands before.

    Scripts without spaces may be parted after any wide letter.
    """
    for word in words:
        if word.isascii() and (len(word) <= room or _OPENS.match(word)):
            yield word, True
            continue
        begun = True
        for part in _PARTS.findall(word):
            for start in range(0, len(part), room):
                yield part[start : start + room], begun
                begun = False
