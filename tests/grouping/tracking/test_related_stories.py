"""Topics: stories of one development are related, similar stories on other subjects are not."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.grouping import find_related_stories
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def make_story(id_: str, title: str, text: str = "", language: str = "en") -> Story:
    return Story(
        id_, (Article(f"a-{id_}", "Northwire", f"https://n.example/{id_}", title, text, NOW, NOW, language),)
    )


SUIT = make_story(
    "suit", "Karrow Metals sued over Kessim mine collapse", "Families sue Karrow Metals over Kessim."
)
RESCUE = make_story(
    "rescue", "Nine miners brought up alive at Kessim", "The Kessim mine is owned by Karrow Metals."
)
FERRY = make_story("ferry", "Ferry to Low Isle runs aground", "The ferry ran aground in fog.")
OTHERS = [
    make_story(f"o{n}", f"Choir number {n} wins a prize", "They sang and were glad.") for n in range(30)
]


def test_stories_on_one_topic_are_related() -> None:
    related = find_related_stories([SUIT, RESCUE, FERRY], [SUIT, RESCUE, FERRY, *OTHERS])
    assert related == {"suit": ("rescue",), "rescue": ("suit",)}


def test_the_order_of_stories_does_not_matter() -> None:
    pool = [SUIT, RESCUE, FERRY, *OTHERS]
    assert find_related_stories(pool[::-1], pool[::-1]) == find_related_stories(pool, pool)


def test_common_words_relate_no_stories() -> None:
    pool = [
        make_story(f"m{n}", f"Monday morning: {word}", "")
        for n, word in enumerate(("fog", "ice", "dew", "sun"))
    ]
    assert find_related_stories(pool, pool) == {}


def test_stories_in_different_languages_are_not_related() -> None:
    german = make_story("klage", "Karrow Metals Kessim", "Karrow Metals Kessim.", "de")
    assert find_related_stories([RESCUE, german], [RESCUE, german, *OTHERS]) == {}
