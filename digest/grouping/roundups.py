"""The fifth step: "Heat closes schools, ferry aground, mayor resigns" is on three events and belongs to none.

Left in, a round-up holds stories together that have nothing else in common. It gives itself away by its
title, whose clauses are told by articles of stories that nothing but the round-up connects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from digest.grouping.similarity import PROVISIONAL, Pairs, join_pairs
from digest.grouping.terms import Counts
from digest.models import Article

# A title is looked at when it has so many clauses of so many words; an article tells a clause when its
# own title has this share of the clause's words.
LEAST_CLAUSES = 3
CLAUSE_WORDS = 2
TOLD_SHARE = 0.5
_CLAUSE_END = re.compile(r"[;,.]\s+")


def drop_roundups(pairs: Pairs, articles: Sequence[Article], counts: Counts) -> Pairs:
    """The pairs without those of round-ups.

    counts: of these articles. Cost: linear in articles and pairs.
    """
    stories = join_pairs(pairs, PROVISIONAL, len(articles))
    ends = (np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first]))
    near = sparse.coo_array((np.ones(len(ends[0])), ends), (len(articles), len(articles))).tocsr()
    dropped = np.zeros(len(articles), bool)
    for row, article in enumerate(articles):
        clauses = [set(counts.vocabulary.read(clause)) for clause in _CLAUSE_END.split(article.title)]
        clauses = [clause for clause in clauses if len(clause) >= CLAUSE_WORDS]
        if len(clauses) >= LEAST_CLAUSES:
            tellers = find_tellers(clauses, near[[row]].indices, counts)
            told = np.unique(stories[tellers]).tolist()
            dropped[row] = any(
                are_strangers(one, other, row, near, stories) for one, other in combinations(told, 2)
            )
    return pairs.only(~dropped[pairs.first] & ~dropped[pairs.second])


def find_tellers(clauses: Sequence[set[int]], near: np.ndarray, counts: Counts) -> list[int]:
    """For each clause the one of the near articles whose title has most of its words, if that is enough."""
    titles = {other: set(counts.titles[[other]].indices.tolist()) for other in sorted(near.tolist())}
    tellers = []
    for clause in clauses:
        told, teller = max(((len(clause & title), -other) for other, title in titles.items()), default=(0, 0))
        if told >= TOLD_SHARE * len(clause):
            tellers.append(-teller)
    return tellers


def are_strangers(one: int, other: int, row: int, near: sparse.csr_array, stories: np.ndarray) -> bool:
    """Whether no articles of two stories are near each other, that of this row aside."""
    members = np.flatnonzero(stories == one)
    found = near[members[members != row]].indices
    return not (stories[found[found != row]] == other).any()
