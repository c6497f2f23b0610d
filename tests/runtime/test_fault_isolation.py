"""Finding the items that a function cannot handle."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from digest.errors import ConfigError
from digest.runtime.fault_isolation import MAX_FAULTS, describe_fault, find_faulty_items


def describe(item: int, error: Exception) -> str:
    return f"{item}: {error}"


@pytest.mark.parametrize("faulty", [(), (0,), (99,), (3, 4), (0, 31, 32, 33, 99), tuple(range(40))])
def test_every_faulty_item_is_found_and_the_others_are_used(faulty: tuple[int, ...]) -> None:
    def add(items: Sequence[int]) -> int:
        for item in items:
            if item in faulty:
                raise ValueError("odd")
        return sum(items)

    total, found = find_faulty_items(add, range(100), describe)
    assert total == sum(range(100)) - sum(faulty)
    assert found == {item: f"{item}: odd" for item in faulty}


def test_of_items_that_fail_only_together_the_last_is_left_out() -> None:
    def join(items: Sequence[int]) -> list[int]:
        if {2, 17} <= set(items):
            raise RecursionError("too deep")
        return list(items)

    kept, found = find_faulty_items(join, range(20), describe)
    assert list(found) == [17]
    assert kept == [item for item in range(20) if item != 17]


def test_a_fault_that_is_not_of_an_item_is_raised_after_two_calls() -> None:
    calls = []

    def fail(items: Sequence[int]) -> None:
        calls.append(len(items))
        raise KeyError("always")

    with pytest.raises(KeyError):
        find_faulty_items(fail, range(1000), describe)
    assert calls == [1000, 0]


def test_the_search_ends_soon_when_very_many_items_are_faulty() -> None:
    calls = 0

    def fail(items: Sequence[int]) -> None:
        nonlocal calls
        calls += 1
        if items:
            raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        find_faulty_items(fail, range(50 * MAX_FAULTS), describe)
    assert calls < 10 * MAX_FAULTS


def test_a_fault_of_every_item_is_raised() -> None:
    def fail(items: Sequence[int]) -> None:
        if items:
            raise KeyError("always")

    with pytest.raises(KeyError):
        find_faulty_items(fail, range(10 * MAX_FAULTS), describe)


def test_a_mistake_of_the_user_is_no_fault_of_an_item() -> None:
    def refuse(items: Sequence[int]) -> None:
        raise ConfigError("[digest] ranking_rules", "the plug-in fails")

    with pytest.raises(ConfigError):
        find_faulty_items(refuse, range(3), describe)


def test_a_fault_is_logged_with_its_traceback_and_shown_without_control_characters(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "digest")
    try:
        int("\x1b[31m\u202ered")
    except ValueError as error:
        description = describe_fault("reading", "a\x07b", error)
    assert description.startswith("ValueError while reading: invalid literal")
    assert description.isprintable()
    assert caplog.records[0].message.startswith("ab is left out")
    assert caplog.records[0].exc_info
