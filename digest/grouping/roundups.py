"""Find round-ups: articles on several events, such as "Heat closes schools, ferry aground, mayor resigns".

A round-up belongs to none of its events, and it would hold stories together that have nothing else in
common. Its title gives it away: its clauses match articles of stories that only the round-up connects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import Pairs, label_components
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.terms import TermCounts
from digest.models import Article

_CLAUSE_END = re.compile(r"[;,.]\s+")


def drop_roundups(
    pairs: Pairs,
    articles: Sequence[Article],
    counts: TermCounts,
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> Pairs:
    """Drop the pairs of round-ups.

    Args:
        pairs: of rows of `articles`.
        articles: the pool, in row order.
        counts: of the same articles.

    Cost: linear in articles and pairs.
    """
    stories = label_components(pairs, settings.provisional_threshold, len(articles))
    ends = (np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first]))
    near = sparse.coo_array((np.ones(len(ends[0])), ends), (len(articles), len(articles))).tocsr()
    is_roundup = np.zeros(len(articles), bool)
    for row, article in enumerate(articles):
        parts = _CLAUSE_END.split(article.title)
        if len(parts) < settings.roundup_clauses:
            continue
        clauses = [set(counts.vocabulary.read(part)) for part in parts]
        clauses = [clause for clause in clauses if len(clause) >= settings.roundup_clause_words]
        if len(clauses) >= settings.roundup_clauses:
            matches = _match_clauses(clauses, near[[row]].indices, counts, settings.roundup_share)
            matched_stories = np.unique(stories[matches]).tolist()
            is_roundup[row] = any(
                _are_unconnected(one, other, row, near, stories)
                for one, other in combinations(matched_stories, 2)
            )
    return pairs.select(~is_roundup[pairs.first] & ~is_roundup[pairs.second])


def _match_clauses(
    clauses: Sequence[set[int]], near: np.ndarray, counts: TermCounts, min_share: float
) -> list[int]:
    """Return for each clause the row of the near article whose title matches it best, if one matches.

    Ties go to the lower row.
    """
    titles = {other: set(counts.titles[[other]].indices.tolist()) for other in sorted(near.tolist())}
    matches = []
    for clause in clauses:
        shared, negative_row = max(
            ((len(clause & title), -other) for other, title in titles.items()), default=(0, 0)
        )
        if shared >= min_share * len(clause):
            matches.append(-negative_row)
    return matches


def _are_unconnected(one: int, other: int, row: int, near: sparse.csr_array, stories: np.ndarray) -> bool:
    """Whether no articles of two provisional stories are near each other, leaving out the one in `row`."""
    members = np.flatnonzero(stories == one)
    neighbors = near[members[members != row]].indices
    return not (stories[neighbors[neighbors != row]] == other).any()
