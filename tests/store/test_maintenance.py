"""Describe a store, find damage, compact its file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from digest.errors import StoreError
from digest.models import Collected, Source
from digest.store import Store, open_store
from tests.store.examples import NOW, fill_store, make_post


def test_describe_counts_rows_and_finds_first_and_last_times(store: Store) -> None:
    fill_store(store)
    found = store.maintenance.describe()
    assert found["rows"]["articles"] == 3
    assert (found["last_edition"], found["newest_article"]) == ("2026-03-12", NOW.isoformat())
    assert found["megabytes"] > 0


def test_a_file_that_cannot_be_written_counts_as_damaged(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}"):
        pass
    with (
        open_store(f"sqlite:///file:{tmp_path / 'digest.db'}?mode=ro&uri=true", keep=False) as store,
        pytest.raises(StoreError, match="readonly database"),
    ):
        store.maintenance.find_damage()


def test_damage_is_found(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    with open_store(f"sqlite:///{path}") as store:
        fill_store(store, articles=400)
        assert store.maintenance.find_damage() == ""
    content = bytearray(path.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    for start in range(0, len(content), size):
        if b"https://p.example/" in content[start : start + size]:
            content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)
    with open_store(f"sqlite:///{path}", keep=False) as store:
        assert store.maintenance.find_damage()


def test_free_space_is_returned_to_the_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with open_store(url) as store:
        visit = Collected(
            Source("Post", "feed", "x"), tuple(make_post(number, "x" * 5000) for number in range(300))
        )
        store.save_visits([visit], NOW)
        assert not store.maintenance.compact()
        before = store.maintenance.describe()["megabytes"]
        store.prune(NOW + timedelta(days=1))
        assert store.maintenance.compact()
        assert store.maintenance.describe()["megabytes"] < before / 4
        assert not store.maintenance.compact()
