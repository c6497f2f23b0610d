"""Scratch folders that do not outlive their processes: the next one deletes what a killed one has left.

A process holds a lock on a file in its folder; the system frees it however the process ends. Ids of processes
would not do: they are given again, and mean nothing to another container or machine that shares the place.
Where there are no such locks (Windows), only what this process has made is deleted.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = "lock"


@contextmanager
def open_scratch_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """Make a folder that only this user can read, and delete it in the end, with everything in it.

    First those with the same prefix are deleted whose processes have died. prefix: of its name. parent: where
    it is made; None: the place for temporary files. Raises OSError if it cannot be made.
    """
    place = parent or Path(tempfile.gettempdir())
    delete_abandoned_folders(prefix, place)
    folder, lock = _make_locked_folder(prefix, place)
    try:
        yield folder
    finally:
        _delete_contents(folder)
        os.close(lock)  # before it is deleted: Windows deletes no open file
        # Workers may still be writing to it after an interruption.
        shutil.rmtree(folder, ignore_errors=True)


def delete_abandoned_folders(prefix: str, place: Path) -> None:
    """Delete the scratch folders of this user whose processes have died. Errors leave them as they are."""
    with suppress(OSError):
        for folder in sorted(place.glob(f"{prefix}*")):
            with suppress(OSError):
                _delete_if_abandoned(folder)


def _delete_if_abandoned(folder: Path) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or not hasattr(os, "geteuid") or status.st_uid != os.geteuid():
        return
    file = _open_file(folder / _LOCK, os.O_RDWR)
    try:
        _lock(file)  # fails while its process lives
        _delete_contents(folder)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(file)


def _delete_contents(folder: Path) -> None:
    """Delete everything but the lock: if this is interrupted, the next process can delete the rest."""
    with suppress(OSError):
        for entry in folder.iterdir():
            if entry.name == _LOCK:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)


def _make_locked_folder(prefix: str, place: Path) -> tuple[Path, int]:
    """Make a folder with a locked file; another one if somebody locked it first, to delete it."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=place, prefix=prefix))
        file = _open_file(folder / _LOCK, os.O_RDWR | os.O_CREAT)
        try:
            _lock(file)
            if (folder / _LOCK).exists():
                return folder, file
        except BlockingIOError:
            pass
        except OSError:  # a file system without locks: nobody can delete it
            return folder, file
        os.close(file)


def _open_file(path: Path, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _lock(file: int) -> None:
    """Lock an open file. Raises BlockingIOError if somebody else has locked it."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
