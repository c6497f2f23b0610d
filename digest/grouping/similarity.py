"""Compare articles: cosine similarity, scaled by what surrounds them.

Two articles on one war share much with every article on that war. So a similarity is judged against how
much both articles resemble the nearest *other* stories: local scaling, after Zelnik-Manor and Perona
(2004), "Self-tuning spectral clustering". Nearly all the gain on mixed pools comes from this scaling.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.vectors import Vectors

_MAX_CELLS = 4_000_000
_MAX_PRODUCTS = 1_000_000

MIN_COSINE_OF_LARGE_POOLS = 0.08
"""In a pool so large that its common words are left out of the search, pairs with a lower cosine are dropped:
a hundred for each article, all farther than its twenty nearest stories."""

# So many entries of rows are multiplied by entries of other rows at once.
_MAX_ENTRIES = 200_000
# Rows are multiplied in this many parts, of at least _MIN_PART rows, each with the rows that follow.
_PARTS, _MIN_PART = 10, 200
# The background is measured for so many articles at once.
_ROWS_AT_ONCE = 1_000
_PAIRS_AT_ONCE = 20_000
# A share of the neighbors below this changes nothing.
_MIN_NEIGHBOR_SHARE = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of similar articles, as a sparse upper triangle.

    first, second: |pairs|, the rows of the two articles, first < second. similarity: |pairs|, 0..1.
    Sorted by (first, second).
    """

    first: np.ndarray
    second: np.ndarray
    similarity: np.ndarray

    def select(self, chosen: np.ndarray) -> Pairs:
        """Return some of the pairs, given by a boolean mask or by their places."""
        return Pairs(self.first[chosen], self.second[chosen], self.similarity[chosen])

    def to_units(self, unit: int) -> list[tuple[int, int, int]]:
        """Return the pairs as (row, row, similarity as a whole number of 1/unit)."""
        similarities = np.rint(self.similarity * unit).astype(np.int64).tolist()
        return list(zip(self.first.tolist(), self.second.tolist(), similarities, strict=True))


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
    articles = vectors.weights.shape[0]
    is_large = vectors.scale is not None
    found = find_similar_pairs(
        vectors.select_searched(), MIN_COSINE_OF_LARGE_POOLS if is_large else settings.min_cosine
    )
    if is_large:
        found = Pairs(found.first, found.second, multiply_sorted_rows(vectors.weights, found))
    pairs = compare_titles(found, vectors)
    stories = label_components(pairs, settings.provisional_threshold, articles)
    # Scaling raises a similarity the most where nothing else is near: at the minimum background.
    highest = settings.scale / (settings.smoothing + settings.min_background)
    regions = label_components(pairs, settings.threshold / highest, articles)
    measured = np.bincount(regions)[regions] >= min_size
    in_region = (regions[pairs.first] == regions[pairs.second]) & measured[pairs.first]
    pairs = pairs.select(in_region & (pairs.similarity >= settings.min_cosine))
    if is_large:
        background = measure_known_background(found, stories, measured, settings)
    else:
        background = measure_background(vectors.weights, stories, measured, settings)
    background += settings.smoothing
    shared_words = multiply_rows(vectors.words, vectors.words, pairs)
    background = np.sqrt(background[pairs.first] * background[pairs.second])
    similarity = pairs.similarity * settings.scale / background
    similarity *= shared_words / (shared_words + settings.half_word)
    return compare_neighbors(
        Pairs(pairs.first, pairs.second, np.minimum(similarity, 1)), vectors.brevity, settings
    )


def compare_neighbors(
    pairs: Pairs, brevity: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS
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

    Cost: the pairs times their neighbors.
    """
    shares = settings.neighbor_share * np.minimum(brevity[pairs.first], brevity[pairs.second])
    changed = np.flatnonzero(shares >= _MIN_NEIGHBOR_SHARE)
    if not len(changed):
        return pairs
    articles = len(brevity)
    near = pairs.select(pairs.similarity >= settings.min_neighbor)
    own = np.arange(articles)
    weights = np.concatenate([near.similarity, near.similarity, np.full(articles, settings.threshold)])
    places = (np.concatenate([near.first, near.second, own]), np.concatenate([near.second, near.first, own]))
    graph = sparse.coo_array((weights, places), (articles, articles)).tocsr()
    degrees = graph.sum(axis=1)
    short = Pairs(pairs.first[changed], pairs.second[changed], pairs.similarity[changed])
    by_neighbors = multiply_rows(graph, graph, short)
    by_neighbors /= np.sqrt(degrees[short.first] * degrees[short.second])
    similarity = pairs.similarity.copy()
    similarity[changed] += shares[changed] * (by_neighbors - short.similarity)
    return Pairs(pairs.first, pairs.second, similarity)


def find_similar_pairs(weights: sparse.csr_array, min_cosine: float = DEFAULT_SETTINGS.min_cosine) -> Pairs:
    """Find the pairs of rows with a cosine of at least `min_cosine`. weights: |articles| x |terms|."""
    first, second, cosines = array("i"), array("i"), array("f")
    articles = weights.shape[0]
    part = max(_MIN_PART, articles // _PARTS)
    for offset in range(0, articles, part):
        # The products with earlier rows are known.
        columns = weights[offset:].T.tocsr()
        for start, rows in iterate_products(weights[offset : offset + part], columns):
            products = (rows @ columns).tocoo()
            kept = (products.data >= min_cosine) & (products.col > products.row + start)
            order = np.flatnonzero(kept)[np.lexsort((products.col[kept], products.row[kept]))]
            first.frombytes((products.row[order] + (offset + start)).astype(np.int32).tobytes())
            second.frombytes((products.col[order] + offset).astype(np.int32).tobytes())
            cosines.frombytes(products.data[order].astype(np.float32).tobytes())
    return Pairs(*map(np.asarray, (first, second, cosines)))


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
    return sparse.csr_array(((1 / sizes[stories]).astype(np.float32), (stories, np.arange(len(stories)))))


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
