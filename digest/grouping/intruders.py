"""Find intruders: articles that hold to a story by one place, name or phrase alone.

Average linkage asks whether an article is similar enough to a story. How similar is enough depends on the
story: where three reports share nearly everything, one that shares the town and the word "residency" is on
another event, as similar as it may be. So a member is an intruder if the others resemble each other more
than twice as much as they resemble it. That holds for short articles: a long report on another side of an
event has words of its own, and those that copy an agency resemble each other very much. And a headline
without text has too few words to judge by.

Where there are no others, because the story is two short reports, the number of their shared words decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.vectors import Vectors

if TYPE_CHECKING:
    from scipy import sparse

MIN_OTHERS = 3
"""The similarity of two others alone says little about a story: they may copy each other."""

MIN_BREVITY = 0.1
"""Articles of about seventy counted words or more are no intruders (brevity: 0..1)."""


def find_candidates(vectors: Vectors) -> list[bool]:
    """Return for each article whether it can be an intruder: whether it is short and has a text."""
    found: list[bool] = ((vectors.brevity >= MIN_BREVITY) & ~vectors.title_only).tolist()
    return found


def split_intruders(
    groups: Iterable[Sequence[int]],
    links: Iterable[tuple[int, int, int]],
    may_leave: Sequence[bool],
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> list[list[int]]:
    """Take the intruders out of groups.

    Args:
        groups: of items, each item in one group at most.
        links: (item, item, similarity), each pair of items once; a pair that is not listed has similarity 0.
        may_leave: for each item whether it can be an intruder, from `find_candidates`.

    Returns:
        The groups in their order, each without its intruders, the farthest one first, as long as there are
        any; ties go to the lower item. Cost: linear in the links, and quadratic in the intruders of a group.
    """
    found = [list(group) for group in groups]
    group_of = {item: number for number, group in enumerate(found) for item in group}
    inside: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for one, other, similarity in links:
        if one in group_of and group_of[one] == group_of.get(other):
            inside[one][other] = inside[other][one] = similarity
    return [_remove_intruders(group, inside, may_leave, settings.intruder_share) for group in found]


def split_weak_pairs(
    groups: Iterable[Sequence[int]],
    words: sparse.csr_array,
    may_leave: Sequence[bool],
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> list[list[int]]:
    """Split groups of two short articles that share too few words.

    No third report says that two are on one event. A country and its capital, or a show and its season, are
    three or four words, and may weigh as much as an event.

    Args:
        groups: of items.
        words: |items| x |words|, 1 where an item has a word.
        may_leave: for each item whether it can be an intruder, from `find_candidates`.

    Returns:
        The groups in their order, each such pair as two. Cost: linear in the words of the pairs.
    """
    found = [list(group) for group in groups]
    pairs = [group for group in found if len(group) == 2 and may_leave[group[0]] and may_leave[group[1]]]
    if not pairs:
        return found
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    shared = words[first].multiply(words[second]).sum(axis=1).tolist()
    weak = {pair[0] for pair, count in zip(pairs, shared, strict=True) if count < settings.pair_words}
    parts = ([[item] for item in group] if group[0] in weak else [group] for group in found)
    return [part for split in parts for part in split]


def _remove_intruders(
    group: list[int],
    inside: Mapping[int, Mapping[int, int]],
    may_leave: Sequence[bool],
    intruder_share: float,
) -> list[int]:
    """Return a group without its intruders. inside: {item: {item of the same group: similarity}}."""
    candidates = sorted(item for item in group if may_leave[item])
    if len(group) <= MIN_OTHERS or not candidates:
        return group
    sums = {item: sum(inside[item].values()) for item in group}
    total = sum(sums.values()) // 2
    while candidates and len(sums) > MIN_OTHERS:
        farthest = min(candidates, key=lambda item: sums[item])
        others = len(sums) - 1
        own_mean = sums[farthest] / others
        others_mean = (total - sums[farthest]) / (others * (others - 1) / 2)
        if own_mean >= intruder_share * others_mean:
            break
        candidates.remove(farthest)
        total -= sums.pop(farthest)
        for item, similarity in inside[farthest].items():
            if item in sums:
                sums[item] -= similarity
    return [item for item in group if item in sums]
