"""Export, import and copy a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.errors import DigestError, StoreError, UsageError
from digest.store import Store, open_store
from tests.store.examples import NOW, fill_store
from tests.support.stores import create_database


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_an_exported_store_is_the_same_in_another_database(tmp_path: Path, other: str) -> None:
    (tmp_path / "other").mkdir()
    with open_store(create_database("sqlite", tmp_path)) as store:
        fill_store(store, articles=1200)
        lines = list(store.backup.export_lines())
    with open_store(create_database(other, tmp_path / "other")) as copy:
        assert copy.backup.import_lines(lines, "x.jsonl") == len(lines) - 1
        assert list(copy.backup.export_lines()) == lines
        assert len(copy.articles.find()) == 1200
        assert copy.leases.jobs()["publish"].owner == "a"
        with pytest.raises(StoreError, match="not empty"):
            copy.backup.import_lines(lines, "x.jsonl")


def test_an_export_of_an_older_version_is_upgraded(tmp_path: Path, store: Store) -> None:
    with open_store(create_database("sqlite", tmp_path / "older")) as older:
        fill_store(older)
        lines = [
            line.replace(', "arrived": null', "").replace('"feed": "https://p.example/rss"', '"feed": "Post"')
            for line in older.backup.export_lines()
        ]
    store.backup.import_lines(['{"digest_store": 2}', *lines[1:]], "x.jsonl")
    assert {(row.arrived, row.feed) for row in store.articles.find()} == {(NOW, "https://p.example/rss")}
    assert len(store.sources.left_out(["https://p.example/rss"])) == 1


HEAD = '{"digest_store": 1}'
TIMES = '"until": "2026-03-12T00:00:00Z", "began": "2026-03-12T00:00:00Z", "message": "", "advice": ""'
LEASE_ROW = f'{{"table": "claims", "row": {{"name": "x", {TIMES}, "owner": %s}}}}'


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["{}"], "x.jsonl:1: this is not a line of an exported store"),
        (["nonsense"], "x.jsonl:1: this is not a line"),
        (["[" * 100_000], "x.jsonl:1: this is not a line"),
        ([HEAD, '{"table": "articles", "row": []}'], "x.jsonl:2: this is not a line"),
        ([HEAD, '{"table": [], "row": {}}'], "x.jsonl:2: this is not a line"),
        ([HEAD, b'{"table": "articles", "row": {"title": "caf\xe9"}}\n'], "x.jsonl:2: this is not a line"),
        ([HEAD, LEASE_ROW % '"caf\\ud83d", "tries": 1'], "a text holds an invalid character ('\\ud83d')"),
        ([HEAD, LEASE_ROW % f'"x", "tries": {10**30}'], ("larger than a database can hold", "out of range")),
        ([HEAD, LEASE_ROW % '{"a": 1}, "tries": 1'], "the database "),
        (['{"digest_store": 99}'], "exported by a newer version"),
        (['{"digest_store": 1}', '{"table": "wine", "row": {}}'], "x.jsonl:2: this is not a line"),
        (
            ['{"digest_store": 1}', '{"table": "editions", "row": {"date": "soon"}}'],
            "x.jsonl:2: this is not a line",
        ),
    ],
)
def test_an_invalid_export_is_refused_and_nothing_is_kept(
    store: Store, lines: list[str | bytes], expected: str | tuple[str, ...]
) -> None:
    with pytest.raises(DigestError) as caught:
        store.backup.import_lines(lines, "x.jsonl")
    assert any(
        words in str(caught.value) for words in ([expected] if isinstance(expected, str) else expected)
    )
    assert sum(store.maintenance.describe()["rows"].values()) == 0


def test_a_copy_is_a_complete_store(store: Store, tmp_path: Path) -> None:
    fill_store(store)
    path = tmp_path / "copy.db"
    if not store.url.startswith("sqlite"):
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup.copy_to(path)
        return
    store.backup.copy_to(path)
    with open_store(f"sqlite:///{path}") as copy:
        assert list(copy.backup.export_lines()) == list(store.backup.export_lines())
    with pytest.raises(UsageError, match="there is such a file already"):
        store.backup.copy_to(path)
    with pytest.raises(UsageError):
        store.backup.copy_to(tmp_path / "nowhere" / "copy.db")
