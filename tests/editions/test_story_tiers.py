"""The tiers of a page: who leads, who is told in full, who is wide."""

from __future__ import annotations

import pytest

from digest.models.story_tiers import find_wide_places, tier_stories


def place(lengths: list[int], briefs: int = 0, with_lead: bool = True) -> str:
    """Return the tier of each story as a letter: lead, second, third, wide or brief."""
    rows = [{"brief": False, "summary": [None] * length} for length in lengths]
    rows += [{"brief": True, "summary": [None]}] * briefs
    return "".join("w" if story["wide"] else story["tier"][0] for story in tier_stories(rows, with_lead))


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([3], "l"),
        ([3] * 2, "ls"),
        ([3] * 3, "lss"),
        ([3] * 4, "lssw"),
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


def test_of_two_in_a_row_the_longer_one_is_wide() -> None:
    assert find_wide_places([2, 4, 1, 3, 2, 2, 2]) == [1, 3]
    assert find_wide_places([2, 2]) == [0]
    assert find_wide_places([1]) == [0]
    assert find_wide_places([]) == find_wide_places([2, 2, 2]) == []


@pytest.mark.parametrize("count", range(1, 30))
def test_every_row_of_the_third_tier_is_full(count: int) -> None:
    wide = find_wide_places([1] * count)
    row = 0
    for story in range(count):
        row += 3 if count == 1 else 2 if story in wide else 1
        assert row <= 3
        row %= 3
    assert row == 0


def test_a_quiet_day_has_no_lead_and_briefs_are_in_no_other_tier() -> None:
    assert place([3, 3], briefs=2, with_lead=False) == "ssbb"
    assert place([], briefs=2) == "bb"
