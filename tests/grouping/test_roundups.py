"""Round-ups: articles whose titles are about several events, and which belong to none of them."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from digest.grouping.article_pairs import Pairs
from digest.grouping.roundups import drop_roundups
from digest.grouping.terms import count_terms
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)
FERRY = ("Ferry Marigold runs aground", "Ferry Marigold aground off Skarvik")
MAYOR = ("Mayor of Ostmere resigns", "Ostmere mayor resigns over harbour")
HEAT = ("Heat closes schools", "Schools close in the heat")


def count_remaining_pairs(last_title: str, *joined: tuple[int, int]) -> int:
    """Count the pairs of the last title with six others that remain. joined: further pairs of the others."""
    titles = (*FERRY, *MAYOR, *HEAT, last_title)
    articles = [
        Article(str(row), f"Outlet {row}", "", title, "", NOW, NOW, "en") for row, title in enumerate(titles)
    ]
    rows = sorted([(0, 1, 0.9), (2, 3, 0.9), (4, 5, 0.9), *((row, 6, 0.3) for row in range(6))])
    rows = sorted([*rows, *((one, other, 0.1) for one, other in joined)])
    first, second, similarity = map(np.array, zip(*rows, strict=True))
    remaining = drop_roundups(Pairs(first, second, similarity), articles, count_terms(articles, "en"))
    assert len(remaining.first) - int((remaining.second == 6).sum()) == 3 + len(joined)
    return int((remaining.second == 6).sum())


@pytest.mark.parametrize(
    "title",
    [
        "Heat closes schools, ferry Marigold aground, mayor of Ostmere resigns",
        "Morning briefing: schools close in heat; ferry Marigold; mayor resigns; and more",
    ],
)
def test_a_round_up_loses_all_its_pairs(title: str) -> None:
    assert count_remaining_pairs(title) == 0


@pytest.mark.parametrize(
    "title",
    [
        "Ferry Marigold aground, mayor of Ostmere resigns",
        "Ferry Marigold runs aground off Skarvik, crew taken off, nobody hurt",
        "Ferry, mayor, heat",
    ],
)
def test_two_clauses_or_one_event_or_single_words_are_not_a_round_up(title: str) -> None:
    assert count_remaining_pairs(title) == 6


def test_clauses_of_stories_that_are_near_each_other_are_one_event() -> None:
    title = "Schools to close, ferry Marigold aground off Skarvik, mayor of Ostmere resigns"
    assert count_remaining_pairs(title, (0, 2), (0, 4), (3, 5)) == 6
