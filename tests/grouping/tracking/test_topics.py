"""Topics: the stories on one large event are gathered around the one that most outlets report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from digest.grouping import find_topics
from digest.grouping.tracking import content_stems, story_terms, topics
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_story(id_: str, *titles: str, text: str = "", language: str = "en", path: str = "news") -> Story:
    """Make a story of one article in each of several outlets."""
    articles = tuple(
        Article(
            f"{id_}{number}",
            f"Outlet {number}",
            f"https://n.example/{path}/{id_}/{number}",
            title,
            text,
            NOW - timedelta(minutes=number),
            NOW,
            language,
        )
        for number, title in enumerate(titles)
    )
    return Story(id_, articles, tuple(article.id for article in articles))


COLLAPSE = make_story(
    "collapse",
    "Nine miners trapped as Kessim mine of Karrow Metals collapses",
    "Kessim mine collapse traps nine miners",
    "Nine trapped after collapse of Karrow's Kessim mine",
)
SUIT = make_story("suit", "Families sue Karrow Metals over Kessim mine collapse")
RESCUE = make_story(
    "rescue", "Kessim: first of nine miners brought up", "Miner saved from Kessim mine collapse"
)
FERRY = make_story("ferry", "Ferry to Low Isle runs aground", "Ferry aground off Low Isle")
METALS = make_story("metals", "Karrow Metals names a new chairman of its board")
OTHERS = [make_story(f"o{n}", f"Choir number {n} wins a prize", text="They sang.") for n in range(30)]
DAY = [METALS, FERRY, SUIT, *OTHERS, RESCUE, COLLAPSE]


def test_the_angles_of_one_event_are_a_topic_with_its_words() -> None:
    (topic,) = find_topics(DAY)
    assert topic.stories == ("collapse", "rescue", "suit")
    assert topic.id == "collapse"
    assert {"Kessim", "collapse"} <= set(topic.terms)


def test_the_order_of_stories_does_not_matter() -> None:
    mixed = DAY[:]
    Random(1).shuffle(mixed)
    assert find_topics(mixed) == find_topics(DAY[::-1]) == find_topics(DAY)


def test_the_parts_in_which_terms_and_cores_are_read_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = find_topics(DAY)
    monkeypatch.setattr(story_terms, "TERMS_AT_ONCE", 7)
    monkeypatch.setattr(topics, "CORES_AT_ONCE", 1)
    monkeypatch.setattr(content_stems, "MAX_KNOWN", 3)
    assert find_topics(DAY) == whole


def test_stories_without_words_are_on_no_topic() -> None:
    empty = [make_story(f"e{number}", "", "") for number in range(3)]
    assert find_topics(empty) == ()
    assert find_topics([*DAY, *empty]) == find_topics([*DAY, *empty][::-1])


GERMAN = (
    make_story(
        "einsturz",
        "Grube Kessim eingestürzt: neun Bergleute verschüttet",
        "Neun Bergleute in Grube Kessim verschüttet",
        language="de",
    ),
    make_story("klage", "Nach Einsturz der Grube Kessim: Bergleute verklagen Betreiber", language="de"),
)
RUSSIAN = (
    make_story(
        "shahta",
        "Обвал на шахте Кессим: девять горняков под завалом",
        "На шахте Кессим под завалом девять горняков",
        language="ru",
    ),
    make_story("isk", "Родные горняков подали в суд: кто виноват в аварии на шахте Кессим", language="ru"),
)


@pytest.mark.parametrize("stories", [GERMAN, RUSSIAN], ids=["German", "Russian"])
def test_topics_are_found_in_every_language(stories: tuple[Story, ...]) -> None:
    (topic,) = find_topics([*OTHERS, *stories])
    assert topic.stories == tuple(story.id for story in stories)


def test_stories_in_different_languages_are_not_on_one_topic() -> None:
    german = make_story("klage", "Karrow Metals Kessim mine collapse", language="de")
    assert "klage" not in find_topics([german, *DAY])[0].stories


def test_a_story_of_one_outlet_is_no_core() -> None:
    assert (
        find_topics([SUIT, make_story("more", "Karrow Metals sued over Kessim mine collapse"), *OTHERS]) == ()
    )


def test_topics_do_not_grow_by_chains() -> None:
    chairman = make_story(
        "chairman", "Families: Karrow Metals chairman must go", "Karrow Metals chairman to go"
    )
    topics = {topic.id: topic.stories for topic in find_topics([*DAY, chairman])}
    assert "metals" not in topics["collapse"]


def test_service_and_series_are_on_no_topic() -> None:
    puzzle = make_story("puzzle", "Kessim mine collapse: nine miners crossword", path="crosswords")
    quiz = make_story("quiz", "Kessim mine collapse: the nine miners quiz")
    (topic,) = find_topics([*DAY, puzzle, quiz], series={"quiz0"})
    assert topic.stories == ("collapse", "rescue", "suit")


def test_a_day_without_stories_has_no_topic() -> None:
    assert find_topics([]) == find_topics([FERRY]) == ()
