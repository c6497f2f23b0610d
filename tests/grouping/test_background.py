"""The background of other stories around an article."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from scipy import sparse

from digest.grouping.article_pairs import (
    Pairs,
)
from digest.grouping.background import average_neighbor_ranks, measure_background, measure_known_background
from digest.grouping.settings import DEFAULT_SETTINGS


def test_the_background_of_an_article_is_its_similarity_to_other_stories() -> None:
    shared = np.full((30, 1), 0.5)
    unique = np.eye(30) * sqrt(0.75)
    weights = sparse.csr_array(np.hstack([shared, unique]))
    own_stories = np.arange(30)
    assert measure_background(weights, own_stories, np.ones(30, bool)) == pytest.approx(np.full(30, 0.25))
    background = measure_background(weights, np.zeros(30, int), np.ones(30, bool))
    assert background == pytest.approx(np.full(30, DEFAULT_SETTINGS.min_background))


def test_ranks_six_to_twenty_are_averaged() -> None:
    similarities = np.array([1.0] * 5 + [0.3] * 15 + [0.1] * 50)
    assert average_neighbor_ranks(similarities) == pytest.approx(0.3)
    assert average_neighbor_ranks(similarities[:8]) == pytest.approx(0.3 * 3 / 15)
    assert average_neighbor_ranks(similarities[:5]) == 0


def test_the_background_is_the_same_from_vectors_and_from_all_their_similarities() -> None:
    random = np.random.default_rng(7)
    dense = random.random((60, 30)) * (random.random((60, 30)) < 0.3)
    dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    stories = np.arange(60) // 2
    measured = np.arange(60) % 7 > 0
    cosines = sparse.triu(dense @ dense.T, 1).tocsr()
    pairs = Pairs(*cosines.nonzero(), cosines.data)
    expected = measure_background(sparse.csr_array(dense), stories, measured)
    found = measure_known_background(pairs, stories, measured)
    assert found == pytest.approx(expected)
    assert len(set(expected.tolist())) > 40
