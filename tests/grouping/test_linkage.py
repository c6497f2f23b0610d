"""Average linkage on sparse graphs, against its definition."""

from __future__ import annotations

from random import Random

import pytest

from digest.grouping.linkage import UNIT, link_groups


def link_by_definition(
    similarities: dict[frozenset[int], int], items: int, min_similarity: float
) -> list[list[int]]:
    """Average linkage as textbooks define it: compare every two groups each time."""
    numbered = {item: [item] for item in range(items)}
    while True:
        best = min(
            (
                (
                    -sum(similarities.get(frozenset((a, b)), 0) for a in left for b in right)
                    / (len(left) * len(right)),
                    one,
                    other,
                )
                for one, left in numbered.items()
                for other, right in numbered.items()
                if one < other
            ),
            default=(0.0, 0, 0),
        )
        if -best[0] < min_similarity:
            return sorted(sorted(group) for group in numbered.values() if len(group) > 1)
        numbered[max(numbered) + 1 if max(numbered) >= items else items] = numbered.pop(
            best[1]
        ) + numbered.pop(best[2])


@pytest.mark.parametrize("seed", range(8))
def test_groups_are_those_of_average_linkage_in_any_order_of_links(seed: int) -> None:
    random = Random(seed)
    similarities = {
        frozenset((one, other)): round(random.random() * UNIT)
        for one in range(24)
        for other in range(one)
        if random.random() < 0.3
    }
    links = [(min(pair), max(pair), similarity) for pair, similarity in similarities.items()]
    found = link_groups(links, 0.25)
    assert found == link_by_definition(similarities, 24, 0.25 * UNIT)
    random.shuffle(links)
    assert link_groups(links, 0.25) == found


def test_a_chain_of_neighbors_is_not_one_group() -> None:
    chain = [(item, item + 1, round(0.5 * UNIT)) for item in range(9)]
    assert max(map(len, link_groups(chain, 0.4))) == 2


def test_no_links_make_no_groups() -> None:
    assert link_groups([], 0.2) == []
