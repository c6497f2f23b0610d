"""The third step: which articles resemble each other, and how much against their own background.

Two articles on one war share much with every article on that war. So a similarity is judged against
how much both resemble the nearest *other* stories: local scaling, after Zelnik-Manor and Perona (2004),
"Self-tuning spectral clustering". Nearly all the gain on mixed pools comes from this step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from digest.grouping.vectors import Vectors

# Cosines below this are not kept at all.
LEAST = 0.06
# Articles this alike are one story for the time being, to find the background of each.
PROVISIONAL = 0.33
# The background of an article: its mean similarity to its sixth to twentieth nearest other stories.
NEAREST, FARTHEST = 6, 20
LEAST_BACKGROUND = 0.06
SMOOTHING = 0.05
SCALE = 0.136
# One shared word is chance more often than two.
HALF_WORD = 0.5
_CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """first < second: rows of two articles. similarity: 0..1. In the order of (first, second)."""

    first: np.ndarray
    second: np.ndarray
    similarity: np.ndarray

    def only(self, chosen: np.ndarray) -> Pairs:
        """The pairs chosen by a mask."""
        return Pairs(self.first[chosen], self.second[chosen], self.similarity[chosen])

    def in_units(self, unit: int) -> list[tuple[int, int, int]]:
        """The pairs as (row, row, similarity as a whole number of 1/unit)."""
        similarities = np.rint(self.similarity * unit).astype(np.int64).tolist()
        return list(zip(self.first.tolist(), self.second.tolist(), similarities, strict=True))


def compare_articles(vectors: Vectors, threshold: float) -> Pairs:
    """The pairs of articles that resemble each other, their similarities locally scaled.

    threshold: 0..1, the least similarity that counts. Pairs that no chain of such similarities connects
    are left out. Cost: the multiplications that `vectors.find_ceiling` allows, twice.
    """
    articles = vectors.weights.shape[0]
    pairs = compare_titles(find_pairs(vectors.weights), vectors)
    stories = join_pairs(pairs, PROVISIONAL, articles)
    # Scaling makes no similarity larger than it does where nothing else is near.
    region = join_pairs(pairs, threshold * (SMOOTHING + LEAST_BACKGROUND) / SCALE, articles)
    pairs = pairs.only(region[pairs.first] == region[pairs.second])
    background = SMOOTHING + measure_background(vectors.weights, stories)
    shared = count_shared(vectors.words, vectors.words, pairs)
    similarity = pairs.similarity * SCALE / np.sqrt(background[pairs.first] * background[pairs.second])
    similarity *= shared / (shared + HALF_WORD)
    return Pairs(pairs.first, pairs.second, np.minimum(similarity, 1))


def find_pairs(weights: sparse.csr_array) -> Pairs:
    """Pairs of rows with a cosine of at least LEAST."""
    found = []
    columns = weights.T.tocsr()
    for start, rows in blocks(weights):
        products = (rows @ columns).tocoo()
        kept = (products.data >= LEAST) & (products.col > products.row + start)
        first, second, cosines = (
            products.row[kept] + start,
            products.col[kept],
            products.data[kept].astype(np.float32),
        )
        order = np.lexsort((second, first))
        found.append((first[order], second[order], cosines[order]))
    return Pairs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def compare_titles(pairs: Pairs, vectors: Vectors) -> Pairs:
    """The pairs, a bare title as like a full article as it is like that one's title, where that is more.

    Of a text's hundred words a headline of the same event says few; a teaser's it can say.
    """
    mixed = np.flatnonzero(vectors.bare[pairs.first] != vectors.bare[pairs.second])
    alike = pairs.similarity.copy()
    asked = Pairs(pairs.first[mixed], pairs.second[mixed], alike[mixed])
    fullness = 1 - np.minimum(vectors.brevity[asked.first], vectors.brevity[asked.second])
    by_title = fullness * count_shared(vectors.titles, vectors.titles, asked)
    alike[mixed] = np.maximum(alike[mixed], by_title)
    return Pairs(pairs.first, pairs.second, np.minimum(alike, 1))


def join_pairs(pairs: Pairs, least: float, articles: int) -> np.ndarray:
    """For each article the number of its connected component, over pairs of at least this similarity."""
    near = pairs.only(pairs.similarity >= least)
    graph = sparse.coo_array((near.similarity, (near.first, near.second)), (articles, articles))
    return connected_components(graph, directed=False)[1]


def measure_background(weights: sparse.csr_array, stories: np.ndarray) -> np.ndarray:
    """How much each article resembles the stories around its own.

    stories: for each article the number of its provisional story. The average similarity to the
    articles of a story is the similarity to their centroid.
    """
    sizes = np.bincount(stories)
    members = sparse.csr_array((1 / sizes[stories], (stories, np.arange(len(stories)))))
    centroids = (members @ weights).T.tocsr()
    background = np.zeros(len(stories))
    for start, rows in blocks(weights):
        products = (rows @ centroids).tocsr()
        for row in range(rows.shape[0]):
            inner = slice(products.indptr[row], products.indptr[row + 1])
            others = products.data[inner][products.indices[inner] != stories[start + row]]
            background[start + row] = average_ranks(others)
    return np.maximum(background, LEAST_BACKGROUND)


def average_ranks(similarities: np.ndarray) -> float:
    """The mean of the sixth to the twentieth highest; what is not there counts as 0."""
    if len(similarities) > FARTHEST:
        similarities = np.partition(similarities, -FARTHEST)[-FARTHEST:]
    return float(np.sort(similarities)[: -NEAREST + 1].sum() / (FARTHEST - NEAREST + 1))


def count_shared(ours: sparse.csr_array, theirs: sparse.csr_array, pairs: Pairs) -> np.ndarray:
    """How many of the first article's marks in `ours` the second one has in `theirs`, for each pair; of
    weights instead of marks the sum of the products."""
    shared = np.zeros(len(pairs.first))
    step = 20_000
    for start in range(0, len(shared), step):
        part = slice(start, start + step)
        shared[part] = ours[pairs.first[part]].multiply(theirs[pairs.second[part]]).sum(axis=1)
    return shared


def blocks(weights: sparse.csr_array) -> Iterator[tuple[int, sparse.csr_array]]:
    """(first row, rows) of a matrix in turn, so few that their products with all rows fit in memory."""
    articles = weights.shape[0]
    step = max(1, _CELLS // articles)
    for start in range(0, articles, step):
        yield start, weights[start : start + step]
