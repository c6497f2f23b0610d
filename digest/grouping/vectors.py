"""Turn term counts into weighted vectors.

Full articles and headlines need opposite treatment. In a full article, a term that no other article has is
noise and is left out of the vector's length. In a headline of eight words, such a term is what separates
one event from another. `brevity` runs from 0 (a full article) to 1 (a headline) and blends between the two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from digest.grouping.event_words import measure_coherence
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.terms import TermCounts
from digest.grouping.unique_words import weigh_unique_words

# Pairs are looked for by the rarer terms: the commonest are dropped as far as they would cost more
# multiplications per article than this; below MIN_WORK multiplications in all, nothing is worth dropping.
WORK_PER_ARTICLE = 4_000
MIN_WORK = 20_000_000

_SMALLEST = 1e-12
"""Instead of a length of 0."""

SCORED_SHARE = 0.01
"""The pairs that are found are scored by all terms of at most this share of the articles. In a pool of more
than thirty thousand, the rarer terms alone are too few of an article: in one of 300,000, four words."""


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """The vectors of a pool of articles.

    weights: |articles| x |terms|, terms of two or more articles only; each row's length is at most 1.
    is_searched, scale: in large pools, which entries are of the rarer terms, by which pairs are found, and
    |articles|, the factor that makes rows of these as long; else None.
    words: the same columns without word pairs, 1 where an article has a word. titles: |articles| x |words|,
    the words of the titles; each row's length is 1. title_only: |articles|, whether the article has no
    text. brevity: |articles|, 0..1.
    """

    weights: sparse.csr_array
    is_searched: np.ndarray | None
    scale: np.ndarray | None
    words: sparse.csr_array
    titles: sparse.csr_array
    title_only: np.ndarray
    brevity: np.ndarray

    def select_searched(self) -> sparse.csr_array:
        """Return the vectors by which pairs are found; in small pools, the weights."""
        if self.is_searched is None or self.scale is None:
            return self.weights
        rows = np.repeat(np.arange(len(self.scale), dtype=np.int32), np.diff(self.weights.indptr))
        values = self.weights.data[self.is_searched] * self.scale[rows[self.is_searched]]
        return _keep_entries(self.weights, self.is_searched, values)


@dataclass(frozen=True, slots=True, eq=False)
class PoolMeasures:
    """What the weights of an article depend on besides its own terms.

    articles: the size of the pool. frequency: |terms|, in how many articles each occurs. title_frequency:
    |words|, in how many titles. unique_value: from `weigh_unique_words`. coherence: |terms|, of words in
    articles without text, else 1; None if all have a text.
    """

    articles: int
    frequency: np.ndarray
    title_frequency: np.ndarray
    unique_value: float
    coherence: np.ndarray | None

    @property
    def max_frequency(self) -> int:
        """The largest frequency of a term by which pairs are found."""
        return find_max_frequency(self.frequency, self.articles)


def measure_pool(counts: TermCounts, settings: GroupingSettings = DEFAULT_SETTINGS) -> PoolMeasures:
    """Measure a pool of articles by their term counts. Cost: linear in their entries."""
    return measure_words(counts, *count_articles(counts), settings)


def count_articles(counts: TermCounts) -> tuple[np.ndarray, np.ndarray]:
    """Return for each term in how many of the articles it occurs, and for each word in how many titles."""
    frequency = np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1]).astype(np.int32)
    return frequency, np.bincount(counts.titles.indices, minlength=counts.titles.shape[1])


def measure_words(
    counts: TermCounts, frequency: np.ndarray, title_frequency: np.ndarray, settings: GroupingSettings
) -> PoolMeasures:
    """Measure a pool whose frequencies are known. counts: with or without word pairs."""
    words = counts.matrix[:, : counts.word_columns]
    unique_value = weigh_unique_words(words, measure_brevity(counts.lengths, settings), settings)
    measures = PoolMeasures(words.shape[0], frequency, title_frequency, unique_value, None)
    if not counts.title_only.any():
        return measures
    return replace(measures, coherence=_measure_coherence(counts, measures, settings))


def measure_brevity(lengths: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS) -> np.ndarray:
    """Return how much of a headline articles of so many counted words are, 0..1."""
    brevity: np.ndarray = 1 / (1 + (lengths / settings.short_length) ** 4)
    return brevity


def build_vectors(
    counts: TermCounts, settings: GroupingSettings = DEFAULT_SETTINGS, measures: PoolMeasures | None = None
) -> Vectors:
    """Weight terms by BM25 (Robertson and Zaragoza 2009) and normalize by length and brevity.

    Args:
        counts: of a pool of articles, or of some of its articles.
        settings: the constants of the grouping.
        measures: of the pool; None: it has no other articles.

    Rows stay in the order of `counts`. Cost: linear in its entries.
    """
    measures = measures or measure_pool(counts, settings)
    articles, frequency, max_frequency = measures.articles, measures.frequency, measures.max_frequency
    matrix, brevity = counts.matrix, measure_brevity(counts.lengths, settings)
    rows, weights = _weigh_terms(counts, measures, settings)
    is_pair = matrix.indices >= counts.word_columns
    if measures.coherence is not None:
        weights *= np.where(counts.title_only[rows], measures.coherence[matrix.indices], 1)
    weights[is_pair] *= settings.pair_weight * (1 - brevity[rows[is_pair]])
    unique = frequency[matrix.indices] == 1
    scored_frequency = max(max_frequency, int(SCORED_SHARE * articles))
    kept = ~unique & (frequency <= scored_frequency)[matrix.indices] & (weights > 0)
    # How much of an article's unique terms counts towards the length of its vector.
    unique_share = brevity + (1 - brevity) * settings.small_pool / (settings.small_pool + articles)
    unique_share *= measures.unique_value**2
    unique_squares = unique_share * np.bincount(rows[unique], weights[unique] ** 2, len(brevity))
    scaled = _keep_entries(matrix, kept, weights[kept])
    del rows, weights, is_pair, unique, kept
    rows = np.repeat(np.arange(len(brevity), dtype=np.int32), np.diff(scaled.indptr))
    lengths = np.sqrt(np.bincount(rows, scaled.data**2, len(brevity)) + unique_squares)
    is_searched = scale = None
    if scored_frequency > max_frequency:
        is_searched = (frequency <= max_frequency)[scaled.indices]
        squares = np.bincount(rows[is_searched], scaled.data[is_searched] ** 2, len(brevity))
        scale = (lengths / np.maximum(np.sqrt(squares + unique_squares), _SMALLEST)).astype(np.float32)
    scaled.data /= lengths.astype(np.float32)[rows]
    is_word = scaled.indices < counts.word_columns
    words = _keep_entries(scaled, is_word, np.ones(int(is_word.sum()), np.int8))
    titles = _weight_titles(counts.titles, measures)
    return Vectors(scaled, is_searched, scale, words, titles, counts.title_only, brevity)


def _weigh_terms(
    counts: TermCounts, measures: PoolMeasures, settings: GroupingSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each entry (its row, its weight by frequency in the article and rarity in the pool)."""
    matrix = counts.matrix
    rows = np.repeat(np.arange(matrix.shape[0], dtype=np.int32), np.diff(matrix.indptr))
    norm = (settings.saturation * np.sqrt(counts.lengths)).astype(np.float32)
    rarity = (np.log((1 + measures.articles) / (1 + measures.frequency)) + 1).astype(np.float32)
    weights = matrix.data / (matrix.data + norm[rows])
    weights *= rarity[matrix.indices]
    return rows, weights


def _keep_entries(matrix: sparse.csr_array, kept: np.ndarray, values: np.ndarray) -> sparse.csr_array:
    """Return a matrix with some entries of another one, given by a mask, and with their new values."""
    ends = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[matrix.indptr].astype(np.int32)
    return sparse.csr_array((values, matrix.indices[kept], ends), matrix.shape)


def _weight_titles(titles: sparse.csr_array, measures: PoolMeasures) -> sparse.csr_array:
    """Weight the words of titles by their rarity among titles; each row gets length 1."""
    rows = np.repeat(np.arange(titles.shape[0]), np.diff(titles.indptr))
    rarity = np.log((1 + measures.articles) / (1 + measures.title_frequency)) + 1
    weights = rarity.astype(np.float32)[titles.indices]
    lengths = np.sqrt(np.bincount(rows, weights**2, titles.shape[0])).astype(np.float32)
    return sparse.csr_array((weights / lengths[rows], titles.indices, titles.indptr), titles.shape)


def _measure_coherence(counts: TermCounts, measures: PoolMeasures, settings: GroupingSettings) -> np.ndarray:
    """Return for each term the coherence of a word that articles without text have, else 1."""
    matrix, frequency = counts.matrix, measures.frequency
    rows, weights = _weigh_terms(counts, measures, settings)
    is_word = matrix.indices < counts.word_columns
    lengths = np.sqrt(np.bincount(rows[is_word], weights[is_word] ** 2, measures.articles))
    in_headline = np.zeros(len(frequency), bool)
    in_headline[matrix.indices[counts.title_only[rows]]] = True
    is_measured = in_headline & (frequency > 1) & (frequency <= measures.max_frequency)
    measured = is_word & is_measured[matrix.indices]
    places = (rows[measured], matrix.indices[measured])
    shape = (measures.articles, len(frequency))
    words = sparse.coo_array((weights[measured] / lengths[rows[measured]], places), shape).tocsr()
    return measure_coherence(words, counts.outlets, settings)


def find_max_frequency(frequency: np.ndarray, articles: int) -> int:
    """Return the largest number of articles that a term may occur in and still be used to find pairs.

    Comparing the articles of a term that n of them contain takes n² multiplications: the commonest terms
    carry the least meaning and nearly all of the work. Without them, the work grows linearly with the pool.

    Args:
        frequency: |terms|, in how many articles each term occurs.
        articles: the size of the pool.
    """
    shared = np.sort(frequency[frequency > 1])
    work = np.cumsum(shared.astype(np.float64) ** 2)
    affordable = shared[work <= max(WORK_PER_ARTICLE * articles, MIN_WORK)]
    return int(affordable[-1]) if len(affordable) else 0
