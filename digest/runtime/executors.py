"""The one door to threads, processes and Dask: each is a function like the built-in `map`.

The program's stages take such a function as an argument and do not know what runs them. A mapped
function stands at the top level of a module, takes one value, returns one value, and both pickle.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

from digest.errors import ConfigError

Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Map(Protocol):
    """A function like the built-in `map`: results come in the order of the arguments."""

    def __call__(
        self, function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]: ...


Heed = Callable[[], None]
"""Called at least every HEED_SECONDS while results are waited for; what it raises ends the waiting."""

HEED_SECONDS = 0.5


def heed_nothing() -> None:
    """Nobody wants the waiting to end."""


@contextmanager
def open_serial(_workers: int, _address: str | None, heed: Heed) -> Iterator[Map]:
    """One after the other, here; heeds between two of them."""

    def map_here(
        function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]:
        for argument in arguments:
            heed()
            yield function(argument)

    yield map_here


@contextmanager
def open_threads(workers: int, _address: str | None, heed: Heed) -> Iterator[Map]:
    """Threads of this process: right for waiting on the network.

    Who is interrupted gets what is done by then, and does not wait for the rest.
    """
    pool = ThreadPoolExecutor(workers)

    def map_on_threads(
        function: Callable[[Argument], Result], arguments: Iterable[Argument], /
    ) -> Iterator[Result]:
        return await_all([pool.submit(function, argument) for argument in arguments], heed)

    try:
        yield map_on_threads
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def await_all(futures: Iterable[Future[Result]], heed: Heed) -> Iterator[Result]:
    """Results in the order of their futures; when the waiting is interrupted, those there are, then that."""
    waiting = deque(futures)
    try:
        while waiting:
            heed()
            if waiting[0].done():
                yield waiting[0].result()
                waiting.popleft()
            else:
                wait((waiting[0],), HEED_SECONDS)
    except (Exception, GeneratorExit):
        raise
    except BaseException:
        done = [future for future in waiting if future.done() and not future.cancelled()]
        yield from (future.result() for future in done if future.exception() is None)
        raise


@contextmanager
def open_processes(workers: int, _address: str | None, _heed: Heed) -> Iterator[Map]:
    """Processes of this machine, started afresh (a fork of a process with threads can hang)."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool.map


@contextmanager
def open_dask(workers: int, address: str | None, _heed: Heed) -> Iterator[Map]:
    """A Dask cluster at `address`, or one of local processes made for this run."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        advice = "Install the extra: pip install 'daily-news-digest[dask]'."
        raise ConfigError("engine.kind", "dask is not installed", advice) from None
    try:
        cluster = (
            None
            if address
            else LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=40
            )
        )
        client = Client(address or cluster, set_as_default=False)
    except (OSError, ValueError) as error:
        advice = "Look whether its scheduler runs there, or leave the address out for a local one."
        raise ConfigError("engine.address", f"no Dask cluster at {address} ({error})", advice) from None

    def map_on_cluster(function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        # pure=False: a task is run even when Dask has an answer to the same call; the file or feed
        # behind the argument may have changed since.
        futures = client.map(function, list(arguments), pure=False)
        return iter(client.gather(futures))

    with client:
        try:
            yield map_on_cluster
        finally:
            if cluster:
                cluster.close()


ENGINES: dict[str, Callable[[int, str | None, Heed], Any]] = {
    "serial": open_serial,
    "threads": open_threads,
    "processes": open_processes,
    "dask": open_dask,
}


@contextmanager
def open_map(
    kind: str, workers: int = 0, address: str | None = None, heed: Heed = heed_nothing
) -> Iterator[Map]:
    """A map-like function that runs on an engine.

    Args:
        kind: a key of ENGINES.
        workers: how many at once; 0 means one for each core of this machine.
        address: of a Dask scheduler, or None.
        heed: see Heed; processes and clusters cannot be interrupted.

    Raises:
        ConfigError: the engine is not installed or cannot be reached.
    """
    with ENGINES[kind](workers or os.cpu_count() or 1, address, heed) as mapped:
        yield mapped
