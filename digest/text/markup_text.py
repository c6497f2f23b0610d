"""Read the text between the tags of HTML: entities and line ends."""

from __future__ import annotations

import html
import re

_LONG_NUMBER = re.compile("&#[0-9]{8,}+;?")
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def unescape_entities(text: str) -> str:
    """Return a text with its HTML entities replaced; a number that stands for no character is "\ufffd"."""
    # int() raises an exception for thousands of digits.
    return html.unescape(_LONG_NUMBER.sub("\ufffd", text) if "&#" in text else text)


def join_lines(text: str) -> str:
    """Return a text with a space for each run of line ends, as HTML is read."""
    joined = text.replace("\n", " ")
    # The pattern takes longer, and only these are usual.
    return joined if "\n\n" not in text and joined.isprintable() else _LINE_ENDS.sub(" ", text)
