"""Explain why articles are one story: the words they share, as shares that a reader can check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from digest.grouping.story_builder import MAX_TERMS
from digest.grouping.terms import SurfaceForms
from digest.models import Article

# How many characters of a text are searched for surface forms: what articles share stands at the start.
_FORM_CHARACTERS = 600
_WORD = re.compile(r"\w+")


def find_shared_terms(
    weights: sparse.csr_array, articles: Sequence[Article], forms: SurfaceForms
) -> tuple[tuple[str, float], ...]:
    """Find the words that contribute most to the similarities between the articles of a story.

    Args:
        weights: |articles| x |terms|, the vectors of these articles.
        articles: of one story, in row order.
        forms: of the vocabulary of the columns.

    Returns:
        (word, share), the heaviest first, at most MAX_TERMS, each word in the form that the articles use
        most often. The share (0..1) is of all that single words add to the similarities. Cost: linear.
    """
    words = weights[:, : len(forms.vocabulary.columns)]
    # Summed over all pairs of articles, a word adds half of (Σw)² − Σw².
    contributions = np.bincount(words.indices, words.data, words.shape[1]) ** 2
    contributions -= np.bincount(words.indices, words.data**2, words.shape[1])
    heaviest = [
        int(column)
        for column in np.argsort(-contributions, kind="stable")[:MAX_TERMS]
        if contributions[column] > 0
    ]
    chosen = _choose_forms(articles, forms, heaviest)
    total = float(contributions.sum())
    return tuple((chosen[column], round(float(contributions[column]) / total, 3)) for column in heaviest)


def _choose_forms(articles: Iterable[Article], forms: SurfaceForms, columns: Iterable[int]) -> dict[int, str]:
    """Return {column: the form in which the articles most often write its term}; ties alphabetically."""
    counts: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for article in articles:
        for form in _WORD.findall(f"{article.title}\n{article.text[:_FORM_CHARACTERS]}"):
            if (column := forms[form]) in counts:
                counts[column][form] += 1
    examples = forms.vocabulary.examples
    return {
        column: min(found, key=lambda form: (-found[form], form)) if found else examples[column]
        for column, found in counts.items()
    }
