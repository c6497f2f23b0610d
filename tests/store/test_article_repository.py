"""Save and find articles; what is kept when an article comes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from digest.models import Collected, Headline, complete_edition
from digest.store import Store
from tests.store.examples import ARTICLE, NOW, SOURCE, make_post, make_visit

LONG = " ".join(f"word{number}" for number in range(60))


def test_saved_articles_are_found_unchanged(store: Store) -> None:
    undated = replace(ARTICLE, id="a0", published=None)
    assert store.save_visits([make_visit(ARTICLE, undated)], NOW) == 2
    assert store.articles.find() == (undated, ARTICLE)


def test_an_article_seen_again_keeps_when_it_was_first_seen(store: Store) -> None:
    store.save_visits([make_visit(ARTICLE)], NOW)
    later = replace(ARTICLE, title="Changed", first_seen=NOW + timedelta(hours=1))
    assert store.save_visits([make_visit(later)], NOW) == 0
    assert store.articles.find() == (replace(ARTICLE, title="Changed"),)


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        ({}, {"published": NOW + timedelta(hours=5)}, {}),
        ({}, {"published": None}, {}),
        ({"published": None}, {"published": NOW}, {"published": NOW}),
        ({}, {"published": NOW - timedelta(days=3)}, {"published": NOW - timedelta(days=3)}),
        ({}, {"title": "Corrected", "text": "Mended."}, {"title": "Corrected", "text": "Mended."}),
        ({"text": LONG}, {"text": f"{LONG} and more", "published": NOW}, {"text": f"{LONG} and more"}),
        ({"text": LONG}, {"text": "A teaser."}, {"text": "A teaser."}),
        (
            {"text": LONG, "from_page": True},
            {"text": "A teaser.", "from_page": False, "title": "New"},
            {"title": "New"},
        ),
        ({"text": "A teaser."}, {"text": LONG, "from_page": True}, {"text": LONG, "from_page": True}),
        ({"is_backlog": True, "published": None}, {"is_backlog": False, "title": "B"}, {"title": "B"}),
    ],
    ids=[
        *("again", "undated", "dated", "dated back", "corrected", "added to", "shortened", "teaser", "read"),
        "backlog",
    ],
)  # fmt: skip
def test_an_article_received_again_is_revised_and_stays_published(
    store: Store, before: dict[str, Any], now: dict[str, Any], kept: dict[str, Any]
) -> None:
    known = replace(ARTICLE, **before)
    store.save_visits([make_visit(known)], NOW)
    store.editions.record(NOW.date(), NOW, complete_edition({"stories": []}), {"a1": "s1"})
    later = NOW + timedelta(hours=6)
    store.save_visits([make_visit(replace(known, first_seen=later, **now))], later)
    assert store.articles.find() == (replace(known, **kept),)
    assert "a1" in store.editions.published(NOW.date() + timedelta(days=1))


def test_an_article_in_two_feeds_of_one_batch_belongs_to_the_first(store: Store) -> None:
    other = replace(SOURCE, location="https://all.example/rss")
    own = replace(ARTICLE, id="a2", feed=other.key)
    visits = [make_visit(ARTICLE), Collected(other, (replace(ARTICLE, title="Copied", feed=other.key), own))]
    assert store.save_visits(visits, NOW) == 2
    assert store.articles.find() == (ARTICLE, own)
    assert store.save_visits(visits, NOW, {other.key}) == 0
    assert store.articles.find() == (replace(ARTICLE, title="Copied", feed=other.key), own)


def test_an_article_whose_text_is_mostly_new_is_news_again(store: Store) -> None:
    store.save_visits([make_visit(replace(ARTICLE, text=LONG))], NOW)
    store.editions.record(NOW.date(), NOW, complete_edition({"stories": []}), {"a1": "s1"})
    later = NOW + timedelta(hours=6)
    new_text = " ".join(f"other{number}" for number in range(40))
    store.mark_arrivals(NOW)
    again = replace(ARTICLE, text=f"{new_text} {LONG[:100]}", published=later, first_seen=later)
    assert store.save_visits([make_visit(again)], later) == 0
    assert store.articles.find() == (again,)
    assert store.editions.published(NOW.date() + timedelta(days=1)) == {}


def test_another_source_does_not_take_an_article_over(store: Store) -> None:
    other = replace(SOURCE, name="Aggregator", location="https://all.example/rss")
    copy = replace(ARTICLE, title="Copied", feed="https://all.example/rss")
    store.save_visits([make_visit(ARTICLE), Collected(other, (copy,))], NOW)
    assert store.articles.find() == (ARTICLE,)


def test_an_article_moves_to_another_source_when_its_own_is_removed(store: Store) -> None:
    store.save_visits([make_visit(ARTICLE)], NOW)
    store.mark_arrivals(NOW)
    store.editions.record(NOW.date(), NOW, complete_edition({"stories": []}), {"a1": "s1"})
    successor = replace(SOURCE, location="https://new.example/rss")
    visit = Collected(successor, (replace(ARTICLE, first_seen=NOW + timedelta(hours=1)),))
    for configured in (None, {successor.key, SOURCE.key}):
        store.save_visits([visit], NOW, configured)
        assert store.articles.find() == (replace(ARTICLE, arrived=NOW),)
    store.save_visits([visit], NOW, {successor.key})
    assert store.articles.find() == (replace(ARTICLE, feed=successor.key),)
    assert "a1" in store.editions.published(date.max)


def test_find_returns_what_was_published_or_first_seen_since_a_time(store: Store) -> None:
    late = replace(ARTICLE, id="a2", published=NOW - timedelta(days=9), first_seen=NOW)
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=9), first_seen=NOW - timedelta(days=9))
    store.save_visits([make_visit(ARTICLE, late, old)], NOW)
    assert [article.id for article in store.articles.find(NOW - timedelta(days=1))] == ["a1", "a2"]


def test_headlines_since_a_time_depend_on_when_articles_appeared(store: Store) -> None:
    undated = replace(ARTICLE, id="a2", title="Undated", published=None)
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=9), first_seen=NOW)
    store.save_visits([make_visit(ARTICLE, undated, old)], NOW)
    headlines = store.articles.headlines(NOW - timedelta(days=1))
    assert headlines == tuple(
        Headline(row.id, row.source, row.title, row.moment) for row in (ARTICLE, undated)
    )


def test_headlines_of_articles_that_are_known_are_not_read(store: Store) -> None:
    late = replace(ARTICLE, id="a2", published=NOW - timedelta(days=9), first_seen=NOW)
    old = replace(ARTICLE, id="a3", published=None, first_seen=NOW - timedelta(days=9))
    store.save_visits([make_visit(ARTICLE, late, old)], NOW)
    since, known_since = NOW - timedelta(days=15), NOW - timedelta(days=1)
    known = store.articles.find(known_since)
    headline = Headline(old.id, old.source, old.title, old.moment)
    assert store.articles.headlines(since, known, known_since) == (*known, headline)
    assert store.articles.headlines(since, (), known_since) == (headline,)
    assert store.articles.headlines(NOW - timedelta(days=2), known, known_since) == (ARTICLE,)


def test_many_articles_new_and_known_are_saved_and_found_as_few_are(store: Store) -> None:
    posts = [make_post(number, f'Tab\t, break\n, \\N and quote " in text {number}.') for number in range(250)]
    assert store.save_visits([make_visit(*posts[:120])], NOW) == 120
    corrected = [replace(post, title=f"{post.title} (corrected)", feed=SOURCE.key) for post in posts]
    assert store.save_visits([make_visit(*corrected)], NOW) == 130
    assert store.save_visits([make_visit(*corrected)], NOW) == 0
    assert store.articles.find() == tuple(sorted(corrected, key=lambda post: post.id))
    assert store.articles.find_by_id([post.id for post in corrected[:3]]) == tuple(corrected[:3])


def test_more_ids_are_looked_up_at_once_than_a_statement_may_have_parameters(store: Store) -> None:
    store.save_visits([make_visit(ARTICLE)], NOW)
    ids = [f"no such {number}" for number in range(70_000)]
    assert store.articles.find_by_id([*ids, ARTICLE.id]) == (ARTICLE,)


@pytest.mark.parametrize("id_", ['quoted "twice"', "back\\slash", "ⵣ, 火 and 🌾", "it's", "[]"])
def test_ids_are_looked_up_whatever_their_characters(store: Store, id_: str) -> None:
    odd = replace(ARTICLE, id=id_)
    store.save_visits([make_visit(odd)], NOW)
    assert store.articles.find_by_id([id_]) == (odd,)
    assert store.save_visits([make_visit(odd)], NOW) == 0
