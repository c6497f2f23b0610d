"""What was: the pages beside the editions, and searching all that was collected."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import lxml.html
import pytest
from sqlalchemy import inspect

from digest.cli.views.archive_view import (
    find_edition,
    list_editions,
    search_collected,
    tell_hits,
    tell_left_out,
)
from digest.editions.edition_data import edition_data
from digest.errors import DigestError
from digest.models import LeftOut
from digest.publishing.site import list_kept
from digest.render import RenderSettings
from digest.render.archive_pages import FEED_EDITIONS, PAGES, render_archive
from digest.store import Store
from tests.sources.test_hostile_text import assert_page_is_harmless
from tests.store.test_store import ARTICLE, NOW, collected
from tests.support.golden_edition import MADE, golden_edition, hostile_edition
from tests.support.rendering import read, tell


def past_editions(count: int) -> list[dict[str, Any]]:
    """The golden edition and those of the days before, the newest first."""
    edition = golden_edition()
    return [
        edition_data(
            replace(edition, date=edition.date - timedelta(days=days), made=MADE - timedelta(days=days))
        )
        for days in range(count)
    ]


def pages(editions: list[dict[str, Any]], **settings: Any) -> dict[str, Any]:
    return dict(render_archive(editions, RenderSettings(archive=True, **settings), ".html"))


def test_the_index_lists_every_edition_by_month_the_newest_first() -> None:
    index = lxml.html.document_fromstring(pages(past_editions(20))["index.html"])
    links = [link.get("href") for link in index.cssselect(".ed-row")]
    assert links[:2] == ["digest-2026-10-16.html", "digest-2026-10-15.html"]
    assert links[-1] == "digest-2026-09-27.html"
    assert [read(month) for month in index.cssselect(".month__h")] == ["October 2026", "September 2026"]
    assert "Friday 16 October" in read(index.cssselect(".ed-row")[0])
    assert not index.cssselect("script")


def test_an_index_tells_quiet_days_and_days_without_an_edition() -> None:
    failed = edition_data(tell(sources=tuple(s for s in golden_edition().sources if s.status != "ok")))
    quiet = edition_data(tell())
    index = lxml.html.document_fromstring(pages([failed, quiet])["index.html"])
    rows = [read(row) for row in index.cssselect(".month li")]
    assert "No news reached this machine" in rows[0]
    assert "No edition" in rows[0]
    assert "A quiet day" in rows[1]


def test_the_search_page_holds_every_story_and_one_script_that_its_policy_names() -> None:
    page = pages(past_editions(3))["search.html"]
    (listed,) = re.findall(r'<script type="application/json" id="editions">(.*?)</script>', page, re.DOTALL)
    rows = json.loads(listed)
    assert len(rows) == 3 * 9
    assert rows[0][0] == "digest-2026-10-16.html#s-5f1c0a77d2e94b10"
    assert rows[0][4].startswith("The last of the 34 passengers")
    assert page.count("<script>") == 1
    assert page.count("script-src 'sha256-") == 1


def test_feeds_of_editions_and_of_stories() -> None:
    written = pages(past_editions(10), address="https://news.example/")
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
    assert pages(past_editions(4)) == pages(past_editions(4))
    assert pages(past_editions(1)).keys() == PAGES.keys()


def test_what_others_wrote_does_no_harm_beside_the_editions() -> None:
    written = pages([edition_data(hostile_edition())])
    assert_page_is_harmless(written["index.html"])
    listed = written["search.html"].split('id="editions">')[1].split("</script>")[0]
    assert "<" not in listed
    assert not feedparser.parse(written["feed.xml"].encode()).bozo


# Searching


def test_a_search_finds_words_wherever_they_stand(store: Store) -> None:
    other = replace(
        ARTICLE, id="a2", title="Ferries", text="Harbours wait.", published=NOW - timedelta(hours=1)
    )
    store.save_collected([collected(ARTICLE, other)], NOW)
    found = {
        "gate": ["a1"], "GATE second": ["a1"], "gate ferries": [], "harbour": ["a2"], "harb": ["a2"],
        '"gate is shut"': ["a1"], '"shut gate"': [], "三": ["a1"], "quote": ["a1"], "the": ["a1"], "": [],
        "wait.": ["a2"], "it's": [], "'": [], "\\": [], '"': [], "AND": [], "a*": [], "title:gate": [],
    }  # fmt: skip
    assert {words: [hit.article.id for hit in store.search(words)] for words in found} == found


def test_every_database_takes_the_same_for_a_word(store: Store) -> None:
    text = "Une idée naïve de Łódź, Москва, Αθήνα; re-opened at https://a.example/foo_bar, 3.5 €/tonne."
    store.save_collected(
        [collected(replace(ARTICLE, title="Grüße aus MÁLAGA: it's C++ (100%)", text=text))], NOW
    )
    found = (
        *("málaga", "malaga", "Malag", "grüße", "naive", "NAÏVE", "idee", "МОСКВА", "Αθήνα"),
        *(
            "re-opened",
            "opened",
            '"re opened"',
            "example",
            "a.example",
            "foo_bar",
            "foo",
            "bar",
            "3.5",
            "tonne",
        ),
        *("it's", "C++", "c", "100%", "100", "€", "łódź", "aus\ud83d", "a/example", "re\\'opened"),
    )
    assert [words for words in found if not store.search(words)] == []
    lost = ("grusse", "lodz", "Αθηνα", "reopened", "foobar", "exampl.e", "35", "s'it", "a'opened", "malagas")
    assert [words for words in lost if store.search(words)] == []


def test_an_index_of_an_earlier_version_is_replaced(store: Store) -> None:
    store.save_collected([collected(ARTICLE)], NOW)
    if store.url.startswith("postgresql"):
        with store.step() as connection:
            older = "to_tsvector('simple', title || ' ' || left(text, 200000))"
            connection.exec_driver_sql(f"create index articles_words on articles using gin ({older})")
    assert len(store.search("gate")) == 1
    with store.step() as connection:
        assert "articles_words" not in {row["name"] for row in inspect(connection).get_indexes("articles")}


def test_the_index_follows_what_is_added_changed_and_dropped(store: Store) -> None:
    assert store.search("gate") == ()
    store.save_collected([collected(ARTICLE)], NOW)
    assert len(store.search("gate")) == 1
    store.save_collected([collected(replace(ARTICLE, title="The door"))], NOW)
    assert store.search("gate") == ()
    assert len(store.search("door")) == 1
    store.save_collected([collected(replace(ARTICLE, title="The door"))], NOW)
    assert len(store.search("door")) == 1
    store.prune(NOW + timedelta(days=1))
    assert store.search("door") == ()


def test_the_newest_comes_first_and_no_more_than_wanted(store: Store) -> None:
    hours = {"a": 5, "b": 1, "c": 3}
    store.save_collected(
        [
            collected(
                *(replace(ARTICLE, id=id_, published=NOW - timedelta(hours=h)) for id_, h in hours.items())
            )
        ],
        NOW,
    )
    assert [hit.article.id for hit in store.search("gate")] == ["b", "c", "a"]
    assert [hit.article.id for hit in store.search("gate", 2)] == ["b", "c"]


def test_a_hit_names_date_story_source_and_address(store: Store) -> None:
    edition = golden_edition()
    lead = edition.stories[0].story.lead
    store.save_collected([collected(replace(lead, feed="Harbour Post"))], NOW)
    held = {article.id: told.story.id for told in edition.stories for article in told.story.articles}
    store.record_edition(edition.date, MADE, edition_data(edition), held)
    (hit,) = search_collected(store, "platform gorge", 20)
    assert list(tell_hits([hit], ZoneInfo(edition.timezone))) == [
        f"2026-10-16 04:00  Highland Courier: {lead.title}",
        f"    told on 2026-10-16 in story 5f1c0a77: {lead.title}",
        "    https://highland-courier.example/korvath-rescue",
    ]


def test_past_editions_are_listed_and_found(store: Store) -> None:
    with pytest.raises(DigestError, match="no edition yet"):
        find_edition(store, None)
    for data in past_editions(2):
        store.record_edition(date.fromisoformat(data["date"]), MADE, data, {})
    assert [day.isoformat() for day, _ in list_editions(store)] == ["2026-10-16", "2026-10-15"]
    assert find_edition(store, None)["date"] == "2026-10-16"
    assert find_edition(store, date(2026, 10, 15))["date"] == "2026-10-15"
    with pytest.raises(DigestError, match="no edition of 2025-01-01"):
        find_edition(store, date(2025, 1, 1))


def test_what_weighs_most_is_not_held_of_every_edition(store: Store) -> None:
    today, *before = past_editions(3)
    for data in before:
        store.record_edition(date.fromisoformat(data["date"]), MADE, data, {})
    kept = list_kept(store, today)
    assert [edition["date"] for edition in kept] == ["2026-10-16", "2026-10-15", "2026-10-14"]
    assert kept[0] is today
    assert kept[1].keys() == today.keys()
    assert kept[1]["left_out"] == kept[1]["sources"] == []
    assert kept[1]["stories"][0].keys() == today["stories"][0].keys()
    store.record_edition(date(2026, 10, 16), MADE, today, {})
    assert list_kept(store, today) == kept


def test_what_was_passed_over_is_told_with_its_place_and_reason() -> None:
    rows = [LeftOut("x", "monday.jsonl", "inbox", "unreadable", "line 12: this is no JSON")]
    assert list(tell_left_out(rows)) == ["inbox: monday.jsonl (unreadable: line 12: this is no JSON)"]
