"""The trained model of language detection, unpacked in a folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from py3langid.langid import LanguageIdentifier
from py3langid.modelio import load_model

from digest.text.language_model import open_model

HEADLINES = (
    "Sturm schließt Hafenbrücke", "Storm closes harbour bridge", "Ponte fechada após tempestade",
    "Pont fermé après la tempête", "Burza zamyka most", "Мост закрыт после шторма", "12 % 34",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _packed() -> Iterator[None]:
    """The packed model is decompressed once: it takes half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("digest.text.language_model.load_model", cache(load_model))
        patch.setattr(LanguageIdentifier, "from_model_file", cache(LanguageIdentifier.from_model_file))
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the model has been unpacked."""
    folder = tmp_path_factory.mktemp("model")
    open_model(folder)
    return folder


def test_the_unpacked_model_decides_as_the_packed_one(folder: Path) -> None:
    times = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    packed, unpacked = open_model(None), open_model(folder)
    for text in HEADLINES:
        assert unpacked.rank(text) == packed.rank(text)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == times  # unpacked once


def damage_header(folder: Path) -> None:
    sorted(folder.iterdir())[-1].write_bytes(b"x" * 500)


def empty_file(folder: Path) -> None:
    sorted(folder.iterdir())[-1].write_bytes(b"")


def truncate_largest(folder: Path) -> None:
    os.truncate(max(folder.iterdir(), key=lambda path: path.stat().st_size), 1000)


@pytest.mark.parametrize("damage", [damage_header, empty_file, truncate_largest])
def test_damaged_and_outdated_files_are_replaced(
    folder: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "py3langid-0.0.1-rows.npy").write_bytes(b"old")
    damage(tmp_path)
    assert open_model(tmp_path).classify(HEADLINES[0])[0] == "de"
    assert sorted(os.listdir(tmp_path)) == sorted(os.listdir(folder))


def test_a_folder_that_is_gone_is_not_an_error(tmp_path: Path) -> None:
    assert open_model(tmp_path / "none").classify(HEADLINES[0])[0] == "de"
