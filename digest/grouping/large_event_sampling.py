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

from digest.grouping.article_pairs import iterate_blocks
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.terms import TermCounts

Follower = tuple[int, int, float]
"""(row of an article that need not be compared, row of its leader, their similarity 0..1)"""


def weigh_words(
    counts: TermCounts, frequency: np.ndarray | None = None, articles: int = 0
) -> sparse.csr_array:
    """Weight words by TF-IDF, without dropping common words.

    Args:
        counts: of a pool of articles, or of some of its articles.
        frequency: |words|, in how many articles of the pool each occurs; None: there are no others.
        articles: how many these are.

    Returns: |articles| x |words|; each row's length is 1, or 0 without words.
    """
    words = counts.matrix[:, : counts.word_columns]
    if frequency is None:
        frequency, articles = np.bincount(words.indices, minlength=words.shape[1]), words.shape[0]
    rows = np.repeat(np.arange(words.shape[0], dtype=np.int32), np.diff(words.indptr))
    rarity = np.log((1 + articles) / np.maximum(frequency, 1)).astype(np.float32)
    weights = np.sqrt(words.data) * rarity[words.indices]
    lengths = np.sqrt(np.bincount(rows, weights**2, words.shape[0])).astype(np.float32)
    return sparse.csr_array((weights / lengths[rows], words.indices, words.indptr), words.shape)


def draw_sample(words: sparse.csr_array, settings: GroupingSettings = DEFAULT_SETTINGS) -> np.ndarray:
    """Draw a sample that is thinner where the articles are denser. Deterministic.

    Args:
        words: |articles| x |words|, from `weigh_words`.

    Returns:
        The rows of the sample, ascending; none when the pool is too small to contain a large event.
        Cost: linear.
    """
    articles = words.shape[0]
    if articles <= settings.max_compared:
        return np.empty(0, np.int64)
    density = (words @ words.sum(axis=0)).astype(np.float64)
    probability = np.maximum(density, 1) ** -settings.density_exponent
    size = max(articles / settings.sampling_ratio, min(settings.min_sample, articles / 2))
    drawn = np.floor(np.cumsum(probability) * (size / probability.sum()))
    return np.flatnonzero(np.diff(drawn, prepend=0))


def find_followers(
    words: sparse.csr_array, stories: Iterable[np.ndarray], settings: GroupingSettings = DEFAULT_SETTINGS
) -> list[Follower]:
    """Find the articles of large events that need not be compared, each with its leader.

    Args:
        words: |articles| x |words|, from `weigh_words`.
        stories: the stories of the sample, each as the rows of its articles.

    Returns:
        A Follower for each article of a large event except its first `max_compared`; the leader is the most
        similar one of these. Cost: linear in the articles for each large event.
    """
    cores = [story for story in stories if len(story) >= settings.min_core]
    if not cores:
        return []
    event = _assign_to_events(words, cores, settings.member_share)
    followers: list[Follower] = []
    for number in range(len(cores)):
        members = np.flatnonzero(event == number)
        compared, others = members[: settings.max_compared], members[settings.max_compared :]
        similarity = (words[others] @ words[compared].T).toarray()
        leaders = compared[similarity.argmax(axis=1)].tolist()
        followers += zip(others.tolist(), leaders, similarity.max(axis=1).tolist(), strict=True)
    return followers


def _assign_to_events(words: sparse.csr_array, cores: list[np.ndarray], member_share: float) -> np.ndarray:
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
        event[start : start + len(nearest)] = np.where(shares.max(axis=1) >= member_share, nearest, -1)
    return event
