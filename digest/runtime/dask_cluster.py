"""Run calls on a Dask cluster, local or remote (the adapter of dask.distributed).

The cluster is opened at the first call and lives until the command ends: a command with nothing to do starts
no process. Calls are sent in batches. Visits to one host are in one batch, so that the limit on concurrent
requests to a host holds over all workers. What a worker that died was doing is done again by another one.
"""

from __future__ import annotations

import os
from asyncio import CancelledError
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError as CancelledCall
from concurrent.futures import Future as LocalFuture
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import count
from math import ceil
from threading import Event
from typing import TYPE_CHECKING, Any, TypeAlias
from warnings import catch_warnings

from digest.errors import ConfigError, DigestError
from digest.models.default_limits import VISITS_AT_ONCE
from digest.runtime.certificates import Certificates
from digest.runtime.dask_batches import find_visited_host, name_stage, split_batches
from digest.runtime.installation import describe_differences, describe_installation
from digest.runtime.plugins import list_plugin_folders

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster, Security

    AnyFuture: TypeAlias = Future | LocalFuture[list[bytes]]

# distributed is imported inside the functions: it takes most of a second, and is not always installed.

POLL_SECONDS = 0.5
CHECK_POLLS = 10
"""The cluster is looked at after so many polls without a result."""

WAIT_SECONDS = 120
"""How long a cluster without any worker is waited for: on a busy machine one takes half a minute to start."""

START_ATTEMPTS = 3
"""How often it is tried to start workers, and to prepare them, when one of them dies meanwhile."""

QUIET = {
    "distributed.admin.system-monitor.interval": "60s",
    "distributed.admin.tick.cycle": "10s",
    "distributed.admin.tick.interval": "2s",
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.client.heartbeat": "10s",
    "distributed.client.scheduler-info-interval": "60s",
    "distributed.scheduler.work-stealing-interval": "5s",
    "distributed.worker.memory.monitor-interval": "2s",
    "distributed.worker.profile.enabled": False,
    "distributed.worker.profile.interval": "10s",
    "distributed.worker.profile.cycle": "60s",
}
"""Settings of local clusters: without them idle workers keep a core busy for a tenth of the time."""


@contextmanager
def open_cluster(
    workers: int,
    address: str | None,
    check_stop: Callable[[], None],
    visits: int = VISITS_AT_ONCE,
    certificates: Certificates | None = None,
) -> Iterator[Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]]:
    """Open a map-like function that runs calls on a Dask cluster.

    Args:
        workers: processes of a local cluster, at most one for each core.
        address: of a scheduler; None starts a local cluster at the first call.
        check_stop: see `executors.StopCheck`.
        visits: sources that are visited at once, over all workers.
        certificates: of the cluster, or None.

    Raises:
        ConfigError: from the first call: Dask is not installed, no scheduler answers at the address, or its
            workers have another version of the program or of its libraries.
        DigestError: from a call: the cluster was lost.
    """
    with ExitStack() as stack:
        opened: list[Client] = []

        def map_on_cluster(function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
            given = list(arguments)
            if not given:
                return
            require_dask()
            with _translate_losses():
                if not opened:
                    opened.append(stack.enter_context(_connect(workers, address, certificates)))
            with _translate_losses(), closing(_Calls(opened[0], function, given, visits)) as calls:
                yield from calls.wait(check_stop)

        yield map_on_cluster


def require_dask() -> None:
    """Raise ConfigError unless Dask is installed."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        advice = "Install the extra: `pip install 'daily-news-digest[dask]'`."
        raise ConfigError("engine.kind", "dask is not installed", advice) from None


@contextmanager
def _connect(workers: int, address: str | None, certificates: Certificates | None) -> Iterator[Client]:
    """Connect to a cluster whose workers can do what this process does."""
    if address and address.startswith("tls:") and certificates is None:
        advice = "Name the files, as in the starter configuration."
        raise ConfigError("engine.security", f"{address} needs certificates", advice)
    import dask
    from distributed import Client
    from distributed.comm import CommClosedError
    from distributed.utils import silence_logging_cmgr

    from digest.runtime.dask_worker import WorkerSetup

    with ExitStack() as stack:
        # What a cluster logs when it ends or loses a worker is of no use to readers of news.
        stack.enter_context(silence_logging_cmgr("CRITICAL"))
        try:
            if address:
                client = Client(address, security=make_security(certificates), set_as_default=False)
            else:
                stack.enter_context(dask.config.set(QUIET))
                cluster = _start_workers(min(workers, os.cpu_count() or 1))
                stack.callback(cluster.close)
                client = Client(cluster, set_as_default=False)
        except (OSError, ValueError) as error:
            advice = "Check that its scheduler runs there, or remove the address to use a local cluster."
            raise ConfigError("engine.address", f"no Dask cluster at {address} ({error})", advice) from None
        stack.callback(client.close)
        if address:
            _check_workers(client, address)
        setup = WorkerSetup(describe_installation())
        _try_again(lambda: client.register_plugin(setup), CommClosedError)
        yield client


def _start_workers(workers: int) -> LocalCluster:
    """Start a local cluster. Raises DigestError if its workers do not start."""
    from distributed import LocalCluster

    from digest.runtime.dask_worker import THREADS

    def start() -> LocalCluster:
        with catch_warnings(action="ignore"):  # of a slow disk
            return LocalCluster(
                n_workers=workers,
                threads_per_worker=THREADS,
                dashboard_address=None,
                silence_logs="CRITICAL",
            )

    try:
        return _try_again(start, RuntimeError)
    except RuntimeError as error:
        raise _describe_loss(f"its workers do not start ({error})") from error


def _try_again(call: Callable[[], Any], failure: type[Exception]) -> Any:
    """Return what a call returns that fails if a worker dies meanwhile, after START_ATTEMPTS at most."""
    for _ in range(START_ATTEMPTS - 1):
        with suppress(failure):
            return call()
    return call()


def make_security(certificates: Certificates | None) -> Security | None:
    """Return the certificates as Dask takes them, or None."""
    if certificates is None:
        return None
    from distributed import Security

    files = {f"tls_{role}_cert": certificates.certificate for role in ("client", "worker")}
    if certificates.key:
        files |= {f"tls_{role}_key": certificates.key for role in ("client", "worker")}
    return Security(require_encryption=True, tls_ca_file=certificates.ca, **files)


def _check_workers(client: Client, address: str) -> None:
    """Raise ConfigError unless the cluster has workers, all with the installation of this process."""
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError:
        raise ConfigError("engine.address", *_explain_idle_cluster(address)) from None
    found = client.run(describe_installation, on_error="return")
    versions = {name: row if isinstance(row, dict) else {} for name, row in found.items()}
    missing = sorted(name for name, row in versions.items() if not row)
    if missing:
        message = f"the workers {', '.join(missing)} do not have this version of daily-news-digest"
    elif differences := describe_differences(describe_installation(), versions):
        message = f"its workers differ from this machine: {differences}"
    else:
        return
    advice = "Install the same version everywhere, with the same libraries, and start the workers again."
    raise ConfigError("engine.address", message, advice)


def _explain_idle_cluster(address: str) -> tuple[str, str]:
    advice = f"`digest worker {address}` starts some on another machine."
    return f"the Dask cluster at {address} has no workers", advice


_numbers = count()
"""The numbers of the batches of this process."""


class _Calls:
    """The calls of one mapping, in batches on a connected cluster, and on threads what stays here."""

    def __init__(
        self, client: Client, function: Callable[[Any], Any], arguments: Sequence[Any], visits: int
    ) -> None:
        """Start the calls. visits: sources that are visited at once."""
        from digest.runtime.dask_worker import pack

        workers = client.scheduler_info().get("workers")
        if workers is None:  # nothing is known of a scheduler that was lost between two stages
            raise _describe_loss("it does not answer any more")
        processes = max(len(workers), 1)
        own, batches = split_batches(arguments, processes)
        self._client = client
        self._pool = ThreadPoolExecutor(visits)
        self._sent = [
            self._send(function, [arguments[number] for number in batch], ceil(visits / processes))
            for batch in batches
        ]
        futures: dict[int, AnyFuture] = {
            number: self._pool.submit(lambda argument: [pack(function(argument))], arguments[number])
            for number in own
        }
        for batch, future in zip(batches, self._sent, strict=True):
            futures |= dict.fromkeys(batch, future)
        self._futures = [futures[number] for number in range(len(arguments))]
        self._results: dict[AnyFuture, Iterator[bytes]] = {}

    def _send(self, function: Callable[[Any], Any], arguments: Sequence[Any], threads: int) -> Future:
        """Send a batch to the cluster; visits run on so many threads there."""
        from digest.runtime.dask_worker import pack, run_batch

        return self._client.submit(
            run_batch,
            pack((function, arguments)),
            list_plugin_folders(),
            threads if find_visited_host(arguments[0]) else 1,
            # The name of the stage on Dask's dashboard, and an end that no other call has: Dask would
            # return the result of the earlier one.
            key=f"{name_stage(function)}-{self._client.id}-{next(_numbers)}",
            pure=False,
        )

    def wait(self, check_stop: Callable[[], None]) -> Iterator[Any]:
        """Yield the results in the order of the arguments.

        When an interruption (a BaseException that is not an Exception) ends the wait, first yield those
        that are finished, then raise it.
        """
        pending = deque(self._futures)
        try:
            while pending:
                self._await(pending[0], check_stop)
                yield self._take(pending.popleft())
        except (Exception, GeneratorExit):
            raise
        except BaseException:
            yield from (self._take(future) for future in pending if _has_succeeded(future))
            raise

    def close(self) -> None:
        """Cancel what has not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._client.status == "running":
            self._client.cancel(self._sent)

    def _take(self, future: AnyFuture) -> Any:
        """Return the next result of a finished batch."""
        from digest.runtime.dask_worker import unpack

        if future not in self._results:
            self._results[future] = iter(future.result())
        return unpack(next(self._results[future]))

    def _await(self, future: AnyFuture, check_stop: Callable[[], None]) -> None:
        """Wait until a batch is finished. Raises DigestError if the cluster is lost, or its workers are."""
        finished = Event()
        future.add_done_callback(lambda _: finished.set())
        polls = idle_polls = 0
        check_stop()
        while not finished.wait(POLL_SECONDS):
            check_stop()
            polls += 1
            if polls % CHECK_POLLS == 0:
                self._replace_workers()
                idle = self._client.status == "running" and not self._client.nthreads()
                idle_polls = idle_polls + CHECK_POLLS if idle else 0
            if self._client.status != "running" or idle_polls * POLL_SECONDS > WAIT_SECONDS:
                raise _describe_loss("it does not answer any more" if not idle_polls else "it has no workers")

    def _replace_workers(self) -> None:
        """Start new workers of a local cluster for those that died and did not start again by themselves.

        One that is killed while it starts, or takes long to start on a busy machine, is given up by Dask.
        """
        cluster = self._client.cluster
        if cluster is not None and self._client.status == "running":
            cluster.scale(len(cluster.worker_spec))


@contextmanager
def _translate_losses() -> Iterator[None]:
    """Turn the exceptions of a lost cluster into a DigestError."""
    from distributed import KilledWorker
    from distributed.comm import CommClosedError

    try:
        yield
    except KilledWorker as error:
        reason = f"a batch has ended each of {error.allowed_failures + 1} workers: they lack memory, perhaps"
        raise _describe_loss(reason) from None
    except (CancelledError, CancelledCall, CommClosedError) as error:
        raise _describe_loss("it does not answer any more") from error


def _describe_loss(reason: str) -> DigestError:
    advice = "Nothing that was saved is lost: start the cluster and the command again."
    return DigestError("engine", f"the Dask cluster was lost: {reason}", advice)


def _has_succeeded(future: AnyFuture) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
