"""Corrections of stories by the user: split and joined."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from digest.grouping import correct_published, correct_stories
from digest.models import Article, Corrections, Published, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)

DAY = date(2026, 3, 12)


def article(id_: str, hours: float = 1) -> Article:
    moment = NOW - timedelta(hours=hours)
    return Article(id_, f"Outlet {id_}", f"https://{id_}.example/", f"Title {id_}", "Text.", moment, NOW)


def story(*ids: str, links: tuple[tuple[str, str, float], ...] = ()) -> Story:
    return Story(
        f"s-{ids[0]}", tuple(article(id_, at) for at, id_ in enumerate(ids, 1)), tuple(ids), links=links
    )


def published_through_today(**homes: str) -> dict[str, Published]:
    return {article: Published(home, DAY) for article, home in homes.items()}


def ids(stories: tuple[Story, ...]) -> list[set[str]]:
    return [{article.id for article in story.articles} for story in stories]


def test_without_corrections_stories_are_unchanged() -> None:
    stories = (story("a", "b"), story("c"))
    assert correct_stories(stories, {}, Corrections()) == stories


def test_split_articles_stay_apart_and_new_ones_join_the_more_similar_story() -> None:
    corrections = Corrections(moved=(("b", "S", "T"),))
    home = correct_published(published_through_today(a="S", b="S", c="S"), corrections)
    assert home["b"].story_id == "T"
    links = (("a", "c", 0.9), ("b", "n", 0.8), ("a", "n", 0.3), ("b", "c", 0.2))
    parts = correct_stories([story("a", "b", "c", "n", links=links)], home, corrections)
    assert sorted(map(sorted, ids(parts))) == [["a", "c"], ["b", "n"]]
    for part in parts:
        held = {article.id for article in part.articles}
        assert all(one in held and other in held for one, other, _ in part.links)
        assert set(part.new) == held


def test_a_new_article_without_links_joins_the_larger_story() -> None:
    corrections = Corrections(moved=(("b", "S", "T"),))
    home = correct_published(published_through_today(a="S", b="S", c="S"), corrections)
    parts = correct_stories([story("a", "b", "c", "n")], home, corrections)
    assert sorted(map(sorted, ids(parts))) == [["a", "c", "n"], ["b"]]


def test_joined_stories_stay_one_on_later_days() -> None:
    corrections = Corrections(joined=(("B", "A"), ("C", "B")))
    home = correct_published(published_through_today(a="A", b="B", c="C", d="D"), corrections)
    assert {home[id_].story_id for id_ in "abc"} == {"A"}
    stories = correct_stories([story("a"), story("x", "b"), story("d"), story("c")], home, corrections)
    assert sorted(map(sorted, ids(stories))) == [["a", "b", "c", "x"], ["d"]]


def test_circular_joins_terminate() -> None:
    corrections = Corrections(joined=(("A", "B"), ("B", "A")))
    home = correct_published(published_through_today(a="A", b="B"), corrections)
    assert len(correct_stories([story("a"), story("b")], home, corrections)) in (1, 2)
