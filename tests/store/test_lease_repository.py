"""Leases on jobs: one owner at a time, and the results of jobs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from digest.errors import DeliveryError, StoreError
from digest.store import Store
from tests.store.examples import NOW

LEASE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
FAILURE = DeliveryError("", "the server is away", "Wait.")


def test_a_lease_has_one_owner_at_a_time(store: Store) -> None:
    assert store.leases.acquire("publish", "a", NOW, LEASE)
    assert not store.leases.acquire("publish", "b", NOW + MINUTE, LEASE)
    assert store.leases.acquire("collect", "b", NOW + MINUTE, LEASE)
    store.leases.finish("publish", "a", NOW + MINUTE)
    assert store.leases.acquire("publish", "b", NOW + 2 * MINUTE, LEASE)
    assert store.leases.jobs()["publish"].owner == "b"


def test_an_expired_lease_is_free_and_its_first_owner_notices(store: Store) -> None:
    store.leases.acquire("publish", "a", NOW, LEASE)
    store.leases.confirm("publish", "a")
    assert store.leases.acquire("publish", "b", NOW + LEASE, LEASE)
    with pytest.raises(StoreError, match="b has taken over"):
        store.leases.confirm("publish", "a")
    store.leases.finish("publish", "a", NOW + LEASE)
    assert not store.leases.acquire("publish", "c", NOW + LEASE + MINUTE, LEASE)


def test_a_lease_from_before_the_clock_was_set_back_is_void(store: Store) -> None:
    store.leases.acquire("publish", "a", NOW, LEASE)
    assert not store.leases.acquire("publish", "b", NOW - MINUTE + MINUTE, LEASE)
    assert store.leases.acquire("publish", "b", NOW - timedelta(hours=3), LEASE)


def test_a_lease_is_released_only_by_its_owner(store: Store) -> None:
    store.leases.acquire("publish", "a", NOW, LEASE)
    store.leases.release("publish", "nobody", NOW)
    assert not store.leases.acquire("publish", "b", NOW, LEASE)
    store.leases.release("publish", "a", NOW)
    assert store.leases.acquire("publish", "b", NOW, LEASE)


def test_the_result_of_a_job_is_kept(store: Store) -> None:
    for attempts in (1, 2):
        store.leases.acquire("publish", "a", NOW, LEASE)
        store.leases.finish("publish", "a", NOW, FAILURE, NOW + MINUTE)
        job = store.leases.jobs()["publish"]
        assert (job.attempts, job.message, job.next_try) == (attempts, "the server is away", NOW + MINUTE)
    store.leases.retry_now("publish")
    assert store.leases.jobs()["publish"].next_try is None
    store.leases.acquire("publish", "a", NOW, LEASE)
    store.leases.finish("publish", "a", NOW + MINUTE)
    job = store.leases.jobs()["publish"]
    assert (job.attempts, job.message, job.ended) == (0, "", NOW + MINUTE)
