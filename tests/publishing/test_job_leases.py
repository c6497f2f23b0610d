"""Leases of jobs: one process at a time, the others wait or are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.errors import DigestError, SourceError, StoreError
from digest.publishing.leases import LEASE, MAX_RETRY_PAUSE, hold_lease, may_try, try_job
from digest.store import Store

NOW = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_the_error_names_the_process_that_has_the_lease(store: Store) -> None:
    with (
        hold_lease(store, "publish", "attic/4711/20260312T053000Z", lambda: NOW),
        pytest.raises(StoreError) as caught,
        hold_lease(store, "publish", "b", lambda: NOW + 7 * MINUTE),
    ):
        pytest.fail("two processes at once")
    expected = "another digest (process 4711 on attic) began to publish 7 min ago and has not ended"
    assert caught.value.message == expected
    assert "30 min after it began" in caught.value.advice


def test_a_lease_is_free_again_after_its_block(store: Store) -> None:
    with (
        hold_lease(store, "publish", "a", lambda: NOW),
        pytest.raises(StoreError, match="a began to publish just now and has not ended"),
        hold_lease(store, "publish", "b", lambda: NOW),
    ):
        pytest.fail("two processes at once")
    with hold_lease(store, "publish", "b", lambda: NOW):
        pass


def test_a_waiting_process_gets_the_lease_when_the_job_or_the_lease_of_the_other_ends(store: Store) -> None:
    store.leases.acquire("collect", "a", NOW, LEASE)
    waited: list[str] = []

    def wait(owner: str) -> None:
        waited.append(owner)
        if len(waited) == 3:
            store.leases.finish("collect", "a", NOW)

    with hold_lease(store, "collect", "b", lambda: NOW, wait):
        assert waited == ["a", "a", "a"]
        hours = iter(range(9))
        with hold_lease(store, "collect", "c", lambda: NOW + next(hours) * LEASE, waited.append):
            assert waited[3:] == ["b"]
            assert store.leases.jobs()["collect"].owner == "c"


def test_a_job_that_fails_waits_longer_after_each_try(store: Store) -> None:
    def fail() -> None:
        raise SourceError("", "no source answered")

    clock, pauses = [NOW], []
    for _ in range(7):
        done, failure = try_job(store, "publish", "a", lambda: clock[0], fail)
        assert (done, failure) == (False, SourceError("", "no source answered"))
        job = store.leases.jobs()["publish"]
        assert job.next_try is not None
        pauses.append((job.next_try - clock[0]) // MINUTE)
        assert not may_try(job, clock[0])
        assert may_try(job, job.next_try)
        clock[0] = job.next_try
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert may_try(job, clock[0] - MAX_RETRY_PAUSE - MINUTE), "the clock was set back"
    assert try_job(store, "publish", "a", lambda: clock[0], lambda: None) == (True, None)
    assert store.leases.jobs()["publish"].attempts == 0


def test_a_job_of_another_process_is_not_run(store: Store) -> None:
    with hold_lease(store, "publish", "a", lambda: NOW):
        assert try_job(store, "publish", "b", lambda: NOW, pytest.fail) == (False, None)


def test_an_unexpected_exception_is_the_cause_of_the_failure(store: Store) -> None:
    def fail() -> None:
        raise ZeroDivisionError("division by zero")

    _, failure = try_job(store, "publish", "a", lambda: NOW, fail)
    assert isinstance(failure, DigestError)
    assert isinstance(failure.__cause__, ZeroDivisionError)
    assert "ZeroDivisionError: division by zero" in str(failure)


def test_an_interrupted_job_can_be_run_at_once(store: Store) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        try_job(store, "publish", "a", lambda: NOW, interrupt)
    with pytest.raises(KeyboardInterrupt), hold_lease(store, "publish", "b", lambda: NOW):
        interrupt()
    assert store.leases.jobs()["publish"].ended is None
    assert try_job(store, "publish", "c", lambda: NOW, lambda: None) == (True, None)
