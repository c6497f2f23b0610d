"""Similarities lowered for the time between articles and for the patterns of an outlet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp

import numpy as np
import pytest

from digest.grouping.article_pairs import Pairs
from digest.grouping.settings import DEFAULT_SETTINGS
from digest.grouping.time_and_outlet import apply_priors, describe_circumstances
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(id_: str, title: str, source: str = "") -> Article:
    return Article(id_, source or f"Outlet {id_}", "", title, "", NOW, NOW, "en")


def make_pairs(*rows: tuple[int, int, float]) -> Pairs:
    first, second, similarity = zip(*rows, strict=True)
    return Pairs(np.array(first), np.array(second), np.array(similarity, float))


def test_days_between_articles_lower_their_similarity_by_half_at_most() -> None:
    old = replace(make_article("b", "B"), published=NOW - timedelta(days=DEFAULT_SETTINGS.fade_days))
    older = replace(make_article("c", "C"), published=NOW - timedelta(days=400))
    undated = replace(make_article("d", "D"), published=None)
    found = apply_priors(
        make_pairs((0, 1, 0.8), (0, 2, 0.8), (0, 3, 0.8)),
        describe_circumstances([make_article("a", "A"), old, older, undated]),
    )
    assert found.similarity.tolist() == pytest.approx([0.8 * (0.5 + 0.5 * exp(-0.5)), 0.4, 0.8])


def test_neighbors_in_the_same_outlet_lower_a_similarity_and_neighbors_in_others_restore_it() -> None:
    own = [make_article(f"a{number}", f"A {number}", source="One") for number in range(3)]
    others = [make_article(f"b{number}", f"B {number}") for number in range(97)]
    inside = [(0, 1, 0.5), (0, 2, 0.5), (1, 2, 0.5)]
    found = apply_priors(make_pairs(*inside), describe_circumstances([*own, *others]))
    assert found.similarity.tolist() == pytest.approx([0.5 * (1 / 3) ** (0.97 / 2)] * 3)
    across = [(item, other, 0.5) for item in range(3) for other in range(3, 9)]
    found = apply_priors(make_pairs(*inside, *across), describe_circumstances([*own, *others]))
    assert found.similarity[:3].tolist() == pytest.approx([0.5 * (7 / 9) ** (0.97 / 2)] * 3)
    assert found.similarity[3:].tolist() == [0.5] * 18


def test_in_a_pool_of_one_outlet_the_outlet_lowers_nothing() -> None:
    own = [make_article(f"a{number}", f"A {number}", source="One") for number in range(3)]
    assert apply_priors(make_pairs((0, 1, 0.5)), describe_circumstances(own)).similarity.tolist() == [0.5]


def test_unknown_outlets_are_different_outlets() -> None:
    unknown = [replace(make_article(f"a{number}", f"A {number}"), source="") for number in range(3)]
    assert apply_priors(make_pairs((0, 1, 0.5)), describe_circumstances(unknown)).similarity.tolist() == [0.5]
