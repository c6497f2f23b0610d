"""Executors: all engines map in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from digest.errors import ConfigError
from digest.runtime.executors import ENGINES, Map, open_map

pytestmark = pytest.mark.own_engine("is about each engine")


def scale(number: int, factor: int) -> int:
    return number * factor


SLOW = {"dask": pytest.mark.slow}


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=SLOW.get(kind, ())) for kind in ENGINES])
def test_results_come_in_the_order_of_the_arguments(kind: str) -> None:
    if kind == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_map(kind, 2) as map_function:
        assert list(map_function(partial(scale, factor=3), [3, 1, 2])) == [9, 3, 6]


class Interrupted(BaseException):
    """An interruption."""


def collect_until(stopped: threading.Event, map_function: Map, work: Callable[[int], int]) -> list[int]:
    """Map over the numbers from 1 to 4; return the results up to the interruption."""
    results: list[int] = []
    with suppress(Interrupted):
        for number in map_function(work, [1, 2, 3, 4]):
            results.append(number)  # noqa: PERF402  it does not come to its end
    assert stopped.is_set()
    return results


def test_interrupted_threads_return_the_finished_results() -> None:
    third_is_done, released = threading.Event(), threading.Event()

    def work(number: int) -> int:
        if number == 4:
            third_is_done.set()
        if number in (2, 4):
            released.wait(30)
        return number

    def check_stop() -> None:
        if third_is_done.is_set():
            raise Interrupted

    with open_map("threads", 2, check_stop=check_stop) as map_function:
        assert collect_until(third_is_done, map_function, work) == [1, 3]
        released.set()


def test_the_serial_engine_is_interrupted_between_two_calls() -> None:
    stopped = threading.Event()

    def work(number: int) -> int:
        if number == 2:
            stopped.set()
        return number

    def check_stop() -> None:
        if stopped.is_set():
            raise Interrupted

    with open_map("serial", check_stop=check_stop) as map_function:
        assert collect_until(stopped, map_function, work) == [1, 2]


def test_an_unreachable_cluster_is_a_configuration_error() -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with open_map("dask", 1, "nonsense://127.0.0.1:1") as mapped:
        results = mapped(partial(scale, factor=2), [1])
        with pytest.raises(ConfigError, match="no Dask cluster"):
            next(results)
