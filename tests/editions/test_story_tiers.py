"""The tiers of a page: who leads, who is told in full, who is wide, and who stands beside whom."""

from __future__ import annotations

from typing import Any

import pytest

from digest.models import StoryData
from digest.models.story_tiers import tier_stories


def make_row(sentences: int = 3, **fields: Any) -> dict[str, Any]:
    """Return a story of an edition, as far as it decides about its place."""
    summary = [{"text": "The bridge at the harbor stays closed for the rest of the week."}] * sentences
    return {
        "id": fields.get("title", ""),
        "brief": False,
        "title": "A bridge is closed",
        "summary": summary,
        **fields,
    }


def describe(story: StoryData) -> str:
    """Return the tier of a story as a letter: lead, second, third, brief; wide; or a number of columns."""
    if story["tier"] == "third" and story["wide"]:
        return "w" if story["columns"] == 2 else "W"
    return "S" if story["tier"] == "second" and story["columns"] == 2 else story["tier"][0]


def place(lengths: list[int], briefs: int = 0, with_lead: bool = True) -> str:
    rows = [make_row(length) for length in lengths]
    rows += [make_row(1, brief=True)] * briefs
    return "".join(describe(story) for story in tier_stories(rows, with_lead))


def arrange(*rows: dict[str, Any], tier: str) -> list[int]:
    """Return the ranks of the stories of one tier, from 1, in the order of the page; no lead."""
    stories = list(enumerate(tier_stories(rows, with_lead=False), start=1))
    held = [(story["order"], rank) for rank, story in stories if story["tier"] == tier]
    return [rank for _, rank in sorted(held)]


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([3], "l"),
        ([3] * 2, "lS"),
        ([3] * 3, "lss"),
        ([3] * 4, "lssW"),
        ([3] * 5, "lssss"),
        ([3] * 6, "lssttt"),
        ([3] * 7, "lsswtwt"),
        ([3] * 8, "lssssttt"),
        ([3] * 12, "lsssswtwtttt"),
    ],
)
def test_the_number_of_stories_decides_how_many_are_in_each_tier(lengths: list[int], expected: str) -> None:
    assert place(lengths) == expected


def test_a_story_with_one_sentence_is_passed_over_for_one_of_the_next_few() -> None:
    assert place([3, 1, 3, 3, 3, 3, 3, 3]) == "ltsssstt"
    assert place([3, *[1] * 8, 3])[1:5] == "ssss"


def test_a_quiet_day_has_no_lead_and_briefs_are_in_no_other_tier() -> None:
    assert place([3, 3], briefs=2, with_lead=False) == "ssbb"
    assert place([], briefs=2) == "bb"


@pytest.mark.parametrize("topics", [(), (3,), (1, 5, 6), (7, 9), (0, 2, 4)])
@pytest.mark.parametrize("count", range(1, 24))
def test_every_row_of_a_tier_is_full(count: int, topics: tuple[int, ...]) -> None:
    rows = [make_row(1 + place % 4, topic=f"t{place}" if place in topics else "") for place in range(count)]
    rows += [make_row(1, brief=True, topic=f"t{place}") for place in topics for _ in range(1 + place % 2)]
    for tier, columns in (("second", 2), ("third", 3)):
        stories = [story for story in tier_stories(rows, with_lead=True) if story["tier"] == tier]
        filled = 0
        for story in sorted(stories, key=lambda story: story["order"]):
            filled += story["columns"]
            assert filled <= columns
            filled %= columns
        assert filled == 0
        assert sorted(story["order"] for story in stories) == list(range(1, len(stories) + 1))


def test_of_two_in_a_row_the_longer_one_is_wide() -> None:
    long, short = make_row(9), make_row(1)
    rows = [make_row(), make_row(), make_row(), make_row(), short, long, long, short, make_row()]
    assert "".join(describe(story) for story in tier_stories(rows, with_lead=False))[4:] == "twttt"


def test_the_neighbour_of_a_wide_story_is_shown_in_full_if_its_row_is_high_enough() -> None:
    days: list[dict[str, Any]] = [{}] * 3
    rows = [make_row(), *[make_row()] * 4, make_row(3, days=days), make_row(3)]
    assert [story["folded"] for story in tier_stories(rows, with_lead=True)[5:]] == [False, False]
    rows = [make_row(), *[make_row()] * 4, make_row(3), make_row(9), make_row()]
    assert [story["folded"] for story in tier_stories(rows, with_lead=True)[5:]] == [True, True, True]


@pytest.mark.parametrize(("wide", "neighbour", "is_folded"), [(4, 4, True), (5, 5, True), (6, 2, False)])
def test_an_empty_line_counts_for_each_column_it_is_wide(wide: int, neighbour: int, is_folded: bool) -> None:
    """In full, a neighbour of the same length is about twice as high: it leaves two columns empty."""
    rows = [make_row()] * 5 + [make_row(wide), make_row(neighbour)]
    row = tier_stories(rows, with_lead=True)[5:]
    assert [(story["wide"], story["folded"]) for story in row] == [(True, False), (False, is_folded)]


def test_stories_of_about_the_same_height_stand_side_by_side() -> None:
    high, low = make_row(3, days=[{}] * 4), make_row(3)
    assert arrange(high, low, low, high, tier="second") == [1, 4, 2, 3]
    assert arrange(high, high, low, low, tier="second") == [1, 2, 3, 4]
    assert arrange(low, high, make_row(3, days=[{}] * 9), make_row(4), tier="second") == [1, 4, 2, 3]


def test_a_picture_adds_to_the_height() -> None:
    pictured, higher = make_row(picture={"data": "data:image/jpeg;base64,"}), make_row(4)
    assert arrange(pictured, make_row(), make_row(), higher, tier="second") == [1, 4, 2, 3]
    assert arrange(pictured, make_row(), higher, pictured, tier="second") == [1, 4, 2, 3]


def test_a_story_with_briefs_on_its_topic_has_a_row_of_its_own() -> None:
    head, brief = make_row(topic="flood"), make_row(1, topic="flood", brief=True)
    others = [make_row()] * 8
    rows = [*others[:2], head, *others[2:], brief, brief]
    assert "".join(describe(story) for story in tier_stories(rows, with_lead=True)) == "lsSswttttbb"
    rows = [*others[:6], head, *others[6:], brief]
    assert "".join(describe(story) for story in tier_stories(rows, with_lead=True)) == "lsssstWttb"
    # A story in full on the same topic stands elsewhere, and takes no place below it.
    rows = [*others[:2], head, *others[2:], {**brief, "brief": False}]
    assert "S" not in "".join(describe(story) for story in tier_stories(rows, with_lead=True))


def test_a_story_of_the_second_tier_with_one_brief_stands_beside_one_that_is_as_high() -> None:
    head, brief = make_row(topic="flood"), make_row(1, topic="flood", brief=True)
    low, high = make_row(), make_row(3, days=[{}] * 3)
    assert arrange(head, low, low, high, brief, tier="second") == [1, 4, 2, 3]
    assert arrange(low, head, low, high, brief, tier="second") == [1, 3, 2, 4]


def test_the_gaps_of_all_rows_count() -> None:
    """The first is closest to the second, but then the others leave a larger gap than both pairs would."""
    rows = [make_row(3, days=[{}] * count) for count in (6, 5, 9, 1)]
    assert arrange(*rows, tier="second") == [1, 3, 2, 4]
