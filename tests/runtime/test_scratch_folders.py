"""A scratch folder is gone when its process has ended, however it ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.runtime.scratch_folders import open_scratch_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locks")

HOLD = """
import sys, time
from pathlib import Path
from digest.runtime.scratch_folders import open_scratch_folder
with open_scratch_folder("work-", Path(sys.argv[1])) as folder:
    (folder / "part").write_text("1")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_private_and_deleted_in_the_end(tmp_path: Path) -> None:
    with open_scratch_folder("work-", tmp_path) as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "deep").mkdir()
        (folder / "deep" / "file").write_text("1")
    assert list(tmp_path.iterdir()) == []


def test_only_the_folders_of_dead_processes_are_deleted(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    with process, process.stdout:
        theirs = Path(process.stdout.readline().strip())
        with open_scratch_folder("work-", tmp_path) as own, open_scratch_folder("work-", tmp_path) as second:
            assert {theirs, own, second} == set(tmp_path.iterdir())
            assert (theirs / "part").read_text() == "1"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert list(tmp_path.iterdir()) == [theirs]
    with open_scratch_folder("work-", tmp_path) as own:
        assert list(tmp_path.iterdir()) == [own]


def test_what_is_no_scratch_folder_stays(tmp_path: Path) -> None:
    place, elsewhere = tmp_path / "place", tmp_path / "elsewhere"
    for folder in (place / "work-by-hand", place / "other-folder", elsewhere):
        folder.mkdir(parents=True)
        (folder / "notes").write_text("1")
    (elsewhere / "lock").touch()
    (place / "other-folder" / "lock").touch()
    (place / "work-file").write_text("1")
    (place / "work-link").symlink_to(elsewhere)
    (place / "work-lock").mkdir()
    (place / "work-lock" / "lock").symlink_to(elsewhere / "lock")
    before = set(tmp_path.rglob("*"))
    with open_scratch_folder("work-", place):
        pass
    assert set(tmp_path.rglob("*")) == before


def test_the_folder_of_another_user_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work-theirs").mkdir()
    (tmp_path / "work-theirs" / "lock").touch()
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 54_321)
        with open_scratch_folder("work-", tmp_path):
            pass
    assert (tmp_path / "work-theirs").exists()
    with open_scratch_folder("work-", tmp_path):
        assert not (tmp_path / "work-theirs").exists()


def test_the_lock_is_deleted_last_and_open_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl: Any = pytest.importorskip("fcntl")
    deleted: list[str] = []
    unlink = os.unlink

    def record(path: str | Path, *, dir_fd: int | None = None) -> None:
        deleted.append(Path(path).name)
        if deleted[-1] == "lock":
            with (folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unlink(path, dir_fd=dir_fd)

    with open_scratch_folder("work-", tmp_path) as folder:
        (folder / "deep").mkdir()
        for place in (folder, folder / "deep"):
            for number in range(20):
                (place / f"{number}").touch()
        (folder / "link").symlink_to(tmp_path)
        monkeypatch.setattr(os, "unlink", record)
    assert (len(deleted), deleted[-1]) == (42, "lock")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_somebody_else_deleted_is_no_error(tmp_path: Path) -> None:
    with open_scratch_folder("work-", tmp_path) as folder:
        shutil.rmtree(folder)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_scratch_folder("work-", tmp_path / "missing"):
        pass
