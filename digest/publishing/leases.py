"""Hold the lease of a job (collecting, publishing) while it runs, so that no two processes run it at once.

The leases are rows of the store; see store/lease_repository.py. A process that was killed keeps its lease
for LEASE at most; on the same machine the next start releases it at once (`release_dead_owners`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from digest.errors import DigestError, StoreError
from digest.models import Job
from digest.store import Store, describe_owner

LEASE = timedelta(minutes=30)
"""After so long another process may take over a job that has not ended."""

MAX_RETRY_PAUSE = timedelta(minutes=30)

Clock = Callable[[], datetime]
"""Returns the time in UTC. A lease starts when its job begins, which may be long after the process did."""


def name_publish_job(edition: str) -> str:
    """Return the name of the job of publishing an edition; "" is the only edition."""
    return f"publish {edition}".rstrip()


@contextmanager
def hold_lease(
    store: Store, name: str, owner: str, clock: Clock, wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lease of a job while the block runs.

    When the block raises, the lease is released and the job counts as not done.

    Args:
        name: of the job: "collect", or from `name_publish_job`.
        owner: the name of this process; see `make_owner_name`.
        wait: called with the owner of the lease while another process has it; returns when it is time to
            try again. The wait ends with the other's lease at the latest. None: do not wait.

    Raises:
        StoreError: another process has the lease, and `wait` is None.
    """
    while not store.leases.acquire(name, owner, clock(), LEASE):
        job = store.leases.jobs()[name]
        if wait is None:
            raise _explain_lease(job, clock())
        wait(job.owner)
    try:
        yield
    except BaseException:
        store.leases.release(name, owner, clock())
        raise
    store.leases.finish(name, owner, clock())


def try_job(
    store: Store, name: str, owner: str, clock: Clock, run: Callable[[], None]
) -> tuple[bool, DigestError | None]:
    """Run a job under its lease unless another process has it: (whether it was done, why it failed).

    A failure is recorded in the store with the time of the next try, after 1, 2, 4 ... minutes, at most
    MAX_RETRY_PAUSE. An unexpected exception counts as a failure and becomes its `__cause__`.
    """
    if not store.leases.acquire(name, owner, clock(), LEASE):
        return False, None
    try:
        run()
    except Exception as error:
        failure = error if isinstance(error, DigestError) else _wrap_unexpected(error)
        tries = store.leases.jobs()[name].attempts
        pause = min(timedelta(minutes=2 ** min(tries, 10)), MAX_RETRY_PAUSE)
        now = clock()
        store.leases.finish(name, owner, now, failure, now + pause)
        return False, failure
    except BaseException:
        store.leases.release(name, owner, clock())
        raise
    store.leases.finish(name, owner, clock())
    return True, None


def may_try(job: Job | None, now: datetime) -> bool:
    """Whether a job is not waiting for its next try.

    A next try further ahead than MAX_RETRY_PAUSE was set before the clock was set back, and is ignored.
    """
    return not (job and job.next_try and now < job.next_try <= now + MAX_RETRY_PAUSE)


def _explain_lease(job: Job, now: datetime) -> StoreError:
    minutes = max((now - job.began) // timedelta(minutes=1), 0)
    began = f"{minutes} min ago" if minutes else "just now"
    return StoreError(
        "",
        f"{describe_owner(job.owner)} began to {job.name} {began} and has not ended",
        f"Run this again when it has ended; if it hangs, {LEASE // timedelta(minutes=1)} min after it began.",
    )


def _wrap_unexpected(error: Exception) -> DigestError:
    message = f"something unexpected went wrong ({type(error).__name__}: {error})"
    failure = DigestError("", message, "Please report it.")
    failure.__cause__ = error
    return failure
