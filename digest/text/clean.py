"""Clean text: remove control and invisible characters and surplus white space."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from digest.text.sentence_stops import SCRIPT_STOPS, SPACED_STOPS

# C0 and C1 controls except tab and line ends, soft hyphen, zero-width spaces, bidi marks, embeddings,
# overrides and isolates, tag characters, lone surrogates, noncharacters.
_INVISIBLE = re.compile(
    "[\u200c\u200d\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    # A joiner has a meaning after Indic and Arabic letters and between emoji only.
    "(?<![\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufb50-\ufdff\ufe0f\ufe70-\ufeff"
    "\U0001f000-\U0001faff][\u200c\u200d])"
)
_ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACKED_MARKS = re.compile(f"([{_ACCENTS}]{{4}})[{_ACCENTS}]+")
# The invisible characters that str.isprintable() does not find, and accents apart from their letters: one
# search, with a single set of characters, finds that most texts have neither.
_RARE = re.compile(f"[\u034f\u115f\u1160\u17b4\u17b5\u3164{_ACCENTS}]")
_ASCII_CONTROLS = bytes({*range(0x20), 0x7F} - {0x0A})
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_PARAGRAPH = re.compile("\n{2,}")

_BULLETS = frozenset("-–—*•·●▪‣◦>#")
_PARAGRAPH_ENDS = re.compile(rf"[:;\"”’»)\]{SPACED_STOPS}{SCRIPT_STOPS}]")
_MIN_WRAPPED_LENGTH = 45

MAX_NAME_CHARACTERS = 200
MAX_MESSAGE_CHARACTERS = 300
"""As much of a foreign message as fits in some lines of a terminal."""


def clean_text(text: str) -> str:
    """Return a text without control, zero-width and direction-changing characters.

    White space is collapsed, the text is NFC, exactly one blank line separates paragraphs, and lines that
    were wrapped at a margin are joined. Cost: linear.
    """
    paragraphs = tidy_text(text).split("\n\n")
    return "\n\n".join(_unwrap(paragraph) if "\n" in paragraph else paragraph for paragraph in paragraphs)


def clean_line(text: str) -> str:
    """Return a text as clean_text() does, on one line: white space becomes one space. Cost: linear."""
    return " ".join(remove_invisible(text).split())


def clean_name(text: str) -> str:
    """Return a text as clean_line() does, cut to 200 characters: names are keys, which databases limit."""
    return clean_line(text)[:MAX_NAME_CHARACTERS].rstrip()


def clean_message(text: str, limit: int = MAX_MESSAGE_CHARACTERS) -> str:
    """Return what another program wrote (a server's reply, an exception) as one line that is safe to show.

    Control characters, escape sequences and characters that change the direction of text are removed, and
    longer texts are cut to `limit` characters, the last one being "…". Cost: linear in `limit`.
    """
    # A few more characters are read, because many may be invisible.
    line = clean_line(text[: 4 * limit].encode("utf-8", "replace").decode())
    return line if len(line) <= limit and len(text) <= 4 * limit else f"{line[: limit - 1].rstrip()}…"


def remove_invisible(text: str) -> str:
    """Return a text without control and invisible characters, in NFC. Lines and spaces stay. Cost: linear.

    Of more than four accents on one letter, which no language writes, four are kept.
    """
    return _remove_invisible(text, is_printable(text))


def is_wrapped(line: str, following: str) -> bool:
    """Return whether a line continues in the following one, as in text wrapped at a margin.

    A short line, a line that ends with sentence punctuation and a line before a bullet do not.
    """
    if not line or not following or following[0] in _BULLETS:
        return False
    if following[0].islower() and line[0] not in _BULLETS:
        return True
    return len(line) >= _MIN_WRAPPED_LENGTH and not _PARAGRAPH_ENDS.match(line[-1])


def tidy_text(text: str) -> str:
    """Remove what is invisible, collapse spaces and blank lines; keep line ends."""
    has_only_printable = is_printable(text)
    text = _remove_invisible(text, has_only_printable)
    # Of all kinds of space, only " " is printable.
    if not has_only_printable or "  " in text or " \n" in text or "\n " in text:
        text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    tidy = text.strip()
    # Between blocks of HTML there are usually four or six line ends.
    while "\n\n\n\n" in tidy:
        tidy = tidy.replace("\n\n\n\n", "\n\n")
    return _PARAGRAPH.sub("\n\n", tidy) if "\n\n\n" in tidy else tidy


def _remove_invisible(text: str, has_only_printable: bool) -> str:
    if has_only_printable and text.isascii():
        return text
    has_rare = _RARE.search(text) is not None
    if has_rare or not has_only_printable:
        text = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    text = unicodedata.normalize("NFC", text)
    # Normalizing stacks no marks where none was apart from its letter.
    return _STACKED_MARKS.sub(r"\1", text) if has_rare else text


def is_printable(text: str) -> bool:
    """Whether a text consists of printable characters and line ends ("\\n")."""
    if text.isascii():
        # Bytes are searched three times as fast as characters.
        return len(text.encode().translate(None, _ASCII_CONTROLS)) == len(text)
    return text.replace("\n", " ").isprintable()


def _unwrap(paragraph: str) -> str:
    lines = paragraph.split("\n")
    joined = [lines[0]]
    for line, following in pairwise(lines):
        joined.append(" " if is_wrapped(line, following) else "\n")
        joined.append(following)
    return "".join(joined)
