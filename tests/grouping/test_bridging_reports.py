"""Small stories that one report of two events would hold together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping import group_articles
from digest.grouping.bridging_reports import MAX_MEMBERS, split_bridged
from digest.grouping.linkage import UNIT
from digest.models import Article

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
SHORT = [True] * 9
STRONG, WEAK = UNIT // 2, UNIT // 4

OTHER_NEWS = {
    "en": ["Council votes on new library roof", "Rain closes the mountain road again"],
    "de": ["Stadtrat stimmt über Bibliotheksdach ab", "Regen sperrt die Bergstraße erneut"],
    "es": ["El consejo vota el techo de la biblioteca", "La lluvia cierra la carretera"],
}


def make_article(number: int, language: str, title: str, text: str = "") -> Article:
    return Article(
        id=str(number),
        source=f"outlet {number}",
        url="",
        title=title,
        text=text,
        published=NOON,
        first_seen=NOON,
        language=language,
    )


@pytest.mark.parametrize(
    ("language", "both", "first", "second"),
    [
        (
            "en",
            ("Harbor Foxes beat Mill Otters as Lake Herons stun Fen Badgers in the cup", ""),
            ("Harbor Foxes beat Mill Otters", ""),
            ("Lake Herons stun Fen Badgers", ""),
        ),
        (
            "de",
            ("Hafenfüchse schlagen Mühlenotter, Seereiher überraschen Moordachse im Pokal", ""),
            ("Hafenfüchse schlagen Mühlenotter", ""),
            ("Seereiher überraschen Moordachse", ""),
        ),
        (
            "es",
            ("Zorros del Puerto vencen a Nutrias del Molino y Garzas del Lago sorprenden a Tejones", ""),
            ("Zorros del Puerto vencen a Nutrias del Molino", ""),
            ("Garzas del Lago sorprenden a Tejones", ""),
        ),
        (
            "en",
            (
                "Harbor Foxes beat Mill Otters as Lake Herons stun Fen Badgers",
                "Two goals by Tolland sent the Foxes past the Otters, and Brisk scored late for the Herons.",
            ),
            ("Tolland double sends Harbor Foxes past Mill Otters", "Two goals by Tolland beat the Otters."),
            ("Late Brisk goal as Lake Herons stun Fen Badgers", "Brisk scored late against the Badgers."),
        ),
    ],
)
def test_reports_of_two_matches_are_no_story_because_a_third_reports_both(
    language: str, both: tuple[str, str], first: tuple[str, str], second: tuple[str, str]
) -> None:
    reports = [make_article(number, language, *report) for number, report in enumerate((both, first, second))]
    others = [make_article(9 + number, language, title) for number, title in enumerate(OTHER_NEWS[language])]
    stories = [{article.id for article in story.articles} for story in group_articles(reports + others)]
    assert not any({"1", "2"} <= story for story in stories)
    assert {"0", "1"} in stories or {"0", "2"} in stories


def test_the_bridge_stays_with_the_report_it_resembles_more() -> None:
    links = [(0, 1, STRONG), (0, 2, STRONG + 1)]
    assert split_bridged([[0, 1, 2]], links, SHORT) == [[0, 2]]


def test_both_parts_of_a_split_story_are_stories() -> None:
    links = [(0, 1, STRONG), (2, 3, STRONG), (1, 2, STRONG - 1), (0, 2, WEAK), (1, 3, WEAK)]
    assert split_bridged([[0, 1, 2, 3]], links, SHORT) == [[0, 1], [2, 3]]


@pytest.mark.parametrize("similarity", [1, WEAK])
def test_a_story_stays_whole_if_all_share_something(similarity: int) -> None:
    links = [(0, 1, STRONG), (0, 2, STRONG), (1, 2, similarity)]
    assert split_bridged([[0, 1, 2]], links, SHORT) == [[0, 1, 2]]


def test_long_reports_may_share_nothing() -> None:
    links = [(0, 1, STRONG), (0, 2, STRONG)]
    assert split_bridged([[0, 1, 2]], links, [True, True, False]) == [[0, 1, 2]]


def test_a_large_story_and_a_pair_stay_as_they_are() -> None:
    large = list(range(MAX_MEMBERS + 1))
    links = [(0, other, STRONG) for other in large[1:]]
    assert split_bridged([large, [7, 8]], [*links, (7, 8, WEAK)], SHORT) == [large, [7, 8]]
