"""The store as a whole: told, copied, moved to another database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.models import Article, Collected, LeftOut, Source
from digest.store import Store, open_store
from tests.support.stores import fresh_url

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)


def article(number: int, text: str = "Text.") -> Article:
    return Article(
        f"a{number}",
        "Post",
        f"https://p.example/{number}",
        "Títle 三",
        text,
        None,
        NOW,
        feed="https://p.example/rss",
    )


def fill(store: Store, articles: int = 3) -> None:
    left = LeftOut("x", "Menu", "Post", "not_an_article", "line 3")
    visit = Collected(
        Source("Post", "feed", "https://p.example/rss"),
        tuple(map(article, range(articles))),
        left_out=(left,),
    )
    store.save_collected([visit], NOW)
    store.record_edition(DAY, NOW, {"stories": [{"title": "Gate"}]}, {"a1": "s1"})
    store.correct("muted", "s9")
    store.plan_deliveries(DAY, NOW, ["mail"])
    store.take_claim("publish", "a", NOW, timedelta(minutes=1))


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_an_exported_store_is_the_same_in_another_database(tmp_path: Path, other: str) -> None:
    (tmp_path / "other").mkdir()
    with open_store(fresh_url("sqlite", tmp_path)) as store:
        fill(store, articles=1200)
        lines = list(store.export_lines())
    with open_store(fresh_url(other, tmp_path / "other")) as copy:
        assert copy.import_lines(lines, "x.jsonl") == len(lines) - 1
        assert list(copy.export_lines()) == lines
        assert len(copy.articles(None)) == 1200
        assert copy.steps()["publish"].owner == "a"
        with pytest.raises(StoreError, match="not empty"):
            copy.import_lines(lines, "x.jsonl")


def test_what_an_older_version_exported_is_brought_up_to_date(tmp_path: Path, store: Store) -> None:
    with open_store(fresh_url("sqlite", tmp_path / "older")) as older:
        fill(older)
        lines = [
            line.replace(', "arrived": null', "").replace('"feed": "https://p.example/rss"', '"feed": "Post"')
            for line in older.export_lines()
        ]
    store.import_lines(['{"digest_store": 2}', *lines[1:]], "x.jsonl")
    assert {(row.arrived, row.feed) for row in store.articles(None)} == {(NOW, "https://p.example/rss")}
    assert len(store.left_out(["https://p.example/rss"])) == 1


HEAD = '{"digest_store": 1}'
TIMES = '"until": "2026-03-12T00:00:00Z", "began": "2026-03-12T00:00:00Z", "message": "", "advice": ""'
CLAIM = f'{{"table": "claims", "row": {{"name": "x", {TIMES}, "owner": %s}}}}'


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{}"], "x.jsonl:1: this is no line of an exported store"),
        (["nonsense"], "x.jsonl:1: this is no line"),
        (["[" * 100_000], "x.jsonl:1: this is no line"),
        ([HEAD, '{"table": "articles", "row": []}'], "x.jsonl:2: this is no line"),
        ([HEAD, '{"table": [], "row": {}}'], "x.jsonl:2: this is no line"),
        ([HEAD, b'{"table": "articles", "row": {"title": "caf\xe9"}}\n'], "x.jsonl:2: this is no line"),
        ([HEAD, CLAIM % '"caf\\ud83d", "tries": 1'], "a text holds what is no character ('\\ud83d')"),
        ([HEAD, CLAIM % f'"x", "tries": {10**30}'], ("larger than a database can hold", "out of range")),
        ([HEAD, CLAIM % '{"a": 1}, "tries": 1'], "the database "),
        (['{"digest_store": 99}'], "exported by a newer version"),
        (['{"digest_store": 1}', '{"table": "wine", "row": {}}'], "x.jsonl:2: this is no line"),
        (
            ['{"digest_store": 1}', '{"table": "editions", "row": {"date": "soon"}}'],
            "x.jsonl:2: this is no line",
        ),
    ],
)
def test_what_is_no_export_is_told_and_nothing_is_kept(
    store: Store, lines: list[str | bytes], told: str | tuple[str, ...]
) -> None:
    with pytest.raises(StoreError) as caught:
        store.import_lines(lines, "x.jsonl")
    assert any(words in str(caught.value) for words in ([told] if isinstance(told, str) else told))
    assert sum(store.describe()["rows"].values()) == 0


def test_what_is_in_the_store_is_told(store: Store) -> None:
    fill(store)
    found = store.describe()
    assert found["rows"]["articles"] == 3
    assert (found["last_edition"], found["newest_article"]) == ("2026-03-12", NOW.isoformat())
    assert found["megabytes"] > 0


def test_a_copy_is_a_whole_store(store: Store, tmp_path: Path) -> None:
    fill(store)
    path = tmp_path / "copy.db"
    if not store.url.startswith("sqlite"):
        with pytest.raises(StoreError, match="pg_dump"):
            store.back_up(path)
        return
    store.back_up(path)
    with open_store(f"sqlite:///{path}") as copy:
        assert list(copy.export_lines()) == list(store.export_lines())
    with pytest.raises(StoreError, match="there is such a file already"):
        store.back_up(path)
    with pytest.raises(StoreError):
        store.back_up(tmp_path / "nowhere" / "copy.db")


def test_a_file_that_cannot_be_written_is_damage(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}"):
        pass
    with (
        open_store(f"sqlite:///file:{tmp_path / 'digest.db'}?mode=ro&uri=true", keep=False) as store,
        pytest.raises(StoreError, match="readonly database"),
    ):
        store.find_damage()


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with open_store(f"sqlite:///{path}") as store:
        fill(store, articles=400)
        assert store.find_damage() == ""
    octets = bytearray(path.read_bytes())
    size = int.from_bytes(octets[16:18], "big")
    for page in range(8, len(octets) // size, 3):
        octets[page * size : page * size + 64] = b"\xff" * 64
    path.write_bytes(octets)
    with open_store(f"sqlite:///{path}", keep=False) as store:
        assert store.find_damage()


def test_room_that_is_not_needed_any_more_is_given_back(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with open_store(url) as store:
        visit = Collected(
            Source("Post", "feed", "x"), tuple(article(number, "x" * 5000) for number in range(300))
        )
        store.save_collected([visit], NOW)
        assert not store.tidy()
        before = store.describe()["megabytes"]
        store.prune(NOW + timedelta(days=1))
        assert store.tidy()
        assert store.describe()["megabytes"] < before / 4
        assert not store.tidy()
