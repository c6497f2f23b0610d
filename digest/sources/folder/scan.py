"""The files of a folder: listed in order and read whole, never changed and never trusted."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from digest.errors import SourceError

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "lost+found"})
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as it was listed. place: relative to the folder, with "/".

    modified: when it was written, changed: when anything about it was changed, both in nanoseconds.
    """

    path: Path
    place: str
    size: int
    modified: int
    changed: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in a folder, in order of place. passed_over: (place, why) of what is never opened."""

    files: tuple[FoundFile, ...]
    passed_over: tuple[tuple[str, str], ...]


def list_files(folder: Path) -> Listing:
    """Return the files of a folder and of its subfolders, folder by folder in order of name.

    Hidden and system files are not listed. Pipes, devices, links that lead out of the folder and
    what cannot be looked at are passed over, with the reason. What several links lead to is listed
    once. Raises SourceError when the folder itself cannot be read. Cost: n log n.
    """
    try:
        root = folder.resolve(strict=True)
        waiting = _open_folder(root)
    except FileNotFoundError:
        raise SourceError(str(folder), "there is no such folder") from None
    except NotADirectoryError:
        raise SourceError(str(folder), "this is not a folder") from None
    except (OSError, RuntimeError) as error:  # RuntimeError: how Python 3.11 tells a loop of links
        raise SourceError(str(folder), f"the folder cannot be read ({reason_of(error)})") from error
    files: list[FoundFile] = []
    passed_over: list[tuple[str, str]] = []
    seen = {_identity(os.stat(root))}
    while waiting:
        path = waiting.pop()
        place = path.relative_to(root).as_posix()
        try:
            if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root):
                passed_over.append((place, "a link that leads out of the folder"))
                continue
            info = os.stat(path)
            if _identity(info) in seen:
                continue
            seen.add(_identity(info))
            if stat.S_ISDIR(info.st_mode):
                waiting += _open_folder(path)
            elif stat.S_ISREG(info.st_mode):
                files.append(FoundFile(path, place, info.st_size, info.st_mtime_ns, info.st_ctime_ns))
            else:
                passed_over.append((place, "a pipe, a device or a socket"))
        except (OSError, RuntimeError) as error:
            passed_over.append((place, f"it cannot be read ({reason_of(error)})"))
    return Listing(tuple(files), tuple(passed_over))


def is_hidden(place: str) -> bool:
    """Whether a name, or one of the folders above it, is hidden or belongs to the system."""
    return any(part.startswith((".", "~")) or part.lower() in _SYSTEM_NAMES for part in place.split("/"))


def read_whole(file: FoundFile, max_bytes: int) -> bytes:
    """Return the bytes of a file that stayed the same while it was read.

    Raises SourceError when it cannot be read, holds more than max_bytes, or is being written.
    """
    for _ in range(2):
        try:
            body, is_whole = _read_once(file.path, max_bytes)
        except OSError as error:
            raise SourceError(file.place, f"it cannot be read ({reason_of(error)})") from error
        if len(body) > max_bytes:
            raise SourceError(file.place, f"it is larger than {max_bytes / 1_000_000:g} MB")
        if is_whole:
            return body
    raise SourceError(file.place, "it is being written", "It is read at the next visit.")


def reason_of(error: Exception) -> str:
    """The system's words for an error, without the path that is named beside them anyway."""
    return ((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__).lower()


def _open_folder(path: Path) -> list[Path]:
    """What stands in one folder, the first last, for a stack."""
    with os.scandir(path) as entries:
        names = sorted((entry.name for entry in entries), reverse=True)
    return [path / name for name in names if not is_hidden(name)]


def _identity(info: os.stat_result) -> tuple[int, int]:
    return info.st_dev, info.st_ino


def _read_once(path: Path, max_bytes: int) -> tuple[bytes, bool]:
    """The bytes, and whether nobody wrote meanwhile. Not blocking: a pipe may stand there by now."""
    descriptor = os.open(path, os.O_RDONLY | _NON_BLOCKING)
    with open(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("not a file")
        body = stream.read(max_bytes + 1)
        after = os.fstat(descriptor)
    is_whole = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return body, is_whole and len(body) == min(after.st_size, max_bytes + 1)
