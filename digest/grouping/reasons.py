"""The eighth step: why articles are one story, in words and numbers a reader can check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from digest.grouping.terms import Forms
from digest.models import Article

MOST_TERMS = 8
# How far into a text its forms are looked for: what holds a story together stands at the start.
_FORMS_WITHIN = 600
_WORD = re.compile(r"\w+")


def find_terms(
    weights: sparse.csr_array, articles: Sequence[Article], forms: Forms
) -> tuple[tuple[str, float], ...]:
    """The words that hold the articles of a story together, heaviest first, each as most often written.

    weights: the rows of these articles. A word's weight is its share (0..1) of all that single words
    add to the similarities between the articles. At most MOST_TERMS. Cost: linear.
    """
    single = weights[:, : len(forms.vocabulary.columns)]
    # A word's part in the sum over all pairs is half of (Σw)² − Σw².
    parts = np.bincount(single.indices, single.data, single.shape[1]) ** 2
    parts -= np.bincount(single.indices, single.data**2, single.shape[1])
    heaviest = [int(column) for column in np.argsort(-parts, kind="stable")[:MOST_TERMS] if parts[column] > 0]
    written = choose_forms(articles, forms, heaviest)
    total = float(parts.sum())
    return tuple((written[column], round(float(parts[column]) / total, 3)) for column in heaviest)


def choose_forms(articles: Iterable[Article], forms: Forms, columns: Iterable[int]) -> dict[int, str]:
    """{column: the form in which the articles most often write its term}; ties go by the alphabet."""
    counts: dict[int, Counter[str]] = {column: Counter() for column in columns}
    for article in articles:
        for form in _WORD.findall(f"{article.title}\n{article.text[:_FORMS_WITHIN]}"):
            if (column := forms[form]) in counts:
                counts[column][form] += 1
    examples = forms.vocabulary.examples
    return {
        column: min(found, key=lambda form: (-found[form], form)) if found else examples[column]
        for column, found in counts.items()
    }
