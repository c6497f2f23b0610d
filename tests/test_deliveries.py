"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.deliveries import DELIVERIES, find_delivery
from digest.deliveries.files import deliver_files
from digest.errors import ConfigError, DeliveryError


def test_pages_are_written_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "editions"
    deliver_files({"a.md": "Grün\r\n三\n", "b.html": "<p>"}, {"folder": str(folder)})
    assert (folder / "a.md").read_bytes() == "Grün\r\n三\n".encode()
    assert sorted(path.name for path in folder.iterdir()) == ["a.md", "b.html"]


def test_a_page_that_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("yesterday")
    (tmp_path / "b.md").mkdir()
    (tmp_path / "b.md" / "in the way").touch()
    with pytest.raises(DeliveryError, match="cannot be written"):
        deliver_files({"b.md": "today"}, {"folder": str(tmp_path)})
    with pytest.raises(DeliveryError):
        deliver_files({"a.md": "today", "no/such/folder.md": "x"}, {"folder": str(tmp_path)})
    assert (tmp_path / "a.md").read_text() == "yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DeliveryError) as caught:
        deliver_files({"a.md": "x"}, {"folder": str(tmp_path / "file" / "editions")})
    assert caught.value.where == str(tmp_path / "file" / "editions")
    assert caught.value.advice


def test_deliveries_are_found_by_name_or_dotted_path() -> None:
    assert find_delivery("files") is DELIVERIES["files"]
    assert find_delivery("digest.deliveries.files:deliver_files") is deliver_files
    with pytest.raises(ConfigError, match="cannot be loaded"):
        find_delivery("nowhere.at.all:deliver")


def test_a_delivery_without_a_folder_is_told() -> None:
    with pytest.raises(DeliveryError, match="names no folder"):
        deliver_files({"a.html": "x"}, {"kind": "files"})
