"""Titles and texts of feeds, whichever way they were escaped, in RSS, Atom and JSON Feed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from digest.models import Source
from digest.sources.article_drafts import Draft
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed_entries import Feed, make_articles

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def parse(xml: str) -> tuple[Draft, ...]:
    return parse_feed(xml.encode(), address="https://ostley.example/feed").entries


def parse_rss(items: str) -> tuple[Draft, ...]:
    return parse(f"<rss version='2.0'><channel><title>Ostley</title>{items}</channel></rss>")


def parse_atom(entries: str) -> tuple[Draft, ...]:
    return parse(f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Ostley</title>{entries}</feed>")


def parse_json(**item: str) -> Draft:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Ostley",
        "items": [{"id": "1"} | item],
    }
    return parse(json.dumps(document))[0]


@pytest.mark.parametrize(
    "title",
    [
        "Sort a List<Map<K, V>> fast",
        "What <br> and <hr> do",
        "Never forget a </section>",
        "if a < b and b > c",
        "Use <em>stress</em>",
    ],
)
def test_code_in_a_title_that_is_plain_text_stays(title: str) -> None:
    assert parse_json(title=title).title == title
    for kind in ("", " type='text'"):
        (entry,) = parse_atom(f"<entry><id>1</id><title{kind}>{escape(title)}</title></entry>")
        assert entry.title == title
    markup = f"<div xmlns='http://www.w3.org/1999/xhtml'>{escape(title)}</div>"
    (entry,) = parse_atom(f"<entry><id>1</id><title type='xhtml'>{markup}</title></entry>")
    if "<br>" not in title and "<em>" not in title:
        assert entry.title == title


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        ("Vec&lt;String&gt; &amp;amp; co", "Vec<String> & co"),
        ("How &lt;p&gt; works", "How <p> works"),
        ("&lt;b&gt;Mill&lt;/b&gt; burns &lt;br/&gt; at night", "Mill burns at night"),
        ("&lt;p&gt;Mill burns&lt;/p&gt;", "Mill burns"),
        ("Mill &amp;lt;i&amp;gt;Anna&amp;lt;/i&amp;gt; burns", "Mill Anna burns"),
        ("M&amp;uuml;hle &amp;#8211; ein Nachruf", "Mühle – ein Nachruf"),
        ("H&lt;sub&gt;2&lt;/sub&gt;O in 10&lt;sup&gt;3&lt;/sup&gt; mills", "H₂O in 10³ mills"),
    ],
)
def test_markup_in_a_title_of_rss_is_removed_and_code_stays(escaped: str, title: str) -> None:
    (entry,) = parse_rss(f"<item><title>{escaped}</title></item>")
    assert entry.title == title


TWICE = (
    "&lt;p&gt;The mill &lt;em&gt;burned&lt;/em&gt; at Ostley &amp;amp; "
    "Holm.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;"
)
TWICE_TEXT = "The mill burned at Ostley & Holm.\n\nNobody was hurt."


def test_a_text_that_was_escaped_twice_loses_its_tags() -> None:
    (entry,) = parse_rss(f"<item><title>x</title><description>{escape(TWICE)}</description></item>")
    assert entry.text == TWICE_TEXT
    (entry,) = parse_rss(f"<item><title>x</title><description><![CDATA[{TWICE}]]></description></item>")
    assert entry.text == TWICE_TEXT
    (entry,) = parse_atom(f"<entry><id>1</id><content type='html'>{escape(TWICE)}</content></entry>")
    assert entry.text == TWICE_TEXT
    assert parse_json(content_html=TWICE).text == TWICE_TEXT
    (entry,) = parse_rss(f"<item><title>x</title><description>{escape(escape(TWICE))}</description></item>")
    assert entry.text == TWICE_TEXT


def test_code_in_a_text_with_elements_stays() -> None:
    html = "<p>Write &lt;p&gt; before each paragraph &amp; close it.</p>"
    (entry,) = parse_rss(f"<item><title>x</title><description>{escape(html)}</description></item>")
    assert entry.text == "Write <p> before each paragraph & close it."
    (entry,) = parse_rss("<item><title>x</title><description>if a &amp;lt; b, stop</description></item>")
    assert entry.text == "if a < b, stop"


@pytest.mark.parametrize("end", ["]]>", ""])
def test_escaped_marks_of_a_cdata_section_are_removed(end: str) -> None:
    title, text = f"<![CDATA[Mill burns & falls{end}", f"<![CDATA[<p>The mill burned.</p>{end}"
    rss = f"<item><title>{escape(title)}</title><description>{escape(text)}</description></item>"
    twice = (
        f"<item><title>{escape(escape(title))}</title><description>{escape(escape(text))}"
        f"</description></item>"
    )
    atom = (
        f"<entry><id>1</id><title>{escape(title)}</title><summary "
        f"type='html'>{escape(text)}</summary></entry>"
    )
    for entry in (*parse_rss(rss + twice), *parse_atom(atom), parse_json(title=title, content_html=text)):
        assert (entry.title, entry.text) == ("Mill burns & falls", "The mill burned.")
    assert parse_json(title="x", content_text=text).text == "The mill burned."
    assert parse_json(title="x", content_text="if a <b>c</b> then d").text == "if a <b>c</b> then d"


@pytest.mark.parametrize("element", ["title", "description", "content:encoded"])
@pytest.mark.parametrize("following", ["<![CDATA[Holm]]>", "Holm"])
def test_a_cdata_section_without_end_ends_with_its_element(element: str, following: str) -> None:
    items = (
        f"<item><{element}><![CDATA[Ostley & more</{element}><link>https://ostley.example/1</link></item>"
        f"<item><title>{following}</title><link>https://ostley.example/2</link></item>"
    )
    first, second = parse(
        f"<rss version='2.0' "
        f"xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>{items}</channel></rss>"
    )
    assert (first.title or first.text, second.title) == ("Ostley & more", "Holm")
    assert (first.url, second.url) == ("https://ostley.example/1", "https://ostley.example/2")


def test_a_start_of_cdata_inside_a_section_is_text() -> None:
    script = "<p>The mill burned.</p><script>//<![CDATA[\nx()\n//]]]]><![CDATA[></script>"
    (entry,) = parse_rss(f"<item><title>x</title><description><![CDATA[{script}]]></description></item>")
    assert entry.text == "The mill burned."


def make_texts(*texts: str) -> list[str]:
    entries = tuple(
        Draft(title=f"Mill number {place} burns", text=text, url=f"https://ostley.example/{place}")
        for place, text in enumerate(texts)
    )
    source = Source("feed", "https://ostley.example/feed", "Ostley")
    articles, _, _ = make_articles(Feed(entries), source, NOW)
    return [article.text for article in sorted(articles, key=lambda article: article.url)]


@pytest.mark.parametrize("teaser", ["Comments", "Weiterlesen …", "続きを読む", "Read more: {title}"])
def test_a_text_that_all_entries_share_is_no_text(teaser: str) -> None:
    texts = [teaser.format(title=f"Mill number {place} burns") for place in range(4)]
    assert make_texts(*texts) == [""] * 4
    assert make_texts(*texts, "The old mill burned on Monday.") == [""] * 4 + [
        "The old mill burned on Monday."
    ]


def test_a_text_that_few_entries_share_stays() -> None:
    assert make_texts("Storm", "Storm") == ["Storm", "Storm"]
    assert make_texts("Rain.", "Rain.", "Wind.", "Sun.", "Fog.", "Snow.")[:2] == ["Rain.", "Rain."]


@pytest.mark.parametrize("wrapper", ["p", "div", "section"])
@pytest.mark.parametrize("inner", ["p", "strong", "blockquote"])
def test_a_text_that_was_escaped_within_an_element_loses_its_tags(wrapper: str, inner: str) -> None:
    body = f"<{wrapper}>&lt;{inner}&gt;De brug is weer open.&lt;/{inner}&gt;</{wrapper}>"
    (entry,) = parse_rss(f"<item><title>Brug</title><description><![CDATA[{body}]]></description></item>")
    assert entry.text == "De brug is weer open."


@pytest.mark.parametrize(
    "title", ["Use </div> and <br> rarely", "<p>", "The <img> of the day", "Vec<String> & you"]
)
def test_a_tag_that_is_escaped_once_more_in_a_title_is_code(title: str) -> None:
    division = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
    for entry in (
        *parse_rss(f"<item><title>{escape(escape(title))}</title><link>https://kai.example/1</link></item>"),
        *parse_atom(f"<entry><id>1</id><title type='html'>{escape(escape(title))}</title></entry>"),
        *parse_atom(f"<entry><id>1</id><title type='xhtml'>{division.format(escape(title))}</title></entry>"),
    ):
        assert entry.title == title
    title = "The <b>bold</b> tag"
    (entry,) = parse_atom(
        f"<entry><id>1</id><title type='xhtml'>{division.format(escape(title))}</title></entry>"
    )
    assert entry.title == title


@pytest.mark.parametrize("marks", ["<![cdata[{}]]>", "<!--[CDATA[{}]]-->", "{}]]>", " <![CDATA[ {} ]]> "])
def test_marks_of_a_cdata_section_in_other_forms_are_removed(marks: str) -> None:
    title, text = escape(marks.format("Mill burns")), escape(marks.format("<p>The mill burned.</p>"))
    (entry,) = parse_rss(f"<item><title>{title}</title><description>{text}</description></item>")
    assert (entry.title, entry.text) == ("Mill burns", "The mill burned.")
    inner = escape("<p>" + marks.format("The mill burned.") + "</p>")
    (entry,) = parse_rss(f"<item><title>x</title><description>{inner}</description></item>")
    assert entry.text == "The mill burned." or marks.startswith("{")


@pytest.mark.parametrize("end", ["", "]>", "]]", "] ]>"])
def test_a_broken_end_of_a_cdata_section_leaves_nothing(end: str) -> None:
    items = (
        f"<item><title><![CDATA[Mill{end}</title><link>https://kai.example/1</link></item>"
        "<item><title><![CDATA[Holm]]></title><link>https://kai.example/2</link></item>"
    )
    assert [entry.title for entry in parse_rss(items)] == ["Mill", "Holm"]


def test_letters_that_are_escaped_twice_are_decoded_and_code_is_not() -> None:
    html = "<p>Caf&amp;eacute; in Gda&amp;#324;sk&amp;nbsp;&amp;amp; more.</p>"
    (entry,) = parse_rss(f"<item><title>x</title><description>{escape(html)}</description></item>")
    assert entry.text == "Café in Gdańsk & more."
    html = "<p>Write <code>&amp;eacute;</code> for it.</p>"
    assert parse_json(content_html=html).text == "Write &eacute; for it."
