"""Hostile text in articles is harmless in every output format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import lxml.etree
import lxml.html
import mistune
import pytest
from markdown_it import MarkdownIt

from digest.editions.serialize import serialize_edition
from digest.models import Article, EarlierEdition, Edition, LeftOut, SourceHealth
from digest.rendering import OUTPUTS, RenderSettings, render_edition
from tests.support.golden_edition import MADE, golden_edition

CASES = {
    "script": "<script>alert(1)</script><ScRiPt src=//evil.example/x.js></sCrIpT >",
    "handler": "\"><img src=x onerror=alert(1)> ' onmouseover=alert(1) x='",
    "end of things": "]]></style></title></textarea></script>--><!--<svg onload=alert(1)>",
    "markdown": "[x](javascript:alert(1)) ![x](http://evil.example/t.gif) <javascript:x> # * `` | > [1a]",
    "definition": "x\n\n[1a]: http://evil.example\n\n# heading\n\n```\n",
    "terminal": "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J \x08 \x00 \x7f",
    "direction": "\u202egnp.exe \u2066isolate \u200b\ufeff zero",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7} {{''.__class__}}",
    "entity": "&lt;script&gt; &#60;b&#62; &amp;amp; &bogus;",
    "xml": "<![CDATA[x]]> <?php x ?> <!ENTITY x SYSTEM 'file:///etc/passwd'> \ufffe\uffff",
    "long word": "x" * 10_000,
    "long text": "<b>" + "all work " * 300,
}
"""Hostile titles, names and texts."""

ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/)](javascript:alert(1))<script>\x1b[31m",
)

SAFE = re.compile(
    r"https?://|file://|#|mailto:|[\w%-]+(\.[\w%-]+)*\.(x?html|css|md|txt|rss|atom|xml)(#|$)|tag:|urn:"
)
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\ufffe\uffff\ud800-\udfff]"
)


def inject(text: str) -> Edition:
    """Return the golden edition with this text in every foreign field, and with hostile addresses."""
    addresses = cycle(ADDRESSES)

    def inject_article(article: Article) -> Article:
        source, url = article.source + text, next(addresses)
        return replace(article, title=text, source=source, text=text, author=text, url=url)

    edition = golden_edition()
    stories = tuple(
        replace(
            summary,
            story=replace(
                summary.story,
                articles=tuple(map(inject_article, summary.story.articles)),
                section=text,
                terms=((text, 1.0),),
            ),
            sentences=tuple(replace(sentence, text=text) for sentence in summary.sentences),
            known=tuple(replace(sentence, text=text) for sentence in summary.known),
            merged=(text,),
            split_from=text,
        )
        for summary in edition.stories
    )
    return replace(
        edition,
        title=text,
        stories=stories,
        sections=(text,),
        sources=(SourceHealth(text, "failed", 0, text, text, MADE, 2), SourceHealth(text + "2", "ok")),
        left_out=tuple(LeftOut(url, text, text, text, text, url) for url in ADDRESSES),
        quiet=(("q", text, "und"),),
        earlier=(EarlierEdition(edition.date.replace(day=1), text),),
    )


def assert_page_is_harmless(text: str, parse: Callable[[str], Any] = lxml.html.document_fromstring) -> None:
    """Allow no script but our own, no event handlers, only safe addresses, and nothing that is loaded."""
    tree = parse(text)
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    names = {lxml.etree.QName(name).localname.lower() for name in names}
    assert not names & {"iframe", "object", "embed", "form", "base", "img", "foreignobject"}
    for element in tree.iter():
        if not isinstance(element.tag, str):
            assert str(element).startswith(("<!--[if mso]", "<!--<![endif]")), element
            continue
        if lxml.etree.QName(element.tag).localname.lower() == "script":
            assert "alert" not in (element.text or "")
            assert element.get("src") is None
        for name, value in element.attrib.items():
            name = lxml.etree.QName(name).localname.lower()
            assert not name.startswith("on"), (name, value[:80])
            if name in ("href", "src", "action"):
                assert SAFE.match(value) or value.startswith("data:image/svg+xml,"), value[:80]


def parse_xml(text: str) -> Any:
    return lxml.etree.fromstring(text.encode())


def assert_feed_is_harmless(text: str) -> None:
    tree = parse_xml(text)
    for element in tree.iter():
        name = lxml.etree.QName(element.tag).localname
        if name in ("content", "description") and element.text:
            assert_page_is_harmless(f"<div>{element.text}</div>", lxml.html.fragment_fromstring)
        if name == "link":
            assert SAFE.match(element.get("href") or element.text)


def assert_markdown_is_harmless(text: str) -> None:
    for write in (MarkdownIt("commonmark").render, mistune.create_markdown(escape=False)):
        shown = str(write(text))
        assert_page_is_harmless(f"<div>{shown}</div>", lxml.html.fragment_fromstring)


def assert_text_is_harmless(text: str) -> None:
    """Allow no unsafe address on a line of its own; control characters are checked in every format."""
    assert not re.search(r"^ *(javascript|vbscript|data):\S", text, re.MULTILINE)


def assert_json_is_harmless(text: str) -> None:
    def addresses(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (inner for key, inner in value.items() if key == "url")
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from addresses(inner)

    assert {url.partition(":")[0] for url in addresses(json.loads(text))} <= {"", "http", "https", "file"}


def assert_epub_is_harmless(epub: bytes) -> None:
    for name, text in read_epub(epub):
        if name.endswith(".xhtml"):
            assert_page_is_harmless(text, parse_xml)


def read_epub(epub: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode()


CHECKS: dict[str, Callable[[Any], None]] = {
    "html": assert_page_is_harmless,
    "mail": assert_page_is_harmless,
    "markdown": assert_markdown_is_harmless,
    "text": assert_text_is_harmless,
    "json": assert_json_is_harmless,
    "rss": assert_feed_is_harmless,
    "atom": assert_feed_is_harmless,
    "epub": assert_epub_is_harmless,
}
"""{format: its additional check}. The PDF is printed from the HTML page."""


def test_every_format_is_checked() -> None:
    assert CHECKS.keys() == OUTPUTS.keys() - {"pdf"}


@pytest.mark.parametrize("case", CASES)
def test_foreign_text_is_harmless_in_every_format(case: str) -> None:
    pages = render_edition(serialize_edition(inject(CASES[case])), RenderSettings(formats=tuple(CHECKS)))
    for page, check in zip(pages.values(), CHECKS.values(), strict=True):
        check(page)
        for text in [text for _, text in read_epub(page)] if isinstance(page, bytes) else [page]:
            assert not HIDDEN.search(text)
