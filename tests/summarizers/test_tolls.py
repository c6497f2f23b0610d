"""Numbers of victims: finding them, leaving out outgrown ones, and where sources differ."""

from __future__ import annotations

import pytest

from digest.summarizers.candidates import list_candidates
from digest.summarizers.tolls import drop_outgrown_tolls, find_tolls
from tests.summarizers.example_stories import make_article, make_story, make_summary


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Landslide in Ostmere kills at least 21", "en", [("dead", 21, "at least 21")]),
        ("The slide killed 33 people and injured 74.", "en", [("dead", 33, "33"), ("hurt", 74, "74")]),
        ("Three hikers were killed on Friday.", "en", [("dead", 3, "Three")]),
        ("Death toll rises to 1,200", "en", [("dead", 1200, "1,200")]),
        (
            "Erdrutsch: Mindestens 33 Tote und 74 Verletzte",
            "de",
            [("dead", 33, "Mindestens 33"), ("hurt", 74, "74")],
        ),
        (
            "Le glissement a fait au moins 33 morts et 74 blessés",
            "fr",
            [("dead", 33, "au moins 33"), ("hurt", 74, "74")],
        ),
        ("Al menos 33 muertos y 74 heridos", "es", [("dead", 33, "Al menos 33"), ("hurt", 74, "74")]),
        ("Almeno 33 morti e 74 feriti", "it", [("dead", 33, "Almeno 33"), ("hurt", 74, "74")]),
        ("Ao menos 33 mortos e 74 feridos", "pt", [("dead", 33, "Ao menos 33"), ("hurt", 74, "74")]),
        ("Zeker 33 doden en 74 gewonden", "nl", [("dead", 33, "Zeker 33"), ("hurt", 74, "74")]),
    ],
)
def test_victims_are_counted(text: str, language: str, expected: list[tuple[str, int, str]]) -> None:
    found = [(toll.kind, toll.value, text[toll.start : toll.end]) for toll in find_tolls(text, language)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "Nora Quist dies at 87",
        "A 44-year-old climber died.",
        "He was killed on 3 May.",
        "She died in 2003.",
        "552 killed since the truce began in April",
        "Three others were seriously hurt.",
        "Two dead in Ostmere, 14 dead in Port Ellis",
    ],
)
def test_ages_dates_and_parts_are_no_tolls(text: str) -> None:
    assert find_tolls(text, "en") == []


EARLY = "A landslide at Ostmere killed 21 people in the night."


@pytest.mark.parametrize(
    ("later", "is_kept"),
    [
        ("Landslide at Ostmere kills 33 people", False),
        ("Landslide at Ostmere kills 21 people", True),
        ("Fire in a hotel kills 33", True),
        ("Landslide at Ostmere injures 33 people", True),
    ],
)
def test_a_toll_that_has_grown_is_left_out(later: str, is_kept: bool) -> None:
    story = make_story(make_article(0, "Post", EARLY), make_article(2, "Herald", "", title=later))
    candidates = list_candidates(story, (0, 1))
    assert (EARLY in [one.text for one in drop_outgrown_tolls(candidates, story)]) is is_kept


def list_differing(*texts: str, hours: tuple[int, ...] = (0, 1, 2), sources: str = "ABC") -> list[str]:
    story = make_story(
        *(make_article(hour, source, text) for hour, source, text in zip(hours, sources, texts, strict=False))
    )
    differences = make_summary(story, annotate=True, reports=range(len(texts))).differences
    return [figure.figure for difference in differences for figure in difference.figures]


def test_sources_that_count_differently_are_shown_highest_first() -> None:
    late = "The landslide at Ostmere has killed at least 33 people, the mayor says."
    assert list_differing(EARLY, late) == ["at least 33", "21"]
    assert list_differing(EARLY, late, "A landslide at Ostmere killed 33 people.") == [
        "at least 33",
        "33",
        "21",
    ]


def test_nothing_differs_in_case_of_doubt() -> None:
    late = "The landslide at Ostmere has killed 33 people, the mayor says."
    assert list_differing(EARLY, late, sources="AA") == []
    assert list_differing(EARLY, late.replace("33", "about 20")) == []
    other = "In Ostmere, 300 people died when a landslide came down."
    assert list_differing(EARLY, other) == []
    assert list_differing(EARLY, "A fire in a hotel killed 33 people.") == []
    assert list_differing(EARLY, late, EARLY.replace("21", "33"), sources="ABA") == []


def test_a_quoted_headline_can_be_one_of_the_differing_lines() -> None:
    story = make_story(
        make_article(0, "Post", EARLY, title="Landslide at Ostmere"),
        make_article(2, "Herald", "", title="Landslide at Ostmere kills 33 people"),
    )
    (difference,) = make_summary(story, annotate=True, reports=(0, 1)).differences
    assert difference.about == "kills"
    assert [(row.figure, row.sentence.kind, row.sentence.position) for row in difference.figures] == [
        ("33", "headline", -1),
        ("21", "sentence", 0),
    ]
