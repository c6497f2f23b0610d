"""Measure how little it means in a language that a word is in one article only.

That a headline has words which no other article has is evidence that it is on an event of its own. How much
evidence depends on the language: one that builds words out of words, or inflects them, has more forms, and
each is rarer. In German news two of seven words are unique where in English news it is one of seven.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings

# Larger pools are measured as if so many of their words were drawn.
_MAX_WORDS = 8_000
# How fast the share of unique words falls as a pool grows. On four days of English news, between 300 and
# 15,000 words, the measured shares differ from this by less than .05.
_GROWTH = 0.83


def weigh_unique_words(
    words: sparse.csr_array, brevity: np.ndarray, settings: GroupingSettings = DEFAULT_SETTINGS
) -> float:
    """Measure how much a word that one article alone has is worth in this pool, as a share of its weight.

    The share of unique words in the pool's short articles is compared with the one that a pool of this size
    has in English. Rarefaction (Hurlbert 1971) makes large pools comparable: it gives the expected share in
    a random part of them.

    Args:
        words: |articles| x |words|, an entry where an article has a word.
        brevity: |articles|, 0..1, how much of a headline each article is.

    Returns:
        Above 0, at most 1; near 1 in small pools, where most words of any language are unique. Cost: linear.
    """
    if not words.nnz or not brevity.any():
        return 1.0
    drawn = min(1.0, _MAX_WORDS / words.nnz)
    frequency = np.bincount(words.indices, minlength=words.shape[1])
    is_unique = (1 - drawn) ** np.maximum(frequency - 1, 0)
    sizes = np.diff(words.indptr)
    by_article = brevity / np.maximum(sizes, 1)
    share = float(np.repeat(by_article, sizes) @ is_unique[words.indices] / brevity.sum())
    usual = float(1 / (1 + (drawn * words.nnz / settings.half_unique) ** _GROWTH))
    return usual / max(share, usual)
