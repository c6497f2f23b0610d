"""Which words of a bare title tell an event: those whose articles resemble each other in other words, too.

Of eight words in a headline some name the event ("earthquake") and some stand in headlines on anything
("week"), and counting articles cannot tell them apart: both may stand in thirty. But the articles with
the first share further words, those with the second do not. After the term discrimination values of
Salton, Wong and Yang (1975). Articles of one outlet are not compared: they share its manner of writing.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

# A word whose articles resemble each other this many times as much as is usual is as telling as a lone one.
TELLING = 3.0
# What so many pairs of articles would say is assumed of every word beforehand: it is a usual one.
ASSUMED_PAIRS = 80
# How much it counts: half as much in a pool of so many articles, which says little of its words.
EMPHASIS = 0.45
SMALL_POOL = 100
_ENTRIES = 100_000


def measure_coherence(words: sparse.csr_array, outlets: np.ndarray) -> np.ndarray:
    """For each word how far it tells an event, 0..1; 1 also where no two outlets have it.

    words: articles by words, a row's length at most 1. outlets: for each article the number of its
    outlet. Cost: linear in the articles, with the square of the words of one.
    """
    if not words.nnz:
        return np.ones(words.shape[1])
    entries = words.tocoo()
    alike, pairs = compare_holders(entries.col, words.shape[1], entries, words)
    held = entries.col.astype(np.int64) * (int(outlets.max()) + 1) + outlets[entries.row]
    holders, group = np.unique(held, return_inverse=True)
    alike_inside, pairs_inside = compare_holders(group, len(holders), entries, words)
    word = holders // (int(outlets.max()) + 1)
    alike -= np.bincount(word, alike_inside, words.shape[1])
    pairs -= np.bincount(word, pairs_inside, words.shape[1])
    usual = max(alike.sum(), 0) / max(pairs.sum(), 1)
    if not usual:
        return np.ones(words.shape[1])
    coherence = (alike + ASSUMED_PAIRS * usual) / (pairs + ASSUMED_PAIRS)
    articles = words.shape[0]
    emphasis = EMPHASIS * articles / (articles + SMALL_POOL)
    telling = np.clip(coherence / (TELLING * usual), 0, 1) ** emphasis
    return np.where(pairs > 0, telling, 1.0)


def compare_holders(
    group: np.ndarray, groups: int, entries: sparse.coo_array, words: sparse.csr_array
) -> tuple[np.ndarray, np.ndarray]:
    """For each group the sum of the cosines between its articles without its word, and their number.

    group: for each entry the number of its group, all of whose entries are of one word. Both of any two
    articles count. Σ xᵢ·xⱼ over i ≠ j is |Σ xᵢ|² − Σ |xᵢ|², and so for the word alone, which goes off.
    """
    places = (group, entries.row)
    members = sparse.coo_array((np.ones(len(group)), places), (groups, words.shape[0])).tocsr()
    sizes = np.diff(members.indptr)
    block = members.indptr[1:] // _ENTRIES
    starts = np.flatnonzero(np.diff(block, prepend=-1)).tolist()
    sums = np.concatenate(
        [
            (members[start:end] @ words).power(2).sum(axis=1)
            for start, end in zip(starts, [*starts[1:], groups], strict=True)
        ]
    )
    alike = sums - members @ words.power(2).sum(axis=1)
    alike -= np.bincount(group, entries.data, groups) ** 2 - np.bincount(group, entries.data**2, groups)
    return alike, (sizes * (sizes - 1)).astype(np.float64)
