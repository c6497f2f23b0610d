"""Save and find editions and their stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from digest.models import Published, complete_edition
from digest.store import Store
from tests.store.examples import ARTICLE, DAY, NOW, make_visit


def test_an_edition_marks_its_articles_as_published(store: Store) -> None:
    day = date(2026, 3, 12)
    data = complete_edition({"stories": [{"title": "Gate shut"}], "n": 1})
    store.editions.record(day, NOW, data, {"a1": "s1"})
    assert store.editions.data(day) == data
    assert store.editions.made_at(day) == NOW
    assert store.editions.published(day) == {}
    assert store.editions.published(day + timedelta(days=1)) == {"a1": Published("s1", day)}
    assert [row.headline for row in store.editions.headlines(day + timedelta(days=1), 5)] == ["Gate shut"]
    assert store.editions.recent(day + timedelta(days=1), 5) == (data,)


def test_what_is_published_is_ordered_by_id_also_after_changes(store: Store) -> None:
    for day, articles in ((DAY, "bca"), (DAY + timedelta(days=1), "ab")):
        store.editions.record(day, NOW, complete_edition({"stories": []}), dict.fromkeys(articles, "s1"))
    assert list(store.editions.published(DAY + timedelta(days=2))) == ["a", "b", "c"]


def test_an_edition_replaces_that_of_its_day_and_articles_keep_their_first_date(store: Store) -> None:
    day = date(2026, 3, 12)
    store.editions.record(day, NOW, complete_edition({"stories": []}), {"a1": "s1", "a2": "s2"})
    store.editions.record(day, NOW, complete_edition({"stories": []}), {"a1": "s3"})
    marks = {"a1": Published("s3", day), "a2": Published("s2", day)}
    assert store.editions.published(day + timedelta(days=1)) == marks
    store.editions.record(day + timedelta(days=1), NOW, complete_edition({"stories": []}), {"a1": "s1"})
    assert store.editions.published(day + timedelta(days=2))["a1"].date == day


def test_an_edition_issued_again_keeps_when_it_was_made(store: Store) -> None:
    later = NOW + timedelta(minutes=30)
    store.editions.record(DAY, NOW, complete_edition({"stories": []}), {})
    assert (store.editions.made_at(DAY), store.editions.issued_at(DAY)) == (NOW, NOW)
    store.editions.record(DAY, NOW, complete_edition({"stories": []}), {}, issued=later)
    assert (store.editions.made_at(DAY), store.editions.issued_at(DAY)) == (NOW, later)
    assert store.editions.issued_at(DAY - timedelta(days=1)) is None
    assert store.editions.last_date() == DAY
    assert store.editions.last_date(before=DAY) is None


def record_story(store: Store, day: date, id_: str, title: str) -> None:
    data = complete_edition({"stories": [{"id": id_, "title": title, "articles": [{"id": "article1"}]}]})
    store.editions.record(day, NOW, data, {})


def test_stories_are_found_by_the_beginning_of_their_ids(store: Store) -> None:
    record_story(store, DAY - timedelta(days=30_000), "abc1", "Oldest")
    record_story(store, DAY - timedelta(days=1), "ABC1", "Upper case")
    record_story(store, DAY - timedelta(days=2), "ab%2", "Percent")
    record_story(store, DAY, "abc1", "Newest")

    def find_titles(prefix: str) -> list[tuple[date, str]]:
        return [(day, story["title"]) for day, story in store.editions.find_stories(prefix)]

    assert find_titles("abc") == [(DAY, "Newest"), (DAY - timedelta(days=30_000), "Oldest")]
    assert find_titles("ab%") == [(DAY - timedelta(days=2), "Percent")]
    for other in ("bc1", "article1", "Newest", 'abc1", "', "abc1\n", "\\"):
        assert find_titles(other) == []


def test_the_title_of_a_story_is_that_of_its_newest_edition(store: Store) -> None:
    for number in range(120):
        record_story(store, DAY - timedelta(days=number), f"s{number % 110}", f"Title {number}")
    ids = {f"s{number}" for number in range(110)}
    titles = store.editions.story_titles(ids | {"unknown"})
    assert titles == {f"s{number}": f"Title {number}" for number in range(110)}
    assert store.editions.story_titles(()) == {}


def test_each_edition_has_issues_and_marks_of_its_own(store: Store) -> None:
    daily, weekly = store.of_edition("daily"), store.of_edition("weekly")
    record_story(daily, DAY, "s1", "Gate shut")
    record_story(weekly, DAY, "s1", "A week at the gate")
    record_story(store, DAY - timedelta(days=1), "s2", "Ferry late")
    daily.editions.record(DAY, NOW, complete_edition({"stories": [{"title": "Gate"}]}), {"a1": "s1"})
    later = DAY + timedelta(days=1)
    assert daily.editions.published(later) == {"a1": Published("s1", DAY)}
    assert weekly.editions.published(later) == store.editions.published(later) == {}
    headlines = [[row.headline for row in one.editions.headlines(later, 9)] for one in (daily, weekly, store)]
    assert headlines == [["Gate"], ["A week at the gate"], ["Ferry late"]]
    assert (weekly.editions.last_date(), store.editions.last_date()) == (DAY, DAY - timedelta(days=1))
    assert store.edition_names() == ("", "daily", "weekly")
    weekly.editions.mark_issued(DAY, NOW + timedelta(hours=1))
    assert daily.editions.issued_at(DAY) == NOW
    assert [story["title"] for _, story in store.editions.find_stories("s1")] == ["A week at the gate"]


def test_an_article_that_is_news_again_is_so_in_every_edition(store: Store) -> None:
    long_text = " ".join(f"word{number}" for number in range(60))
    store.save_visits([make_visit(replace(ARTICLE, text=long_text))], NOW)
    for name in ("daily", "weekly"):
        data = complete_edition({"stories": []})
        store.of_edition(name).editions.record(DAY, NOW, data, {ARTICLE.id: "s1"})
    other_text = " ".join(f"other{number}" for number in range(60))
    later = NOW + timedelta(hours=1)
    store.save_visits([make_visit(replace(ARTICLE, text=other_text, first_seen=later))], later)
    for name in ("daily", "weekly"):
        assert store.of_edition(name).editions.published(DAY + timedelta(days=1)) == {}
