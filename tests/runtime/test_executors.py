"""Every engine maps the same way: in order, with plain values."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from digest.errors import ConfigError
from digest.runtime.executors import ENGINES, Map, open_map


def scale(number: int, factor: int) -> int:
    return number * factor


SLOW = {"dask": pytest.mark.slow}


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=SLOW.get(kind, ())) for kind in ENGINES])
def test_results_come_in_the_order_of_the_arguments(kind: str) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_map(kind, 2) as mapped:
        assert list(mapped(partial(scale, factor=3), [3, 1, 2])) == [9, 3, 6]


class Stopped(BaseException):
    """What ends the waiting."""


def collect_until(stopped: threading.Event, mapped: Map, work: Callable[[int], int]) -> list[int]:
    """What comes of the numbers from one to four until the waiting is interrupted."""
    got: list[int] = []
    with suppress(Stopped):
        for number in mapped(work, [1, 2, 3, 4]):
            got.append(number)  # noqa: PERF402  it does not come to its end
    assert stopped.is_set()
    return got


def test_who_is_interrupted_while_threads_are_at_work_gets_what_is_done() -> None:
    third_is_done, released = threading.Event(), threading.Event()

    def work(number: int) -> int:
        if number == 4:
            third_is_done.set()
        if number in (2, 4):
            released.wait(30)
        return number

    def heed() -> None:
        if third_is_done.is_set():
            raise Stopped

    with open_map("threads", 2, heed=heed) as mapped:
        assert collect_until(third_is_done, mapped, work) == [1, 3]
        released.set()


def test_one_after_the_other_can_be_interrupted_between_two() -> None:
    stopped = threading.Event()

    def work(number: int) -> int:
        if number == 2:
            stopped.set()
        return number

    def heed() -> None:
        if stopped.is_set():
            raise Stopped

    with open_map("serial", heed=heed) as mapped:
        assert collect_until(stopped, mapped, work) == [1, 2]


def test_a_cluster_that_is_not_there_is_told() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.raises(ConfigError, match="no Dask cluster"), open_map("dask", 1, "nonsense://127.0.0.1:1"):
        pass
