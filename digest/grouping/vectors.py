"""The second step: counts to weights.

Full articles and headlines want opposite things. In a full article a term that no other article has is
noise and is left out of its length; in a headline of eight words it is what tells one event from
another. `brevity` runs from 0 (a full article) to 1 (a headline) and shades between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.grouping.coherence import measure_coherence
from digest.grouping.terms import Counts

# BM25's saturation and length normalisation, for texts of about 100 counted words.
SATURATION = 6.0
LENGTH_SHARE = 0.75
USUAL_LENGTH = 100.0
# An article of this many counted words is half a headline.
SHORT_LENGTH = 40.0
PAIR_WEIGHT = 0.5
# In a pool of this many articles it is as likely as not that a lone term is alone by chance.
SMALL_POOL = 20.0
# The commonest terms are left out as far as comparing by them costs more multiplications than this for
# each article; less than WORK_LEAST in all is not worth saving.
WORK_PER_ARTICLE = 4_000
WORK_LEAST = 20_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """weights: articles by terms that two or more share; a row's length is at most 1.

    words: the same without pairs, 1 where a term stands. titles: articles by words of their titles, a
    row's length 1; bare: which articles are nothing but a title; brevity: of each article.
    """

    weights: sparse.csr_array
    words: sparse.csr_array
    titles: sparse.csr_array
    bare: np.ndarray
    brevity: np.ndarray


def weigh_terms(counts: Counts) -> Vectors:
    """Weigh each article's terms by BM25 (Robertson and Zaragoza 2009) with brevity as described above.

    Rows are in the order of `counts`. Cost: linear in its entries.
    """
    matrix = counts.matrix
    articles, columns = matrix.shape
    rows = np.repeat(np.arange(articles, dtype=np.int32), np.diff(matrix.indptr))
    frequency = np.bincount(matrix.indices, minlength=columns)
    brevity = 1 / (1 + (counts.lengths / SHORT_LENGTH) ** 4)
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * counts.lengths / USUAL_LENGTH)
    rarity = np.log((1 + articles) / (1 + frequency)) + 1
    weights = matrix.data * (SATURATION + 1) / (matrix.data + norm[rows]) * rarity[matrix.indices]
    paired = matrix.indices >= counts.word_columns
    ceiling = find_ceiling(frequency, articles)
    if counts.bare.any():
        weights *= emphasize_titles(counts, weights, frequency, ceiling)
    weights[paired] *= PAIR_WEIGHT * (1 - brevity[rows[paired]])
    alone = frequency[matrix.indices] == 1
    kept = ~alone & (frequency <= ceiling)[matrix.indices] & (weights > 0)
    # How much of the lone terms counts towards an article's length.
    lone_share = brevity + (1 - brevity) * SMALL_POOL / (SMALL_POOL + articles)
    squares = weights**2
    shared_squares = np.bincount(rows[kept], squares[kept], articles)
    lone_squares = np.bincount(rows[alone], squares[alone], articles)
    lengths = np.sqrt(shared_squares + lone_share * lone_squares)
    places = (rows[kept], matrix.indices[kept])
    scaled = sparse.coo_array((weights[kept] / lengths[rows[kept]], places), matrix.shape).tocsr()
    single = kept & ~paired
    places = (rows[single], matrix.indices[single])
    words = sparse.coo_array((np.ones(int(single.sum())), places), matrix.shape).tocsr()
    return Vectors(scaled, words, weigh_titles(counts.titles), counts.bare, brevity)


def weigh_titles(titles: sparse.csr_array) -> sparse.csr_array:
    """Titles by the rarity of their words among titles, each row of length 1."""
    frequency = np.bincount(titles.indices, minlength=titles.shape[1])
    rows = np.repeat(np.arange(titles.shape[0]), np.diff(titles.indptr))
    weights = (np.log((1 + titles.shape[0]) / (1 + frequency)) + 1)[titles.indices]
    lengths = np.sqrt(np.bincount(rows, weights**2, titles.shape[0]))
    return sparse.csr_array((weights / lengths[rows], titles.indices, titles.indptr), titles.shape)


def emphasize_titles(counts: Counts, weights: np.ndarray, frequency: np.ndarray, ceiling: int) -> np.ndarray:
    """A factor for each weight: how far the word tells an event where it stands in a bare title, else 1."""
    matrix = counts.matrix
    articles, columns = matrix.shape
    rows = np.repeat(np.arange(articles, dtype=np.int32), np.diff(matrix.indptr))
    single = matrix.indices < counts.word_columns
    lengths = np.sqrt(np.bincount(rows[single], weights[single] ** 2, articles))
    titled = np.zeros(columns, bool)
    titled[matrix.indices[counts.bare[rows]]] = True
    measured = single & (titled & (frequency > 1) & (frequency <= ceiling))[matrix.indices]
    places = (rows[measured], matrix.indices[measured])
    words = sparse.coo_array((weights[measured] / lengths[rows[measured]], places), matrix.shape).tocsr()
    telling = measure_coherence(words, counts.outlets)
    return np.where(counts.bare[rows], telling[matrix.indices], 1)


def find_ceiling(frequency: np.ndarray, articles: int) -> int:
    """The most articles that a term may stand in and still be compared by.

    Comparing all articles by a term of n articles takes n² multiplications: the commonest terms carry
    the least meaning and nearly all of the work. Without them the work grows as the pool does.
    """
    shared = np.sort(frequency[frequency > 1])
    work = np.cumsum(shared.astype(np.float64) ** 2)
    affordable = shared[work <= max(WORK_PER_ARTICLE * articles, WORK_LEAST)]
    return int(affordable[-1]) if len(affordable) else 0
