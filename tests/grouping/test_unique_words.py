"""What a word that one article alone has is worth, in pools of several sizes and languages."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from scipy import sparse

from digest.grouping import GroupingSettings, group_articles
from digest.grouping.unique_words import weigh_unique_words
from digest.models import Article

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_pool(articles: int, known: int, unique: int, vocabulary: int = 300) -> sparse.csr_array:
    """Articles of so many known words, each drawn by Zipf's law, and so many unique ones."""
    draw = Random(articles)
    ranks = range(vocabulary)
    weights = [1 / (rank + 1) for rank in ranks]
    pool = sparse.lil_array((articles, vocabulary + unique * articles))
    for row in range(articles):
        for column in draw.choices(ranks, weights, k=known):
            pool[row, column] = 1
        for number in range(unique):
            pool[row, vocabulary + unique * row + number] = 1
    return pool.tocsr()


def test_unique_words_are_worth_less_the_more_of_them_a_language_has() -> None:
    few, some, many = (weigh_unique_words(make_pool(500, 12, unique), np.ones(500)) for unique in (0, 4, 12))
    assert few == 1
    assert 0.6 < some < 0.85
    assert 0.25 < many < 0.45


def test_in_a_small_pool_unique_words_keep_their_worth() -> None:
    assert weigh_unique_words(make_pool(10, 9, 4), np.ones(10)) > 0.95
    assert weigh_unique_words(make_pool(500, 9, 4), np.ones(500)) < 0.7


def test_a_large_pool_is_judged_as_a_part_of_it_would_be() -> None:
    whole = make_pool(4_000, 10, 4)
    part = whole[np.arange(0, 4_000, 7)]
    values = [weigh_unique_words(pool, np.ones(pool.shape[0])) for pool in (whole, part)]
    assert values[0] == pytest.approx(values[1], abs=0.05)


def test_only_short_articles_are_counted() -> None:
    plain, rich = make_pool(300, 12, 0), make_pool(300, 12, 9)
    missing = sparse.csr_array((300, rich.shape[1] - plain.shape[1]))
    pool = sparse.vstack([sparse.hstack([plain, missing]), rich]).tocsr()
    brevity = np.repeat([1.0, 0.0], 300)
    assert weigh_unique_words(pool, brevity) == 1
    assert weigh_unique_words(pool, brevity[::-1]) < 0.5
    assert weigh_unique_words(pool, np.zeros(600)) == 1
    assert weigh_unique_words(sparse.csr_array((2, 3)), np.ones(2)) == 1


@pytest.mark.parametrize("language", ["de", "fi"])
def test_headlines_of_a_language_with_many_forms_need_to_share_fewer_words(language: str) -> None:
    def spell(number: int) -> str:
        return "".join("bdfgklmnprst"[number // 12**place % 12] + "aeiou"[place % 5] for place in range(5))

    pair = ("talsperre ostmere bruch " + " ".join(map(spell, (1, 2, 3, 4))),
            "talsperre ostmere schaden " + " ".join(map(spell, (5, 6, 7, 8))))  # fmt: skip
    others = [" ".join(spell(10 + 7 * number + place) for place in range(7)) for number in range(400)]
    articles = [
        Article(f"{place:03}", f"Outlet {place % 9}", "", title, "", NOON, NOON, language)
        for place, title in enumerate((*pair, *others))
    ]

    def is_joined(settings: GroupingSettings) -> bool:
        return any(len(story.articles) == 2 for story in group_articles(articles, settings=settings))

    assert is_joined(GroupingSettings())
    assert not is_joined(GroupingSettings(half_unique=1e9))
