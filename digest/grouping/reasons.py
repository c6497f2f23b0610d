"""Explain why articles are one story: the words they share, as shares that a reader can check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

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
    is_word = weights.indices < len(forms.vocabulary.columns)
    columns, place = np.unique(weights.indices[is_word], return_inverse=True)
    # In full precision: the difference below is 0 for a word of one article.
    values = weights.data[is_word].astype(np.float64)
    # Summed over all pairs of articles, a word adds half of (Σw)² − Σw².
    contributions = np.bincount(place, values) ** 2 - np.bincount(place, values**2)
    heaviest = np.argsort(-contributions, kind="stable")[:MAX_TERMS]
    heaviest = heaviest[contributions[heaviest] > 0]
    chosen = _choose_forms(articles, forms, columns[heaviest].tolist())
    shares = (contributions[heaviest] / contributions.sum()).tolist()
    return tuple((form, round(share, 3)) for form, share in zip(chosen, shares, strict=True))


def _choose_forms(articles: Iterable[Article], forms: SurfaceForms, columns: Sequence[int]) -> list[str]:
    """Return for each column the form in which the articles mostly write its term; ties alphabetically."""
    starts = (f"{article.title}\n{article.text[:_FORM_CHARACTERS]}" for article in articles)
    counts = Counter(chain.from_iterable(map(_WORD.findall, starts)))
    found: dict[int, list[str]] = {column: [] for column in columns}
    for form in counts:
        if (column := forms[form]) in found:
            found[column].append(form)
    examples = forms.vocabulary.examples
    return [
        min(found[column], key=lambda form: (-counts[form], form), default=examples[column])
        for column in columns
    ]
