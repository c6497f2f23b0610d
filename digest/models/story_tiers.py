"""Decide where each story of an edition stands on a page: its tier, its row, and whether it folds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from digest.models.edition_data import StoryData, StoryTier

FEW, MANY = 4, 6
"""If exactly four stories follow the lead, or more than six, the second tier has four, else two."""

PAIR, COLUMNS = 2, 3
"""How many columns the second and the third tier have."""

LINE, HALF_LINE = 44, 66
"""Letters of a text on a line of one of three columns, and of one of two. This and the heights below are
estimates from the stylesheet."""

TITLE_AREA = 2.4
"""How much larger a letter of a headline is than one of the text, by area."""

DAY_LINES, WIDE_DAYS_LINES, DIFFERENCE_LINES, FOLD_LINES = 2.0, 6.0, 4.0, 1.5
"""Lines of text as high as a day in one column, a time line over two, a difference of figures, a fold."""

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
    on its topic below it takes a row of its own. Cost: linear.

    Args:
        stories: by rank, best first; of each, `brief`, `title`, `topic` and what it has to tell are read.
        with_lead: whether the first story in full leads.
    """
    in_full = [place for place, story in enumerate(stories) if not story.get("brief")]
    lead = in_full[: int(with_lead)]
    rest = in_full[len(lead) :]
    under = find_topic_heads(stories)
    heads = frozenset(under.values())
    second = choose_second(stories, rest, heads)
    third = [place for place in rest if place not in second]
    tiers: dict[StoryTier, Rows] = {
        "lead": [[(place, Placement())] for place in lead],
        "second": arrange_second(stories, second, heads),
        "third": arrange_third(stories, third, heads),
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


def choose_second(stories: Sequence[Row], places: Sequence[int], heads: Collection[int]) -> list[int]:
    """Return which stories fill the second tier: one with a topic takes a row, the others are two in a row.

    places: of the stories in full after the lead. heads: those with a topic.
    """
    count = FEW if len(places) == FEW or len(places) > MANY else PAIR
    lengths = {place: len(stories[place].get("summary", ())) for place in places}
    chosen: list[int] = []
    left = count
    for place in sorted(places[: count * 2], key=lambda place: (lengths[place] < 2, place)):
        size = PAIR if place in heads else 1
        if size <= left:
            chosen.append(place)
            left -= size
    single = [place for place in chosen if place not in heads]
    if len(single) % PAIR and len(chosen) > 1:
        chosen.remove(single[-1])
    return chosen


def arrange_second(stories: Sequence[Row], places: Iterable[int], heads: Collection[int]) -> Rows:
    """Return the rows of the second tier: beside a story stands the one that is closest to it in height."""
    rows: Rows = []
    left = sorted(places)
    while left:
        first = left.pop(0)
        single = [place for place in left if place not in heads]
        if first in heads or not single:
            rows.append([(first, Placement(PAIR))])
            continue
        height = estimate_height(stories[first], Placement(), HALF_LINE)
        gaps = {
            place: abs(estimate_height(stories[place], Placement(), HALF_LINE) - height) for place in single
        }
        second = min(single, key=lambda place: (gaps[place], place))
        left.remove(second)
        rows.append([(first, Placement()), (second, Placement())])
    return rows


def arrange_third(stories: Sequence[Row], places: Sequence[int], heads: Collection[int]) -> Rows:
    """Return the rows of the third tier, every one full.

    A story with a topic takes a row, others are three in a row. Of two in a row one is two columns wide and
    told in full, and the other is told in full if it is then about as high as its neighbour.
    """
    single = [place for place in places if place not in heads]
    rows: Rows = [[(place, Placement(COLUMNS))] for place in places if place in heads]
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

    They leave the smallest gap below one, and the fewest lines folded.
    """
    wide, full, folded = Placement(PAIR), Placement(), Placement(is_folded=True)
    choices = [(wide, folded), (wide, full), (folded, wide), (full, wide)]

    def count_lost_lines(placements: tuple[Placement, Placement]) -> float:
        pairs = zip((first, second), placements, strict=True)
        heights = [estimate_height(story, placement) for story, placement in pairs]
        hidden = [estimate_height(story, full) - estimate_height(story, folded) for story in (first, second)]
        pairs_hidden = zip(hidden, placements, strict=True)
        lines_folded = [lines for lines, placement in pairs_hidden if placement.is_folded]
        return abs(heights[0] - heights[1]) + sum(lines_folded)

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
