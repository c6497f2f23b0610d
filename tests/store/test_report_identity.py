"""Reports that come again at another address keep their ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from digest.models import Article, Collected, complete_edition
from digest.store import Store
from digest.store.report_identity import make_address_key
from tests.store.examples import ARTICLE, NOW, SOURCE, make_visit

SITE = "https://harbour.example"
LONG = (
    "The harbour master has measured the silt in all nine basins and will have three of them dredged in May."
)
KNOWN = replace(ARTICLE, url=f"{SITE}/silt", title="Three basins are to be dredged", text=LONG, guid="tag:1")


def save_twice(store: Store, known: Article, received: Article, source: object = SOURCE) -> list[Article]:
    """Save an article, publish it, save another one a day later, and return what the store holds."""
    store.save_visits([make_visit(known)], NOW)
    later = NOW + timedelta(days=1)
    store.save_visits([make_visit(replace(received, first_seen=later), source=source)], later)
    return list(store.articles.find())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://harbour.example/silt", "https://harbour.example/silt"),
        ("https://www.harbour.example/silt", "https://harbour.example/silt/"),
        ("https://m.harbour.example/silt", "https://amp.harbour.example/silt"),
        ("https://harbour.example/silt/amp", "https://www3.harbour.example/silt"),
        ("https://harbour.example/", "http://harbour.example/index.html"),
        ("https://harbour.example/a;jsessionid=1F3A9C77", "https://harbour.example/a"),
        (
            "https://harbour.example/?id=4&PHPSESSID=0a1b2c3d4e",
            "https://harbour.example/?sid=ffff0000ff&id=4",
        ),
        ("https://münze.example/秋?b=1&a=2", "http://www.münze.example/秋/?a=2&b=1"),
    ],
)
def test_forms_of_one_address_have_one_key(one: str, other: str) -> None:
    assert make_address_key(one) == make_address_key(other) != 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://harbour.example/silt", "https://harbour.example/salt"),
        ("https://harbour.example/?id=4", "https://harbour.example/?id=5"),
        ("https://harbour.example/?sid=12", "https://harbour.example/?sid=13"),
        ("https://news.harbour.example/a", "https://sport.harbour.example/a"),
        ("https://m.example/a", "https://example/a"),
        ("https://harbour.example/#!/a", "https://harbour.example/#!/b"),
    ],
)
def test_different_addresses_have_different_keys(one: str, other: str) -> None:
    assert make_address_key(one) != make_address_key(other)


def test_a_file_has_no_address_key() -> None:
    assert make_address_key("file:///news/silt.txt") == make_address_key("") == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"url": f"{SITE}/silt-2"},
        {"url": f"{SITE}/silt-2", "title": "Three of nine basins are to be dredged"},
        {"url": f"{SITE}/silt-2", "text": f"{LONG} A dredger was hired.", "published": NOW},
        {"url": "http://www.harbour.example/silt/", "guid": "", "title": "Three basins to be dredged"},
        {"url": "https://new.example/x", "guid": "other"},
        {"url": "https://new.example/x", "guid": "", "published": NOW},
        {"url": "https://new.example/x", "guid": "", "title": "THREE basins are to be dredged!"},
    ],
    ids=["guid", "corrected", "added to", "address", "text", "text and time", "typography"],
)
def test_a_known_report_keeps_its_id_and_gets_the_new_address(store: Store, changed: dict[str, Any]) -> None:
    received = replace(KNOWN, id="b1", **changed)
    (saved,) = save_twice(store, KNOWN, received)
    assert (saved.id, saved.url, saved.title) == (KNOWN.id, received.url, received.title)
    assert (saved.first_seen, saved.published) == (KNOWN.first_seen, KNOWN.published)


@pytest.mark.parametrize(
    "changed",
    [
        {"url": f"{SITE}/other", "title": "Ferry fares rise", "text": "A crossing costs two crowns more."},
        {"url": "http://www.harbour.example/silt/", "title": "Ferry fares rise", "text": "Two crowns more."},
        {
            "url": f"{SITE}/other",
            "text": "Another text of which no run of five words was known.",
            "published": NOW,
        },
        {"url": f"{SITE}/other", "guid": "tag:2", "source": "Harbour Radio"},
    ],
    ids=["guid only", "address only", "title of another time", "other outlet"],
)
def test_another_report_stays_another_one(store: Store, changed: dict[str, Any]) -> None:
    assert {article.id for article in save_twice(store, KNOWN, replace(KNOWN, id="b1", **changed))} == {
        "a1",
        "b1",
    }


@pytest.mark.parametrize(("text", "count"), [("Hear it here.", 2), (LONG, 1)])
def test_a_short_formula_of_another_time_is_another_report(store: Store, text: str, count: int) -> None:
    known = replace(KNOWN, title="Tonight's tides", text=text, guid="")
    received = replace(known, id="b1", url=f"{SITE}/tides/2", published=NOW + timedelta(hours=20))
    assert len(save_twice(store, known, received)) == count


def test_a_guid_that_all_entries_share_names_none_of_them(store: Store) -> None:
    rows = [
        replace(KNOWN, id=f"b{n}", url=f"{SITE}/{n}", title=f"Three basins, part {n}", text="")
        for n in (1, 2)
    ]
    store.save_visits([make_visit(replace(KNOWN, text=""))], NOW)
    store.save_visits([make_visit(*rows)], NOW)
    assert [article.id for article in store.articles.find()] == ["a1", "b1", "b2"]


def test_a_report_that_is_still_sent_at_its_old_address_is_not_replaced(store: Store) -> None:
    second = replace(KNOWN, id="b1", url=f"{SITE}/silt-2")
    store.save_visits([make_visit(KNOWN)], NOW)
    for _ in range(2):
        store.save_visits([make_visit(KNOWN, second)], NOW)
        assert store.articles.find() == (KNOWN, second)


def test_the_same_outlet_in_two_feeds_has_a_report_once(store: Store) -> None:
    other = replace(SOURCE, location="https://harbour.example/rss/top")
    received = replace(KNOWN, id="b1", url=f"{SITE}/top/silt", guid="77")
    (saved,) = save_twice(store, KNOWN, received, other)
    assert saved == KNOWN


def test_a_report_at_another_address_stays_published_and_in_the_store(store: Store) -> None:
    store.save_visits([make_visit(KNOWN)], NOW)
    store.editions.record(NOW.date(), NOW, complete_edition({"stories": []}), {"a1": "s1"})
    later = NOW + timedelta(days=1)
    store.save_visits([make_visit(replace(KNOWN, id="b1", url=f"{SITE}/silt-2"))], later)
    assert set(store.editions.published(later.date())) == {"a1"}
    store.prune(NOW + timedelta(hours=12))
    assert [article.id for article in store.articles.find()] == ["a1"]


def test_the_articles_of_an_older_store_are_recognized(store: Store) -> None:
    store.save_visits([make_visit(KNOWN)], NOW)
    with store.write() as connection:
        connection.exec_driver_sql("update articles set guid = '', address_key = 0, text_key = 0")
        connection.exec_driver_sql("update schema_version set version = 3")
    lines = list(store.backup.export_lines())
    with store.write() as connection:
        for line in ("articles", "sources"):
            connection.exec_driver_sql(f"delete from {line}")
    store.backup.import_lines(['{"digest_store": 3}', *lines[1:]], "export")
    received = replace(KNOWN, id="b1", url="http://www.harbour.example/silt/", title="Three basins dredged")
    store.save_visits([Collected(SOURCE, (received,))], NOW)
    assert [article.id for article in store.articles.find()] == ["a1"]
