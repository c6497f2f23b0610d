"""Compare articles: cosine similarity, scaled by what surrounds them.

Two articles on one war share much with every article on that war. So a similarity is judged against how
much both articles resemble the nearest *other* stories: local scaling, after Zelnik-Manor and Perona
(2004), "Self-tuning spectral clustering". Nearly all the gain on mixed pools comes from this scaling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import (
    Pairs,
    find_similar_pairs,
    label_components,
    multiply_rows,
    multiply_sorted_rows,
)
from digest.grouping.background import measure_background, measure_known_background
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.vectors import Vectors

MIN_COSINE_OF_LARGE_POOLS = 0.08
"""In a pool so large that its common words are left out of the search, pairs with a lower cosine are dropped:
a hundred for each article, all farther than its twenty nearest stories."""

# A share of the neighbors below this changes nothing.
_MIN_NEIGHBOR_SHARE = 0.01


def compare_articles(
    vectors: Vectors, settings: GroupingSettings = DEFAULT_SETTINGS, min_size: int = 2
) -> Pairs:
    """Find the pairs of articles that resemble each other, with locally scaled similarities.

    Args:
        vectors: of all articles of the pool.
        settings: pairs that no chain of similarities above their `threshold` connects are left out.
        min_size: at least 2. Pairs of articles that cannot belong to a story of this many are left out.

    Cost: twice the multiplications that `vectors.find_max_frequency` allows, so linear in the articles.
    """
    found = find_similar_pairs(vectors.select_searched(), find_min_cosine(vectors, settings))
    found = rescore_pairs(found, vectors)
    pairs = compare_titles(found, vectors)
    regions = find_regions(pairs, vectors.weights.shape[0], settings, min_size)
    pairs = regions.select_pairs(pairs, settings)
    background = measure_surroundings(found, vectors, regions, settings)
    return compare_neighbors(scale_pairs(pairs, vectors, background, settings), vectors.brevity, settings)


def find_min_cosine(vectors: Vectors, settings: GroupingSettings = DEFAULT_SETTINGS) -> float:
    """Return the lowest cosine of the pairs that are looked for."""
    return settings.min_cosine if vectors.scale is None else MIN_COSINE_OF_LARGE_POOLS


def rescore_pairs(found: Pairs, vectors: Vectors) -> Pairs:
    """Score the pairs that the rarer terms have found by all terms. In small pools they are."""
    if vectors.scale is None:
        return found
    return Pairs(found.first, found.second, multiply_sorted_rows(vectors.weights, found))


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """What of a pool is near to what, before similarities are scaled.

    stories: |articles|, the number of each one's provisional story. regions: |articles|, the number of the
    region that can hold its story. measured: |articles|, whether the region is large enough for one.
    """

    stories: np.ndarray
    regions: np.ndarray
    measured: np.ndarray

    def select_pairs(self, pairs: Pairs, settings: GroupingSettings) -> Pairs:
        """Return the pairs that can be in one story."""
        in_region = self.regions[pairs.first] == self.regions[pairs.second]
        return pairs.select(
            in_region & self.measured[pairs.first] & (pairs.similarity >= settings.min_cosine)
        )


def find_regions(
    pairs: Pairs, articles: int, settings: GroupingSettings = DEFAULT_SETTINGS, min_size: int = 2
) -> Regions:
    """Find the provisional stories and the regions of a pool.

    Args:
        pairs: all that are as similar as `find_min_region_cosine` says, or more.
        articles: the size of the pool.
        min_size: of a story.
    """
    stories = label_components(pairs, settings.provisional_threshold, articles)
    regions = label_components(pairs, find_min_region_cosine(settings), articles)
    return Regions(stories, regions, np.bincount(regions)[regions] >= min_size)


def find_min_region_cosine(settings: GroupingSettings = DEFAULT_SETTINGS) -> float:
    """Return the lowest cosine that scaling can raise to the threshold.

    It raises a similarity the most where nothing else is near: at the minimum background.
    """
    return settings.threshold / (settings.scale / (settings.smoothing + settings.min_background))


def measure_surroundings(
    found: Pairs, vectors: Vectors, regions: Regions, settings: GroupingSettings = DEFAULT_SETTINGS
) -> np.ndarray:
    """Measure the background of each article that is measured; see `measure_background`.

    found: all pairs of these articles, sorted.
    """
    if vectors.scale is None:
        return measure_background(vectors.weights, regions.stories, regions.measured, settings)
    return measure_known_background(found, regions.stories, regions.measured, settings)


def scale_pairs(
    pairs: Pairs, vectors: Vectors, background: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS
) -> Pairs:
    """Scale similarities by the backgrounds of both articles, and lower those of few shared words."""
    background = background + settings.smoothing
    shared_words = multiply_rows(vectors.words, vectors.words, pairs)
    background = np.sqrt(background[pairs.first] * background[pairs.second])
    similarity = pairs.similarity * settings.scale / background
    similarity *= shared_words / (shared_words + settings.half_word)
    return Pairs(pairs.first, pairs.second, np.minimum(similarity, 1))


def compare_neighbors(
    pairs: Pairs,
    brevity: np.ndarray,
    settings: GroupingSettings = DEFAULT_SETTINGS,
    near: Callable[[], Pairs] | None = None,
) -> Pairs:
    """Average the similarities of short articles with those of their neighbors.

    The eight words of a headline are little evidence. But two headlines that both resemble the same others
    are on one event, and a resemblance that none of the others confirms is often chance: the second step of
    a random walk on the graph of similarities (van Dongen 2000, "Graph clustering by flow simulation"). Each
    article is its own neighbor, as similar as the members of a story are, so that a story whose members
    resemble each other equally keeps its similarities, whether it has two members or twenty.

    Args:
        pairs: with locally scaled similarities.
        brevity: |articles|, 0..1, how much of a headline each article is.
        near: if these are some of the pairs of a pool, returns those of all from `select_near`.

    Cost: the pairs times their neighbors.
    """
    shares = settings.neighbor_share * np.minimum(brevity[pairs.first], brevity[pairs.second])
    changed = np.flatnonzero(shares >= _MIN_NEIGHBOR_SHARE)
    if not len(changed):
        return pairs
    articles = len(brevity)
    edges = near() if near else select_near(pairs, settings)
    own = np.arange(articles)
    weights = np.concatenate([edges.similarity, edges.similarity, np.full(articles, settings.threshold)])
    places = (
        np.concatenate([edges.first, edges.second, own]),
        np.concatenate([edges.second, edges.first, own]),
    )
    graph = sparse.coo_array((weights, places), (articles, articles)).tocsr()
    degrees = graph.sum(axis=1)
    short = Pairs(pairs.first[changed], pairs.second[changed], pairs.similarity[changed])
    by_neighbors = multiply_rows(graph, graph, short)
    by_neighbors /= np.sqrt(degrees[short.first] * degrees[short.second])
    similarity = pairs.similarity.copy()
    similarity[changed] += shares[changed] * (by_neighbors - short.similarity)
    return Pairs(pairs.first, pairs.second, similarity)


def select_near(pairs: Pairs, settings: GroupingSettings = DEFAULT_SETTINGS) -> Pairs:
    """Return the pairs of neighbors."""
    return pairs.select(pairs.similarity >= settings.min_neighbor)


def compare_titles(pairs: Pairs, vectors: Vectors) -> Pairs:
    """Raise the similarity of a headline without text and a full article to that of their titles.

    A headline contains few of the hundred words of a text on the same event. A teaser has about as many
    words as a headline, so the title counts less the shorter the article is. No similarity is lowered.
    """
    mixed = np.flatnonzero(vectors.title_only[pairs.first] != vectors.title_only[pairs.second])
    if not len(mixed):
        return pairs
    similarity = pairs.similarity.copy()
    compared = Pairs(pairs.first[mixed], pairs.second[mixed], similarity[mixed])
    fullness = 1 - np.minimum(vectors.brevity[compared.first], vectors.brevity[compared.second])
    by_title = fullness * multiply_rows(vectors.titles, vectors.titles, compared)
    similarity[mixed] = np.maximum(similarity[mixed], by_title)
    return Pairs(pairs.first, pairs.second, np.minimum(similarity, 1))
