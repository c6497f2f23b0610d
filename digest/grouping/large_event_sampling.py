"""Find the articles on very large events that need not be compared, from a sample of the pool.

If very many outlets report one event, each in its own words, comparing all pairs would cost the square of
their number. Such an event also distorts the comparison: where it fills a good part of the pool, its words
look common, and its articles look like different events around each other. So a sample is grouped first.
Articles in dense regions are sampled less often (after Palmer and Faloutsos 2000, "Density biased
sampling"). Each large event of the sample is then looked up in the whole pool by its centroid, as in
Buckshot (Cutting, Karger, Pedersen and Tukey 1992). A few articles of a large event are compared like all
others; the rest follow the one of these that they resemble most, as in leader clustering (Hartigan 1975).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from digest.grouping.similarity import iterate_blocks
from digest.grouping.terms import TermCounts

# One of this many articles is sampled; of a small pool MIN_SAMPLE articles, but at most half of them.
SAMPLING_RATIO = 16
MIN_SAMPLE = 400
# How fast the probability of being sampled falls with the similarity to all others.
DENSITY_EXPONENT = 1.5
# A story with at least this many articles in the sample is the core of a large event.
MIN_CORE = 4
# This many articles of a large event are compared; the others follow one of them.
MAX_COMPARED = 26
# An article belongs to a large event when its mean similarity to the core is at least this share of the
# mean similarity within the core.
MEMBER_SHARE = 0.75

Follower = tuple[int, int, float]
"""(row of an article that need not be compared, row of its leader, their similarity 0..1)"""


def weigh_words(counts: TermCounts) -> sparse.csr_array:
    """Weight words by TF-IDF, without dropping common words.

    Returns: |articles| x |words|; each row's length is 1, or 0 without words.
    """
    words = counts.matrix[:, : counts.word_columns]
    articles = words.shape[0]
    rows = np.repeat(np.arange(articles, dtype=np.int32), np.diff(words.indptr))
    frequency = np.bincount(words.indices, minlength=words.shape[1])
    rarity = np.log((1 + articles) / np.maximum(frequency, 1)).astype(np.float32)
    weights = np.sqrt(words.data) * rarity[words.indices]
    lengths = np.sqrt(np.bincount(rows, weights**2, articles)).astype(np.float32)
    return sparse.csr_array((weights / lengths[rows], words.indices, words.indptr), words.shape)


def draw_sample(words: sparse.csr_array) -> np.ndarray:
    """Draw a sample that is thinner where the articles are denser. Deterministic.

    Args:
        words: |articles| x |words|, from `weigh_words`.

    Returns:
        The rows of the sample, ascending; none when the pool is too small to contain a large event.
        Cost: linear.
    """
    articles = words.shape[0]
    if articles <= MAX_COMPARED:
        return np.empty(0, np.int64)
    density = (words @ words.sum(axis=0)).astype(np.float64)
    probability = np.maximum(density, 1) ** -DENSITY_EXPONENT
    size = max(articles / SAMPLING_RATIO, min(MIN_SAMPLE, articles / 2))
    drawn = np.floor(np.cumsum(probability) * (size / probability.sum()))
    return np.flatnonzero(np.diff(drawn, prepend=0))


def find_followers(words: sparse.csr_array, stories: Iterable[np.ndarray]) -> list[Follower]:
    """Find the articles of large events that need not be compared, each with its leader.

    Args:
        words: |articles| x |words|, from `weigh_words`.
        stories: the stories of the sample, each as the rows of its articles.

    Returns:
        A Follower for each article of a large event except its first MAX_COMPARED; the leader is the most
        similar one of these. Cost: linear in the articles for each large event.
    """
    cores = [story for story in stories if len(story) >= MIN_CORE]
    if not cores:
        return []
    event = _assign_to_events(words, cores)
    followers: list[Follower] = []
    for number in range(len(cores)):
        members = np.flatnonzero(event == number)
        compared, others = members[:MAX_COMPARED], members[MAX_COMPARED:]
        similarity = (words[others] @ words[compared].T).toarray()
        leaders = compared[similarity.argmax(axis=1)].tolist()
        followers += zip(others.tolist(), leaders, similarity.max(axis=1).tolist(), strict=True)
    return followers


def _assign_to_events(words: sparse.csr_array, cores: list[np.ndarray]) -> np.ndarray:
    """Return for each article the number of the core whose event it belongs to, or -1."""
    sizes = np.array([len(core) for core in cores])
    places = (np.repeat(np.arange(len(cores)), sizes), np.concatenate(cores))
    members = sparse.coo_array((np.ones(sizes.sum()), places), (len(cores), words.shape[0])).tocsr()
    sums = members @ words
    # Of n articles of length 1, two have a mean similarity of (|Σx|² - n) / n(n - 1), and any article has
    # a mean similarity of its product with Σx / n to them. The factor n cancels out of the quotient.
    cohesion = (sums.power(2).sum(axis=1) - sizes) / (sizes - 1)
    centroids = (sparse.diags_array(1 / cohesion) @ sums).T.tocsr()
    event = np.full(words.shape[0], -1)
    for start, rows in iterate_blocks(words, len(cores)):
        shares = (rows @ centroids).toarray()
        nearest = shares.argmax(axis=1)
        event[start : start + len(nearest)] = np.where(shares.max(axis=1) >= MEMBER_SHARE, nearest, -1)
    return event
