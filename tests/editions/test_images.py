"""Pictures: fetched once, made small, put into the page, and none of it unless it is wanted."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import lxml.html
import pytest

from digest.editions.edition_data import edition_data
from digest.editions.images import MOST_PIXELS, WIDEST, add_pictures, known_pictures, shrink_picture
from digest.http import Client
from digest.models import Summary
from digest.render import RenderSettings, default_templates, render_edition
from tests.support.golden_edition import BRIEFS, CABLE, MILL, SNAIL, brief, summarize
from tests.support.rendering import tell
from tests.support.webserver import Route, WebServer

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")


def draw(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    packed = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(packed, kind)
    return packed.getvalue()


def opened(picture: dict[str, Any] | None) -> Any:
    assert picture
    return Image.open(io.BytesIO(base64.b64decode(picture["data"].partition(",")[2])))


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "L"), ("GIF", "P"), ("WEBP", "RGB")]
)
def test_a_picture_becomes_a_small_jpeg(kind: str, mode: str) -> None:
    body = draw(1600, 800, *kind.split())
    small = shrink_picture(body)
    assert opened(small).size == (WIDEST, WIDEST // 2)
    assert opened(small).format == "JPEG"
    assert small == shrink_picture(body)
    assert small == {**small, "width": WIDEST, "height": WIDEST // 2}  # type: ignore[dict-item]


def test_a_small_picture_stays_as_small() -> None:
    assert opened(shrink_picture(draw(90, 60))).size == (90, 60)


@pytest.mark.parametrize(
    "body",
    [b"", b"no picture", draw(300, 300)[:200], draw(1, 1), b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["empty", "text", "cut", "dot", "svg"],
)
def test_what_is_no_picture_is_left_away(body: bytes) -> None:
    assert shrink_picture(body) is None


def test_a_picture_that_would_fill_the_memory_is_not_opened() -> None:
    packed = io.BytesIO()
    Image.new("1", (20_000, MOST_PIXELS // 20_000 + 1)).save(packed, "PNG")
    assert len(packed.getvalue()) < 100_000
    assert shrink_picture(packed.getvalue()) is None


def with_image(told: Summary, address: str) -> Summary:
    lead = replace(told.story.lead, image=address)
    return replace(told, story=replace(told.story, articles=(lead, *told.story.articles[1:])))


def test_an_edition_holds_its_pictures_and_fetches_each_once(web: WebServer) -> None:
    web.routes |= {"/a.png": Route(draw(800, 600)), "/gone.png": Route(status=404)}
    client = Client(private_hosts=("127.0.0.1",))
    edition = tell(
        with_image(summarize(CABLE, (0, 0)), web.url("/a.png")),
        with_image(summarize(MILL, (0, 0)), web.url("/gone.png")),
        with_image(brief(BRIEFS[0], (0, 0)), web.url("/brief.png")),
        summarize(SNAIL, (0, 0)),
    )
    stories = [told.story for told in edition.stories]
    data = add_pictures(edition_data(edition), stories, client, map, {})
    assert [bool(story["picture"]) for story in data["stories"]] == [True, False, False, False]
    assert sorted(asked.path for asked in web.asked) == ["/a.png", "/gone.png"]
    schema = json.loads((default_templates() / "edition.schema.json").read_text("utf-8"))
    jsonschema.validate(data, schema)
    (page,) = render_edition(data, RenderSettings(formats=("html",))).values()
    (picture,) = lxml.html.document_fromstring(page).cssselect("img")
    assert picture.get("src") == data["stories"][0]["picture"]["data"]
    assert picture.get("alt") == "Picture from Highland Courier"
    assert (picture.get("width"), picture.get("height")) == ("720", "540")
    again = add_pictures(edition_data(edition), stories, client, map, known_pictures(data))
    assert again == data
    assert [asked.path for asked in web.asked].count("/a.png") == 1
