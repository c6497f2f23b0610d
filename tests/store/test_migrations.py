"""Older stores are upgraded, newer ones refused."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from digest.errors import StoreError
from digest.models import LeftOut, SourceState, complete_edition
from digest.store import open_store
from digest.store.table_definitions import SCHEMA_VERSION
from tests.store.examples import ARTICLE, DAY, NOW, SOURCE, make_visit
from tests.support.stores import create_database

SCHEMAS = sorted((Path(__file__).parents[1] / "data" / "schemas").glob("*.sql"))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_store_of_every_released_version_is_upgraded(path: Path, tmp_path: Path) -> None:
    number, kind = path.stem.split(".")
    url = create_database(kind, tmp_path)
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in path.read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    engine.dispose()
    for is_first in (True, False):
        with open_store(url) as store:
            if is_first and int(number) >= 4:
                assert [row.target for row in store.deliveries.jobs()] == ["phone"]
            (article,) = store.articles.find()
            assert (article.title, article.first_seen, article.arrived) == ("The gate is shut", NOW, NOW)
            assert article.feed == "https://harbour.example/rss"
            assert set(store.sources.first_visits()) == {article.feed}
            assert len(store.sources.left_out([article.feed])) == 1
            assert store.editions.data(DAY) == complete_edition({"stories": [{"title": "Gate shut"}]})
            assert store.editions.issued_at(DAY) == NOW
            assert set(store.editions.published(DAY + timedelta(days=1))) == {"a1"}
            assert store.corrections.load().muted == (("s9", ""),)
            assert len(store.sources.states()) == 1
            assert "" in store.edition_names()
            store.deliveries.plan(DAY, NOW, ["mail"])
            for name in ("daily", "weekly"):
                other = store.of_edition(name)
                other.editions.record(DAY, NOW, complete_edition({"stories": []}), {"a1": name})
                other.deliveries.plan(DAY, NOW, ["mail"], name)
                assert other.editions.published(DAY + timedelta(days=1))["a1"].story_id == name
            assert {row.edition for row in store.deliveries.jobs(DAY)} == {"", "daily", "weekly"}
            assert store.leases.acquire(f"again {number}", "a", NOW, timedelta(minutes=1))


def test_there_is_a_schema_of_every_released_version() -> None:
    assert {path.stem.split(".")[0] for path in SCHEMAS} == {
        str(number) for number in range(1, SCHEMA_VERSION)
    }


def test_concurrent_programs_create_a_new_store_once(url: str) -> None:
    def open_and_acquire(number: int) -> bool:
        with open_store(url) as store:
            return store.leases.acquire(f"{number}", "a", NOW, timedelta(minutes=1))

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(open_and_acquire, range(6)))
    with open_store(url) as store:
        assert len(store.leases.jobs()) == 6


def test_missing_columns_and_tables_are_added(url: str) -> None:
    with open_store(url) as store:
        store.save_visits([make_visit(ARTICLE)], NOW)
        with store.write() as connection:
            connection.exec_driver_sql("alter table sources drop column not_before")
            connection.exec_driver_sql("alter table articles drop column categories")
            connection.exec_driver_sql("drop table corrections")
            connection.exec_driver_sql("update schema_version set version = 0")
    for keep in (False, True):
        with open_store(url, keep) as store:
            assert store.sources.states() == {SOURCE.key: SourceState(last_visit=NOW)}
            store.corrections.save("muted", "story")
            assert store.articles.find() == (replace(ARTICLE, categories=()),)


def test_rows_of_an_older_store_arrived_when_they_were_first_seen(url: str) -> None:
    with open_store(url) as store:
        store.save_visits([make_visit(ARTICLE, left_out=(LeftOut("x", "", "", "too_short"),))], NOW)
        with store.write() as connection:
            connection.exec_driver_sql("drop index ix_articles_arrived")
            for table in ("articles", "left_out"):
                connection.exec_driver_sql(f"alter table {table} drop column arrived")
            connection.exec_driver_sql("update schema_version set version = 2")
    with open_store(url) as store:
        store.mark_arrivals(NOW + timedelta(days=1))
        assert store.articles.find() == (replace(ARTICLE, arrived=NOW),)
        assert store.sources.left_out([SOURCE.key], since=NOW) == ()


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with open_store(url):
        pass
    with sqlite3.connect(tmp_path / "digest.db") as connection:
        connection.execute("update schema_version set version = 99")
    connection.close()
    with pytest.raises(StoreError, match="version 99"), open_store(url):
        pass
