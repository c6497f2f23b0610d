"""Hostile pages: every part of a page in every shape, and markup that is hard to parse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from html import escape
from random import Random

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from benchmarks.attack.visits import visit_address
from digest.sources.diagnosis import is_bot_check, is_html
from digest.sources.page.paywalls import is_paid, remove_paywall_prompts
from digest.sources.page_links import find_feed_links

_PROSE = "<p>The harbour bridge is shut after the storm, and ferries carry commuters across.</p>" * 8
_META = (
    "og:title", "og:url", "og:site_name", "og:image", "article:published_time", "date", "author", "pubdate",
    "og:locale",
)  # fmt: skip
_MARKUP = (
    "<title", "<link", "<a", "<a href='", "<meta", "<meta charset", "<!--", "<script>", "<p>", "<div>",
    "</div>", "<article>", "<article><h1>a</h1>", "<h1>", "<table><tr><td>", "<b>", "<p class=a>",
    "<li>", "<time>", "<p style='", "<svg>", "<a href=b>c</a>", "<form>", "&#", "isAccessibleForFree ",
    "<body", "<br>", "<span itemprop=author>", "<p>word word word word word.</p>", "<i>a</b>",
    "<noscript>",
)  # fmt: skip


def list_cases() -> Iterator[Case]:
    read = partial(visit_address, kind="page", content_type="text/html")
    for name, piece in SHAPES.items():
        yield Case(f"parts of {name}", partial(_make_page, piece), read)
        yield Case(f"paragraphs of {name}", partial(_make_paragraphs, piece), read)
    for piece in _MARKUP:
        yield Case(f"markup {piece!r}", partial(_make_markup, piece), read)
        yield Case(f"questions about {piece!r}", partial(_make_markup, piece), _ask_about)
    yield Case("line ends before an address", partial(_make_comment, "\n"), read)
    yield Case("url: before an address", partial(_make_comment, "\nurl: "), read)
    yield Case("attributes", _make_attributes, read)
    yield Case("structured data: depth", partial(_make_structured, "["), read)
    yield Case("structured data: objects", partial(_make_structured, '{"a":'), read)
    yield Case("structured data: a number", partial(_make_structured, "9"), read)


def _make_page(piece: str, size: int, _: Random) -> str:
    value = repeat(piece, size // (len(_META) + 8))
    quoted = escape(value)
    metadata = "".join(f'<meta property="{name}" content="{quoted}">' for name in _META)
    data = json.dumps(
        {"@type": "NewsArticle", "headline": value, "datePublished": value, "author": {"name": value}}
    ).replace("<", "\\u003c")
    return (
        f'<html lang="{quoted}"><head><title>{quoted}</title>{metadata}<link rel=canonical href="{quoted}">'
        f'<script type="application/ld+json">{data}</script></head><body><article><h1>{quoted}</h1>'
        f'<time datetime="{quoted}"></time>{_PROSE}<p>{quoted}</p></article></body></html>'
    )


def _make_paragraphs(piece: str, size: int, _: Random) -> str:
    """Many paragraphs of a line each, without metadata: the text itself is split into articles."""
    line = escape(repeat(piece, 200))
    return "<html><h2>The bridge</h2>" + _PROSE + repeat(f"<p>{line}</p>", size) + "</html>"


def _make_markup(piece: str, size: int, _: Random) -> str:
    return f"<html><body>{repeat(piece, size)}{_PROSE}"


def _make_comment(piece: str, size: int, _: Random) -> str:
    return f"<!--{repeat(piece, size)}--><html><body><article><h1>The bridge</h1>{_PROSE}</article>"


def _make_attributes(size: int, _: Random) -> str:
    return f"<html><body {' '.join(f'a{number}=1' for number in range(size // 9))}>{_PROSE}"


def _make_structured(piece: str, size: int, _: Random) -> str:
    return f'<html><script type="application/ld+json">{repeat(piece, size)}</script>{_PROSE}'


def _ask_about(html: str) -> str:
    """What is asked about a page that should be a feed, and about the page of a teaser."""
    links = find_feed_links(html, "https://harbour.example/")
    answers = (is_html(html), is_bot_check(html), is_paid(html), remove_paywall_prompts(html)[1])
    return f"{len(links)} links, {answers}"
