"""Claims and deliveries: nothing is done twice, and what failed is known."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from digest.errors import DeliveryError, StoreError
from digest.models import DeliveryJob
from digest.store import Store, open_store
from tests.support.stores import fresh_url

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)
LEASE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)
FAILURE = DeliveryError("", "the server is away", "Wait.")


def test_a_step_is_had_by_one_at_a_time(store: Store) -> None:
    assert store.take_claim("publish", "a", NOW, LEASE)
    assert not store.take_claim("publish", "b", NOW + MINUTE, LEASE)
    assert store.take_claim("collect", "b", NOW + MINUTE, LEASE)
    store.end_step("publish", "a", NOW + MINUTE)
    assert store.take_claim("publish", "b", NOW + 2 * MINUTE, LEASE)
    assert store.steps()["publish"].owner == "b"


def test_a_lease_that_has_run_out_is_anybody_s_and_the_first_owner_notices(store: Store) -> None:
    store.take_claim("publish", "a", NOW, LEASE)
    store.confirm_claim("publish", "a")
    assert store.take_claim("publish", "b", NOW + LEASE, LEASE)
    with pytest.raises(StoreError, match="b has taken over"):
        store.confirm_claim("publish", "a")
    store.end_step("publish", "a", NOW + LEASE)
    assert not store.take_claim("publish", "c", NOW + LEASE + MINUTE, LEASE)


def test_a_claim_from_before_the_clock_was_set_back_is_void(store: Store) -> None:
    store.take_claim("publish", "a", NOW, LEASE)
    assert not store.take_claim("publish", "b", NOW - MINUTE + MINUTE, LEASE)
    assert store.take_claim("publish", "b", NOW - timedelta(hours=3), LEASE)


def test_a_claim_can_be_freed_but_only_from_its_owner(store: Store) -> None:
    store.take_claim("publish", "a", NOW, LEASE)
    store.free_claim("publish", "nobody", NOW)
    assert not store.take_claim("publish", "b", NOW, LEASE)
    store.free_claim("publish", "a", NOW)
    assert store.take_claim("publish", "b", NOW, LEASE)


def test_how_a_step_went_is_kept(store: Store) -> None:
    for tries in (1, 2):
        store.take_claim("publish", "a", NOW, LEASE)
        store.end_step("publish", "a", NOW, FAILURE, NOW + MINUTE)
        step = store.steps()["publish"]
        assert (step.tries, step.message, step.next_try) == (tries, "the server is away", NOW + MINUTE)
    store.retry_now("publish")
    assert store.steps()["publish"].next_try is None
    store.take_claim("publish", "a", NOW, LEASE)
    store.end_step("publish", "a", NOW + MINUTE)
    step = store.steps()["publish"]
    assert (step.tries, step.message, step.ended) == (0, "", NOW + MINUTE)


def states(store: Store) -> dict[str, str]:
    return {row.target: row.state for row in store.dispatches(DAY)}


def test_one_target_fails_and_the_other_is_not_repeated(store: Store) -> None:
    store.plan_deliveries(DAY, NOW, ["mail", "web"])
    mail, web = store.dispatches(DAY)
    assert (mail, web.target) == (DeliveryJob(DAY, "mail", NOW, "waiting"), "web")
    for row in (mail, web):
        assert store.take_dispatch(row, "a", NOW, LEASE)
    store.end_dispatch(mail, "a", NOW, FAILURE, NOW + MINUTE)
    store.end_dispatch(web, "a", NOW)
    assert states(store) == {"mail": "waiting", "web": "done"}
    assert store.dispatches(DAY)[0].message == "the server is away"
    assert not store.take_dispatch(mail, "a", NOW, LEASE)
    assert store.take_dispatch(mail, "a", NOW + MINUTE, LEASE)
    assert not store.take_dispatch(web, "a", NOW + MINUTE, LEASE, anyway=True)
    store.end_dispatch(mail, "a", NOW, FAILURE)
    assert states(store)["mail"] == "failed"
    assert not store.take_dispatch(mail, "a", NOW + LEASE, LEASE)
    assert store.take_dispatch(mail, "a", NOW + LEASE, LEASE, anyway=True)
    assert store.count_dispatches() == {"done": 1, "sending": 1}


def test_a_pause_from_before_the_clock_was_set_back_is_void(store: Store) -> None:
    store.plan_deliveries(DAY, NOW, ["mail"])
    (mail,) = store.dispatches(DAY)
    ahead = NOW + timedelta(days=1_500)
    assert store.take_dispatch(mail, "a", ahead, LEASE)
    store.end_dispatch(mail, "a", ahead, FAILURE, ahead + MINUTE)
    assert store.take_dispatch(mail, "a", NOW, LEASE)


def test_a_delivery_is_made_by_one_at_a_time(store: Store) -> None:
    store.plan_deliveries(DAY, NOW, ["mail"])
    (mail,) = store.dispatches(DAY)
    assert store.take_dispatch(mail, "a", NOW, LEASE)
    assert not store.take_dispatch(mail, "b", NOW + MINUTE, LEASE, anyway=True)
    assert store.take_dispatch(mail, "b", NOW + LEASE, LEASE)


def test_whoever_was_overtaken_has_no_say_in_a_delivery(store: Store) -> None:
    store.plan_deliveries(DAY, NOW, ["mail"])
    (mail,) = store.dispatches(DAY)
    store.take_dispatch(mail, "a", NOW, LEASE)
    store.take_dispatch(mail, "b", NOW + LEASE, LEASE)
    store.end_dispatch(mail, "a", NOW + LEASE, FAILURE)
    assert states(store) == {"mail": "sending"}
    store.end_dispatch(mail, "b", NOW + LEASE)
    assert states(store) == {"mail": "done"}


def test_the_same_edition_again_goes_nowhere_twice_and_a_new_one_everywhere(store: Store) -> None:
    store.plan_deliveries(DAY, NOW, ["mail", "web"])
    for row in store.dispatches(DAY):
        store.take_dispatch(row, "a", NOW, LEASE)
        store.end_dispatch(row, "a", NOW)
    store.plan_deliveries(DAY, NOW, ["mail", "new"])
    assert states(store) == {"mail": "done", "new": "waiting"}
    late = store.dispatches(DAY)[0]
    store.plan_deliveries(DAY, NOW + LEASE, ["mail"])
    assert states(store) == {"mail": "waiting"}
    store.end_dispatch(late, "a", NOW)  # word of the edition before says nothing of this one
    assert states(store) == {"mail": "waiting"}


def test_an_edition_issued_again_keeps_when_it_was_made(store: Store) -> None:
    store.record_edition(DAY, NOW, {"stories": []}, {})
    assert (store.made(DAY), store.issued(DAY)) == (NOW, NOW)
    store.record_edition(DAY, NOW, {"stories": []}, {}, issued=NOW + LEASE)
    assert (store.made(DAY), store.issued(DAY)) == (NOW, NOW + LEASE)
    assert store.issued(DAY - timedelta(days=1)) is None
    assert store.last_date() == DAY
    assert store.last_date(before=DAY) is None


SCHEMAS = sorted((Path(__file__).parents[1] / "data" / "schemas").glob("*.sql"))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_store_of_every_released_version_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    number, kind = path.stem.split(".")
    url = fresh_url(kind, tmp_path)
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in path.read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()
    for _ in range(2):
        with open_store(url) as store:
            (article,) = store.articles(None)
            assert (article.title, article.first_seen, article.arrived) == ("The gate is shut", NOW, NOW)
            assert article.feed == "https://harbour.example/rss"
            assert set(store.first_visits()) == {article.feed}
            assert len(store.left_out([article.feed])) == 1
            assert store.edition(DAY) == {"stories": [{"title": "Gate shut"}]}
            assert store.issued(DAY) == NOW
            assert set(store.published(DAY + timedelta(days=1))) == {"a1"}
            assert store.corrections().muted == (("s9", ""),)
            assert len(store.source_states()) == 1
            store.plan_deliveries(DAY, NOW, ["mail"])
            assert store.take_claim(f"again {number}", "a", NOW, LEASE)


def test_many_that_come_to_a_new_store_at_once_make_it_once(url: str) -> None:
    def come(number: int) -> bool:
        with open_store(url) as store:
            return store.take_claim(f"{number}", "a", NOW, LEASE)

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(come, range(6)))
    with open_store(url) as store:
        assert len(store.steps()) == 6


def test_there_is_a_schema_of_every_released_version() -> None:
    from digest.store.schema import SCHEMA

    assert {path.stem.split(".")[0] for path in SCHEMAS} == {str(number) for number in range(1, SCHEMA)}
