"""Split small stories that one report of two events holds together.

A report on both matches of an evening resembles a report on each of them. Average linkage can join all three,
because the mean of two high similarities and none is above the threshold. In a story of so few, two short
reports on one event share at least something. Long reports are left alone: each has words enough of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from digest.grouping.intruders import MIN_BREVITY
from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.vectors import Vectors

MAX_MEMBERS = 5
"""In a story of more reports, two that share no words can be two angles of one event."""

_NEVER = -UNIT * MAX_MEMBERS**2
"""A similarity that keeps two groups apart, whatever their other similarities are."""


def find_short_articles(vectors: Vectors) -> list[bool]:
    """Return for each article whether it is short, with or without a text."""
    short: list[bool] = (vectors.brevity >= MIN_BREVITY).tolist()
    return short


def split_bridged(
    groups: Iterable[Sequence[int]],
    links: Iterable[tuple[int, int, int]],
    is_short: Sequence[bool],
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> list[list[int]]:
    """Split groups of three to MAX_MEMBERS in which two short articles have no similarity at all.

    Args:
        groups: of items, each item in one group at most.
        links: (item, item, similarity in units of 1/UNIT), each pair of items once; a pair that is not listed
            has similarity 0.
        is_short: for each item, from `find_short_articles`.

    Returns:
        The groups in their order; in place of one that is split its parts of two or more, which average
        linkage finds where no such two articles may be in one part. Cost: linear in the links.
    """
    found = [list(group) for group in groups]
    small = {
        item: place for place, group in enumerate(found) if 2 < len(group) <= MAX_MEMBERS for item in group
    }
    inside = {
        (min(one, other), max(one, other)): similarity
        for one, other, similarity in links
        if one in small and small[one] == small.get(other)
    }
    return [
        part
        for group in found
        for part in (_split_group(group, inside, is_short, settings) if group[0] in small else [group])
    ]


def _split_group(
    group: list[int],
    inside: Mapping[tuple[int, int], int],
    is_short: Sequence[bool],
    settings: GroupingSettings,
) -> list[list[int]]:
    similarities = {pair: inside.get(pair, 0) for pair in combinations(sorted(group), 2)}
    apart = {
        (one, other)
        for (one, other), similarity in similarities.items()
        if not similarity and is_short[one] and is_short[other]
    }
    if not apart:
        return [group]
    links = [(*pair, _NEVER if pair in apart else value) for pair, value in similarities.items()]
    return link_groups(links, settings.threshold)
