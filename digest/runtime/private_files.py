"""Files that only this user can change: a cache from which code is loaded must not be anybody else's.

A folder or file is trusted if it belongs to this user and nobody else may write to it. Systems without
owners and permissions of this kind (Windows) have no trusted files.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def make_private_folder(folder: Path) -> bool:
    """Make a folder that only this user can read, unless it exists; return whether it can be trusted."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and _is_trusted(status)


def read_private_file(path: Path) -> bytes | None:
    """Return the content of a trusted file. None: there is none, it is not trusted, or it cannot be read."""
    try:
        with path.open("rb") as file:
            # The open file is checked: the name could lead to another one a moment later.
            status = os.fstat(file.fileno())
            return file.read() if _is_trusted(status) else None
    except OSError:
        return None


def write_private_file(path: Path, content: bytes) -> None:
    """Replace a file, completely or not at all. Errors (a full disk, say) leave the old one, if any."""
    import tempfile  # late: it takes longer than reading, and commands seldom write

    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=path.parent)  # only this user can read and write it
        try:
            with open(handle, "wb") as file:
                file.write(content)
            os.replace(name, path)
        except OSError:
            os.unlink(name)


def _is_trusted(status: os.stat_result) -> bool:
    is_own = hasattr(os, "geteuid") and status.st_uid == os.geteuid()
    return is_own and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
