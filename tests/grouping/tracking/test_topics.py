"""Stories of one saga know each other; look-alikes of another subject do not."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.grouping import relate_stories
from digest.models import Article, Story

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)


def story(id_: str, title: str, text: str = "", language: str = "en") -> Story:
    return Story(
        id_, (Article(f"a-{id_}", "Northwire", f"https://n.example/{id_}", title, text, NOW, NOW, language),)
    )


SUIT = story(
    "suit", "Karrow Metals sued over Kessim mine collapse", "Families sue Karrow Metals over Kessim."
)
RESCUE = story(
    "rescue", "Nine miners brought up alive at Kessim", "The Kessim mine is owned by Karrow Metals."
)
FERRY = story("ferry", "Ferry to Low Isle runs aground", "The ferry ran aground in fog.")
OTHERS = [story(f"o{n}", f"Choir number {n} wins a prize", "They sang and were glad.") for n in range(30)]


def test_stories_of_one_saga_know_each_other() -> None:
    related = relate_stories([SUIT, RESCUE, FERRY], [SUIT, RESCUE, FERRY, *OTHERS])
    assert related == {"suit": ("rescue",), "rescue": ("suit",)}


def test_the_order_of_stories_does_not_matter() -> None:
    pool = [SUIT, RESCUE, FERRY, *OTHERS]
    assert relate_stories(pool[::-1], pool[::-1]) == relate_stories(pool, pool)


def test_words_that_everybody_uses_make_no_saga() -> None:
    pool = [
        story(f"m{n}", f"Monday morning: {word}", "") for n, word in enumerate(("fog", "ice", "dew", "sun"))
    ]
    assert relate_stories(pool, pool) == {}


def test_languages_are_kept_apart() -> None:
    german = story("klage", "Karrow Metals Kessim", "Karrow Metals Kessim.", "de")
    assert relate_stories([RESCUE, german], [RESCUE, german, *OTHERS]) == {}
