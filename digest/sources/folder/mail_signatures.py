"""Cut the signature off a mail: below its mark, from words that close a letter, or from the sender's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.sources.folder.mail_words import CLOSING, SENT_FROM, SENT_WITH
from digest.text import split_words

_SIGNATURE = re.compile(r"^--[ \u00a0]?$")
# Typed by hand: only a few short lines below these are a signature.
_LOOSE_SIGNATURE = re.compile(r"^(?:[—–]|_{2,}|-{3,}|[*=~]{3,})[ \u00a0]?$")
_CONTACT = re.compile(r"\S@\S|\bwww\.|https?:|(?:\d[ ()/.-]?){6,}")
_STOPS = tuple(".!?…。！？।")

MAX_SIGNATURE_LINES = 12
"""Below more lines, "--" is a rule in the text and not the start of a signature."""

MAX_LOOSE_LINES, MAX_LOOSE_LENGTH = 6, 60
"""Lines below a mark of a signature that may also separate paragraphs, and characters in each."""

MAX_CLOSING_WORDS = 5
"""Words of a line above the name of the sender that closes the letter, in any language."""


def cut_signature(lines: Sequence[str], sender: str = "") -> list[str]:
    """Return the lines of a mail without its signature. sender: the name in its header, or "".

    A signature begins with its mark, with the words that close a letter, or with the name of the sender among
    the last lines, if only short lines follow that do not end like a sentence. Cost: linear.
    """
    last = max((place for place, line in enumerate(lines) if _SIGNATURE.match(line)), default=-1)
    if last > 0 and sum(bool(line.strip()) for line in lines[last:]) <= MAX_SIGNATURE_LINES:
        lines = lines[:last]
    lines = [line for line in lines if not SENT_FROM.match(line.strip())]
    filled = [place for place, line in enumerate(lines) if line.strip()]
    if len(filled) > 1 and _is_loose(lines[filled[-1]]) and SENT_WITH.search(lines[filled[-1]]):
        lines = lines[: filled.pop()]
    marks = [place for place in filled if _LOOSE_SIGNATURE.match(lines[place])]
    below = [lines[place] for place in filled if marks and place > marks[-1]]
    if marks and marks[-1] > 0 and len(below) <= MAX_LOOSE_LINES and all(map(_is_loose, below)):
        return list(lines[: marks[-1]])
    return list(lines[: _find_closing(lines, filled, frozenset(split_words(sender)))])


def _find_closing(lines: Sequence[str], filled: Sequence[int], sender: frozenset[str]) -> int:
    """Return where a signature without a mark begins, or the number of lines. filled: those with a text."""
    start = len(lines)
    for place in reversed(filled[1:][-MAX_LOOSE_LINES - 2 :]):
        line = lines[place].strip()
        if len(line) <= MAX_LOOSE_LENGTH and CLOSING.match(line):
            return place
        if not _is_loose(line):
            break
        words = split_words(line)
        is_name = bool(words) and sender.issuperset(words) and (len(words) > 1 or place in filled[-2:])
        if is_name:
            start = place
    above = [place for place in filled[1:] if place < start]
    if start < len(lines) and above and _closes_letter(lines[above[-1]]):
        start = above[-1]
    return start


def _closes_letter(line: str) -> bool:
    return len(line.split()) <= MAX_CLOSING_WORDS and line.rstrip()[-1:] not in _STOPS


def _is_loose(line: str) -> bool:
    """Return whether a line is too short for a sentence and has no stop, as in a signature."""
    line = line.strip()
    return len(line) <= MAX_LOOSE_LENGTH and (line[-1:] not in _STOPS or _CONTACT.search(line) is not None)
