"""What the editions of a round have in common is done once."""

from __future__ import annotations

from digest.editions.shared_steps import SharedSteps


def test_equal_arguments_are_computed_once() -> None:
    calls: list[tuple[int, ...]] = []

    def total(numbers: tuple[int, ...], scale: int = 1) -> int:
        calls.append(numbers)
        return sum(numbers) * scale

    shared = SharedSteps()
    assert [shared.call(total, (1, 2)), shared.call(total, tuple(iter((1, 2))))] == [3, 3]
    assert len(calls) == 1
    assert shared.call(total, (1, 2), scale=2) == 6
    assert shared.call(max, (1, 2)) == 2
    assert shared.call(total, (1, 2)) == 3
    assert len(calls) == 2


def test_equal_values_become_one_object() -> None:
    shared = SharedSteps()
    first, second = (tuple(iter((name, 1))) for name in ("a", "a"))
    assert first is not second
    assert shared.reuse(first) is first
    assert shared.reuse(second) is first
    assert shared.reuse(("b", 1)) == ("b", 1)
    (one,), (other, new) = shared.reuse_each([first]), shared.reuse_each([second, ("c",)])
    assert (one is first, other is first, new) == (True, True, ("c",))


def test_items_are_mapped_once_for_equal_settings() -> None:
    calls: list[str] = []

    def repeat(item: str, times: int) -> str:
        calls.append(item)
        return item * times

    shared = SharedSteps()
    assert shared.map(map, repeat, ["a", "b"], 2) == ["aa", "bb"]
    assert shared.map(map, repeat, ["b", "c"], 2) == ["bb", "cc"]
    assert shared.map(map, repeat, ["b"], 3) == ["bbb"]
    assert calls == ["a", "b", "c", "b"]
