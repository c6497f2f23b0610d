"""Decide where each story of an edition stands on a page: its tier, its row, and whether it folds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from digest.models.edition_data import StoryData, StoryTier

FEW, MANY = 4, 6
"""If exactly four stories follow the lead, or more than six, the second tier has four, else two."""

PAIR, COLUMNS = 2, 3
"""How many columns the second and the third tier have."""

ROW_BRIEFS = 2
"""A story of the second tier takes a row if so many briefs stand under it: one is too little beside it."""

LINE, HALF_LINE = 44, 66
"""Letters of a text on a line of one of three columns, and of one of two. This and the heights below are
estimates from the stylesheet."""

TITLE_AREA = 2.4
"""How much larger a letter of a headline is than one of the text, by area."""

DAY_LINES, WIDE_DAYS_LINES, DIFFERENCE_LINES, FOLD_LINES, BRIEF_LINES = 2.0, 6.0, 4.0, 1.5, 5.0
"""Lines as high as a day in one column, a time line over two, a difference of figures, a fold, a brief."""

PICTURE_LINES = 3.0
"""Lines that a picture takes from its text in the second tier, the only one in which stories with and without
one stand side by side."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a story stands in its tier. columns: how many it takes. is_folded: it shows one sentence."""

    columns: int = 1
    is_folded: bool = False


Rows = list[list[tuple[int, Placement]]]
"""The rows of a tier, each with (index of a story, its placement) from the first column on."""


def tier_stories(stories: Sequence[Row], with_lead: bool) -> list[StoryData]:
    """Return copies of the stories with their `tier`, and the `order`, `columns`, `wide` and `folded` in it.

    A brief also gets `under`, the id of the story in full that it stands under.

    The best story leads. Those that follow it fill the second tier by rank; one with less than two
    sentences to tell is passed over for one of the next few. The third tier has the rest. A story with briefs
    on its topic takes a row of its own, in the second tier if they are several. Cost: linear.

    Args:
        stories: by rank, best first; of each, `brief`, `title`, `topic` and what it has to tell are read.
        with_lead: whether the first story in full leads.
    """
    in_full = [place for place, story in enumerate(stories) if not story.get("brief")]
    lead = in_full[: int(with_lead)]
    rest = in_full[len(lead) :]
    under = find_topic_heads(stories)
    briefs = Counter(under.values())
    second = choose_second(stories, rest, briefs)
    third = [place for place in rest if place not in second]
    tiers: dict[StoryTier, Rows] = {
        "lead": [[(place, Placement())] for place in lead],
        "second": arrange_second(stories, second, briefs),
        "third": arrange_third(stories, third, briefs),
        "brief": [[(place, Placement())] for place, story in enumerate(stories) if story.get("brief")],
    }
    found: dict[int, dict[str, object]] = {}
    for tier, rows in tiers.items():
        placed = [cell for row in sorted(rows, key=min) for cell in row]
        for order, (place, placement) in enumerate(placed, start=1):
            found[place] = {
                "tier": tier,
                "order": order,
                "columns": placement.columns,
                "wide": tier == "third" and placement.columns > 1,
                "folded": placement.is_folded,
                "under": stories[under[place]]["id"] if place in under else "",
            }
    return [cast(StoryData, {**story, **found[place]}) for place, story in enumerate(stories)]


def find_topic_heads(stories: Sequence[Row]) -> dict[int, int]:
    """Return {place of a brief: that of the story in full that it stands under}: the first on its topic."""
    first: dict[str, int] = {}
    under = {}
    for place, story in enumerate(stories):
        if topic := story.get("topic", ""):
            head = first.setdefault(topic, place)
            if story.get("brief") and not stories[head].get("brief"):
                under[place] = head
    return under


def choose_second(stories: Sequence[Row], places: Sequence[int], briefs: Mapping[int, int]) -> list[int]:
    """Return which stories fill the second tier: one with several briefs takes a row, others share one.

    places: of the stories in full after the lead. briefs: {place: how many briefs stand under the story}.
    """
    count = FEW if len(places) == FEW or len(places) > MANY else PAIR
    lengths = {place: len(stories[place].get("summary", ())) for place in places}
    chosen: list[int] = []
    left = count
    for place in sorted(places[: count * 2], key=lambda place: (lengths[place] < 2, place)):
        size = PAIR if briefs.get(place, 0) >= ROW_BRIEFS else 1
        if size <= left:
            chosen.append(place)
            left -= size
    single = [place for place in chosen if briefs.get(place, 0) < ROW_BRIEFS]
    if len(single) % PAIR and len(chosen) > 1:
        chosen.remove(single[-1])
    return chosen


def arrange_second(stories: Sequence[Row], places: Iterable[int], briefs: Mapping[int, int]) -> Rows:
    """Return the rows of the second tier: those in one row are as equal in height as they can be."""
    heights = {
        place: estimate_height(stories[place], Placement(), HALF_LINE)
        + BRIEF_LINES * briefs.get(place, 0)
        + PICTURE_LINES * bool(stories[place].get("picture"))
        for place in sorted(places)
    }
    single = [place for place in heights if briefs.get(place, 0) < ROW_BRIEFS]
    if len(single) % PAIR:
        single = []
    rows: Rows = [[(place, Placement(PAIR))] for place in heights if place not in single]
    return rows + [[(one, Placement()), (other, Placement())] for one, other in pair_up(single, heights)]


def pair_up(places: Sequence[int], heights: Mapping[int, float]) -> list[tuple[int, int]]:
    """Return the pairs of a few stories, an even number, with the smallest gaps in all. Tries all pairs."""
    if not places:
        return []
    first, others = places[0], places[1:]

    def count_gaps(pairs: list[tuple[int, int]]) -> float:
        return sum(abs(heights[one] - heights[other]) for one, other in pairs)

    choices = (
        [(first, other), *pair_up([place for place in others if place != other], heights)] for other in others
    )
    return min(choices, key=count_gaps)


def arrange_third(stories: Sequence[Row], places: Sequence[int], briefs: Mapping[int, int]) -> Rows:
    """Return the rows of the third tier, every one full.

    A story with a topic takes a row, others are three in a row. Of two in a row one is two columns wide and
    told in full, and the other is told in full if it is then about as high as its neighbour.
    """
    single = [place for place in places if place not in briefs]
    rows: Rows = [[(place, Placement(COLUMNS))] for place in places if place in briefs]
    if len(single) == 1:
        return [*rows, [(single[0], Placement(COLUMNS))]]
    for _ in range(-len(single) % COLUMNS):
        pair, single = single[:PAIR], single[PAIR:]
        rows.append(list(zip(pair, share_row(*(stories[place] for place in pair)), strict=True)))
    while single:
        row, single = single[:COLUMNS], single[COLUMNS:]
        rows.append([(place, Placement(is_folded=True)) for place in row])
    return rows


def share_row(first: Row, second: Row) -> tuple[Placement, Placement]:
    """Return the placements of two stories in a row of three columns: one is wide, the other may be folded.

    They leave the smallest area empty below one, and the fewest lines folded.
    """
    wide, full, folded = Placement(PAIR), Placement(), Placement(is_folded=True)
    choices = [(wide, folded), (wide, full), (folded, wide), (full, wide)]

    def count_lost_lines(placements: tuple[Placement, Placement]) -> float:
        pairs = list(zip((first, second), placements, strict=True))
        heights = [estimate_height(story, placement) for story, placement in pairs]
        lower = placements[heights.index(min(heights))]
        folds = (story for story, placement in pairs if placement.is_folded)
        hidden = sum(estimate_height(story, full) - estimate_height(story, folded) for story in folds)
        return abs(heights[0] - heights[1]) * lower.columns + hidden

    return min(choices, key=count_lost_lines)


def estimate_height(story: Row, placement: Placement, line: int = LINE) -> float:
    """Return about how many lines high a story is where it stands. line: letters on a line of one column."""
    sentences = story.get("summary", ())[: 1 if placement.is_folded else None]
    letters = sum(len(sentence["text"]) for sentence in sentences)
    area = TITLE_AREA * len(story.get("title", "")) + letters
    lines = area / (line * placement.columns)
    if placement.is_folded:
        return lines
    days = len(story.get("days", ()))
    lines += DIFFERENCE_LINES * len(story.get("differences", ())) + FOLD_LINES * bool(story.get("known"))
    return lines + (WIDE_DAYS_LINES * bool(days) if placement.columns > 1 else DAY_LINES * days)
