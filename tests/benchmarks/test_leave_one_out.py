"""Values of constants chosen without the set that they are scored on."""

from __future__ import annotations

import pytest

from benchmarks.leave_one_out import TOGETHER, judge_candidates, leave_one_out, list_candidates
from digest.grouping import DEFAULT_SETTINGS, GroupingSettings


def test_the_value_for_a_set_is_chosen_on_the_others() -> None:
    default = {"a": 0.8, "b": 0.8, "c": 0.8}
    fits_a = {"a": 0.95, "b": 0.79, "c": 0.796}
    found = judge_candidates([1.0, 2.0], [default, fits_a])
    assert found["chosen"] == {"a": 1.0, "b": 2.0, "c": 2.0}
    assert (found["default"], found["fitted"]) == (0.8, 0.8453)
    assert found["left_out"] == pytest.approx((0.8 + 0.79 + 0.796) / 3, abs=1e-4)
    assert found["change"] is None


def test_a_change_must_help_the_sets_left_out_and_hurt_none() -> None:
    default = {"a": 0.8, "b": 0.8, "c": 0.8}
    assert judge_candidates([1.0, 2.0], [default, {"a": 0.82, "b": 0.81, "c": 0.796}])["change"] == 2.0
    assert judge_candidates([1.0, 2.0], [default, {"a": 0.88, "b": 0.88, "c": 0.79}])["change"] is None


def test_candidates_stay_whole_and_shares_stay_below_one() -> None:
    assert list_candidates("template_neighbors") == [2, 1, 3, 4]
    assert max(list_candidates("member_share")) <= 1
    assert list_candidates("threshold")[0] == DEFAULT_SETTINGS.threshold


def test_only_the_named_constants_are_measured() -> None:
    def score(settings: GroupingSettings) -> dict[str, float]:
        return {"a": settings.threshold, "b": settings.threshold}

    found = leave_one_out(score, ["threshold"])
    assert list(found) == ["threshold"]
    assert found["threshold"]["change"] == 2 * DEFAULT_SETTINGS.threshold
    with pytest.raises(ValueError, match="treshold"):
        leave_one_out(score, ["treshold"])


def test_all_constants_are_chosen_together_without_the_set_that_is_scored() -> None:
    default = DEFAULT_SETTINGS

    def score(settings: GroupingSettings) -> dict[str, float]:
        is_low, is_short = settings.threshold < default.threshold, settings.opening < default.opening
        # A low threshold helps two sets and harms the third; a short opening helps one.
        return {"a": 0.8 + 0.1 * is_low, "b": 0.8 + 0.06 * is_low + 0.09 * is_short, "c": 0.8 - 0.1 * is_low}

    found = leave_one_out(score, ["threshold", "opening"])[TOGETHER]
    low, short = list_candidates("threshold")[1], list_candidates("opening")[1]
    assert found["chosen"] == {
        "a": {"opening": short},
        "b": {},
        "c": {"threshold": low, "opening": short},
    }
    assert found["default"] == pytest.approx(0.8)
    assert found["fitted"] == pytest.approx(0.8 + (0.1 + 0.15 - 0.1) / 3, abs=1e-4)
    assert found["left_out"] == pytest.approx((0.8 + 0.8 + 0.7) / 3, abs=1e-4)
