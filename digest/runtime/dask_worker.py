"""What runs in the worker processes of a Dask cluster: batches of calls, and the preparation of a worker.

A worker is prepared once, by a plug-in of Dask that the driver registers, or by `digest worker`, which loads
this module. Calls come in batches: a task of Dask costs a millisecond, as much as a visit with nothing new.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from distributed import Worker, WorkerPlugin

from digest.errors import UsageError
from digest.runtime.certificates import Certificates
from digest.runtime.installation import describe_differences, describe_installation
from digest.runtime.plugins import add_plugin_folder

STEPS = (
    *("digest.sources.collector", "digest.sources.feed.feed_reader", "digest.sources.feed.feed_parser"),
    *("digest.sources.feed.fulltext", "digest.http.transport"),
    *("digest.editions.story_plans", "digest.summarizers.news"),
)
"""The modules that nearly every batch needs. By name, because their packages import this one."""

THREADS = 2
"""Batches at once in one process: while one waits for its last, slow sources, another one goes on."""

SCHEMES = ("tcp", "tls", "ws", "wss", "ucx")
"""What the address of a scheduler may begin with."""

_FASTEST = 1


class WorkerSetup(WorkerPlugin):  # type: ignore[misc]
    """Prepares each worker of a cluster, also those that join later or start again.

    installation: of the driver; a worker with another one is refused.
    """

    name = "daily-news-digest"

    def __init__(self, installation: Mapping[str, str]) -> None:
        self.installation = dict(installation)

    def setup(self, worker: Worker) -> None:
        """Import what every batch needs. Raises RuntimeError on a worker with another installation."""
        differences = describe_differences(self.installation, {str(worker.address): describe_installation()})
        if differences:
            raise RuntimeError(f"another installation than the driver's: {differences}")
        dask_setup(worker)


def dask_setup(_worker: Worker) -> None:
    """Import what every batch needs: what Dask calls when a worker with `--preload` of this module starts."""
    for module in STEPS:
        import_module(module)


def pack(value: object) -> bytes:
    """Pickle and compress a value."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), _FASTEST)


def unpack(packed: bytes) -> Any:
    """Return the value of `pack`."""
    return pickle.loads(zlib.decompress(packed))


def run_batch(packed: bytes, folders: Iterable[str], threads: int) -> list[bytes]:
    """Call a function with each argument of a batch; return the packed results in their order.

    Args:
        packed: (the function, its arguments), from `pack`.
        folders: of plug-ins, from `plugins.list_plugin_folders` in the driver.
        threads: calls at once in this process, those of all its batches together.
    """
    for folder in folders:
        add_plugin_folder(folder)
    function: Callable[[Any], Any]
    arguments: Sequence[Any]
    function, arguments = unpack(packed)
    if threads < 2 or len(arguments) < 2:
        return [pack(function(argument)) for argument in arguments]
    return list(_open_pool(threads).map(lambda argument: pack(function(argument)), arguments))


@cache
def _open_pool(threads: int) -> ThreadPoolExecutor:
    """Return the threads of this process for calls that wait for the network."""
    return ThreadPoolExecutor(threads, thread_name_prefix="visits")


def require_address(address: str) -> None:
    """Raise UsageError unless this is the address of a scheduler."""
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme in SCHEMES and bool(parts.hostname and parts.port)
    except ValueError:  # a port that is no port
        is_usable = False
    if not is_usable:
        advice = "It begins with tcp:// or tls:// and ends with a port, such as tcp://10.0.0.5:8786."
        raise UsageError("", f"{address!r} is not the address of a scheduler", advice)


def run_worker(address: str, certificates: Certificates | None, processes: int, more: Iterable[str]) -> None:
    """Run workers on this machine until they are stopped: `dask worker`, prepared for this program.

    Args:
        address: of the scheduler.
        certificates: of the cluster, or None.
        processes: how many workers.
        more: further arguments of `dask worker`, which replace those given here.
    """
    from distributed.cli.dask_worker import main

    given = {"--preload": __name__, "--nworkers": str(processes), "--nthreads": str(THREADS)}
    if certificates:
        given |= {"--tls-ca-file": certificates.ca, "--tls-cert": certificates.certificate}
        given |= {"--tls-key": certificates.key} if certificates.key else {}
    words = [word for pair in given.items() for word in pair]
    main([address, *words, *more], prog_name="digest worker", standalone_mode=False)
