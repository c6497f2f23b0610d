"""Transactions, dry runs, arrivals, pruning, and errors of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from digest.errors import DeliveryError, SourceError, StoreError
from digest.models import Collected, LeftOut, Source, complete_edition
from digest.store import Store, open_store
from tests.store.examples import ARTICLE, DAY, NOW, SOURCE, make_post, make_visit
from tests.support.stores import create_database

LEASE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def test_new_rows_arrive_for_the_first_edition_that_finds_them(store: Store) -> None:
    row = LeftOut("x", "Menu", "Harbour Post", "not_an_article", "line 3")
    begun, later = NOW - timedelta(minutes=1), NOW + timedelta(days=1)
    old = replace(ARTICLE, published=NOW - timedelta(days=90), first_seen=begun)
    store.mark_arrivals(NOW)
    assert store.articles.last_arrival() is None
    store.save_visits([make_visit(old, left_out=(row,))], begun)
    store.mark_arrivals(begun - timedelta(minutes=1))
    assert store.articles.find() == (old,)
    store.mark_arrivals(later)
    assert store.articles.last_arrival() == later
    assert store.articles.find(NOW, arrived_after=NOW) == (replace(old, arrived=later),)
    assert store.sources.left_out([SOURCE.key], since=NOW) == (row,)
    store.mark_arrivals(later + timedelta(days=1))
    store.save_visits([make_visit(replace(old, title="Corrected"), left_out=(row,))], later)
    assert store.articles.find(NOW, arrived_after=later) == ()
    assert store.sources.left_out([SOURCE.key], since=later) == ()


def test_a_failed_transaction_changes_nothing(store: Store) -> None:
    broken = replace(ARTICLE, id="a9", title=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.save_visits([make_visit(ARTICLE), make_visit(broken)], NOW)
    assert store.articles.find() == ()
    assert store.sources.states() == {}


def test_a_dry_run_changes_nothing(url: str) -> None:
    with open_store(url) as store:
        store.save_visits([make_visit(ARTICLE)], NOW)
    with open_store(url, keep=False) as store:
        store.save_visits([make_visit(make_post(2))], NOW)
        assert len(store.articles.find()) == 2
    with open_store(url) as store:
        assert store.articles.find() == (ARTICLE,)


@pytest.mark.parametrize("page_bytes", [512, 4096, 65536])
def test_a_file_with_pages_of_any_size_can_be_written_and_copied(tmp_path: Path, page_bytes: int) -> None:
    url = f"sqlite:///{tmp_path / 'pages.db'}"
    with open_store(url) as store:
        store.save_visits([make_visit(make_post(1))], NOW)
    with closing(sqlite3.connect(tmp_path / "pages.db", isolation_level=None)) as file:
        file.execute("pragma journal_mode = delete")
        file.execute(f"pragma page_size = {page_bytes}")
        file.execute("vacuum")
        assert file.execute("pragma page_size").fetchone() == (page_bytes,)
    with open_store(url, keep=False) as dry, open_store(url) as store:
        dry.save_visits([make_visit(make_post(2))], NOW)
        store.save_visits([make_visit(make_post(3))], NOW)
        assert [article.id for article in dry.articles.find()] == ["a1", "a2"]
        assert [article.id for article in store.articles.find()] == ["a1", "a3"]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45))])
def test_times_are_kept_to_the_microsecond_in_utc(store: Store, zone: timezone) -> None:
    times = [datetime(2026, 3, 12, 0, 0, tzinfo=zone), datetime(1999, 12, 31, 23, 59, 59, 5, tzinfo=zone)]
    posts = [replace(make_post(number), published=time) for number, time in enumerate(times)]
    store.save_visits([make_visit(*posts)], NOW)
    found = store.articles.find()
    assert [article.published for article in found] == times
    assert {article.published.tzinfo for article in found if article.published} == {UTC}


def test_a_dry_run_blocks_nobody(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=2000")
    with open_store(url) as store, open_store(url, keep=False) as dry:
        store.save_visits([make_visit(ARTICLE)], NOW)
        dry.save_visits([make_visit(make_post(2))], NOW)
        store.save_visits([make_visit(make_post(3))], NOW)
        assert [article.id for article in dry.articles.find()] == ["a1", "a2"]
        assert [article.id for article in store.articles.find()] == ["a1", "a3"]


def test_a_dry_run_makes_no_file(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'new.db'}", keep=False) as store:
        store.save_visits([make_visit(ARTICLE)], NOW)
    assert list(tmp_path.iterdir()) == []


def test_readers_do_not_wait_for_writers(url: str) -> None:
    with open_store(url) as writer, open_store(url) as reader:
        with writer.write():
            writer.save_visits([make_visit(ARTICLE)], NOW)
            with open_store(url, keep=False) as another:
                assert another.articles.find() == reader.articles.find() == ()
        assert reader.articles.find() == (ARTICLE,)


def test_writers_do_not_wait_for_readers(url: str) -> None:
    with open_store(url) as writer, open_store(url) as reader:
        lines = reader.backup.export_lines()
        assert "digest_store" in next(lines)
        writer.corrections.save("muted", "s1")
        assert "corrections" in next(lines)
        writer.corrections.save("muted", "s2")
        assert list(lines) == []


def test_times_set_by_a_clock_that_was_ahead_become_now(store: Store) -> None:
    ahead, later = NOW + timedelta(days=1_500), NOW + timedelta(minutes=20)
    undated = replace(ARTICLE, id="a0", published=None, first_seen=ahead)
    left_out = LeftOut("x", "A title", "Harbour Post", "unreadable", "", "")
    store.save_visits([make_visit(undated, left_out=(left_out,))], ahead)
    other_article = replace(make_post(9), first_seen=later)
    store.save_visits(
        [replace(make_visit(other_article), source=Source("Post", "feed", "https://x.y/"))], NOW
    )
    saved = replace(other_article, feed="https://x.y/")
    assert store.articles.find() == (replace(undated, first_seen=NOW), saved)
    assert store.sources.first_visits() == {SOURCE.key: NOW, "https://x.y/": NOW}
    assert store.sources.left_out([SOURCE.key], NOW) == ()
    assert store.sources.left_out([SOURCE.key], NOW - timedelta(seconds=1)) == (left_out,)


def test_prune_deletes_what_is_old(store: Store) -> None:
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=40), first_seen=NOW - timedelta(days=40))
    store.save_visits([make_visit(ARTICLE, old)], NOW - timedelta(days=40))
    store.save_visits([make_visit(ARTICLE)], NOW)
    store.editions.record(date(2026, 1, 1), NOW, complete_edition({"stories": []}), {"a3": "s3"})
    store.prune(NOW - timedelta(days=30))
    assert store.articles.find() == (ARTICLE,)
    assert store.editions.data(date(2026, 1, 1)) is None
    assert store.editions.published(date(2026, 3, 12)) == {}


def test_prune_keeps_articles_that_their_sources_still_show(store: Store) -> None:
    long_ago = NOW - timedelta(days=90)
    rows = [replace(ARTICLE, id=f"a{n}", published=None, first_seen=long_ago) for n in (1, 2, 3)]
    other = replace(SOURCE, name="Aggregator", location="https://all.example/rss")
    gone = replace(SOURCE, name="Gone", location="https://gone.example/rss")
    visits = [make_visit(*rows[:2]), Collected(other, (rows[0],)), Collected(gone, (rows[2],))]
    store.save_visits(visits, long_ago)
    store.editions.record(
        long_ago.date(), long_ago, complete_edition({"stories": []}), {row.id: "s" for row in rows}
    )
    store.save_visits([make_visit(), Collected(other, unchanged=True)], NOW)
    store.prune(NOW - timedelta(days=30))
    assert store.articles.find() == (rows[0],)
    assert set(store.editions.published(NOW.date())) == {"a1"}
    failing = Collected(other, failure=SourceError("", "no answer"))
    store.save_visits([failing], NOW + timedelta(days=40))
    store.prune(NOW + timedelta(days=30))
    assert store.articles.find() == (rows[0],)
    store.save_visits([Collected(other)], NOW + timedelta(days=40))
    store.prune(NOW + timedelta(days=30))
    assert store.articles.find() == ()
    assert store.editions.published(NOW.date()) == {}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("nonsense", "not a database URL"),
        ("sqlite:////proc/none/digest.db", "cannot be made"),
        ("oracle+thing://x", "not a database URL"),
        ("postgres://ada@quay.example/digest", r"or postgresql\+psycopg://user@host/name"),
    ],
)
def test_a_store_that_cannot_be_opened_is_explained(url: str, expected: str) -> None:
    with pytest.raises(StoreError, match=expected), open_store(url):
        pass


def test_a_file_that_is_not_a_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "digest.db").write_text("This is a letter, not a database. " * 100)
    with pytest.raises(StoreError, match="not a database"), open_store(f"sqlite:///{tmp_path / 'digest.db'}"):
        pass


@pytest.mark.parametrize("value", [b"\xff\xfe\xc3", b'{"a":', b"", b"2026-03-12", b"\x80"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("editions", "data"), ("editions", "made"), ("articles", "first_seen"), ("articles", "title")],
)
def test_a_damaged_value_is_an_error_of_the_store_or_harmless(
    table: str, column: str, value: bytes, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    with open_store(url) as store:
        store.save_visits([make_visit(ARTICLE)], NOW)
        store.editions.record(DAY, NOW, complete_edition({"date": str(DAY), "stories": []}), {}, NOW)
    with closing(sqlite3.connect(tmp_path / "store.db")) as database, database:
        database.execute(f"update {table} set {column} = cast(? as text)", (value,))
    reads: tuple[Callable[[Store], object], ...] = (
        lambda store: store.articles.find(),
        lambda store: store.articles.headlines(NOW),
        lambda store: store.editions.data(DAY),
        lambda store: store.editions.recent(DAY + timedelta(days=1), 3),
        lambda store: store.editions.made_at(DAY),
        lambda store: store.editions.find_stories("s"),
        lambda store: store.search.find("gate", 3),
    )
    outcomes = []
    with open_store(url) as store:
        for read in reads:
            try:
                read(store)
                outcomes.append("")
            except StoreError as error:
                outcomes.append(error.advice)
    assert all("restore a copy" in advice for advice in outcomes if advice)
    is_valid = (column == "title" and value in (b"", b'{"a":', b"2026-03-12")) or value == b"2026-03-12"
    assert any(outcomes) != (is_valid and column != "data")


def test_an_invalid_text_is_an_error_of_the_store(store: Store) -> None:
    with pytest.raises(StoreError, match=r"a text holds an invalid character \('\\udce9'\)"):
        store.corrections.save("muted", "caf\udce9")


def test_the_owner_of_a_job_counts_as_busy_until_the_job_has_ended(store: Store) -> None:
    for name, owner in (("collect", "a"), ("publish", "b"), ("check", "c")):
        store.leases.acquire(name, owner, NOW, LEASE)
    store.deliveries.plan(DAY, NOW, ["mail"])
    (mail,) = store.deliveries.jobs(DAY)
    store.deliveries.acquire(mail, "d", NOW, LEASE)
    assert store.owners(NOW) == {"a", "b", "c", "d"}
    store.leases.finish("collect", "a", NOW + MINUTE)
    store.leases.finish("publish", "b", NOW + MINUTE, DeliveryError("", "it failed"), NOW + LEASE)
    store.leases.release("check", "c", NOW + MINUTE)
    assert store.owners(NOW + MINUTE) == {"d"}
    store.deliveries.finish(mail, "d", NOW + MINUTE)
    assert store.owners(NOW + MINUTE) == frozenset()


def test_an_owner_that_was_released_is_not_busy_and_its_jobs_are_free(store: Store) -> None:
    store.leases.acquire("publish", "a", NOW, LEASE)
    store.deliveries.plan(DAY, NOW, ["mail"])
    (mail,) = store.deliveries.jobs(DAY)
    store.deliveries.acquire(mail, "a", NOW, LEASE)
    store.release_owner("a", NOW + MINUTE)
    assert store.owners(NOW + MINUTE) == frozenset()
    assert store.leases.acquire("publish", "b", NOW + MINUTE, LEASE)
    assert store.deliveries.acquire(mail, "b", NOW + MINUTE, LEASE)


def test_long_texts_are_compressed_by_the_faster_method(tmp_path: Path) -> None:
    url = create_database("postgresql", tmp_path)
    long = replace(ARTICLE, text=" ".join(f"The lock of gate {number} opens." for number in range(900)))
    with open_store(url) as store:
        store.save_visits([make_visit(long)], NOW)
        with store.write() as connection:
            method = connection.exec_driver_sql("select pg_column_compression(text) from articles").scalar()
            offered = connection.exec_driver_sql(
                "select 'lz4' = any(enumvals) from pg_settings where name = 'default_toast_compression'"
            ).scalar()
        assert method == ("lz4" if offered else "pglz")
        assert store.articles.find()[0].text == long.text


@pytest.mark.parametrize("damaged", [b"tablearticles", b"CREATE TABLE articles"])
@pytest.mark.parametrize("damage", [b"\xe1\xff\x80", b"\xc3\x28", b"\x00"])
@pytest.mark.parametrize("keep", [True, False])
def test_a_damaged_schema_is_an_error_of_the_store(
    damage: bytes, damaged: bytes, keep: bool, tmp_path: Path
) -> None:
    file = tmp_path / "store.db"
    with open_store(f"sqlite:///{file}"):
        pass
    content = file.read_bytes()
    end = content.index(damaged) + len(damaged)
    file.write_bytes(content[: end - len(damage)] + damage + content[end:])
    with pytest.raises(StoreError) as error, open_store(f"sqlite:///{file}", keep):
        pass
    assert "restore a copy" in error.value.advice
