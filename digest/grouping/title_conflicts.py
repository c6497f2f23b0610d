"""The sixth step: what the titles of two articles say against their being one event.

An outlet that writes "How to watch … on …" three times or more has a template, and each use of it is
another event. And an article whose title names three names that the other never says tells of
something else, however much of their surroundings the two share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
from scipy import sparse

from digest.grouping.similarity import Pairs, count_shared
from digest.grouping.terms import Counts, Forms, number_distinct, read_start
from digest.grouping.tracking.series import same_instalment
from digest.models import Article
from digest.text import words

# Two titles are made after one template when they share so many words, and this share of the shorter
# one, and each has a word of its own; it is a template when an article has so many such neighbours.
TEMPLATE_WORDS = 4
TEMPLATE_SHARE = 0.6
TEMPLATE_NEIGHBORS = 2
# What is left of a similarity when all of one title's names, at least so many, are new to the other.
FOREIGN_NAMES = 3
FOREIGN = 0.25
# A text is searched for names as far as so many terms reach.
NAMES_WITHIN = 100
_WORD = re.compile(r"\w+")


def weigh_titles(
    pairs: Pairs, articles: Sequence[Article], counts: Counts, series: Collection[str] = frozenset()
) -> Pairs:
    """The pairs with their similarities lowered for templates and for names that only one side knows.

    counts: of these articles. series: ids of instalments of a series. Cost: linear in articles and pairs.
    """
    factor = np.where(find_foreign(pairs, articles, counts), FOREIGN, 1.0)
    factor[find_templates(pairs, articles) | find_other_instalments(pairs, articles, series)] = 0
    return Pairs(pairs.first, pairs.second, pairs.similarity * factor)


def find_other_instalments(pairs: Pairs, articles: Sequence[Article], series: Collection[str]) -> np.ndarray:
    """Which pairs are of series, and not instalments that two outlets have of the same thing.

    An instalment has one counterpart in another outlet: of those of one day, the most similar both ways.
    """
    serial = np.array([article.id in series for article in articles])
    found: np.ndarray = serial[pairs.first] & serial[pairs.second]
    places = [
        place
        for place in np.flatnonzero(found).tolist()
        if same_instalment(articles[pairs.first[place]], articles[pairs.second[place]])
    ]
    best: dict[tuple[int, str], float] = {}
    sides = [
        ((one, articles[other].source), (other, articles[one].source), similarity)
        for one, other, similarity in zip(
            pairs.first[places].tolist(),
            pairs.second[places].tolist(),
            pairs.similarity[places].tolist(),
            strict=True,
        )
    ]
    for here, there, similarity in sides:
        best[here] = max(similarity, best.get(here, 0))
        best[there] = max(similarity, best.get(there, 0))
    kept = [similarity == best[here] == best[there] for here, there, similarity in sides]
    found[places] = ~np.array(kept, bool)
    return found


def find_templates(pairs: Pairs, articles: Sequence[Article]) -> np.ndarray:
    """Which pairs are of one outlet with titles after one template."""
    outlets = number_distinct([article.source for article in articles])
    same = outlets[pairs.first] == outlets[pairs.second]
    inside = pairs.only(same)
    numbers: dict[str, int] = {}
    titles = mark_columns(
        [{numbers.setdefault(word, len(numbers)) for word in words(article.title)} for article in articles]
    )
    sizes = np.diff(titles.indptr)
    shared = count_shared(titles, titles, inside)
    shorter = np.minimum(sizes[inside.first], sizes[inside.second])
    alike = (shared >= TEMPLATE_WORDS) & (shared >= TEMPLATE_SHARE * shorter) & (shared < shorter)
    neighbors = np.bincount(inside.first[alike], minlength=len(articles))
    neighbors += np.bincount(inside.second[alike], minlength=len(articles))
    often = neighbors >= TEMPLATE_NEIGHBORS
    found = np.zeros(len(same), bool)
    found[same] = alike & often[inside.first] & often[inside.second]
    return found


def find_foreign(pairs: Pairs, articles: Sequence[Article], counts: Counts) -> np.ndarray:
    """Which pairs have a text on both sides, and on one side a title none of whose names the other says."""
    said = counts.matrix[:, : counts.word_columns].sign()
    forms = Forms(counts.vocabulary)
    names = mark_columns([find_names(article, forms) for article in articles], counts.word_columns)
    sizes = np.diff(names.indptr)
    foreign = np.zeros(len(pairs.first), bool)
    for one, other in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        telling = np.flatnonzero((sizes[one] >= FOREIGN_NAMES) & ~counts.bare[other])
        asked = Pairs(one[telling], other[telling], pairs.similarity[telling])
        foreign[telling[count_shared(names, said, asked) == 0]] = True
    return foreign


def find_names(article: Article, forms: Forms) -> set[int]:
    """The columns of the title's words that its text has, too, and never without their capital letter."""
    capitalized = [form for form in _WORD.findall(article.title) if form[0].isupper()]
    text = set(_WORD.findall(read_start(article, NAMES_WITHIN)))
    return {forms[form] for form in capitalized if form in text and form.lower() not in text} - {-1}


def mark_columns(rows: Sequence[Collection[int]], columns: int | None = None) -> sparse.csr_array:
    """A matrix with a 1 in each row's columns; as wide as is needed or as told."""
    sizes = [len(row) for row in rows]
    places = (
        np.repeat(np.arange(len(rows)), sizes),
        np.array([column for row in rows for column in sorted(row)], np.int64),
    )
    width = columns if columns is not None else int(places[1].max(initial=-1)) + 1
    return sparse.coo_array((np.ones(len(places[0])), places), (len(rows), width)).tocsr()
