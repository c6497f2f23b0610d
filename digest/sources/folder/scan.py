"""List and read the files of a folder without changing or trusting any of them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from digest.errors import SourceError

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "lost+found"})
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A regular file as it was when the folder was listed.

    path: of the file on disk, absolute. relative_path: from the folder, with "/". size: in bytes. modified:
    when its content was last written, changed: when its content or metadata last changed, both in nanoseconds
    since 1970.
    """

    path: str
    relative_path: str
    size: int
    modified: int
    changed: int

    @property
    def address(self) -> str:
        """The path as a URL."""
        return Path(self.path).as_uri()


@dataclass(frozen=True, slots=True)
class FolderListing:
    """The files of a folder, ordered by relative path within each folder.

    skipped: (relative path, reason) of entries that are never opened.
    """

    files: tuple[ListedFile, ...]
    skipped: tuple[tuple[str, str], ...]


MAKE_FOLDER_ADVICE = "Make it, or correct its path in the configuration."
READABLE_ADVICE = "Make it readable for this user."


def list_files(folder: Path) -> FolderListing:
    """List the files of a folder and its subfolders, folder by folder in order of name.

    Hidden and system files are not listed. Pipes, devices, links that lead out of the folder and entries
    that cannot be inspected are skipped, with the reason. A file that several links lead to is listed once.
    Raises SourceError when the folder itself cannot be read. Cost: O(n log n) for n files.
    """
    try:
        root = folder.resolve(strict=True)
        pending = _list_children(str(root), "")
    except FileNotFoundError:
        raise SourceError(str(folder), "there is no such folder", MAKE_FOLDER_ADVICE) from None
    except NotADirectoryError:
        raise SourceError(str(folder), "this is not a folder", MAKE_FOLDER_ADVICE) from None
    except (OSError, RuntimeError) as error:  # RuntimeError: how Python 3.11 reports a loop of links
        raise SourceError(
            str(folder), f"the folder cannot be read ({_describe_error(error)})", READABLE_ADVICE
        ) from error
    files: list[ListedFile] = []
    skipped: list[tuple[str, str]] = []
    seen = {_get_inode(os.stat(root))}
    while pending:
        entry, relative_path = pending.pop()
        try:
            if entry.is_symlink() and not Path(entry.path).resolve(strict=True).is_relative_to(root):
                skipped.append((relative_path, "a link that leads out of the folder"))
                continue
            info = os.stat(entry.path)  # that of the entry itself has no inode on Windows
            if _get_inode(info) in seen:
                continue
            seen.add(_get_inode(info))
            if stat.S_ISDIR(info.st_mode):
                pending += _list_children(entry.path, f"{relative_path}/")
            elif stat.S_ISREG(info.st_mode):
                times = (info.st_mtime_ns, info.st_ctime_ns)
                files.append(ListedFile(entry.path, relative_path, info.st_size, *times))
            else:
                skipped.append((relative_path, "a pipe, a device or a socket"))
        except (OSError, RuntimeError) as error:
            skipped.append((relative_path, f"it cannot be read ({_describe_error(error)})"))
    return FolderListing(tuple(files), tuple(skipped))


def is_hidden(relative_path: str) -> bool:
    """Whether a file, or a folder above it, is hidden or belongs to the operating system."""
    return any(
        name.startswith((".", "~")) or name.lower() in _SYSTEM_NAMES for name in relative_path.split("/")
    )


def read_file(file: ListedFile, max_bytes: int) -> bytes:
    """Read a whole file, and make sure that it did not change while it was read.

    Raises SourceError when it cannot be read, is larger than max_bytes, or is still being written.
    """
    for _ in range(2):
        try:
            body, is_stable = _read_once(file.path, max_bytes)
        except OSError as error:
            raise SourceError(file.relative_path, f"it cannot be read ({_describe_error(error)})") from error
        if len(body) > max_bytes:
            raise SourceError(file.relative_path, f"it is larger than {max_bytes / 1_000_000:g} MB")
        if is_stable:
            return body
    raise SourceError(
        file.relative_path, "it changed while it was being read", "It is read again at the next visit."
    )


def _describe_error(error: Exception) -> str:
    """The system's message for an error, without the path, which is reported separately."""
    return ((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__).lower()


def _list_children(path: str, prefix: str) -> list[tuple[os.DirEntry[str], str]]:
    """The visible entries of one folder and their relative paths, which begin with `prefix`.

    In reverse order of name, to be pushed on a stack. Entries, not paths: making a Path of each takes longer
    than to ask for its size and times.
    """
    with os.scandir(path) as entries:
        visible = [entry for entry in entries if not is_hidden(entry.name)]
    visible.sort(key=lambda entry: entry.name, reverse=True)
    return [(entry, f"{prefix}{entry.name}") for entry in visible]


def _get_inode(info: os.stat_result) -> tuple[int, int]:
    return info.st_dev, info.st_ino


def _read_once(path: str, max_bytes: int) -> tuple[bytes, bool]:
    """The bytes, and whether the file stayed the same. Opened non-blocking: it may be a pipe by now."""
    descriptor = os.open(path, os.O_RDONLY | _NON_BLOCKING)
    with open(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise OSError("not a file")
        body = stream.read(max_bytes + 1)
        after = os.fstat(descriptor)
    is_stable = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return body, is_stable and len(body) == min(after.st_size, max_bytes + 1)
