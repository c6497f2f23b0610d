"""Cluster pairs into groups by average linkage on a sparse similarity graph.

Average linkage (Sokal and Michener 1958) joins the two groups whose members are most similar on average. A
pair that is not in the graph counts as similarity 0. Similarities are whole millionths, so that sums do
not depend on the order of addition.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

UNIT = 1_000_000
"""Similarities are whole numbers of 1/UNIT."""


def link_groups(links: Iterable[tuple[int, int, int]], threshold: float) -> list[list[int]]:
    """Join items while the average similarity between two groups is at least the threshold.

    Args:
        links: (item, item, similarity in units of 1/UNIT), each pair of items once.
        threshold: 0..1, above 0.

    Returns:
        The groups of two or more items, each sorted, in the order of their first items. Of equal averages,
        that with the lower group numbers is joined first; groups are numbered in the order they arise.
        Cost: about links · log links.
    """
    sums: dict[int, dict[int, int]] = {}
    for one, other, similarity in links:
        sums.setdefault(one, {})[other] = similarity
        sums.setdefault(other, {})[one] = similarity
    groups = {item: [item] for item in sums}
    min_similarity = threshold * UNIT
    heap: list[tuple[float, int, int]] = [
        (-similarity, one, other)
        for one, neighbors in sums.items()
        for other, similarity in neighbors.items()
        if one < other and similarity >= min_similarity
    ]
    heapify(heap)
    number = max(groups, default=0)
    while heap:
        _, one, other = heappop(heap)
        # An entry is stale when one of its groups has been joined to another since.
        if one not in groups or other not in groups:
            continue
        number += 1
        groups[number] = groups.pop(one) + groups.pop(other)
        joined = sums.pop(one)
        for neighbor, total in sums.pop(other).items():
            joined[neighbor] = joined.get(neighbor, 0) + total
        del joined[one], joined[other]
        for neighbor, total in joined.items():
            neighbors = sums[neighbor]
            neighbors.pop(one, None)
            neighbors.pop(other, None)
            neighbors[number] = total
            average = total / (len(groups[neighbor]) * len(groups[number]))
            if average >= min_similarity:
                heappush(heap, (-average, neighbor, number))
        sums[number] = joined
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
