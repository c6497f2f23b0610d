"""A brief with nothing below its headline makes room for the next story that has something to say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import parse_config
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.models import Article, Edition, EditionInputs

MORNING = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
SUBJECTS = {
    "en": (
        ("Beekeepers count the hives of Lorna", "Nine hives of the beekeepers of Lorna were lost to frost."),
        ("Quarry road in Dorrow paved at last", "Lorries had waited twelve years for the road to Dorrow."),
        ("Chess club takes over a bakery", "Bread is sold between the games of the chess club on Fridays."),
        ("Apricot blossom freezes at Ostmere", "Growers at Ostmere expect to lose half of the harvest."),
        ("Museum hangs maps of the moon", "Forty maps of the moon were drawn in Ellis before 1800."),
        ("Choir of Hallum sings for judges abroad", "Judges gave the choir of Hallum a silver medal."),
    ),
    "de": (
        ("Imker zählen die Völker von Lorna", "Neun Völker der Imker von Lorna sind erfroren."),
        ("Straße zum Steinbruch Dorrow asphaltiert", "Zwölf Jahre hatte Dorrow auf die Straße gewartet."),
        ("Schachklub übernimmt eine Bäckerei", "Freitags gibt es im Schachklub Brot zwischen den Partien."),
        ("Aprikosenblüte in Ostmere erfroren", "Obstbauern in Ostmere verlieren die Hälfte der Ernte."),
        ("Museum zeigt Karten des Mondes", "Vierzig Karten des Mondes entstanden vor 1800 in Ellis."),
        ("Chor aus Hallum singt vor Richtern", "Die Richter gaben dem Chor aus Hallum eine Medaille."),
    ),
}  # fmt: skip
CUT = {
    "en": "He and the others had been on the way to the",
    "de": "Er und die anderen waren auf dem Weg zu den",
}


def publish(language: str, texts: dict[int, str], most: int, rows: str = "") -> Edition:
    """Publish an edition of at most so many stories.

    texts: {place: text} instead of those of SUBJECTS. rows: more rows of the configuration.
    """
    articles = tuple(
        Article(
            f"{place}",
            "The Quay",
            "",
            title,
            texts.get(place, text),
            MORNING - timedelta(hours=1 + place),
            MORNING,
            language,
            feed="The Quay",
        )
        for place, (title, text) in enumerate(SUBJECTS[language])
    )
    toml = f"version = 1\n[digest]\nmax_stories = {most}\n{rows}"
    config = parse_config(toml, Path("digest.toml"), {}, {})
    window = Window(MORNING - timedelta(days=1), MORNING)
    return build_edition(EditionInputs(articles), config, date(2026, 3, 12), window, map)


def list_shown(edition: Edition) -> list[str]:
    return [summary.story.lead.id for summary in edition.stories]


@pytest.mark.parametrize("language", SUBJECTS)
@pytest.mark.parametrize(
    ("cut", "most", "shown"),
    [
        ((), 4, ["0", "1", "2", "3"]),
        ((3,), 4, ["0", "1", "2", "4"]),
        ((3, 4), 5, ["0", "1", "2", "3", "5"]),
        ((3, 4), 4, ["0", "1", "2", "5"]),
        ((3, 4, 5), 4, ["0", "1", "2", "3"]),
        ((3,), 6, ["0", "1", "2", "3", "4", "5"]),
        ((0,), 4, ["0", "1", "2", "3"]),
    ],
    ids=["none silent", "one", "the lowest of two", "a silent spare", "all silent", "no spare", "in full"],
)
def test_a_silent_brief_is_replaced(language: str, cut: tuple[int, ...], most: int, shown: list[str]) -> None:
    edition = publish(language, dict.fromkeys(cut, CUT[language]), most)
    assert list_shown(edition) == shown
    below = {row.id for row in edition.left_out if row.why == "below_cut"}
    assert below == {f"{place}" for place in range(6)} - set(shown)


def test_headlines_without_texts_are_not_silent() -> None:
    assert list_shown(publish("en", dict.fromkeys(range(6), ""), 4)) == ["0", "1", "2", "3"]
    assert list_shown(publish("en", {3: ""}, 4)) == ["0", "1", "2", "3"]


@pytest.mark.parametrize(("language", "word"), [("en", "blossom"), ("de", "Ostmere")])
def test_a_story_that_a_watch_marks_keeps_its_place(language: str, word: str) -> None:
    rows = f'[[watches]]\nname = "Fruit"\nwords = ["{word}"]\n'
    edition = publish(language, {3: CUT[language]}, 4, rows)
    assert list_shown(edition) == ["0", "1", "2", "3"]
    assert edition.tags == (("3", ("Fruit",)),)
