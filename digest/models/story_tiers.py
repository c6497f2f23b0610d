"""Decide how much room each story of an edition has on a page: its tier, and who of the third is wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from digest.models.edition_data import StoryData, StoryTier

FEW, MANY = 4, 6
"""If exactly four stories follow the lead, or more than six, the second tier has four of them, else two."""

COLUMNS = 3
"""The third tier has three columns; a wide story takes two."""


def tier_stories(stories: Sequence[Mapping[str, Any]], with_lead: bool) -> list[StoryData]:
    """Return copies of the stories of an edition with the `tier` of each, and whether it is `wide`.

    The best story leads. Those that follow it fill the second tier by rank; one with less than two
    sentences to tell is passed over for one of the next few. The third tier has the rest. Cost: linear.

    Args:
        stories: by rank, best first; `brief` and `summary` of each are read.
        with_lead: whether the first story in full leads.
    """
    tiers: list[StoryTier] = ["brief"] * len(stories)
    in_full = [place for place, story in enumerate(stories) if not story.get("brief")]
    if with_lead and in_full:
        tiers[in_full.pop(0)] = "lead"
    count = FEW if len(in_full) == FEW or len(in_full) > MANY else 2
    lengths = [len(story.get("summary", ())) for story in stories]
    second = sorted(in_full[: count * 2], key=lambda place: (lengths[place] < 2, place))[:count]
    third = [place for place in in_full if place not in second]
    for place in in_full:
        tiers[place] = "second" if place in second else "third"
    wide = {third[row] for row in find_wide_places([lengths[place] for place in third])}
    return [
        cast(StoryData, {**story, "tier": tiers[place], "wide": place in wide})
        for place, story in enumerate(stories)
    ]


def find_wide_places(lengths: Sequence[int]) -> list[int]:
    """Return which stories of the third tier are two columns wide, so that every row of it is full.

    lengths: how many sentences each has. A row that two share gives the longer one two columns.
    """
    if len(lengths) == 1:
        return [0]
    pairs = [(0, 1), (2, 3)][: -len(lengths) % COLUMNS]
    return [second if lengths[second] > lengths[first] else first for first, second in pairs]
