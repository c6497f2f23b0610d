"""Write the elements inside a text as markup, as feedparser does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from digest.sources.feed.elements import XHTML, read_attributes
from digest.sources.feed.feed_namespaces import XLINK, XML, UnsupportedFeedError

_EMBEDDED = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
_KEPT = (f"{{{XML}}}", f"{{{XLINK}}}")
_QUOTES = {'"': "&quot;"}


def unwrap_division(pieces: list[str]) -> list[str]:
    """Remove a <div> that contains all the rest."""
    while len(pieces) > 1 and not pieces[-1].strip():
        del pieces[-1]
    while len(pieces) > 1 and not pieces[0].strip():
        del pieces[0]
    is_division = pieces and (pieces[0] == "<div>" or pieces[0].startswith("<div "))
    if not is_division or pieces[-1] != "</div>":
        return pieces
    depth = 0
    for piece in pieces[:-1]:
        if piece.startswith("</"):
            depth -= 1
            if depth == 0:
                return pieces
        elif piece.startswith("<") and not piece.endswith("/>"):
            depth += 1
    return pieces[1:-1]


class MarkupWriter:
    """Writes the elements inside a text as markup.

    kind: the declared media type; if it is not XML, the first element makes it XHTML. find_name: returns the
    name of an element by its tag, None if feedparser treats it specially, even here. has_xlink: whether the
    document declares the namespace of XLink. Raises UnsupportedFeedError where feedparser would find parts of
    the feed.
    """

    def __init__(self, kind: str, find_name: Callable[[str], str | None], *, has_xlink: bool) -> None:
        self.kind = kind
        self.pieces: list[str] = []
        self.xlink_declarations = 0
        self._find_name = find_name
        self._has_xlink = has_xlink

    def write_content(self, element: Any) -> None:
        """Add the text and the elements inside an element to the pieces."""
        self._write_text(element.text)
        for child in element:
            self._write_element(child)
            self._write_text(child.tail)

    def _write_text(self, text: str | None) -> None:
        if text:
            self.pieces.append(escape(text) if self.kind == XHTML else text)

    def _write_element(self, element: Any) -> None:
        name = self._find_name(element.tag)
        if name is None:
            raise UnsupportedFeedError
        local = element.tag.rpartition("}")[2].lower()
        if name in ("div", "xhtml:div") and not self.kind.endswith("xml"):
            # feedparser drops the start. If it dropped the end, too, it would lose count of the levels.
            self.write_content(element)
        else:
            self.kind = self.kind if self.kind.endswith("xml") else XHTML
            self.pieces.append(f"<{local}{self._format_attributes(element, local)}>")
            self.write_content(element)
        if self.kind != XHTML:
            raise UnsupportedFeedError
        self.pieces.append(f"</{local}>")

    def _format_attributes(self, element: Any, local: str) -> str:
        declared: dict[str, str] = {}
        if self._has_xlink and "xlink" in element.nsmap and "xlink" not in element.getparent().nsmap:
            self.xlink_declarations += 1
            declared["xmlns:xlink"] = XLINK
        if local in _EMBEDDED:
            if element.prefix or element.tag != f"{{{_EMBEDDED[local]}}}{local}":
                raise UnsupportedFeedError
            declared["xmlns"] = _EMBEDDED[local]
        if any(name[0] == "{" and not name.startswith(_KEPT) for name in element.keys()):  # noqa: SIM118
            raise UnsupportedFeedError
        attributes = {**declared, **read_attributes(element)}
        if {"base", "xml:base"} & attributes.keys():
            raise UnsupportedFeedError
        return "".join(f' {name}="{escape(value, _QUOTES)}"' for name, value in attributes.items())
