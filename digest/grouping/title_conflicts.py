"""Lower similarities where the titles of two articles contradict their being one event.

An outlet that writes "How to watch … on …" three times or more has a template, and each use of it is
another event. A puzzle or an offer is no report, however many of its words a report shares, and no two of
one outlet are the same. And an article
whose title has three names that the other article never mentions reports something else, however much of
their background the two share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import Pairs, multiply_rows
from digest.grouping.headline_types import is_apart_from_news
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.terms import SurfaceForms, TermCounts, number_distinct, read_start
from digest.grouping.tracking.recurring_series import may_be_same_installment
from digest.models import Article
from digest.text import split_words

_WORD = re.compile(r"\w+")


def apply_title_conflicts(
    pairs: Pairs,
    articles: Sequence[Article],
    counts: TermCounts,
    series: Collection[str] = frozenset(),
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> Pairs:
    """Lower the similarities of pairs whose titles contradict each other.

    Args:
        pairs: of rows of `articles`.
        articles: the pool, in row order.
        counts: of the same articles.
        series: ids of articles that are installments of a series.

    Returns:
        The same pairs. The similarity is 0 for a template, for different installments of a series, for a
        report and what is apart from news, and for two of the latter from one outlet; it is
        `unknown_names_factor` of what it was where one title's names are unknown to the other article.
        Cost: linear in articles and pairs.
    """
    factor = np.where(
        _find_unknown_names(pairs, articles, counts, settings), settings.unknown_names_factor, 1.0
    )
    is_template = _find_templates(pairs, articles, settings)
    factor[is_template | _find_other_installments(pairs, articles, series)] = 0
    is_apart = np.array([is_apart_from_news(article) for article in articles], bool)
    same_outlet = counts.outlets[pairs.first] == counts.outlets[pairs.second]
    factor[(is_apart[pairs.first] != is_apart[pairs.second]) | (is_apart[pairs.first] & same_outlet)] = 0
    return Pairs(pairs.first, pairs.second, pairs.similarity * factor)


def _find_other_installments(
    pairs: Pairs, articles: Sequence[Article], series: Collection[str]
) -> np.ndarray:
    """Return a mask of the pairs of installments of series that are not about the same thing.

    An installment has at most one counterpart in another outlet: of those that can be about the same
    thing, the one that is the most similar in both directions.
    """
    in_series = np.array([article.id in series for article in articles])
    found: np.ndarray = in_series[pairs.first] & in_series[pairs.second]
    candidates = [
        place
        for place in np.flatnonzero(found).tolist()
        if may_be_same_installment(articles[pairs.first[place]], articles[pairs.second[place]])
    ]
    best: dict[tuple[int, str], float] = {}
    sides = [
        ((one, articles[other].source), (other, articles[one].source), similarity)
        for one, other, similarity in zip(
            pairs.first[candidates].tolist(),
            pairs.second[candidates].tolist(),
            pairs.similarity[candidates].tolist(),
            strict=True,
        )
    ]
    for here, there, similarity in sides:
        best[here] = max(similarity, best.get(here, 0))
        best[there] = max(similarity, best.get(there, 0))
    is_counterpart = [similarity == best[here] == best[there] for here, there, similarity in sides]
    found[candidates] = ~np.array(is_counterpart, bool)
    return found


def _find_templates(pairs: Pairs, articles: Sequence[Article], settings: GroupingSettings) -> np.ndarray:
    """Return a mask of the pairs of one outlet whose titles follow one template."""
    outlets = number_distinct([article.source for article in articles])
    same_outlet = outlets[pairs.first] == outlets[pairs.second]
    inside = pairs.select(same_outlet)
    in_pairs = set(np.unique([inside.first, inside.second]).tolist())
    numbers: dict[str, int] = {}
    titles = _mark_columns(
        [
            {numbers.setdefault(word, len(numbers)) for word in split_words(article.title)}
            if row in in_pairs
            else ()
            for row, article in enumerate(articles)
        ]
    )
    sizes = np.diff(titles.indptr)
    shared = multiply_rows(titles, titles, inside)
    shorter = np.minimum(sizes[inside.first], sizes[inside.second])
    alike = (shared >= settings.template_share * shorter) & (shared < shorter)
    neighbors = np.bincount(inside.first[alike], minlength=len(articles))
    neighbors += np.bincount(inside.second[alike], minlength=len(articles))
    is_template = neighbors >= settings.template_neighbors
    found = np.zeros(len(same_outlet), bool)
    found[same_outlet] = alike & is_template[inside.first] & is_template[inside.second]
    return found


def _find_unknown_names(
    pairs: Pairs, articles: Sequence[Article], counts: TermCounts, settings: GroupingSettings
) -> np.ndarray:
    """Return a mask of the pairs where one title's names do not occur in the other article at all.

    Pairs with an article that has no text are never marked: a headline cannot mention everything.
    """
    words = counts.matrix[:, : counts.word_columns]
    has_word = sparse.csr_array((np.ones(words.nnz, np.int8), words.indices, words.indptr), words.shape)
    forms = SurfaceForms(counts.vocabulary)
    # Most articles are in no pair.
    in_pairs = set(np.unique([pairs.first, pairs.second]).tolist())
    names = _mark_columns(
        [
            _find_names(article, forms, settings) if row in in_pairs else ()
            for row, article in enumerate(articles)
        ],
        counts.word_columns,
    )
    sizes = np.diff(names.indptr)
    found = np.zeros(len(pairs.first), bool)
    for one, other in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        candidates = np.flatnonzero((sizes[one] >= settings.unknown_names) & ~counts.title_only[other])
        directed = Pairs(one[candidates], other[candidates], pairs.similarity[candidates])
        found[candidates[multiply_rows(names, has_word, directed) == 0]] = True
    return found


def _find_names(article: Article, forms: SurfaceForms, settings: GroupingSettings) -> Collection[int]:
    """Return the columns of the title's names: words that its text has, too, and only capitalized.

    Nothing when the title has fewer than `unknown_names` capitalized words.
    """
    capitalized = {form for form in _WORD.findall(article.title) if form[0].isupper()}
    if len(capitalized) < settings.unknown_names:
        return ()
    text = set(_WORD.findall(read_start(article, settings.opening)))
    return {forms[form] for form in capitalized if form in text and form.lower() not in text} - {-1}


def _mark_columns(rows: Sequence[Collection[int]], columns: int | None = None) -> sparse.csr_array:
    """Return a matrix with a 1 in the given columns of each row.

    columns: the width of the matrix; None: as wide as needed.
    """
    sizes = [len(row) for row in rows]
    places = (
        np.repeat(np.arange(len(rows)), sizes),
        np.array([column for row in rows for column in sorted(row)], np.int64),
    )
    width = columns if columns is not None else int(places[1].max(initial=-1)) + 1
    return sparse.coo_array((np.ones(len(places[0])), places), (len(rows), width)).tocsr()
