"""Explain why articles are one story: the words they share, as shares that a reader can check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

import numpy as np
from scipy import sparse

from digest.grouping.story_builder import MAX_TERMS, Terms, merge_terms
from digest.grouping.terms import SurfaceForms, Vocabulary
from digest.models import Article, Story

# How many characters of a text are searched for surface forms: what articles share stands at the start.
_FORM_CHARACTERS = 600
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class GroupReasons:
    """What explains the groups of one language, those of two or more articles that were compared.

    weights: |articles| x |words|, the articles of one group in adjacent rows. ends: where the rows of each
    group end. members: the articles of each group, and those that follow or copy them. group_of: {article
    id: the number of its group}. forms: of the vocabulary of the columns.
    """

    weights: sparse.csr_array
    ends: Sequence[int]
    members: Sequence[Sequence[Article]]
    group_of: Mapping[str, int]
    forms: SurfaceForms

    def find_terms(self, group: int) -> Terms:
        """Return the terms of a group; see `find_shared_terms`."""
        start = self.ends[group - 1] if group else 0
        return find_shared_terms(self.weights[start : self.ends[group]], self.members[group], self.forms)


def collect_reasons(
    groups: Sequence[Sequence[int]],
    members: Sequence[Sequence[Article]],
    weights: sparse.csr_array,
    vocabulary: Vocabulary,
) -> GroupReasons:
    """Collect what explains groups.

    Args:
        groups: rows of `weights`. Those of one row are left out.
        members: for each group its articles, and those that follow or copy them.
        weights: |articles| x |words|, with the columns of `vocabulary`.

    Cost: linear in the weights of the groups.
    """
    explained = [number for number, group in enumerate(groups) if len(group) > 1]
    return GroupReasons(
        weights[[row for number in explained for row in groups[number]]],
        list(accumulate(len(groups[number]) for number in explained)),
        [members[number] for number in explained],
        {article.id: place for place, number in enumerate(explained) for article in members[number]},
        SurfaceForms(vocabulary),
    )


def explain_story(story: Story, reasons: Sequence[GroupReasons]) -> Story:
    """Return a story with the terms of the group that it is made of, or the heaviest terms of all its groups.

    reasons: of each language. Cost: linear in the texts of its groups.
    """
    groups = dict.fromkeys(_find_group(article, reasons) for article in story.articles)
    terms = merge_terms([group[0].find_terms(group[1]) if group else () for group in groups])
    return replace(story, terms=terms) if terms else story


def _find_group(article: Article, reasons: Iterable[GroupReasons]) -> tuple[GroupReasons, int] | None:
    """Return an article's group, None if it was in none that has terms."""
    found = ((part, part.group_of[article.id]) for part in reasons if article.id in part.group_of)
    return next(found, None)


def find_shared_terms(weights: sparse.csr_array, articles: Sequence[Article], forms: SurfaceForms) -> Terms:
    """Find the words that contribute most to the similarities between the articles of a story.

    Args:
        weights: |compared| x |words|, the vectors of those of the articles that were compared.
        articles: of one story.
        forms: of the vocabulary of the columns.

    Returns:
        (word, share), the heaviest first, at most MAX_TERMS, each word in the form that the articles use
        most often. The share (0..1) is of all that single words add to the similarities. Cost: linear.
    """
    columns, place = np.unique(weights.indices, return_inverse=True)
    # In full precision: the difference below is 0 for a word of one article.
    values = weights.data.astype(np.float64)
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
