"""Pairs of articles, their components, and products of rows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from digest.grouping.article_pairs import (
    Pairs,
    find_pairs_of_rows,
    find_similar_pairs,
    iterate_products,
    join_pairs,
    label_components,
    multiply_rows,
    multiply_sorted_rows,
)


def make_pairs(*rows: tuple[int, int, float]) -> Pairs:
    first, second, similarity = zip(*rows, strict=True)
    return Pairs(np.array(first), np.array(second), np.array(similarity, float))


def test_pairs_are_those_with_at_least_the_minimum_cosine() -> None:
    random = np.random.default_rng(5)
    rows = 450
    dense = random.random((rows, 40)) * (random.random((rows, 40)) < 0.1)
    dense /= np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    found = find_similar_pairs(sparse.csr_array(dense))
    cosines = dense @ dense.T
    expected = [(i, j) for i in range(rows) for j in range(i + 1, rows) if cosines[i, j] >= 0.06]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == expected
    assert np.allclose(found.similarity, [cosines[pair] for pair in expected])


def test_blocks_of_rows_find_the_pairs_of_the_whole_pool_to_the_bit() -> None:
    random = np.random.default_rng(6)
    dense = random.random((90, 60)) * (random.random((90, 60)) < 0.15)
    dense[:30, 50:] = 0  # terms that only later rows have
    dense[60:, :10] = 0  # and some that only earlier ones have
    weights = sparse.csr_array(dense.astype(np.float32))
    columns = weights.T.tocsr()
    whole = find_similar_pairs(weights)
    blocks = [
        find_pairs_of_rows(weights, columns, bounds, 0.06) for bounds in ((0, 30), (30, 60, 61), (61, 90))
    ]
    joined = join_pairs(blocks)
    assert len(whole.first) > 500
    for name in ("first", "second", "similarity"):
        assert np.array_equal(getattr(joined, name), getattr(whole, name))


def test_components_join_only_pairs_of_at_least_the_threshold() -> None:
    components = label_components(make_pairs((0, 1, 0.5), (1, 2, 0.4), (2, 3, 0.3)), 0.4, 5)
    assert components[0] == components[2]
    assert len(set(components.tolist())) == 3


def test_products_are_divided_by_their_work_into_blocks_of_whole_rows() -> None:
    rows = sparse.csr_array(np.ones((50, 40)))
    columns = sparse.csr_array(np.ones((40, 3_000)))
    blocks = list(iterate_products(rows, columns))
    sizes = [block.shape[0] for _, block in blocks]
    assert [start for start, _ in blocks] == [sum(sizes[:number]) for number in range(len(sizes))]
    assert sum(sizes) == 50
    assert max(sizes) * 40 * 3_000 <= 1_100_000
    assert list(iterate_products(rows[:0], columns)) == []


def test_products_of_sorted_pairs_are_those_of_any_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    dense = random.random((40, 25)) * (random.random((40, 25)) < 0.3)
    dense[7] = 0
    rows = sparse.csr_array(dense.astype(np.float32))
    first, second = np.triu_indices(40, 1)
    chosen = random.random(len(first)) < 0.4
    pairs = Pairs(first[chosen], second[chosen], np.zeros(chosen.sum()))
    monkeypatch.setattr("digest.grouping.article_pairs._PAIRS_AT_ONCE", 10)
    found = multiply_sorted_rows(rows, pairs)
    assert found == pytest.approx(multiply_rows(rows, rows, pairs))
    assert found == pytest.approx((dense @ dense.T)[pairs.first, pairs.second])
