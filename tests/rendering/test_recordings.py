"""What is to watch or listen to: apart from what is to read, with its length and a link that plays it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import lxml.etree
import pytest

from digest.editions.serialize import serialize_edition
from digest.models import Edition, Summary
from digest.rendering import RenderSettings, render_edition
from tests.support.golden_edition import CABLE, brief, golden_edition, summarize, write_article, write_brief
from tests.support.rendering import edit_edition, find_one, parse_page, read_text, render

TALK = write_brief(
    "b00000000000000a",
    replace(
        write_article(
            "r1", "Radio Tarn", "https://tarn.example/talk", "The last night of the cable car",
            "Three who sat in it tell of the dark.", 5.0,
        ),
        media_url="https://tarn.example/talk.mp3?a=1&b=2",
        media_kind="audio",
        media_seconds=2538,
    ),
    score=0.5,
)  # fmt: skip
CLIP = write_brief(
    "b00000000000000b",
    replace(
        write_article(
            "r2", "Tal TV", "https://tal.example/film", "Die Seilbahn von oben",
            "Ein Flug mit der Kamera.", 6.0, language="de",
        ),
        media_url="https://tal.example/film.mp4",
        media_kind="video",
        media_seconds=75,
    ),
    score=0.4,
)  # fmt: skip


def make_edition(*others: Summary) -> Edition:
    stories = golden_edition().stories
    return replace(golden_edition(), stories=(*stories, *others, brief(TALK, (0, 0)), brief(CLIP, (0, 0))))


def test_recordings_have_a_section_of_their_own() -> None:
    tree = parse_page(make_edition())
    section = find_one(tree, ".section--recordings")
    assert read_text(find_one(section, "h2")) == "To watch and listen to"
    assert [item.get("id") for item in section.cssselect(".brief")] == [f"s-{TALK.id}", f"s-{CLIP.id}"]
    links = section.cssselect("a.play")
    assert [link.get("href") for link in links] == [
        "https://tarn.example/talk.mp3?a=1&b=2",
        "https://tal.example/film.mp4",
    ]
    assert [read_text(link) for link in links] == [
        "▶ Listen: The last night of the cable car",
        "▶ Watch: Die Seilbahn von oben",
    ]
    assert "43 min Radio Tarn" in read_text(section)
    facts = read_text(find_one(tree, ".masthead__facts"))
    assert facts.startswith("6 stories and 3 briefs,")
    assert not tree.cssselect(f".section--briefs:not(.section--recordings) #s-{TALK.id}")


def test_a_page_without_recordings_has_no_such_section() -> None:
    assert not parse_page(golden_edition()).cssselect(".section--recordings, a.play")


def test_a_report_with_a_clip_stays_one_to_read_and_has_a_link_that_plays_it() -> None:
    film: dict[str, Any] = {
        "media_url": "https://tarn.example/c.mp4",
        "media_kind": "video",
        "media_seconds": 31,
    }
    story = replace(CABLE, articles=(replace(CABLE.lead, **film), *CABLE.articles[1:]))
    tree = parse_page(edit_edition(summarize(story, (0, 0), (0, 1))))
    assert not tree.cssselect(".section--recordings")
    played = find_one(tree, f"#s-{CABLE.id} .story__play")
    assert read_text(played).endswith("1 min Highland Courier")
    assert find_one(played, "a.play").get("href") == "https://tarn.example/c.mp4"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", "(43 min): https://tarn.example/talk.mp3?a=1&b=2"),
        ("markdown", "[Listen](https://tarn.example/talk.mp3?a=1&b=2) (43 min), Radio Tarn"),
        ("mail", "Listen</a></b> 43 min"),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_format_lists_them_under_their_heading(kind: str, expected: str, language: str) -> None:
    text = render(make_edition(), kind, language=language)
    heading = {"en": "To watch and listen to", "de": "Zum Hören und Sehen"}[language]
    if language == "de":
        expected = expected.replace("Listen", "Anhören").replace("min", "Min.")
    heading = heading.upper() if kind == "text" else heading
    before, found, after = text.partition(heading)
    assert found
    assert expected in after
    assert "The last night of the cable car" in after
    assert "The last night" not in before


def test_a_book_has_a_chapter_of_them() -> None:
    (book,) = render_edition(serialize_edition(make_edition()), RenderSettings(formats=("epub",))).values()
    assert isinstance(book, bytes)
    packed = zipfile.ZipFile(io.BytesIO(book))
    page = lxml.etree.fromstring(packed.read("book/recordings.xhtml"))
    assert "".join(page.itertext()).count("▶") == 2
    assert b"The last night" not in packed.read("book/briefs.xhtml")
    assert b"recordings.xhtml" in packed.read("book/nav.xhtml")
