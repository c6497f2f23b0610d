"""Measure how much each article resembles the stories around its own."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import Pairs, iterate_products
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings

# The background is measured for so many articles at once.
_ROWS_AT_ONCE = 1_000


def measure_background(
    weights: sparse.csr_array,
    stories: np.ndarray,
    measured: np.ndarray,
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> np.ndarray:
    """Measure how much each article resembles the stories around its own.

    The mean similarity of an article to the articles of a story is its similarity to their centroid.

    Args:
        weights: |articles| x |terms|.
        stories: |articles|, the number of each article's provisional story.
        measured: |articles|, a boolean mask of the articles to measure.

    Returns:
        |articles|, `min_background`..1; `min_background` for articles that are not measured.
    """
    centroids = (_average_members(stories) @ weights).T.tocsr()
    chosen = np.flatnonzero(measured)
    products = (
        (chosen[start : start + rows.shape[0]], rows @ centroids)
        for start, rows in iterate_products(weights[chosen], centroids)
    )
    return _average_others(products, stories, settings)


def measure_known_background(
    pairs: Pairs, stories: np.ndarray, measured: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS
) -> np.ndarray:
    """Measure the same from the similarities of the pairs that are known; the others count as 0.

    In a large pool this takes a third of the time. pairs: sorted. The other arguments, and the result: those
    of `measure_background`.
    """
    articles = len(stories)
    ends = np.searchsorted(pairs.first, np.arange(articles + 1))
    upper = sparse.csr_array((pairs.similarity, pairs.second, ends.astype(np.int32)), (articles, articles))
    lower = upper.T.tocsr()
    shares = _average_members(stories).T.tocsr()
    chosen = np.flatnonzero(measured)
    blocks = (chosen[start : start + _ROWS_AT_ONCE] for start in range(0, len(chosen), _ROWS_AT_ONCE))
    return _average_others(
        ((rows, (lower[rows] + upper[rows]) @ shares) for rows in blocks), stories, settings
    )


def _average_members(stories: np.ndarray) -> sparse.csr_array:
    """Return a matrix, |stories| x |articles|, that multiplies with rows to the centroids of the stories."""
    sizes = np.bincount(stories)
    # Numbers of 32 bits, else all products have numbers of 64, and take a third longer.
    places = stories.astype(np.int32), np.arange(len(stories), dtype=np.int32)
    return sparse.csr_array(((1 / sizes[stories]).astype(np.float32), places))


def _average_others(
    products: Iterable[tuple[np.ndarray, sparse.csr_array]], stories: np.ndarray, settings: GroupingSettings
) -> np.ndarray:
    """Return the background of each article from its similarities to the stories, without its own.

    products: (some articles, their similarities to all stories).
    """
    background = np.zeros(len(stories))
    for articles, similarities in products:
        for row, article in enumerate(articles.tolist()):
            entries = slice(similarities.indptr[row], similarities.indptr[row + 1])
            others = similarities.data[entries][similarities.indices[entries] != stories[article]]
            background[article] = average_neighbor_ranks(others, settings)
    return np.maximum(background, settings.min_background)


def average_neighbor_ranks(similarities: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS) -> float:
    """Return the mean of the highest similarities from `nearest_rank` on; missing ranks count as 0."""
    nearest, farthest = settings.nearest_rank, settings.farthest_rank
    if len(similarities) > farthest:
        similarities = np.partition(similarities, -farthest)[-farthest:]
    ranked = np.sort(similarities)[: max(0, len(similarities) - nearest + 1)]
    return float(ranked.sum() / (farthest - nearest + 1))
