"""Measure which words of a headline identify an event.

Some of the eight words in a headline name the event ("earthquake"), and some occur in headlines about
anything ("week"). Counting articles cannot separate them: both may occur in thirty. But articles with the
first word share further words, and articles with the second do not. The measure follows the term
discrimination values of Salton, Wong and Yang (1975). Articles of the same outlet are not compared with
each other: they share its style.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings

_MAX_ENTRIES = 100_000


def measure_coherence(
    words: sparse.csr_array, outlets: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS
) -> np.ndarray:
    """Measure for each word how well it identifies an event.

    Args:
        words: |articles| x |words|, weights; each row's length is at most 1.
        outlets: |articles|, the number of each article's outlet.

    Returns:
        |words|, 0..1; 1 also for a word that no two outlets use. Cost: linear in the articles, quadratic
        in the words of one article.
    """
    if not words.nnz:
        return np.ones(words.shape[1])
    entries = words.tocoo()
    similarity, pairs = _sum_similarities(entries.col, words.shape[1], entries, words)
    # Subtract the pairs of articles of the same outlet.
    word_and_outlet = entries.col.astype(np.int64) * (int(outlets.max()) + 1) + outlets[entries.row]
    distinct, group = np.unique(word_and_outlet, return_inverse=True)
    similarity_inside, pairs_inside = _sum_similarities(group, len(distinct), entries, words)
    word = distinct // (int(outlets.max()) + 1)
    similarity -= np.bincount(word, similarity_inside, words.shape[1])
    pairs -= np.bincount(word, pairs_inside, words.shape[1])
    usual = max(similarity.sum(), 0) / max(pairs.sum(), 1)
    if not usual:
        return np.ones(words.shape[1])
    mean_similarity = (similarity + settings.prior_pairs * usual) / (pairs + settings.prior_pairs)
    articles = words.shape[0]
    exponent = settings.coherence_exponent * articles / (articles + settings.coherence_pool)
    coherence = np.clip(mean_similarity / (settings.full_coherence * usual), 0, 1) ** exponent
    return np.where(pairs > 0, coherence, 1.0)


def _sum_similarities(
    group: np.ndarray, groups: int, entries: sparse.coo_array, words: sparse.csr_array
) -> tuple[np.ndarray, np.ndarray]:
    """Sum the cosines between the articles of each group, leaving out the word that defines the group.

    group: for each entry of `words` the number of its group; all entries of a group are of one word.
    Returns (the sum, the number of pairs) for each group, where each pair counts in both directions.
    Σ xᵢ·xⱼ over i ≠ j is |Σ xᵢ|² − Σ |xᵢ|²; the same sum of the defining word alone is subtracted.
    """
    places = (group, entries.row)
    members = sparse.coo_array((np.ones(len(group)), places), (groups, words.shape[0])).tocsr()
    sizes = np.diff(members.indptr)
    # Groups are handled in blocks of about _MAX_ENTRIES entries to bound the memory.
    block = members.indptr[1:] // _MAX_ENTRIES
    starts = np.flatnonzero(np.diff(block, prepend=-1)).tolist()
    squared_sums = np.concatenate(
        [
            (members[start:end] @ words).power(2).sum(axis=1)
            for start, end in zip(starts, [*starts[1:], groups], strict=True)
        ]
    )
    similarity = squared_sums - members @ words.power(2).sum(axis=1)
    similarity -= np.bincount(group, entries.data, groups) ** 2 - np.bincount(group, entries.data**2, groups)
    return similarity, (sizes * (sizes - 1)).astype(np.float64)
