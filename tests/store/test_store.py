"""The store: what is kept comes back the same, one step is kept whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.errors import SourceError, StoreError
from digest.models import Article, Collected, Headline, LeftOut, Published, Source, SourceState
from digest.store import Store, open_store

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
SOURCE = Source("Harbour Post", "feed", "https://harbour.example/rss")
ARTICLE = Article(
    id="a1",
    source="Harbour Post",
    url="https://harbour.example/gate",
    title="The gate is shut – at last",
    text="First.\n\nSecond “quoted” 三.",
    published=NOW - timedelta(hours=2),
    first_seen=NOW,
    categories=("World", "Ports, ships"),
    language="en",
    author="Ada Quill",
    section="Local",
    feed=SOURCE.key,
)


def collected(*articles: Article, **more: object) -> Collected:
    return replace(Collected(SOURCE, articles), **more)  # type: ignore[arg-type]


def test_articles_come_back_as_they_were(store: Store) -> None:
    undated = replace(ARTICLE, id="a0", published=None)
    assert store.save_collected([collected(ARTICLE, undated)], NOW) == 2
    assert store.articles(None) == (undated, ARTICLE)


def test_an_article_seen_again_keeps_when_it_was_first_seen(store: Store) -> None:
    store.save_collected([collected(ARTICLE)], NOW)
    later = replace(ARTICLE, title="Changed", first_seen=NOW + timedelta(hours=1))
    assert store.save_collected([collected(later)], NOW) == 0
    assert store.articles(None) == (replace(ARTICLE, title="Changed"),)


LONG = " ".join(f"word{number}" for number in range(60))


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        ({}, {"published": NOW + timedelta(hours=5)}, {}),
        ({}, {"published": None}, {}),
        ({"published": None}, {"published": NOW}, {"published": NOW}),
        ({}, {"published": NOW - timedelta(days=3)}, {"published": NOW - timedelta(days=3)}),
        ({}, {"title": "Corrected", "text": "Mended."}, {"title": "Corrected", "text": "Mended."}),
        ({"text": LONG}, {"text": f"{LONG} and more", "published": NOW}, {"text": f"{LONG} and more"}),
        ({"text": LONG}, {"text": "A teaser."}, {"text": "A teaser."}),
        (
            {"text": LONG, "from_page": True},
            {"text": "A teaser.", "from_page": False, "title": "New"},
            {"title": "New"},
        ),
        ({"text": "A teaser."}, {"text": LONG, "from_page": True}, {"text": LONG, "from_page": True}),
    ],
    ids=["again", "undated", "dated", "dated back", "corrected", "added to", "shortened", "teaser", "read"],
)  # fmt: skip
def test_an_article_that_comes_again_is_no_news(
    store: Store, before: dict[str, Any], now: dict[str, Any], kept: dict[str, Any]
) -> None:
    known = replace(ARTICLE, **before)
    store.save_collected([collected(known)], NOW)
    store.record_edition(NOW.date(), NOW, {"stories": []}, {"a1": "s1"})
    later = NOW + timedelta(hours=6)
    store.save_collected([collected(replace(known, first_seen=later, **now))], later)
    assert store.articles(None) == (replace(known, **kept),)
    assert "a1" in store.published(NOW.date() + timedelta(days=1))


def test_an_article_whose_text_is_mostly_new_is_news_again(store: Store) -> None:
    store.save_collected([collected(replace(ARTICLE, text=LONG))], NOW)
    store.record_edition(NOW.date(), NOW, {"stories": []}, {"a1": "s1"})
    later = NOW + timedelta(hours=6)
    told = " ".join(f"other{number}" for number in range(40))
    store.admit(NOW)
    again = replace(ARTICLE, text=f"{told} {LONG[:100]}", published=later, first_seen=later)
    assert store.save_collected([collected(again)], later) == 0
    assert store.articles(None) == (again,)
    assert store.published(NOW.date() + timedelta(days=1)) == {}


def test_how_many_articles_a_week_a_source_brings(store: Store) -> None:
    days = [replace(ARTICLE, id=f"d{day}", published=NOW - timedelta(days=day)) for day in range(14)]
    store.save_collected([collected(*days)], NOW)
    assert store.paces(NOW)[SOURCE.key] == pytest.approx(14 / 13 * 7)
    assert store.paces(NOW + timedelta(days=21))[SOURCE.key] == pytest.approx(8 / 28 * 7)
    assert store.paces(NOW + timedelta(days=60)) == {}


def test_another_source_does_not_take_an_article_over(store: Store) -> None:
    other = replace(SOURCE, name="Aggregator", location="https://all.example/rss")
    theirs = replace(ARTICLE, title="Copied", feed="https://all.example/rss")
    store.save_collected([collected(ARTICLE), Collected(other, (theirs,))], NOW)
    assert store.articles(None) == (ARTICLE,)


def test_an_article_changes_hands_when_its_source_is_configured_no_longer(store: Store) -> None:
    store.save_collected([collected(ARTICLE)], NOW)
    store.admit(NOW)
    store.record_edition(NOW.date(), NOW, {"stories": []}, {"a1": "s1"})
    heir = replace(SOURCE, location="https://new.example/rss")
    theirs = Collected(heir, (replace(ARTICLE, first_seen=NOW + timedelta(hours=1)),))
    for configured in (None, {heir.key, SOURCE.key}):
        store.save_collected([theirs], NOW, configured)
        assert store.articles(None) == (replace(ARTICLE, arrived=NOW),)
    store.save_collected([theirs], NOW, {heir.key})
    assert store.articles(None) == (replace(ARTICLE, feed=heir.key),)
    assert "a1" in store.published(date.max)


def test_a_source_is_known_by_its_location_whatever_it_is_called(store: Store) -> None:
    state = SourceState(etag='"x"', last_visit=NOW)
    store.save_collected([collected(ARTICLE, state=state)], NOW)
    renamed = replace(SOURCE, name="The Post", location="https://ann:secret@harbour.example/rss")
    assert renamed.key == SOURCE.key
    other = replace(SOURCE, location="https://other.example/rss")
    later = NOW + timedelta(hours=1)
    store.save_collected([Collected(renamed, unchanged=True, state=state), Collected(other)], later)
    assert store.source_states()[SOURCE.key] == replace(state, last_visit=later)
    assert store.first_visits() == {SOURCE.key: NOW, other.key: later}
    assert [(row.name, row.key) for row in store.health([renamed])] == [("The Post", SOURCE.key)]


def test_articles_since_a_time(store: Store) -> None:
    late = replace(ARTICLE, id="a2", published=NOW - timedelta(days=9), first_seen=NOW)
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=9), first_seen=NOW - timedelta(days=9))
    store.save_collected([collected(ARTICLE, late, old)], NOW)
    assert [article.id for article in store.articles(NOW - timedelta(days=1))] == ["a1", "a2"]


def test_headlines_since_a_time_go_by_when_an_article_appeared(store: Store) -> None:
    undated = replace(ARTICLE, id="a2", title="Undated", published=None)
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=9), first_seen=NOW)
    store.save_collected([collected(ARTICLE, undated, old)], NOW)
    told = store.headlines(NOW - timedelta(days=1))
    assert told == tuple(Headline(row.id, row.source, row.title, row.moment) for row in (ARTICLE, undated))


def test_memories_and_failures_are_kept(store: Store) -> None:
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
    store.save_collected([collected(state=state, failure=failure)], NOW)
    assert store.source_states() == {SOURCE.key: state}
    (health,) = store.health([SOURCE, replace(SOURCE, location="https://never.example/rss")])
    assert (health.status, health.message, health.advice) == ("failed", "no answer within 20 s", "Wait.")
    assert (health.since, health.failures) == (NOW, 2)
    store.save_collected([collected()], NOW)
    assert store.health([SOURCE])[0].status == "ok"


def test_what_was_left_out_is_that_of_the_last_reading(store: Store) -> None:
    row = LeftOut("x", "Menu", "Harbour Post", "not_an_article", "line 3")
    store.save_collected([collected(left_out=(row,))], NOW)
    store.save_collected([collected(unchanged=True)], NOW)
    assert store.left_out([SOURCE.key]) == (row,)
    assert store.left_out(["https://coast.example/rss"]) == ()
    store.save_collected([collected(left_out=(row,))], NOW + timedelta(days=1))
    assert store.left_out([SOURCE.key], since=NOW) == ()
    assert store.left_out([SOURCE.key], since=NOW - timedelta(hours=1)) == (row,)
    store.save_collected([collected()], NOW)
    assert store.left_out([SOURCE.key]) == ()


def test_what_comes_in_arrives_for_the_edition_that_first_finds_it(store: Store) -> None:
    row = LeftOut("x", "Menu", "Harbour Post", "not_an_article", "line 3")
    begun, later = NOW - timedelta(minutes=1), NOW + timedelta(days=1)
    old = replace(ARTICLE, published=NOW - timedelta(days=90), first_seen=begun)
    store.admit(NOW)
    assert store.last_arrival() is None
    store.save_collected([collected(old, left_out=(row,))], begun)
    store.admit(begun - timedelta(minutes=1))
    assert store.articles(None) == (old,)
    store.admit(later)
    assert store.last_arrival() == later
    assert store.articles(NOW, arrived=NOW) == (replace(old, arrived=later),)
    assert store.left_out([SOURCE.key], since=NOW) == (row,)
    store.admit(later + timedelta(days=1))
    store.save_collected([collected(replace(old, title="Corrected"), left_out=(row,))], later)
    assert store.articles(NOW, arrived=later) == ()
    assert store.left_out([SOURCE.key], since=later) == ()


def test_an_edition_marks_its_articles_as_published(store: Store) -> None:
    day = date(2026, 3, 12)
    data = {"stories": [{"title": "Gate shut"}], "n": 1}
    store.record_edition(day, NOW, data, {"a1": "s1"})
    assert store.edition(day) == data
    assert store.made(day) == NOW
    assert store.published(day) == {}
    assert store.published(day + timedelta(days=1)) == {"a1": Published("s1", day)}
    assert [row.headline for row in store.earlier(day + timedelta(days=1), 5)] == ["Gate shut"]
    assert store.editions(day + timedelta(days=1), 5) == (data,)


def test_an_edition_of_the_same_day_replaces_it_and_the_first_date_stays(store: Store) -> None:
    day = date(2026, 3, 12)
    store.record_edition(day, NOW, {"stories": []}, {"a1": "s1", "a2": "s2"})
    store.record_edition(day, NOW, {"stories": []}, {"a1": "s3"})
    marks = {"a1": Published("s3", day), "a2": Published("s2", day)}
    assert store.published(day + timedelta(days=1)) == marks
    store.record_edition(day + timedelta(days=1), NOW, {"stories": []}, {"a1": "s1"})
    assert store.published(day + timedelta(days=2))["a1"].date == day


def test_a_step_is_kept_whole_or_not_at_all(store: Store) -> None:
    broken = replace(ARTICLE, id="a9", title=None)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        store.save_collected([collected(ARTICLE), collected(broken)], NOW)
    assert store.articles(None) == ()
    assert store.source_states() == {}


def test_a_dry_run_takes_everything_back(url: str) -> None:
    with open_store(url) as store:
        store.save_collected([collected(ARTICLE)], NOW)
    with open_store(url, keep=False) as store:
        store.save_collected([collected(replace(ARTICLE, id="a2"))], NOW)
        assert len(store.articles(None)) == 2
    with open_store(url) as store:
        assert store.articles(None) == (ARTICLE,)


def test_a_dry_run_stands_in_nobodys_way(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c lock_timeout=2000")
    with open_store(url) as store, open_store(url, keep=False) as dry:
        store.save_collected([collected(ARTICLE)], NOW)
        dry.save_collected([collected(replace(ARTICLE, id="a2"))], NOW)
        store.save_collected([collected(replace(ARTICLE, id="a3"))], NOW)
        assert [article.id for article in dry.articles(None)] == ["a1", "a2"]
        assert [article.id for article in store.articles(None)] == ["a1", "a3"]


def test_who_reads_waits_for_nobody_who_writes(url: str) -> None:
    with open_store(url) as writer, open_store(url) as reader:
        with writer.step():
            writer.save_collected([collected(ARTICLE)], NOW)
            with open_store(url, keep=False) as another:
                assert another.articles(None) == reader.articles(None) == ()
        assert reader.articles(None) == (ARTICLE,)


def test_who_writes_waits_for_nobody_who_reads(url: str) -> None:
    with open_store(url) as writer, open_store(url) as reader:
        lines = reader.export_lines()
        assert "digest_store" in next(lines)
        writer.correct("muted", "s1")
        assert "corrections" in next(lines)
        writer.correct("muted", "s2")
        assert list(lines) == []


def test_what_a_clock_that_was_ahead_has_stamped_was_there_by_now(store: Store) -> None:
    ahead, later = NOW + timedelta(days=1_500), NOW + timedelta(minutes=20)
    undated = replace(ARTICLE, id="a0", published=None, first_seen=ahead)
    passed_over = LeftOut("x", "A title", "Harbour Post", "unreadable", "", "")
    store.save_collected([collected(undated, left_out=(passed_over,))], ahead)
    by_another = replace(ARTICLE, id="a9", first_seen=later)
    store.save_collected([replace(collected(by_another), source=Source("Post", "feed", "https://x.y/"))], NOW)
    another = replace(by_another, feed="https://x.y/")
    assert store.articles(None) == (replace(undated, first_seen=NOW), another)
    assert store.first_visits() == {SOURCE.key: NOW, "https://x.y/": NOW}
    assert store.left_out([SOURCE.key], NOW) == ()
    assert store.left_out([SOURCE.key], NOW - timedelta(seconds=1)) == (passed_over,)


def test_a_dry_run_makes_no_file(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'new.db'}", keep=False) as store:
        store.save_collected([collected(ARTICLE)], NOW)
    assert list(tmp_path.iterdir()) == []


def test_old_things_are_dropped(store: Store) -> None:
    old = replace(ARTICLE, id="a3", published=NOW - timedelta(days=40), first_seen=NOW - timedelta(days=40))
    store.save_collected([collected(ARTICLE, old)], NOW - timedelta(days=40))
    store.save_collected([collected(ARTICLE)], NOW)
    store.record_edition(date(2026, 1, 1), NOW, {"stories": []}, {"a3": "s3"})
    store.prune(NOW - timedelta(days=30))
    assert store.articles(None) == (ARTICLE,)
    assert store.edition(date(2026, 1, 1)) is None
    assert store.published(date(2026, 3, 12)) == {}


def test_what_a_source_still_shows_is_not_dropped(store: Store) -> None:
    long_ago = NOW - timedelta(days=90)
    rows = [replace(ARTICLE, id=f"a{n}", published=None, first_seen=long_ago) for n in (1, 2, 3)]
    other = replace(SOURCE, name="Aggregator", location="https://all.example/rss")
    gone = replace(SOURCE, name="Gone", location="https://gone.example/rss")
    brought = [collected(*rows[:2]), Collected(other, (rows[0],)), Collected(gone, (rows[2],))]
    store.save_collected(brought, long_ago)
    store.record_edition(long_ago.date(), long_ago, {"stories": []}, {row.id: "s" for row in rows})
    store.save_collected([collected(), Collected(other, unchanged=True)], NOW)
    store.prune(NOW - timedelta(days=30))
    assert store.articles(None) == (rows[0],)
    assert set(store.published(NOW.date())) == {"a1"}
    failing = Collected(other, failure=SourceError("", "no answer"))
    store.save_collected([failing], NOW + timedelta(days=40))
    store.prune(NOW + timedelta(days=30))
    assert store.articles(None) == (rows[0],)
    store.save_collected([Collected(other)], NOW + timedelta(days=40))
    store.prune(NOW + timedelta(days=30))
    assert store.articles(None) == ()
    assert store.published(NOW.date()) == {}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("nonsense", "no database URL"),
        ("sqlite:////proc/none/digest.db", "cannot be made"),
        ("oracle+thing://x", "no database URL"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told), open_store(url):
        pass


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "digest.db").write_text("This is a letter, not a database. " * 100)
    with pytest.raises(StoreError, match="not a database"), open_store(f"sqlite:///{tmp_path / 'digest.db'}"):
        pass


def test_an_older_store_gets_the_columns_and_tables_it_lacks(url: str) -> None:
    with open_store(url) as store:
        store.save_collected([collected(ARTICLE)], NOW)
        with store.step() as connection:
            connection.exec_driver_sql("alter table sources drop column not_before")
            connection.exec_driver_sql("alter table articles drop column categories")
            connection.exec_driver_sql("drop table corrections")
            connection.exec_driver_sql("update schema_version set version = 0")
    for keep in (False, True):
        with open_store(url, keep) as store:
            assert store.source_states() == {SOURCE.key: SourceState(last_visit=NOW)}
            store.correct("muted", "story")
            assert store.articles(None) == (replace(ARTICLE, categories=()),)


def test_what_an_older_store_holds_arrived_when_it_was_first_seen(url: str) -> None:
    with open_store(url) as store:
        store.save_collected([collected(ARTICLE, left_out=(LeftOut("x", "", "", "too_short"),))], NOW)
        with store.step() as connection:
            connection.exec_driver_sql("drop index ix_articles_arrived")
            for table in ("articles", "left_out"):
                connection.exec_driver_sql(f"alter table {table} drop column arrived")
            connection.exec_driver_sql("update schema_version set version = 2")
    with open_store(url) as store:
        store.admit(NOW + timedelta(days=1))
        assert store.articles(None) == (replace(ARTICLE, arrived=NOW),)
        assert store.left_out([SOURCE.key], since=NOW) == ()


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with open_store(url):
        pass
    with sqlite3.connect(tmp_path / "digest.db") as connection:
        connection.execute("update schema_version set version = 99")
    connection.close()
    with pytest.raises(StoreError, match="version 99"), open_store(url):
        pass


def test_a_text_that_is_none_is_told_and_no_traceback(store: Store) -> None:
    with pytest.raises(StoreError, match=r"a text holds what is no character \('\\udce9'\)"):
        store.correct("muted", "caf\udce9")
