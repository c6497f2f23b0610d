# ruff: noqa: E501 - one case per line is a readable table
"""Malformed input, case by case: the expected outcome for our own cases and for those of a shared corpus."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digest.errors import SourceError
from digest.models import Article, Source
from digest.sources.article_drafts import Draft
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.feed_entries import make_articles
from digest.sources.page.page_reader import decode_page, extract_articles

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "bad"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ADDRESS = "https://mill.example/feed"
LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))


@dataclass(frozen=True)
class Outcome:
    """The outcome for a document: articles or drafts, warnings, or the failure."""

    articles: tuple[Article | Draft, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: str = ""
    cut_off: bool = False

    @property
    def titles(self) -> list[str]:
        return [article.title for article in self.articles]

    @property
    def text(self) -> str:
        return "\n".join(f"{article.title}\n{article.text}\n{article.author}" for article in self.articles)


Check = Callable[[Outcome], bool]


def read_feed(body: bytes) -> Outcome:
    try:
        feed = parse_feed(body, address=ADDRESS)
    except SourceError as error:
        return Outcome(failure=str(error))
    articles, _, warnings = make_articles(feed, Source("Mill", "feed", ADDRESS), NOW)
    return Outcome(articles, warnings, cut_off=feed.cut_off)


def read_page(body: bytes) -> Outcome:
    return Outcome(extract_articles(decode_page(body), "https://mill.example/page"))


def item(title: str, more: str = "", number: int = 1) -> str:
    return f"<item><title>{title}</title><link>https://mill.example/{number}</link>{more}</item>"


def rss(*items: str, head: str = '<?xml version="1.0"?>') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'.encode()


THREE = rss(*(item(f"Wheel {number}", number=number) for number in range(3)))
LABELED = '<?xml version="1.0" encoding="{}"?>'
ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Wheel</title>{}</entry></feed>'


def fails_with(message: str) -> Check:
    return lambda outcome: message in outcome.failure


def has_titles(*titles: str) -> Check:
    return lambda outcome: set(titles) <= set(outcome.titles) and "\ufffd" not in outcome.text


def gives_articles(number: int) -> Check:
    return lambda outcome: len(outcome.articles) == number and not outcome.failure


def has_no_dates(outcome: Outcome) -> bool:
    return bool(outcome.articles) and all(article.published is None for article in outcome.articles)


def is_clean(outcome: Outcome) -> bool:
    kept = outcome.text.replace("\n", "").replace("\u200d", "").replace("\ufe0f", "")
    return bool(outcome.articles) and kept.isprintable() and kept.encode() != b""


# (name, file of the corpus, a similar case of our own, the check for both)
FEEDS: tuple[tuple[str, str, bytes, Check], ...] = (
    ("laughs", "01_billion_laughs.xml", rss(item("Wheel &e9;"), head=f'<!DOCTYPE r [<!ENTITY e0 "ha">{LAUGHS}]>'),
     lambda o: gives_articles(1)(o) and len(o.text) < 5_000),
    ("blow-up", "02_quadratic_blowup.xml", rss(item("Wheel" + "&a;" * 20_000), head=f'<!DOCTYPE r [<!ENTITY a "{"a" * 9_999}">]>'),
     lambda o: gives_articles(1)(o) and len(o.text) < 5_000),
    ("local file", "03_xxe_file.xml", rss(item("Wheel&f;"), head='<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
     lambda o: gives_articles(1)(o) and "root:" not in o.text),
    ("DTD", "05_external_dtd.xml", rss(item("Wheel"), head='<!DOCTYPE rss SYSTEM "http://mill.example/rss.dtd">'), gives_articles(1)),
    ("cut off", "07_truncated_mid_item.xml", THREE[: THREE.index(b"Wheel 2") + 3], lambda o: gives_articles(2)(o) and o.cut_off),
    ("cut in a letter", "08_truncated_mid_utf8.xml", rss(item("Mühle"))[:-40].rpartition("ü".encode())[0] + b"\xc3", lambda o: o.cut_off),
    ("page", "09_html_as_feed.html", b"<!DOCTYPE html><title>Mill</title><link rel=alternate type='application/rss+xml' href='/f'>", fails_with("Its feed is https://mill.example/")),
    ("bot check", "10_cloudflare.html", b"<!DOCTYPE html><title>Just a moment...</title>", fails_with("bot check")),
    ("empty", "11_empty.xml", b"", fails_with("the response is empty")),
    ("blank", "12_whitespace.xml", b"\n \t\n", fails_with("the response is empty")),
    ("space before", "14_leading_ws.xml", b"\n\n  " + THREE, gives_articles(3)),
    ("junk before", "15_leading_junk.xml", b"<br>Warning: mill() in /srv/x.php\n" + THREE, gives_articles(3)),
    ("junk after", "16_trailing_junk.xml", THREE + b"<!-- 0.2 s --><script>x()</script>", gives_articles(3)),
    ("Latin as UTF-8", "18_latin1_says_utf8.xml", rss(item("Mühle")).decode().encode("latin-1"), lambda o: is_clean(o) and ("ä" in o.text or "ü" in o.text)),
    ("UTF-8 as Latin", "19_utf8_says_latin1.xml", rss(item("Mühle"), head=LABELED.format("ISO-8859-1")), lambda o: is_clean(o) and "Ã" not in o.text),
    ("mark", "20_bom_utf8_says_latin1.xml", b"\xef\xbb\xbf" + rss(item("Mühle"), head=LABELED.format("ISO-8859-1")), lambda o: is_clean(o) and "Ã" not in o.text),
    ("UTF-16", "21_utf16le_bom.xml", rss(item("Мельница")).decode().encode("utf-16"), lambda o: is_clean(o) and not o.titles[0].isascii()),
    ("not UTF-16", "22_utf16_declared_utf8_bytes.xml", rss(item("Wheel"), head=LABELED.format("utf-16")), gives_articles(1)),
    ("Cyrillic", "23_cp1251.xml", rss(item("Мельница"), head=LABELED.format("windows-1251")).decode().encode("cp1251"), lambda o: is_clean(o) and o.titles[0] > "А"),
    ("Chinese", "24_gb2312_with_gbk.xml", rss(item("水车鎔"), head=LABELED.format("gb2312")).decode().encode("gbk"), lambda o: is_clean(o) and "\ufffd" not in o.text),
    ("unknown label", "25_unknown_encoding.xml", rss(item("Mühle"), head=LABELED.format("x-mill")), lambda o: is_clean(o) and ("ä" in o.text or "ü" in o.text)),
    ("mixed", "26_mixed_encoding.xml", rss(item("Mühle"), item("Gr\0sse", number=2)).replace(b"\0", b"\xf6"), lambda o: is_clean(o) and "\ufffd" not in o.text),
    ("quotes", "27_smart_quotes_cp1252.xml", rss(item("so \0no\1"), head=LABELED.format("ISO-8859-1")).replace(b"\0", b"\x93").replace(b"\1", b"\x94"), lambda o: "“no”" in o.text),
    ("controls", "28_control_chars.xml", rss(item("Wh\x07ee\x1b[31ml\x00")), lambda o: is_clean(o) and "[31m" not in o.text),
    ("ampersands", "30_bare_ampersand.xml", rss(item("AT&T & Q&A").replace("/1<", "/?a=1&b=2<")), lambda o: o.titles == ["AT&T & Q&A"] and o.articles[0].url.endswith("?a=1&b=2")),
    ("escaped twice", "32_double_escaped.xml", rss(item("Q&amp;amp;A: it&amp;#8217;s &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt;")), has_titles("Q&A: it’s bold")),
    ("surrogates", "33_lone_surrogate_ref.xml", rss(item("smile &#xD83D;&#xDE00;&#xDC00;&#0;")), has_titles("smile 😀")),
    ("unclosed", "34_unclosed_tags.xml", THREE.replace(b"</item>", b""), lambda o: len(o.articles) >= 2),
    ("prefixes", "35_unbound_prefix.xml", rss(item("Wheel", "<content:encoded>It turns.</content:encoded><dc:creator>Ann</dc:creator>")), lambda o: o.articles[0].author == "Ann" and bool(o.articles[0].text)),
    ("CDATA", "38_nested_cdata.xml", rss(item("Wheel", "<description><![CDATA[a ]]]]><![CDATA[> b]]></description>")), lambda o: "a ]]> b" in o.text),
    ("two guids", "40_same_link_diff_guid.xml", rss(item("Wheel", "<guid>1</guid>"), item("Wheel (updated)", "<guid>2</guid>")), lambda o: gives_articles(1)(o) and "updated" in o.titles[0]),
    ("no guid", "41_no_guid.xml", rss(item("Wheel"), item("Water", number=2)), lambda o: len({article.url for article in o.articles}) == 2),
    ("no date", "44_no_date.xml", rss(item("Wheel")), has_no_dates),
    ("bad date", "45_bad_date.xml", rss(item("Wheel", "<pubDate>soon</pubDate>")), lambda o: has_no_dates(o) and "cannot be read" in o.warnings[0]),
    ("1970", "48_1970.xml", rss(item("Wheel", "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>")), lambda o: has_no_dates(o) and "implausible date" in o.warnings[0]),
    ("one date", "49_all_same_date.xml", rss(*(item(f"s{n}", "<pubDate>Thu, 20 Nov 2025 08:00:00 GMT</pubDate>", n) for n in range(5))), lambda o: o.titles == sorted(o.titles)),
    ("relative", "50_relative_links.xml", rss("<link>https://mill.example/a/</link>", item("Wheel").replace("https://mill.example/1", "b?x=1")), lambda o: all(article.url.startswith("http") for article in o.articles)),
    ("pixel", "56_tracking_pixel.xml", rss(item("Wheel", "<description>Text &lt;img src='http://t.example/p.gif' width='1'&gt;</description>")), lambda o: "img" not in o.text and not o.articles[0].image),
    ("bidi", "57_rtl_bidi.xml", rss(item("evil \u202egpj.exe\u202c zero\u200bwidth")), lambda o: is_clean(o) and "\u202e" not in o.text),
    ("emoji", "58_emoji.xml", rss(item("👩\u200d👧 1️⃣")), lambda o: "👩\u200d👧" in o.text or "👩\u200d👩" in o.text),
    ("podcast", "61_podcast.xml", rss(item("Wheel", "<enclosure url='https://mill.example/a.mp3' type='audio/mpeg' length='1'/>")), lambda o: gives_articles(1)(o) and o.articles[0].text == ""),
    ("XHTML", "62_atom_xhtml.xml", ENTRY.format("<link rel='self' href='https://mill.example/s'/><link href='https://mill.example/a'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p><p>Two</p></div></content>").encode(), lambda o: o.articles[0].text.split() == ["One", "Two"] and o.articles[0].url.endswith("/a")),
    ("base64", "63_atom_base64.xml", ENTRY.format("<content type='application/pdf'>AbgSHU+HkAjgzzqTCDTQ</content>").encode(), lambda o: gives_articles(1)(o) and o.articles[0].text == ""),
    ("bad JSON Feed", "64_jsonfeed_bad.json", b'{"items": [{"title": "ok", "content_text": "ok"}, 7, {"title": []}]}', lambda o: o.titles == ["ok"] and "not readable" in o.warnings[0]),
    ("deep JSON", "65_json_deep.json", b'{"items": ' + b"[" * 100_000, fails_with("nested too deeply")),
    ("list", "69_opml_as_feed.opml", b"<opml version='2.0'><body/></opml>", fails_with("list of feeds")),
    ("site map", "71_sitemap.xml", b"<urlset><url><loc>https://mill.example/</loc></url></urlset>", fails_with("site map")),
    ("gzip", "72_gz_without_header.xml", gzip.compress(THREE), gives_articles(3)),
    ("bomb", "73_gzip_bomb.xml.gz", gzip.compress(b"\0" * 30_000_000), fails_with("more than 10 MB")),
    ("line ends", "74_crlf_cr.xml", THREE.replace(b">", b">\r\n").replace(b"</item>", b"</item>\r"), gives_articles(3)),
    ("two texts", "75_content_vs_summary.xml", rss(item("Wheel", "<description>Teaser.</description><content:encoded>The whole text of the wheel.</content:encoded>")), lambda o: "easer" not in o.articles[0].text and bool(o.articles[0].text)),
    ("too many entries", "", rss(*["<item><title>x</title></item>"] * 20_001), lambda o: "only its first 20000 entries" in o.warnings[0] and not o.cut_off),
    ("too many entries in JSON", "", b'{"items": [' + b'{"title": "x"},' * 20_000 + b'{"title": "y"}]}', lambda o: "only its first 20000 entries" in o.warnings[0]),
    ("too many tags", "", rss(item("Mill"), "<item><title>Oven</title><description>" + "<b>" * 100_000), lambda o: gives_articles(1)(o) and "first 50,000 tags" in o.warnings[0]),
    ("many", "", rss(*(item(f"Wheel {number}", number=number) for number in range(2_000))), lambda o: gives_articles(200)(o) and "newest 200" in o.warnings[0]),
)  # fmt: skip

LINES = [f"The wheel of the mill was mended, and part {number} of it turned by noon." for number in range(12)]
PROSE = "".join(f"<p>{line}</p>" for line in LINES)
CONSENT = "".join(
    f"<p>We and our {number} partners keep things on your device for purposes.</p>" for number in range(30)
)


def page(body: str, head: str = "<title>The wheel of the mill</title>") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


PAGES: tuple[tuple[str, str, bytes, Check], ...] = (
    ("empty", "01_empty.html", b"", gives_articles(0)),
    ("script", "02_js_only.html", page("<div id=app></div><noscript>Please switch JavaScript on to read this.</noscript>"), gives_articles(0)),
    ("structured", "03_jsonld_only.html", page("", "<script type='application/ld+json'>" + json.dumps({"@type": "NewsArticle", "headline": "The wheel", "articleBody": " ".join(LINES)}) + "</script>"), gives_articles(1)),
    ("broken structure", "04_jsonld_broken.html", page(f"<article><h1>The wheel</h1>{PROSE}</article>", "<script type='application/ld+json'>{'a': }</script>"), gives_articles(1)),
    ("cookie wall", "06_cookie_wall.html", page(CONSENT), gives_articles(0)),
    ("five", "08_multi_article.html", page("".join(f"<article><h2>Wheel {n}</h2>{PROSE.replace('mill', f'mill {n}')}</article>" for n in range(5))), gives_articles(5)),
    ("comments", "09_comments.html", page(f"<article><h1>The wheel of the mill</h1>{PROSE}</article><div id=comments class=comments>{'<p>Nonsense, said a reader.</p>' * 90}</div>"), lambda o: gives_articles(1)(o) and "Nonsense" not in o.text),
    ("unclosed", "12_unclosed.html", page("<h1>The wheel of the mill" + PROSE.replace("</p>", "")), gives_articles(1)),
    ("deep", "13_deep.html", page("<div>" * 20_000 + "x"), lambda o: len(o.articles) <= 1),
    ("hidden", "15_hidden_text.html", page(f"<article><h1>The wheel of the mill</h1>{PROSE}<p style='display:none'>Buy a lamp from us, it is cheap.</p></article>"), lambda o: gives_articles(1)(o) and "Buy" not in o.text and "gnore" not in o.text),
    ("controls", "16_nul_ctrl.html", page(f"<article><h1>The wheel</h1>{PROSE}</article>").replace(b"noon", b"no\x00\x1b[1mon"), is_clean),
    ("not there", "17_soft404.html", page("<h1>Nothing here</h1><p>The page you asked for is not there any more.</p>"), gives_articles(0)),
    ("gallery", "18_gallery.html", page("<article><h1>The wheel in pictures</h1>" + "".join(f"<figure><img src='{n}.jpg'><figcaption>Picture {n}: the wheel after the flood</figcaption></figure>" for n in range(12)) + "</article>"), lambda o: gives_articles(1)(o) and o.articles[0].categories == ("gallery",)),
    ("live", "19_liveblog.html", page("<h1>Live: the wheel</h1>" + "".join(f"<article><h2>At {n}</h2>{PROSE}</article>" for n in range(12))), gives_articles(1)),
    ("copy", "20_amp_dup.html", page(f"<article><h1>The wheel</h1>{PROSE}</article>", "<link rel=canonical href='http://example.org/a'>"), lambda o: o.articles[0].url == "http://example.org/a"),
    ("two dates", "21_two_dates.html", page(f"<article><h1>The wheel</h1>{PROSE}</article>", "<meta property='article:published_time' content='2025-11-20T08:00:00+01:00'><meta property='article:modified_time' content='2025-11-21T08:00:00+01:00'>"), lambda o: o.articles[0].published == datetime(2025, 11, 20, 7, tzinfo=UTC)),
    ("list", "25_lists_recipe.html", page("<article><h1>Ten wheels</h1><ol>" + "".join(f"<li>Wheel {n} that you should have seen once in your life</li>" for n in range(10)) + "</ol></article>"), lambda o: gives_articles(1)(o) and "9" in o.text),
)  # fmt: skip


@pytest.mark.parametrize(("body", "check"), [case[2:] for case in FEEDS], ids=[case[0] for case in FEEDS])
def test_a_malformed_feed_is_handled(body: bytes, check: Check) -> None:
    outcome = read_feed(body)
    assert check(outcome), outcome


@pytest.mark.parametrize(("body", "check"), [case[2:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_a_malformed_page_is_handled(body: bytes, check: Check) -> None:
    outcome = read_page(body)
    assert check(outcome), outcome


needs_shared_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data is not available")


@pytest.mark.shared
@needs_shared_data
@pytest.mark.parametrize(("name", "check"), [(case[1], case[3]) for case in FEEDS if case[1]])
def test_a_malformed_feed_of_the_corpus_is_handled(name: str, check: Check) -> None:
    outcome = read_feed((SHARED / "feeds" / name).read_bytes())
    assert check(outcome), outcome


@pytest.mark.shared
@needs_shared_data
@pytest.mark.parametrize(("name", "check"), [(case[1], case[3]) for case in PAGES])
def test_a_malformed_page_of_the_corpus_is_handled(name: str, check: Check) -> None:
    outcome = read_page((SHARED / "pages" / name).read_bytes())
    assert check(outcome), outcome
