"""Read HTML that consists of a few common elements, properly nested, without a parser.

Most texts of feeds are paragraphs with links, emphasis, lists and pictures. What such tags do to the visible
text depends on their names alone, so it needs no tree and no events. Everything else is left to the parser.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from digest.text.clean import is_printable
from digest.text.inline_text import has_struck_out_class, is_for_screen_readers
from digest.text.markup_text import join_lines, unescape_entities

_BLOCK = frozenset("blockquote div figcaption figure h1 h2 h3 h4 h5 h6 li ol p ul".split())  # noqa: SIM905
_INLINE = frozenset("a abbr b big cite code em font i small span strong tt u".split())  # noqa: SIM905
_VOID = frozenset({"br", "hr", "img", "wbr"})
_SPACING = {**dict.fromkeys(_BLOCK, "\n\n"), "hr": "\n\n", "br": "\n"}
_LISTS = (["ul"], ["ol"])
# A block ends one of these.
_TEXT_BLOCKS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
# They may hide an element, strike it out, raise or lower it.
_ACTIVE_ATTRIBUTES = frozenset({"aria-hidden", "hidden", "role", "style"})
_LOOKED_FOR = ("hidden", "role", "style", "class")

_TAG = re.compile("(<[^<>]*>)")
_PARTS = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w-]*=(?:\"[^\"]*\"|'[^']*'))*)\s*(/?)>", re.ASCII
)
_ATTRIBUTE = re.compile(r"(?<![\w-])([a-zA-Z][\w-]*+)=(?:\"([^\"]*)\"|'([^']*)')", re.ASCII)
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


_MAX_DEPTH, _MAX_CACHED = 50, 200


class _Tag(NamedTuple):
    """A tag. name: in lower case. spacing: what it leaves in the text. is_end: it is an end tag."""

    name: str
    spacing: str
    is_end: bool


def read_simple_markup(html: str) -> str | None:
    """Return the text of HTML with surplus white space, or None if the parser must read it.

    Blank lines separate the blocks. Cost: linear.
    """
    if "\n" in html or not is_printable(html):
        if _UNUSUAL.search(html):
            return None
        html = join_lines(html)
    parts = _TAG.split(html)
    open_names: list[str] = []
    for place in range(1, len(parts), 2):
        markup = parts[place]
        tag = _read_short_tag(markup) if len(markup) <= _MAX_CACHED else _read_tag(markup)
        if tag is None or len(open_names) > _MAX_DEPTH:
            return None
        name, parts[place], is_end = tag
        if is_end:
            if not open_names or open_names.pop() != name:
                return None
        elif name not in _VOID:
            if _ends_open_element(name, open_names):
                return None
            open_names.append(name)
        elif name == "hr" and not _TEXT_BLOCKS.isdisjoint(open_names):
            return None
    text = "".join(parts)
    if open_names or "<" in text or ">" in text:
        return None
    if "&" in text:
        parts[::2] = [join_lines(unescape_entities(part)) if "&" in part else part for part in parts[::2]]
        text = "".join(parts)
    return text


def _ends_open_element(name: str, open_names: list[str]) -> bool:
    """Whether the start of an element ends an open one, or may: the parser knows which."""
    if name in _BLOCK:
        return not _TEXT_BLOCKS.isdisjoint(open_names) or (name == "li" and open_names[-1:] not in _LISTS)
    return name == "a" and name in open_names


def _read_tag(tag: str) -> _Tag | None:
    """Return what a tag does, or None if that is not certain."""
    found = _PARTS.fullmatch(tag)
    if not found:
        return None
    end, name, attributes, slash = found[1], found[2].lower(), found[3], found[4]
    is_void = name in _VOID
    if not (is_void or name in _BLOCK or name in _INLINE) or (slash and not is_void) or (end and is_void):
        return None
    if attributes and not _are_harmless(attributes):
        return None
    return _Tag(name, _SPACING.get(name, ""), bool(end))


_read_short_tag = lru_cache(maxsize=1024)(_read_tag)  # most tags are "<p>" and "</a>"


def _are_harmless(attributes: str) -> bool:
    """Whether attributes change nothing about the text of their element."""
    # The names are looked for anywhere first, because most attributes are the address of a link.
    lower = attributes.lower()
    if not any(name in lower for name in _LOOKED_FOR):
        return True
    values = {row[1].lower(): row[2] or row[3] or "" for row in _ATTRIBUTE.finditer(attributes)}
    names = values.get("class", "")
    return _ACTIVE_ATTRIBUTES.isdisjoint(values) and not (
        has_struck_out_class(names) or is_for_screen_readers(names)
    )
