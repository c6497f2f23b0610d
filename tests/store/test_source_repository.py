"""Save and find what is remembered of each source."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from digest.errors import SourceError
from digest.models import Collected, LeftOut, SourceState
from digest.store import Store
from tests.store.examples import ARTICLE, NOW, SOURCE, make_visit


def test_weekly_rates_of_sources(store: Store) -> None:
    days = [replace(ARTICLE, id=f"d{day}", published=NOW - timedelta(days=day)) for day in range(14)]
    store.save_visits([make_visit(*days)], NOW)
    assert store.sources.weekly_rates(NOW)[SOURCE.key] == pytest.approx(14 / 13 * 7)
    assert store.sources.weekly_rates(NOW + timedelta(days=21))[SOURCE.key] == pytest.approx(8 / 28 * 7)
    assert store.sources.weekly_rates(NOW + timedelta(days=60)) == {}


def test_first_visits_are_ordered_by_source_also_after_changes(store: Store) -> None:
    for names in ("bca", "ab"):
        visits = [Collected(replace(SOURCE, location=f"https://{name}.example/rss")) for name in names]
        store.save_visits(visits, NOW)
    found = store.sources.first_visits()
    assert list(found) == sorted(found)
    assert len(found) == 3


def test_the_key_of_a_source_is_its_location_not_its_name(store: Store) -> None:
    state = SourceState(etag='"x"', last_visit=NOW)
    store.save_visits([make_visit(ARTICLE, state=state)], NOW)
    renamed = replace(SOURCE, name="The Post", location="https://ann:secret@harbour.example/rss")
    assert renamed.key == SOURCE.key
    other = replace(SOURCE, location="https://other.example/rss")
    later = NOW + timedelta(hours=1)
    store.save_visits([Collected(renamed, unchanged=True, state=state), Collected(other)], later)
    assert store.sources.states()[SOURCE.key] == replace(state, last_visit=later)
    assert store.sources.first_visits() == {SOURCE.key: NOW, other.key: later}
    assert [(row.name, row.key) for row in store.sources.health([renamed])] == [("The Post", SOURCE.key)]


def test_states_and_failures_of_sources_are_kept(store: Store) -> None:
    state = SourceState(
        etag='"x"',
        failures=2,
        failing_since=NOW,
        not_before=NOW + timedelta(hours=1),
        last_visit=NOW,
        pages=("a1", "a2"),
        quiet_hours=("0", "23"),
    )
    failure = SourceError("https://harbour.example/rss", "no answer within 20 s", "Wait.")
    store.save_visits([make_visit(state=state, failure=failure)], NOW)
    assert store.sources.states() == {SOURCE.key: state}
    (health,) = store.sources.health([SOURCE, replace(SOURCE, location="https://never.example/rss")])
    assert (health.status, health.message, health.advice) == ("failed", "no answer within 20 s", "Wait.")
    assert (health.since, health.failures) == (NOW, 2)
    store.save_visits([make_visit()], NOW)
    assert store.sources.health([SOURCE])[0].status == "ok"


def test_left_out_rows_are_those_of_the_last_visit(store: Store) -> None:
    row = LeftOut("x", "Menu", "Harbour Post", "not_an_article", "line 3")
    store.save_visits([make_visit(left_out=(row,))], NOW)
    store.save_visits([make_visit(unchanged=True)], NOW)
    assert store.sources.left_out([SOURCE.key]) == (row,)
    assert store.sources.left_out(["https://coast.example/rss"]) == ()
    store.save_visits([make_visit(left_out=(row,))], NOW + timedelta(days=1))
    assert store.sources.left_out([SOURCE.key], since=NOW) == ()
    assert store.sources.left_out([SOURCE.key], since=NOW - timedelta(hours=1)) == (row,)
    other = Collected(replace(SOURCE, location="https://coast.example/rss"), left_out=(replace(row, id="y"),))
    store.save_visits([make_visit(), other], NOW)
    assert store.sources.left_out([SOURCE.key]) == ()
    assert store.sources.left_out([other.source.key]) == other.left_out
