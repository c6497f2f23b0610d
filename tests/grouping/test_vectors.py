"""Weighting of terms: unique terms in short and long articles, and the cut of the commonest terms."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sqrt

import numpy as np
import pytest

from digest.grouping import vectors as vectors_module
from digest.grouping.terms import count_terms
from digest.grouping.vectors import MIN_WORK, build_vectors, find_max_frequency, measure_pool
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(id_: str, title: str, text: str = "") -> Article:
    return Article(id_, f"Outlet {id_}", "", title, text, NOW, NOW, "en")


def test_unique_terms_lengthen_the_vector_of_a_headline_more_than_that_of_a_long_article() -> None:
    others = [make_article(f"x{number}", f"Quarrow bridge town{number}") for number in range(200)]
    headline = make_article("short", "Quarrow bridge pelican zeppelin marmalade")
    long = make_article("long", "Quarrow bridge heron tugboat gherkin", "Quarrow bridge " * 50)
    weights = build_vectors(count_terms([headline, long, *others], "en")).weights
    lengths = [sqrt(weights[[row]].power(2).sum()) for row in (0, 1)]
    assert lengths[0] < 0.4 < 0.55 < lengths[1] <= 1


def test_the_commonest_terms_are_dropped_when_comparing_by_them_is_too_much_work() -> None:
    few = np.array([2] * 50 + [900])
    assert find_max_frequency(few, 1_000) == 900
    many = np.array([2] * 50 + [3_000] * 40)
    assert MIN_WORK < 40 * 3_000**2
    assert find_max_frequency(np.array([2] * 50 + [20] * 50 + [30_000]), 40_000) == 20
    assert find_max_frequency(many, 5_000) == 3_000
    assert find_max_frequency(np.array([1, 1, 0]), 10) == 0


def test_in_a_large_pool_pairs_are_looked_for_by_rare_terms_and_scored_by_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = [
        make_article(f"a{number:04}", f"V{number // 4} reservoir", f"D{number // 30} spills over. " * 3)
        for number in range(1_200)
    ]
    counts = count_terms(articles, "en")
    small = build_vectors(counts)
    assert small.select_searched() is small.weights
    # As if the pool were so large that comparing by any but the rarest terms is too much work.
    monkeypatch.setattr(vectors_module, "MIN_WORK", 10_000)
    monkeypatch.setattr(vectors_module, "WORK_PER_ARTICLE", 1)
    monkeypatch.setattr(vectors_module, "SCORED_SHARE", 0.03)
    large = build_vectors(counts)
    frequency = np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1])
    for matrix, highest in ((large.select_searched(), 4), (large.weights, 36)):
        used = frequency[np.unique(matrix.indices)]
        assert (used.min(), used.max()) == (4, min(highest, 30))
        assert matrix.power(2).sum(axis=1).max() <= 1.000001


def test_vectors_of_some_articles_are_those_they_have_in_their_pool() -> None:
    texts = ["The ferry ran aground", "A ferry captain spoke", "The mayor resigned", ""]
    articles = [
        Article(
            f"{number:02}", f"Outlet {number % 7}", "", f"Ferry report {number % 5}", text, NOW, NOW, "en"
        )
        for number, text in enumerate(texts * 10)
    ]
    counts = count_terms(articles, "en")
    whole, measures = build_vectors(counts), measure_pool(counts)
    for rows in (np.arange(13), np.arange(13, 40)):
        some = build_vectors(counts.select(rows), measures=measures)
        assert some.weights.toarray().tolist() == whole.weights[rows].toarray().tolist()
        assert some.titles.toarray().tolist() == whole.titles[rows].toarray().tolist()
        assert some.brevity.tolist() == whole.brevity[rows].tolist()
