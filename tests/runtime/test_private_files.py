"""Files that only this user can change."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.runtime.private_files import make_private_folder, read_private_file, write_private_file

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs owners and permissions")


def test_new_folders_and_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "digest"
    assert make_private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    write_private_file(folder / "one", b"content")
    assert (folder / "one").stat().st_mode & 0o777 == 0o600
    assert read_private_file(folder / "one") == b"content"
    assert os.listdir(folder) == ["one"]


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722])
def test_what_others_can_write_to_is_not_trusted(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "one"
    write_private_file(path, b"content")
    path.chmod(mode)
    assert read_private_file(path) is None
    tmp_path.chmod(mode)
    assert not make_private_folder(tmp_path)


def test_what_another_user_owns_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private_file(tmp_path / "one", b"content")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert read_private_file(tmp_path / "one") is None
    assert not make_private_folder(tmp_path)


def test_without_owners_nothing_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private_file(tmp_path / "one", b"content")
    monkeypatch.delattr(os, "geteuid")
    assert read_private_file(tmp_path / "one") is None
    assert not make_private_folder(tmp_path)


def test_what_is_missing_or_no_file_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write_private_file(tmp_path / "none" / "one", b"content")
    write_private_file(tmp_path / "folder", b"content")
    assert sorted(os.listdir(tmp_path)) == ["folder"]
    for name in ("folder", "missing"):
        assert read_private_file(tmp_path / name) is None
    (tmp_path / "file").write_text("")
    assert not make_private_folder(tmp_path / "file" / "folder")
    assert not make_private_folder(tmp_path / "file")
