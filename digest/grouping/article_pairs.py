"""Pairs of articles and products of their rows in sparse matrices."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from digest.grouping.settings import DEFAULT_SETTINGS

_MAX_CELLS = 4_000_000
_MAX_PRODUCTS = 1_000_000
# So many entries of rows are multiplied by entries of other rows at once.
_MAX_ENTRIES = 200_000
# Rows are multiplied in this many parts, of at least _MIN_PART rows, each with the rows that follow.
_PARTS, _MIN_PART = 10, 200
_PAIRS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of similar articles, as a sparse upper triangle.

    first, second: |pairs|, the rows of the two articles, first < second. similarity: |pairs|, 0..1.
    Sorted by (first, second).
    """

    first: np.ndarray
    second: np.ndarray
    similarity: np.ndarray

    def select(self, chosen: np.ndarray | slice) -> Pairs:
        """Return some of the pairs, given by a boolean mask, by their places or by a range of these."""
        return Pairs(self.first[chosen], self.second[chosen], self.similarity[chosen])

    def to_units(self, unit: int) -> list[tuple[int, int, int]]:
        """Return the pairs as (row, row, similarity as a whole number of 1/unit)."""
        similarities = np.rint(self.similarity * unit).astype(np.int64).tolist()
        return list(zip(self.first.tolist(), self.second.tolist(), similarities, strict=True))


def join_pairs(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several parts, in their order."""
    return Pairs(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.second for part in parts]),
        np.concatenate([part.similarity for part in parts]),
    )


def label_components(pairs: Pairs, threshold: float, articles: int) -> np.ndarray:
    """Return for each article the number of its connected component.

    threshold: 0..1, only pairs of at least this similarity connect. articles: the size of the pool.
    """
    near = pairs.select(pairs.similarity >= threshold)
    # Importing scipy.sparse.csgraph for this takes as long as grouping a hundred articles.
    labels = np.arange(articles)
    while True:
        lowest = labels.copy()
        np.minimum.at(lowest, labels[near.first], labels[near.second])
        np.minimum.at(lowest, labels[near.second], labels[near.first])
        lowest = lowest[lowest]
        if np.array_equal(lowest, labels):
            return np.unique(labels, return_inverse=True)[1]
        labels = lowest


def find_similar_pairs(weights: sparse.csr_array, min_cosine: float = DEFAULT_SETTINGS.min_cosine) -> Pairs:
    """Find the pairs of rows with a cosine of at least `min_cosine`. weights: |articles| x |terms|."""
    articles = weights.shape[0]
    part = max(_MIN_PART, articles // _PARTS)
    return find_pairs_of_rows(weights, weights.T.tocsr(), [*range(0, articles, part), articles], min_cosine)


def find_pairs_of_rows(
    weights: sparse.csr_array, columns: sparse.csr_array, bounds: Sequence[int], min_cosine: float
) -> Pairs:
    """Find the pairs of some rows with these and later rows; see `find_similar_pairs`.

    columns: `weights`, transposed; given, because several workers need it, and transposing costs as much as
    there are entries in the pool. bounds: where each part of these rows begins, and where the last one ends.
    Each part is multiplied with the rows from its beginning on: the products with earlier rows are known.

    Cost: linear in the rows, and in the entries of the terms that they have.
    """
    first, second, cosines = array("i"), array("i"), array("f")
    for begin, end in pairwise(bounds):
        own, later = _select_later(weights[begin:end], columns, begin)
        for start, rows in iterate_products(own, later):
            products = (rows @ later).tocoo()
            kept = (products.data >= min_cosine) & (products.col > products.row + start)
            order = np.flatnonzero(kept)[np.lexsort((products.col[kept], products.row[kept]))]
            first.frombytes((products.row[order] + (begin + start)).astype(np.int32).tobytes())
            second.frombytes((products.col[order] + begin).astype(np.int32).tobytes())
            cosines.frombytes(products.data[order].astype(np.float32).tobytes())
    return Pairs(*map(np.asarray, (first, second, cosines)))


def _select_later(
    rows: sparse.csr_array, columns: sparse.csr_array, begin: int
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Return (rows, columns) with only the terms that the rows have, and only the articles from `begin` on.

    Terms keep their order, so each product is the same sum in the same order.
    """
    terms, numbers = np.unique(rows.indices, return_inverse=True)
    used = columns[terms]
    is_later = used.indices >= begin
    ends = np.concatenate([[0], np.cumsum(is_later)])[used.indptr].astype(used.indptr.dtype)
    articles = columns.shape[1] - begin
    later = (used.data[is_later], used.indices[is_later] - used.indices.dtype.type(begin), ends)
    own = (rows.data, numbers.astype(rows.indices.dtype), rows.indptr)
    return (
        sparse.csr_array(own, (rows.shape[0], len(terms))),
        sparse.csr_array(later, (len(terms), articles)),
    )


def multiply_rows(left: sparse.csr_array, right: sparse.csr_array, pairs: Pairs) -> np.ndarray:
    """Return for each pair the dot product of its first row in `left` and its second row in `right`.

    For matrices of 0 and 1, this is the number of columns that both rows have. Cost: linear in the pairs.
    """
    products = np.zeros(len(pairs.first))
    entries = int(np.diff(left.indptr)[pairs.first].sum())
    step = max(1, _MAX_ENTRIES * len(products) // max(1, entries))
    for start in range(0, len(products), step):
        block = slice(start, start + step)
        products[block] = left[pairs.first[block]].multiply(right[pairs.second[block]]).sum(axis=1)
    return products


def multiply_sorted_rows(rows: sparse.csr_array, pairs: Pairs) -> np.ndarray:
    """Return the same for two rows of one matrix, where each article is the first of many sorted pairs.

    The first row is spread out once for all of its pairs: a fifth of the time that `multiply_rows` takes
    for seventy pairs of an article.
    """
    products = np.zeros(len(pairs.first), np.float32)
    spread = np.zeros(rows.shape[1], np.float32)
    for start in range(0, len(products), _PAIRS_AT_ONCE):
        block = slice(start, start + _PAIRS_AT_ONCE)
        first, others = pairs.first[block], rows[pairs.second[block]]
        starts = np.flatnonzero(np.diff(first, prepend=-1)).tolist()
        for one, other in pairwise([*starts, len(first)]):
            own = slice(rows.indptr[first[one]], rows.indptr[first[one] + 1])
            entries = slice(others.indptr[one], others.indptr[other])
            spread[rows.indices[own]] = rows.data[own]
            others.data[entries] *= spread[others.indices[entries]]
            spread[rows.indices[own]] = 0
        products[block] = others.sum(axis=1)
    return products


def iterate_products(
    rows: sparse.csr_array, columns: sparse.csr_array
) -> Iterator[tuple[int, sparse.csr_array]]:
    """Yield (number of the first row, some rows), so that `some rows @ columns` fits in memory.

    Each block takes about _MAX_PRODUCTS multiplications, at least one row. Few blocks: scipy clears an array
    as wide as `columns` for each.
    """
    work = np.concatenate([[0], np.cumsum(np.diff(columns.indptr)[rows.indices], dtype=np.int64)])
    blocks = work[rows.indptr[:-1]] // _MAX_PRODUCTS
    starts = np.flatnonzero(np.diff(blocks, prepend=-1)).tolist()
    for start, end in pairwise([*starts, rows.shape[0]]):
        yield start, rows[start:end]


def iterate_blocks(weights: sparse.csr_array, products: int) -> Iterator[tuple[int, sparse.csr_array]]:
    """Yield (number of the first row, rows): blocks with `products` products per row that fit in memory."""
    step = max(1, _MAX_CELLS // products)
    for start in range(0, weights.shape[0], step):
        yield start, weights[start : start + step]
