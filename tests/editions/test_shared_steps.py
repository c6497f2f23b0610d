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
