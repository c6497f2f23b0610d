"""Deliveries: none is made twice, and failures are kept."""

from __future__ import annotations

from datetime import timedelta

from digest.errors import DeliveryError
from digest.models import DeliveryJob
from digest.store import Store
from tests.store.examples import DAY, NOW

LEASE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
FAILURE = DeliveryError("", "the server is away", "Wait.")


def states_by_target(store: Store) -> dict[str, str]:
    return {row.target: row.state for row in store.deliveries.jobs(DAY)}


def test_a_failed_delivery_is_repeated_and_one_that_arrived_is_not(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail", "web"])
    mail, web = store.deliveries.jobs(DAY)
    assert (mail, web.target) == (DeliveryJob(DAY, "mail", NOW, "waiting"), "web")
    for row in (mail, web):
        assert store.deliveries.acquire(row, "a", NOW, LEASE)
    store.deliveries.finish(mail, "a", NOW, FAILURE, NOW + MINUTE)
    store.deliveries.finish(web, "a", NOW)
    assert states_by_target(store) == {"mail": "waiting", "web": "done"}
    assert store.deliveries.jobs(DAY)[0].message == "the server is away"
    assert not store.deliveries.acquire(mail, "a", NOW, LEASE)
    assert store.deliveries.acquire(mail, "a", NOW + MINUTE, LEASE)
    assert not store.deliveries.acquire(web, "a", NOW + MINUTE, LEASE, force=True)
    store.deliveries.finish(mail, "a", NOW, FAILURE)
    assert states_by_target(store)["mail"] == "failed"
    assert not store.deliveries.acquire(mail, "a", NOW + LEASE, LEASE)
    assert store.deliveries.acquire(mail, "a", NOW + LEASE, LEASE, force=True)
    assert store.deliveries.count_by_state() == {"done": 1, "sending": 1}


def test_a_pause_from_before_the_clock_was_set_back_is_void(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail"])
    (mail,) = store.deliveries.jobs(DAY)
    ahead = NOW + timedelta(days=1_500)
    assert store.deliveries.acquire(mail, "a", ahead, LEASE)
    store.deliveries.finish(mail, "a", ahead, FAILURE, ahead + MINUTE)
    assert store.deliveries.acquire(mail, "a", NOW, LEASE)


def test_a_delivery_has_one_owner_at_a_time(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail"])
    (mail,) = store.deliveries.jobs(DAY)
    assert store.deliveries.acquire(mail, "a", NOW, LEASE)
    assert not store.deliveries.acquire(mail, "b", NOW + MINUTE, LEASE, force=True)
    assert store.deliveries.acquire(mail, "b", NOW + LEASE, LEASE)


def test_an_owner_whose_lease_expired_cannot_finish_a_delivery(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail"])
    (mail,) = store.deliveries.jobs(DAY)
    store.deliveries.acquire(mail, "a", NOW, LEASE)
    store.deliveries.acquire(mail, "b", NOW + LEASE, LEASE)
    store.deliveries.finish(mail, "a", NOW + LEASE, FAILURE)
    assert states_by_target(store) == {"mail": "sending"}
    store.deliveries.finish(mail, "b", NOW + LEASE)
    assert states_by_target(store) == {"mail": "done"}


def test_the_same_edition_is_not_delivered_twice_and_a_new_one_is_delivered_again(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail", "web"])
    for row in store.deliveries.jobs(DAY):
        store.deliveries.acquire(row, "a", NOW, LEASE)
        store.deliveries.finish(row, "a", NOW)
    store.deliveries.plan(DAY, NOW, ["mail", "new"])
    assert states_by_target(store) == {"mail": "done", "new": "waiting"}
    earlier = store.deliveries.jobs(DAY)[0]
    store.deliveries.plan(DAY, NOW + LEASE, ["mail"])
    assert states_by_target(store) == {"mail": "waiting"}
    store.deliveries.finish(earlier, "a", NOW)  # belongs to the earlier edition
    assert states_by_target(store) == {"mail": "waiting"}


def test_each_edition_has_deliveries_of_its_own(store: Store) -> None:
    store.deliveries.plan(DAY, NOW, ["mail", "web"], "daily")
    store.deliveries.plan(DAY, NOW, ["mail"], "weekly")
    daily, _, weekly = store.deliveries.jobs()
    assert (daily.edition, daily.target, weekly.edition, weekly.target) == ("daily", "mail", "weekly", "mail")
    assert store.deliveries.acquire(daily, "a", NOW, LEASE)
    store.deliveries.finish(daily, "a", NOW)
    assert store.deliveries.undelivered(DAY, "weekly") == (weekly,)
    store.deliveries.plan(DAY, NOW, ["web"], "daily")
    assert [(row.edition, row.target) for row in store.deliveries.jobs(DAY)] == [
        ("daily", "web"),
        ("weekly", "mail"),
    ]
