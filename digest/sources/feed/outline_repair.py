"""Repair the tags of a list of feeds (OPML) that was written by hand: attributes without quotes or spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TAG = re.compile(r"<outline(?=[\s/>])", re.IGNORECASE)
_REGULAR = re.compile(r"(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*\s*+/?>")
_REST = re.compile(r"[^<>]*+>")
_NAME = re.compile(r"(?:^|(?<=[\s\"'”]))([\w:.-]++)\s*+=\s*+")
_QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’"}


def quote_attributes(opml: str) -> str:
    """Return a list of feeds in which the attributes of every outline have quotes. Cost: linear.

    Without quotes, a value ends before the next name with "=", and a "/" at the end closes the tag.
    """
    parts, done = [], 0
    for found in _TAG.finditer(opml):
        if found.start() < done or _REGULAR.match(opml, found.end()):
            continue
        if rest := _REST.match(opml, found.end()):
            inner = rest[0][:-1].rstrip()
            is_closed = inner.endswith("/")
            written = "".join(
                f' {name}="{value}"' for name, value in _list_attributes(inner.removesuffix("/"))
            )
            parts += [opml[done : found.end()], written, "/>" if is_closed else ">"]
            done = rest.end()
    return "".join((*parts, opml[done:])) if parts else opml


def _list_attributes(inner: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a tag: their names and values, which may contain references."""
    found = _NAME.search(inner)
    absent: set[str] = set()  # marks that the rest of the tag does not have; each is looked for once
    while found:
        start = found.end()
        closing = _QUOTES.get(inner[start : start + 1], "")
        end = inner.find(closing, start + 1) if closing and closing not in absent else -1
        if end < 0:
            absent.add(closing)
        following = _NAME.search(inner, end + 1 if end > 0 else start)
        if end < 0:
            end = following.start() if following else len(inner)
        value = inner[start + bool(closing) : end].strip()
        yield found[1], value.replace('"', "&quot;")
        found = following
