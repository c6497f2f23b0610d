"""Run functions on threads, processes or a Dask cluster, behind functions like the built-in `map`.

The stages of the program take such a function as an argument and do not know what executes it. A mapped
function is at the top level of a module and takes one value and returns one value, which both pickle.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol, TypeVar

from digest.runtime.plugins import call_with_plugins, list_plugin_folders

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Map(Protocol):
    """A function like the built-in `map`: results come in the order of the arguments."""

    def __call__(
        self, function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]: ...


StopCheck = Callable[[], None]
"""Called at least every POLL_SECONDS while results are awaited; an exception it raises ends the wait."""

POLL_SECONDS = 0.5


def never_stop() -> None:
    """Let the wait go on: the default `StopCheck`."""


@contextmanager
def open_serial(_workers: int, _address: str | None, check_stop: StopCheck) -> Iterator[Map]:
    """Run one call after the other in this thread; check for a stop between two calls."""

    def map_serially(
        function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]:
        for argument in arguments:
            check_stop()
            yield function(argument)

    yield map_serially


@contextmanager
def open_threads(workers: int, _address: str | None, check_stop: StopCheck) -> Iterator[Map]:
    """Run calls on threads of this process, which suits waiting for the network.

    After an interruption the caller gets the results finished so far and does not wait for the others.
    """
    pool = ThreadPoolExecutor(workers)

    def map_on_threads(
        function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]:
        return await_results([pool.submit(function, argument) for argument in arguments], check_stop)

    try:
        yield map_on_threads
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def await_results(futures: Iterable[Future[Result]], check_stop: StopCheck) -> Iterator[Result]:
    """Yield results in the order of their futures.

    When an interruption (a BaseException that is not an Exception) ends the wait, first yield the results
    that are finished, then raise it.
    """
    pending = deque(futures)
    try:
        while pending:
            check_stop()
            if pending[0].done():
                yield pending[0].result()
                pending.popleft()
            else:
                wait((pending[0],), POLL_SECONDS)
    except (Exception, GeneratorExit):
        raise
    except BaseException:
        finished = [future for future in pending if future.done() and not future.cancelled()]
        yield from (future.result() for future in finished if future.exception() is None)
        raise


@contextmanager
def open_processes(workers: int, _address: str | None, _check_stop: StopCheck) -> Iterator[Map]:
    """Run calls on processes of this machine, which are spawned: forking a process with threads can hang."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def map_on_processes(function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
            return pool.map(partial(call_with_plugins, function, list_plugin_folders()), arguments)

        yield map_on_processes


def open_dask(workers: int, address: str | None, check_stop: StopCheck) -> Any:
    """Run calls on a Dask cluster; see `open_cluster`."""
    from digest.runtime.dask_cluster import open_cluster  # late: few use it

    return open_cluster(workers, address, check_stop)


ENGINES: dict[str, Callable[[int, str | None, StopCheck], Any]] = {
    "serial": open_serial,
    "threads": open_threads,
    "processes": open_processes,
    "dask": open_dask,
}


@contextmanager
def open_map(
    kind: str, workers: int = 0, address: str | None = None, check_stop: StopCheck = never_stop
) -> Iterator[Map]:
    """Open a map-like function that runs on an engine.

    Args:
        kind: a key of ENGINES.
        workers: how many calls run at once; 0: one for each core of this machine.
        address: of a Dask scheduler, or None.
        check_stop: see StopCheck; processes are not interrupted.

    Raises:
        ConfigError: from the first call, if the engine is not installed or cannot be reached.
    """
    with ENGINES[kind](workers or os.cpu_count() or 1, address, check_stop) as map_function:
        yield map_function
