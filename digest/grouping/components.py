"""Group the articles of connected components: each component is independent of all others."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from digest.grouping.article_pairs import Pairs
from digest.grouping.bridging_reports import find_short_articles, split_bridged
from digest.grouping.intruders import find_candidates, split_intruders, split_weak_pairs
from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.roundups import drop_roundups
from digest.grouping.settings import GroupingSettings
from digest.grouping.terms import TermCounts
from digest.grouping.title_conflicts import apply_title_conflicts
from digest.grouping.vectors import Vectors
from digest.models import Article


def group_components(
    pairs: Pairs,
    component: np.ndarray,
    articles: Sequence[Article],
    counts: TermCounts,
    vectors: Vectors,
    series: Collection[str],
    settings: GroupingSettings,
) -> tuple[Pairs, list[list[int]]]:
    """Group the articles of some components, or of all components of a pool.

    Args:
        pairs: of rows of `articles`, each within one component, with the similarities of the priors.
        component: |articles|, the number of each one's component.
        articles: of these components.
        counts: the words of these articles, without word pairs.
        vectors: of these articles.
        series: ids of articles that are installments of a series.
        settings: the constants of the grouping.

    Returns:
        (the pairs with what titles say of them, the groups as rows, including groups of one). Cost: linear
        in articles, about pairs · log pairs.
    """
    pairs = drop_roundups(pairs, articles, counts, settings)
    pairs = apply_title_conflicts(pairs, articles, counts, series, settings)
    may_leave = find_candidates(vectors)
    groups = _link_components(pairs, component, find_short_articles(vectors), may_leave, settings)
    groups = split_weak_pairs(groups, vectors.words, may_leave, settings)
    linked = {position for group in groups for position in group}
    groups += [[position] for position in range(len(articles)) if position not in linked]
    return pairs, groups


def _link_components(
    pairs: Pairs,
    component: np.ndarray,
    is_short: Sequence[bool],
    may_leave: Sequence[bool],
    settings: GroupingSettings,
) -> list[list[int]]:
    """Link each component by itself: what is known of all similarities at once would take more memory.

    is_short: from `find_short_articles`. may_leave: from `find_candidates`. Returns: the groups of two or
    more, without intruders.
    """
    of_pairs = component[pairs.first]
    order = np.argsort(of_pairs, kind="stable")
    starts = np.flatnonzero(np.diff(of_pairs[order], prepend=-1))
    groups = []
    for part in np.split(order, starts[1:]):
        links = pairs.select(part).to_units(UNIT)
        linked = split_bridged(link_groups(links, settings.threshold), links, is_short, settings)
        groups += split_intruders(linked, links, may_leave, settings)
    return sorted(groups)
