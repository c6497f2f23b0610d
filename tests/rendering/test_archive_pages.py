"""The pages beside the editions: index, search, feeds."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
import pytest

from digest.editions.serialize import serialize_edition
from digest.models import EditionData
from digest.rendering import RenderSettings
from digest.rendering.archive_pages import FEED_EDITIONS, PAGES, render_archive
from digest.rendering.data_cleaning import clean_archived, parse_archived
from tests.rendering.test_hostile_text import assert_page_is_harmless
from tests.support.golden_edition import golden_edition, hostile_edition
from tests.support.past_editions import make_past_editions
from tests.support.rendering import edit_edition, read_text


def pages(editions: list[EditionData], **settings: Any) -> dict[str, Any]:
    return dict(render_archive(editions, RenderSettings(archive=True, **settings), ".html"))


def test_the_index_lists_all_editions_by_month_newest_first() -> None:
    index = lxml.html.document_fromstring(pages(make_past_editions(20))["index.html"])
    links = [link.get("href") for link in index.cssselect(".ed-row")]
    assert links[:2] == ["digest-2026-10-16.html", "digest-2026-10-15.html"]
    assert links[-1] == "digest-2026-09-27.html"
    assert [read_text(month) for month in index.cssselect(".month__h")] == ["October 2026", "September 2026"]
    assert "Friday 16 October" in read_text(index.cssselect(".ed-row")[0])
    assert not index.cssselect("script")


def test_the_index_marks_quiet_days_and_days_without_news() -> None:
    failed = serialize_edition(
        edit_edition(sources=tuple(s for s in golden_edition().sources if s.status != "ok"))
    )
    quiet = serialize_edition(edit_edition())
    index = lxml.html.document_fromstring(pages([failed, quiet])["index.html"])
    rows = [read_text(row) for row in index.cssselect(".month li")]
    assert "No news reached this machine" in rows[0]
    assert "No edition" in rows[0]
    assert rows[1].endswith("A quiet day"), "there is nothing to count"


def test_the_search_page_has_every_story_and_one_script_allowed_by_its_policy() -> None:
    page = pages(make_past_editions(3))["search.html"]
    (listed,) = re.findall(r'<script type="application/json" id="editions">(.*?)</script>', page, re.DOTALL)
    rows = json.loads(listed)
    assert len(rows) == 3 * 9
    assert rows[0][0] == "digest-2026-10-16.html#s-5f1c0a77d2e94b10"
    assert rows[0][4].startswith("The last of the 34 passengers")
    assert page.count("<script>") == 1
    assert page.count("script-src 'sha256-") == 1


def test_the_feeds_of_editions_and_stories_are_valid() -> None:
    written = pages(make_past_editions(10), address="https://news.example/")
    editions = feedparser.parse(written["feed.xml"].encode())
    stories = feedparser.parse(written["stories.xml"].encode())
    assert not editions.bozo
    assert not stories.bozo
    assert [entry.link for entry in editions.entries][:2] == [
        "https://news.example/digest-2026-10-16.html",
        "https://news.example/digest-2026-10-15.html",
    ]
    assert len(editions.entries) == 10
    assert len(stories.entries) == FEED_EDITIONS * 9
    assert len({entry.id for entry in (*editions.entries, *stories.entries)}) == 10 + FEED_EDITIONS * 9
    assert {link.href for link in editions.feed.links if link.rel == "self"} == {
        "https://news.example/feed.xml"
    }


def test_the_same_editions_give_the_same_bytes() -> None:
    assert pages(make_past_editions(4)) == pages(make_past_editions(4))
    assert pages(make_past_editions(1)).keys() == PAGES.keys()


def test_hostile_texts_are_escaped_on_archive_pages() -> None:
    written = pages([serialize_edition(hostile_edition())])
    assert_page_is_harmless(written["index.html"])
    listed = written["search.html"].split('id="editions">')[1].split("</script>")[0]
    assert "<" not in listed
    assert not feedparser.parse(written["feed.xml"].encode()).bozo


def test_a_whole_page_of_ones_own_leaves_the_archive_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "edition.html.j2").write_text("<!doctype html><title>{{ title }}</title>", "utf-8")
    assert pages(make_past_editions(2), templates=tmp_path) == pages(make_past_editions(2))


@pytest.mark.parametrize(
    ("title", "address", "shown", "link"),
    [
        ("Fähre auf Grund", "https://post.example/a", "Fähre auf Grund", "https://post.example/a"),
        ('C:\\new "harbour"', "https://post.example/a", 'C:\\new "harbour"', "https://post.example/a"),
        ("Ferry\x1b[31m aground", "https://post.example/a", "Ferry[31m aground", "https://post.example/a"),
        ("Ferry\n aground\t", "https://post.example/a", "Ferry aground", "https://post.example/a"),
        ("\u202eFerry\x7f aground", "https://post.example/a", "Ferry aground", "https://post.example/a"),
        ("渡し船が座礁", "file:///home/me/a.html", "渡し船が座礁", ""),
    ],
)
def test_a_stored_edition_is_shown_without_control_characters_and_links_to_files(
    title: str, address: str, shown: str, link: str
) -> None:
    (data,) = make_past_editions(1)
    story = {
        **data["stories"][0],
        "title": title,
        "headline": {**data["stories"][0]["headline"], "url": address},
    }
    edition: Any = {**data, "stories": [story]}
    parsed = parse_archived(json.dumps(edition, ensure_ascii=False))
    assert (parsed["stories"][0]["title"], parsed["stories"][0]["headline"]["url"]) == (shown, link)
    assert parsed == clean_archived(edition)
