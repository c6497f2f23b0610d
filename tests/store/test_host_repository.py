"""Hosts are divided among collectors: each one is claimed once in a round, and freed when its lease ends."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest

from digest.store import Store, open_store
from tests.store.examples import NOW
from tests.support.stores import create_database

LEASE = timedelta(minutes=15)
HOSTS = [f"h{number}.example" for number in range(40)]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return create_database("postgresql", tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


def test_sqlite_takes_one_collector(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        assert not store.hosts.are_shared
        assert store.owners(NOW) == frozenset()


def test_a_host_is_claimed_once_in_a_round(store: Store) -> None:
    first, second = (store.hosts.begin_round(owner, HOSTS[:3]) for owner in ("a", "b"))
    assert store.hosts.claim(first, HOSTS[:2], LEASE) == tuple(HOSTS[:2])
    assert store.hosts.claim(second, HOSTS[:3], LEASE) == (HOSTS[2],)
    store.hosts.finish(first, HOSTS[:2])
    assert store.hosts.claim(second, HOSTS[:3], LEASE) == ()
    assert store.hosts.unfinished(second, HOSTS[:3]) == (HOSTS[2],)
    store.hosts.finish(second, HOSTS[2:3])
    assert store.hosts.unfinished(first, HOSTS[:3]) == ()
    # A round that begins when all others have ended visits everything again.
    again = store.hosts.begin_round("c", HOSTS[:3])
    assert store.hosts.claim(again, HOSTS[:3], LEASE) == tuple(HOSTS[:3])


def test_what_a_running_round_has_visited_is_not_visited_again(store: Store) -> None:
    first = store.hosts.begin_round("a", HOSTS[:2])
    store.hosts.claim(first, HOSTS[:1], LEASE)
    store.hosts.claim(first, HOSTS[1:2], LEASE)
    store.hosts.finish(first, HOSTS[:1])
    late = store.hosts.begin_round("b", HOSTS[:2])
    assert late.others == ("a",)
    assert store.hosts.claim(late, HOSTS[:2], LEASE) == ()
    assert store.hosts.unfinished(late, HOSTS[:2]) == (HOSTS[1],)


def test_the_hosts_of_a_dead_collector_are_free_when_its_lease_ends(store: Store) -> None:
    dead = store.hosts.begin_round("a", HOSTS[:2])
    store.hosts.claim(dead, HOSTS[:2], timedelta(milliseconds=50))
    other = store.hosts.begin_round("b", HOSTS[:2])
    sleep(0.1)
    assert store.hosts.claim(other, HOSTS[:2], LEASE) == tuple(HOSTS[:2])
    # What the first one reports late changes nothing.
    store.hosts.finish(dead, HOSTS[:2])
    assert store.hosts.unfinished(other, HOSTS[:2]) == tuple(HOSTS[:2])


def test_a_released_owner_holds_nothing(store: Store) -> None:
    found = store.hosts.begin_round("a", HOSTS[:1])
    store.hosts.claim(found, HOSTS[:1], LEASE)
    assert store.owners(NOW) == {"a"}
    store.release_owner("a", NOW)
    assert store.owners(NOW) == frozenset()
    other = store.hosts.begin_round("b", HOSTS[:1])
    assert store.hosts.claim(other, HOSTS[:1], LEASE) == (HOSTS[0],)


def test_collectors_at_once_claim_every_host_once(url: str) -> None:
    all_began = Barrier(4)

    def claim_all(owner: str) -> list[str]:
        with open_store(url) as store:
            found = store.hosts.begin_round(owner, HOSTS)
            all_began.wait(60)
            claimed: list[str] = []
            for start in range(0, len(HOSTS), 4):
                claimed += (some := store.hosts.claim(found, HOSTS[start : start + 4], LEASE))
                store.hosts.finish(found, some)
            return claimed

    with ThreadPoolExecutor(4) as pool:
        claimed = [host for hosts in pool.map(claim_all, "abcd") for host in hosts]
    assert sorted(claimed) == sorted(HOSTS)
