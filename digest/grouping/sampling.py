"""Before comparing: of an event that very many report, each in words of its own, some reports stand for all.

Compared with each other they would take the square of their number; and where one event fills a good
part of the pool, its words look common and its reports look like events around each other. So a
sample is grouped first, in which an article is the rarer, the more it is like all others (after Palmer
and Faloutsos 2000, "Density biased sampling"). What fills the sample is looked up in the whole pool by
its centroid, as in Buckshot (Cutting, Karger, Pedersen and Tukey 1992).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from digest.grouping.similarity import blocks
from digest.grouping.terms import Counts

# One article in so many is drawn, and of a small pool so many, or half of it.
SAMPLED = 16
SAMPLE_LEAST = 400
# How fast the chance to be drawn falls with the likeness to all others.
THINNING = 1.5
# So many reports in the sample tell a crowd; so many reports of a crowd are compared.
TELLING = 4
COMPARED = 26
# A report is of a crowd when it is on average at least this share as like the crowd's reports in the
# sample as they are like each other.
MEMBER_SHARE = 0.75

Follower = tuple[int, int, float]
"""(row of an article that need not be compared, row of the report that it follows, their likeness 0..1)"""


def weigh_words(counts: Counts) -> sparse.csr_array:
    """Articles by words, weighed by rarity, however common; a row's length is 1, or 0 without words."""
    words = counts.matrix[:, : counts.word_columns]
    articles = words.shape[0]
    rows = np.repeat(np.arange(articles, dtype=np.int32), np.diff(words.indptr))
    frequency = np.bincount(words.indices, minlength=words.shape[1])
    rarity = np.log((1 + articles) / np.maximum(frequency, 1)).astype(np.float32)
    weights = np.sqrt(words.data) * rarity[words.indices]
    lengths = np.sqrt(np.bincount(rows, weights**2, articles)).astype(np.float32)
    return sparse.csr_array((weights / lengths[rows], words.indices, words.indptr), words.shape)


def draw_sample(words: sparse.csr_array) -> np.ndarray:
    """The rows of fewer articles that stand for all; none of so few that no crowd can be among them.

    words: as `weigh_words` has them. Cost: linear.
    """
    articles = words.shape[0]
    if articles <= COMPARED:
        return np.empty(0, np.int64)
    density = (words @ words.sum(axis=0)).astype(np.float64)
    chance = np.maximum(density, 1) ** -THINNING
    size = max(articles / SAMPLED, min(SAMPLE_LEAST, articles / 2))
    drawn = np.floor(np.cumsum(chance) * (size / chance.sum()))
    return np.flatnonzero(np.diff(drawn, prepend=0))


def find_followers(words: sparse.csr_array, stories: Iterable[np.ndarray]) -> list[Follower]:
    """The articles that need not be compared: those of a crowd beyond its first COMPARED, each with the
    one of these that it is most like.

    words: as `weigh_words` has them. stories: of the sample, each the rows of its articles. Cost: linear
    in the articles for each crowd.
    """
    cores = [story for story in stories if len(story) >= TELLING]
    if not cores:
        return []
    crowd = find_crowds(words, cores)
    followers: list[Follower] = []
    for number in range(len(cores)):
        members = np.flatnonzero(crowd == number)
        compared, others = members[:COMPARED], members[COMPARED:]
        alike = (words[others] @ words[compared].T).toarray()
        leaders = compared[alike.argmax(axis=1)].tolist()
        followers += zip(others.tolist(), leaders, alike.max(axis=1).tolist(), strict=True)
    return followers


def find_crowds(words: sparse.csr_array, cores: list[np.ndarray]) -> np.ndarray:
    """For each article the number of the core whose crowd it is of, or -1."""
    sizes = np.array([len(core) for core in cores])
    places = (np.repeat(np.arange(len(cores)), sizes), np.concatenate(cores))
    members = sparse.coo_array((np.ones(sizes.sum()), places), (len(cores), words.shape[0])).tocsr()
    sums = members @ words
    # The mean likeness of two of n articles of length 1 is (|Σx|² - n) / n(n - 1), to one of them Σx / n.
    cohesion = (sums.power(2).sum(axis=1) - sizes) / (sizes - 1)
    centroids = (sparse.diags_array(1 / cohesion) @ sums).T.tocsr()
    crowd = np.full(words.shape[0], -1)
    for start, rows in blocks(words):
        shares = (rows @ centroids).toarray()
        nearest = shares.argmax(axis=1)
        crowd[start : start + len(nearest)] = np.where(shares.max(axis=1) >= MEMBER_SHARE, nearest, -1)
    return crowd
