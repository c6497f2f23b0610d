"""Hostile feeds: every field of an entry in every shape, and documents that are hard to parse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from xml.sax.saxutils import escape

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from benchmarks.attack.visits import visit_address
from digest.sources.feed.opml import read_opml

_FIELDS = (
    "title", "link", "description", "pubDate", "author", "dc:creator", "category", "guid", "source",
    "content:encoded", "dc:date", "media:title", "itunes:author", "comments",
)  # fmt: skip
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
_ATOM_FIELDS = ("title", "id", "updated", "published", "summary", "content", "name")
_JSON_FIELDS = (
    "id", "url", "title", "content_html", "content_text", "summary", "date_published", "date_modified",
    "language", "image",
)  # fmt: skip


def list_cases() -> Iterator[Case]:
    for name, piece in SHAPES.items():
        yield Case(f"rss fields of {name}", partial(_make_rss, piece), visit_address)
        yield Case(f"rss fields of raw {name}", partial(_make_raw_rss, piece), visit_address)
        yield Case(f"atom fields of {name}", partial(_make_atom, piece), visit_address)
        yield Case(f"json fields of {name}", partial(_make_json, piece), visit_address)
        yield Case(f"opml fields of {name}", partial(_make_opml, piece), _read_opml)
    for name, make in _DOCUMENTS.items():
        yield Case(name, make, visit_address)
    yield Case("opml: depth", _make_deep_opml, _read_opml)
    yield Case("opml: open quotes", _make_opml_with_open_quotes, _read_opml)


def _make_rss(piece: str, size: int, _: Random) -> str:
    value = escape(repeat(piece, size // len(_FIELDS)))
    return _wrap("".join(f"<{name}>{value}</{name}>" for name in _FIELDS))


def _make_raw_rss(piece: str, size: int, _: Random) -> str:
    """The same, not escaped: the document is not well-formed."""
    value = repeat(piece, size // len(_FIELDS))
    return _wrap("".join(f"<{name}>{value}</{name}>" for name in _FIELDS))


def _make_atom(piece: str, size: int, _: Random) -> str:
    value = escape(repeat(piece, size // len(_ATOM_FIELDS)))
    fields = "".join(f"<{name}>{value}</{name}>" for name in _ATOM_FIELDS)
    href = value.replace('"', "&quot;")
    link = f'<link rel="alternate" href="{href}"/><author><name>{value}</name></author>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{fields}{link}</entry></feed>'


def _make_json(piece: str, size: int, _: Random) -> str:
    value = repeat(piece, size // len(_JSON_FIELDS))
    names = {"authors": [{"name": value}] * 3, "tags": [value] * 3}
    return json.dumps({"items": [dict.fromkeys(_JSON_FIELDS, value) | names]})


def _make_opml(piece: str, size: int, _: Random) -> str:
    value = escape(repeat(piece, size // 4), {'"': "&quot;"})
    outline = f'<outline text="{value}" title="{value}" xmlUrl="https://{value}" category="{value}"/>'
    return f"<opml><body>{outline}</body></opml>"


def _make_deep_opml(size: int, _: Random) -> str:
    depth = size // 40
    return "<opml><body>" + '<outline text="a">' * depth + "</outline>" * depth + "</body></opml>"


def _make_opml_with_open_quotes(size: int, _: Random) -> str:
    return "<opml><body><outline " + repeat("a=„ ", size) + "/></body></opml>"


def _read_opml(document: str) -> str:
    return f"{len(read_opml(document, 'feeds.opml'))} feeds"


def _wrap(inside: str) -> str:
    return f"<rss version='2.0' {_NAMESPACES}><channel><title>T</title><item>{inside}</item></channel></rss>"


def _repeat_in(before: str, piece: str, after: str, size: int, _: Random) -> str:
    return _wrap(before + repeat(piece, size) + after)


def _make_deep_json(bracket: str, size: int, _: Random) -> str:
    return '{"items": ' + bracket * (size // len(bracket))


_DOCUMENTS: dict[str, Callable[[int, Random], str]] = {
    "xml: depth": partial(_repeat_in, "<description>", "<a>", "</description>"),
    "xml: depth of an unknown element": partial(_repeat_in, "", "<x:a>", ""),
    "xml: CDATA": partial(_repeat_in, "<title>x", "<![CDATA[", "</title>"),
    "xml: ends of CDATA": partial(_repeat_in, "<title>x", "]]>", "</title>"),
    "xml: unclosed items": partial(_repeat_in, "", "<item><title>x", ""),
    "xml: empty items": partial(_repeat_in, "</item>", "<item/>", "<item>"),
    "xml: closed items": partial(_repeat_in, "</item>", "<item><title>a</title></item>", "<item>"),
    "xml: categories": partial(_repeat_in, "<title>x</title>", "<category>a</category>", ""),
    "xml: authors": partial(_repeat_in, "<title>x</title>", "<author>a</author>", ""),
    "xml: enclosures": partial(_repeat_in, "<title>x</title>", "<enclosure url='a' type='image/x'/>", ""),
    "xml: attributes": partial(_repeat_in, "<title ", "a='1' ", ">x</title>"),
    "xml: numbers": partial(_repeat_in, "<title>", "&#55357;&#56832;", "</title>"),
    "xml: a number": partial(_repeat_in, "<title>&#", "9", ";</title>"),
    "xml: entity names": partial(_repeat_in, "<title>", "&aaaa", "</title>"),
    "xml: declarations": lambda size, _: (
        "<!DOCTYPE rss [" + repeat("<!ENTITY a 'b'>", size) + "]>" + _wrap("")
    ),
    "xml: instructions": lambda size, _: repeat("<?a ?>", size) + _wrap("<title>x</title>"),
    "xml: comments before": lambda size, _: repeat("<!--", size) + _wrap("<title>x</title>"),
    "xml: roots": lambda size, _: repeat("<rss", size),
    "xml: html titles": lambda size, _: "<html>" + repeat("<title", size),
    "xml: html links": lambda size, _: "<html>" + repeat("<link", size),
    "xml: ttl": lambda size, _: _wrap(repeat("<ttl>", size)) + repeat("<skipHours>", size),
    "json: lists": partial(_make_deep_json, "["),
    "json: objects": partial(_make_deep_json, '{"a":'),
    "json: a number": lambda size, _: '{"items": [{"title": "a", "id": ' + "9" * size + "}]}",
    "json: items": lambda size, _: '{"items": [' + repeat('{"title":"a"},', size) + "1]}",
    "json: tags": lambda size, _: '{"items": [{"title": "a", "tags": [' + repeat('"a",', size) + "1]}]}",
    "json: authors": lambda size, _: (
        '{"items": [{"title": "a", "authors": [' + repeat('{"name":"a"},', size) + "1]}]}"
    ),
}
"""{name: the function that makes the document}"""
