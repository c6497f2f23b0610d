"""Collect the visible text of HTML from the events of a parser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from digest.text.formulas import FORMULA_TAGS, write_formula
from digest.text.inline_text import (
    ANNOTATION_TAGS,
    STRUCK_OUT_TAGS,
    find_shifted_tag,
    has_struck_out_class,
    is_for_screen_readers,
    is_note_mark,
    join_fractions,
    quote_text,
    write_subscript,
    write_superscript,
)
from digest.text.markup_text import join_lines

_BLOCK_TAGS = """
    address article aside audio blockquote body center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody tfoot thead
    tr ul video
"""
_INVISIBLE_TAGS = """
    applet canvas datalist embed head iframe input noembed noframes noscript object script select
    style svg template textarea title
"""
_END_SPACING = {**dict.fromkeys(_BLOCK_TAGS.split(), "\n\n"), "td": " ", "th": " "}
_START_SPACING = _END_SPACING | {"br": "\n"}
_SKIPPED = frozenset(_INVISIBLE_TAGS.split()) | STRUCK_OUT_TAGS | ANNOTATION_TAGS
_REWRITTEN, _HIDDEN, _LINK = "rewritten", "hidden", "link"
# Other reasons to leave an element out: it is for the eye only, or for screen readers only.
_SHOWN_ONLY, _READ_ONLY = "shown only", "read only"
# What the start of an element does: a kind of space, or how its text is treated. Others have no effect.
_EFFECTS = {
    **_START_SPACING,
    **dict.fromkeys(("sup", "sub", "q", "button", *FORMULA_TAGS), _REWRITTEN),
    **dict.fromkeys(_SKIPPED, _HIDDEN),
    "a": _LINK,
}
_SHIFTABLE = frozenset({"span", "font", "small", "b", "i", "em", "strong"})
_HIDING_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Closing a tag walks through all open ones, which is quadratic without a limit. The parser reports that the
# limit was exceeded only at the end of a chunk.
_MAX_DEPTH = 1_000
_CONTEXT = 40


class TooDeepError(Exception):
    """Tags are nested deeper than on any real page."""


class _Superscript(str):
    """The text of a superscript, until what follows it is known."""

    __slots__ = ("is_link",)
    is_link: bool


@dataclass(slots=True)
class _OpenElement:
    """An element that is rewritten at its end.

    first: where its text begins. parts: the elements in it, and where the text of each begins.
    """

    tag: str
    depth: int
    first: int
    is_link: bool = False
    parts: list[tuple[str, int]] = field(default_factory=list)


class TextCollector:
    """Collects the visible text, with line ends at the edges of blocks.

    language: ISO 639-1, for the marks around quotations, or "".
    """

    def __init__(self) -> None:
        self.language = ""
        self.pieces = ["\n\n"]
        self.depth = 0
        self.hidden_at = 0
        self.is_struck_out = False
        # Why the last element was left out that is shown or read aloud only, and at which piece.
        self.left_out = ("", -1)
        # Where the text of the innermost open link begins.
        self.link_at = 0
        self.open: list[_OpenElement] = []
        self.button_at = 0
        self.has_superscripts = self.has_fractions = False

    def take(self) -> str:
        """Return the collected text and reset."""
        pieces = _resolve_superscripts(self.pieces) if self.has_superscripts else self.pieces
        text = "".join(pieces)
        if self.has_superscripts or self.has_fractions:
            text = join_fractions(text)
        self.__init__()  # type: ignore[misc]
        return text

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element. Raises TooDeepError."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise TooDeepError
        effect = _EFFECTS.get(tag)
        if not self.hidden_at and (effect is _HIDDEN or (attributes and self._is_left_out(attributes))):
            self.hidden_at = self.depth
            self.is_struck_out = tag in STRUCK_OUT_TAGS
        if self.open:
            self._count_part(tag)
        if effect is None and "style" in attributes and tag in _SHIFTABLE:
            tag = find_shifted_tag(attributes)
            effect = _EFFECTS.get(tag)
        if effect is None or effect is _HIDDEN:
            return
        if effect is _LINK:
            self.link_at = len(self.pieces)
        elif effect is _REWRITTEN:
            self._start_rewritten(tag, attributes)
        elif self.button_at or self.pieces[-1] != "\n\n":
            self._separate(effect)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if self.depth == self.hidden_at:
            self.hidden_at = 0
        if self.open and self.open[-1].depth == self.depth:
            self._rewrite(self.open.pop())
        self.depth -= 1
        spacing = _END_SPACING.get(tag)
        if spacing and (self.button_at or self.pieces[-1] != "\n\n"):
            self._separate(spacing)

    def _is_left_out(self, attributes: Mapping[str, str]) -> bool:
        """Return whether the text of an element is left out.

        Text for the eye only or for screen readers only is, too; where both stand side by side, they say the
        same, and the second one is kept.
        """
        reason = _find_hiding(attributes)
        if reason in (_SHOWN_ONLY, _READ_ONLY):
            other, place = self.left_out
            if place == len(self.pieces) and other not in ("", reason):
                return False
            self.left_out = (reason, len(self.pieces))
        return reason != ""

    def _start_rewritten(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element whose text depends on what is in it or around it."""
        if tag == "button" and self.pieces[-1] in ("\n\n", "\n"):
            self.hidden_at = self.hidden_at or self.depth
        elif not self.hidden_at:
            is_link = tag == "sup" and (is_note_mark(attributes) or self.link_at == len(self.pieces))
            self.open.append(_OpenElement(tag, self.depth, len(self.pieces), is_link))
            # Nothing may be dropped or merged at the edge.
            self.pieces.append("")

    def data(self, text: str) -> None:
        """Take a piece of text."""
        if not self.hidden_at:
            if not (self.pieces[-1] == "\n\n" and text.isspace()):
                self.pieces.append(text if text.isprintable() else join_lines(text))
        elif self.is_struck_out and (text[0].isspace() or text[-1].isspace()):
            self.pieces.append(" ")

    def close(self) -> None:
        """Do nothing: the parser requires the method."""

    def _separate(self, spacing: str) -> None:
        if self.button_at:
            self._drop_last_button()
        if self.pieces[-1] != "\n\n":
            self.pieces.append(spacing)

    def _drop_last_button(self) -> None:
        """Drop the text of a button at the end of its block: it belongs to no sentence."""
        if not "".join(self.pieces[self.button_at + 1 :]).strip():
            del self.pieces[self.button_at :]
        self.button_at = 0

    def _count_part(self, tag: str) -> None:
        last = self.open[-1]
        if tag == "a":
            last.is_link = True
        if self.depth == last.depth + 1 and last.tag in FORMULA_TAGS:
            last.parts.append((tag, len(self.pieces)))

    def _rewrite(self, element: _OpenElement) -> None:
        """Replace the pieces of an element that has ended by its text."""
        own = self.pieces[element.first :]
        if "\n\n" in own:
            return
        if self.has_superscripts:
            self.pieces[element.first :] = own = _resolve_superscripts(own)
        text, before = (
            "".join(own),
            "".join(self.pieces[max(0, element.first - 4) : element.first])[-_CONTEXT:],
        )
        if element.tag == "sup":
            superscript = _Superscript(text)
            superscript.is_link = element.is_link
            self.has_superscripts = True
            text = superscript
        elif element.tag == "sub":
            self.has_fractions = True
            text = write_subscript(text, before)
        elif element.tag == "q":
            depth = sum(outer.tag == "q" for outer in self.open)
            text = quote_text(text, self.language, depth, before)
        elif element.tag == "button":
            self.button_at = element.first
        elif element.parts:
            text = write_formula(element.tag, self._read_parts(element.parts))
        self.pieces[element.first :] = [text]

    def _read_parts(self, parts: list[tuple[str, int]]) -> list[tuple[str, str]]:
        ends = [*(start for _, start in parts[1:]), len(self.pieces)]
        return [(tag, "".join(self.pieces[start:end])) for (tag, start), end in zip(parts, ends, strict=True)]


def _resolve_superscripts(pieces: list[str]) -> list[str]:
    """Return the pieces with each superscript as text, now that what follows it is known."""
    resolved: list[str] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, _Superscript):
            before = "".join(resolved[-4:])[-_CONTEXT:]
            after = "".join(pieces[place + 1 : place + 4])
            piece = write_superscript(piece, before, after, is_link=piece.is_link)
        resolved.append(piece)
    return resolved


def _find_hiding(attributes: Mapping[str, str]) -> str:
    """Return why an element is no part of the text, or ""."""
    if (
        "hidden" in attributes
        or ("style" in attributes and _hides(attributes["style"]))
        or attributes.get("role") == "deletion"
    ):
        return _HIDDEN
    if attributes.get("aria-hidden") == "true":
        return _SHOWN_ONLY
    return _find_hiding_class(attributes["class"]) if "class" in attributes else ""


@lru_cache(maxsize=256)
def _find_hiding_class(names: str) -> str:
    if has_struck_out_class(names):
        return _HIDDEN
    return _READ_ONLY if is_for_screen_readers(names) else ""


@lru_cache(maxsize=256)
def _hides(style: str) -> bool:
    """Return whether a style hides text or strikes it out; cached, because the same few recur."""
    return "line-through" in style.lower() or _HIDING_STYLE.search(style) is not None
