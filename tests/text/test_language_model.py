"""The trained model of language detection, unpacked in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.text.language_model import open_model

HEADLINES = (
    "Sturm schließt Hafenbrücke", "Storm closes harbour bridge", "Ponte fechada após tempestade",
    "Pont fermé après la tempête", "Burza zamyka most", "Мост закрыт после шторма", "12 % 34",
)  # fmt: skip


def test_the_unpacked_model_decides_as_the_packed_one(tmp_path: Path) -> None:
    packed, first, second = open_model(None), open_model(tmp_path), open_model(tmp_path)
    for text in HEADLINES:
        assert first.rank(text) == second.rank(text) == packed.rank(text)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_model_is_unpacked_once(tmp_path: Path) -> None:
    open_model(tmp_path)
    times = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    open_model(tmp_path)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == times


@pytest.mark.parametrize("content", [b"", b"x" * 500])
def test_damaged_and_outdated_files_are_replaced(tmp_path: Path, content: bytes) -> None:
    open_model(tmp_path)
    names = sorted(os.listdir(tmp_path))
    (tmp_path / "py3langid-0.0.1-rows.npy").write_bytes(b"old")
    (tmp_path / names[0]).write_bytes(content)
    large = max(tmp_path.iterdir(), key=lambda path: path.stat().st_size)
    os.truncate(large, 1000)
    assert open_model(tmp_path).classify(HEADLINES[0])[0] == "de"
    assert sorted(os.listdir(tmp_path)) == names


def test_a_folder_that_is_gone_is_not_an_error(tmp_path: Path) -> None:
    assert open_model(tmp_path / "none").classify(HEADLINES[0])[0] == "de"
