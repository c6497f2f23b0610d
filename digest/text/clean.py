"""Text as it comes from the world made plain: no controls, no hidden characters, no markup."""

from __future__ import annotations

import html as entities
import re
import threading
import unicodedata
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

# Out: C0 and C1 controls but tab and line ends, soft hyphen, zero-width space and its kin, bidi
# marks, embeddings, overrides and isolates, tag characters, lone surrogates, non-characters.
_HIDDEN = re.compile(
    "[\u200c\u200d\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    # A joiner means something after Indic and Arabic letters and between emoji, nowhere else.
    "(?<![\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufb50-\ufdff\ufe0f\ufe70-\ufeff"
    "\U0001f000-\U0001faff][\u200c\u200d])"
)
_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
_PARAGRAPH = re.compile("\n{2,}")

_BULLETS = frozenset("-–—*•·●▪‣◦>#")
_OPEN_ENDS = frozenset('.!?…:;。！？؟।۔"”’»)]')
_WRAP_WIDTH = 45

_BLOCK_TAGS = """
    address article aside audio blockquote body center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead
    tr ul video
"""
_UNSEEN_TAGS = """
    applet button canvas datalist embed head iframe input math meter noembed noframes noscript object progress
    script select style svg template textarea title
"""
_EDGES = {**dict.fromkeys(_BLOCK_TAGS.split(), "\n\n"), "td": " ", "th": " "}
_UNSEEN = frozenset(_UNSEEN_TAGS.split())
_HIDING_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/?]")
_ANY_TAG = re.compile(r"<[^<>]*>")
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
MARKUP_LIMIT = 10_000_000
NAME_LIMIT = 200
# Closing a tag walks through all that are open, which without a limit is quadratic. The parser tells
# that the limit was passed only at the end of what it was fed.
_DEPTH_LIMIT = 1_000
_CHUNK = 65_536


def clean_text(text: str) -> str:
    """Return a text without control, zero-width and direction-changing characters.

    Spaces are folded, the form is NFC, paragraphs are parted by exactly one blank line, and lines that
    were only wrapped at a margin are one line again. Cost: linear.
    """
    paragraphs = _tidy(text).split("\n\n")
    return "\n\n".join(_unwrap(paragraph) if "\n" in paragraph else paragraph for paragraph in paragraphs)


def clean_line(text: str) -> str:
    """The same on one line: every run of white space becomes one space. Cost: linear."""
    return " ".join(drop_hidden(text).split())


def clean_name(text: str) -> str:
    """The same, cut where it is longer than any name is: names are keys, and a database bounds those."""
    return clean_line(text)[:NAME_LIMIT].rstrip()


def drop_hidden(text: str) -> str:
    """Return a text without what has no place in any: its lines and spaces stay as they are. Cost: linear."""
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    text = _HIDDEN.sub("", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def is_wrapped(line: str, following: str) -> bool:
    """Whether a line runs on in the following one, as in a text wrapped at a margin.

    A short line, a line that ends in sentence punctuation and a line before a bullet stand alone.
    """
    if not line or not following or following[0] in _BULLETS:
        return False
    if following[0].islower() and line[0] not in _BULLETS:
        return True
    return len(line) >= _WRAP_WIDTH and line[-1] not in _OPEN_ENDS


def plain_text(html: str) -> str:
    """Return the visible text of a piece of HTML, cleaned, with a blank line between paragraphs.

    html: a fragment or a page; text without any tag keeps its own paragraphs. What no reader sees
    (scripts, styles, form fields, hidden elements) is left out. Only the first ten million characters
    are read; of markup nested deeper than any page is, only the tags are taken off. Never raises on broken
    markup. Cost: linear.
    """
    html = html[:MARKUP_LIMIT]
    if not _TAG.search(html):
        return clean_text(entities.unescape(html))
    markup = html.replace("\0", "").encode("utf-8", "ignore")
    reader, parser = _IDLE.__dict__.pop("parser", None) or _make_parser()
    try:
        for start in range(0, len(markup), _CHUNK):
            parser.feed(markup[start : start + _CHUNK])
        parser.close()
    except _TooDeepError:
        return clean_text(entities.unescape(_ANY_TAG.sub(" ", html)))
    pieces = reader.take()
    _IDLE.parser = reader, parser
    return _tidy("".join(pieces))


# To make a parser takes three times as long as a teaser takes to be read: each thread keeps one.
_IDLE = threading.local()


def _make_parser() -> tuple[_Reader, Any]:
    from lxml import etree

    # Events instead of a tree: the number of attributes costs nothing then.
    reader: Any = _Reader()
    return reader, etree.HTMLParser(target=reader, encoding="utf-8", recover=True)


class _TooDeepError(Exception):
    """The markup is nested deeper than any page is."""


class _Reader:
    """Hears the parser's events and keeps the text that shows, with line ends at the edges of blocks."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.depth = 0
        self.hidden_at = 0

    def take(self) -> list[str]:
        """What was heard; the next text begins afresh."""
        pieces = self.pieces
        self.__init__()  # type: ignore[misc]
        return pieces

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise _TooDeepError
        if not self.hidden_at and (tag in _UNSEEN or _is_hidden(attributes)):
            self.hidden_at = self.depth
        self.pieces.append("\n" if tag == "br" else _EDGES.get(tag, ""))

    def end(self, tag: str) -> None:
        if self.depth == self.hidden_at:
            self.hidden_at = 0
        self.depth -= 1
        self.pieces.append(_EDGES.get(tag, ""))

    def data(self, text: str) -> None:
        if not self.hidden_at:
            self.pieces.append(_LINE_ENDS.sub(" ", text))

    def close(self) -> None:
        """Nothing is left to do at the end; the parser asks for it."""


def _tidy(text: str) -> str:
    """Visible, spaces folded, at most one blank line in a row; line ends stay."""
    lines = "\n".join([" ".join(line.split()) for line in drop_hidden(text).split("\n")])
    return (_PARAGRAPH.sub("\n\n", lines) if "\n\n\n" in lines else lines).strip()


def _unwrap(paragraph: str) -> str:
    lines = paragraph.split("\n")
    joined = [lines[0]]
    for line, following in pairwise(lines):
        joined.append(" " if is_wrapped(line, following) else "\n")
        joined.append(following)
    return "".join(joined)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _HIDING_STYLE.search(attributes.get("style", "")) is not None
    )
