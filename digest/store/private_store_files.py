"""Keep the store and copies of it from the eyes of other users of the machine.

It holds what its reader follows, and mail addresses. The files are made for this user only (0600), existing
ones are tightened, and so is a folder that the program makes, or that holds the store alone (0700).
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from digest.store.database_url import find_database_file

_FILE_MODE, _FOLDER_MODE = 0o600, 0o700
_SIDE_FILES = ("-wal", "-shm", "-journal")


def protect_store_file(file: Path) -> None:
    """Make the file of a SQLite store, unless it exists, and let only this user read it and its side files.

    Files of other users stay as they are. Raises OSError when the folder or the file cannot be made.
    """
    folder = file.parent
    if not folder.exists():
        folder.mkdir(parents=True, mode=_FOLDER_MODE)
    if not file.exists():
        with suppress(FileExistsError):  # another process has just made it
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE))
    names = (file.name, *(file.name + suffix for suffix in _SIDE_FILES))
    for name in names:
        _tighten(folder / name, _FILE_MODE)
    if {path.name for path in folder.iterdir()} <= {*names, f"{file.stem}.health.json"}:
        _tighten(folder, _FOLDER_MODE)


def is_writable_store_file(file: Path) -> bool:
    """Whether this user may write an existing store: its file, and its side files in the folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def can_keep(url: str) -> bool:
    """Whether there is a store at a URL, and this user may write it; that of a server counts as such."""
    file = find_database_file(url)
    return file is None or (file.exists() and is_writable_store_file(file))


def create_private_file(path: Path) -> IO[str]:
    """Open a new file for text that only this user can read. Raises OSError."""
    path.unlink(missing_ok=True)
    return open(path, "x", encoding="utf-8", newline="\n", opener=_open_private)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, _FILE_MODE)


def _tighten(path: Path, mode: int) -> None:
    """Take all rights beyond these from a file or folder; ignore those of others, and missing ones."""
    with suppress(OSError):
        existing = path.stat().st_mode & 0o777
        if existing & ~mode:
            path.chmod(existing & mode)
