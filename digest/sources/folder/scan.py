"""List and read the files of a folder without changing or trusting any of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digest.errors import SourceError

_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "lost+found"})
_NON_BLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A regular file as it was when the folder was listed.

    folder: the listed folder, absolute. relative_path: from there, with "/". size: in bytes. modified: when
    its content was last written, changed: when its content or metadata last changed, both in nanoseconds
    since 1970.
    """

    folder: str
    relative_path: str
    size: int
    modified: int
    changed: int

    @property
    def path(self) -> str:
        """The path on disk, absolute."""
        return os.path.join(self.folder, self.relative_path)

    @property
    def address(self) -> str:
        """The path as a URL."""
        return Path(self.path).as_uri()


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An entry of a folder that is never opened, and why."""

    relative_path: str
    reason: str


MAKE_FOLDER_ADVICE = "Make it, or correct its path in the configuration."
READABLE_ADVICE = "Make it readable for this user."


def scan_folder(folder: Path) -> Iterator[ListedFile | SkippedEntry]:
    """Yield the files of a folder and its subfolders, ordered by the names in their paths.

    Hidden and system files are not listed, nor what a browser saved with a page ("page_files/" next to
    page.html). Pipes, devices, links that lead out of the folder and entries that cannot be inspected are
    skipped, with the reason. A file that several links lead to is listed once. Raises SourceError, before the
    first file, when the folder itself cannot be read. Cost: O(n log n) for n files, of which the names in one
    folder are held in memory.
    """
    root, names = _open_root(folder)
    seen = {_get_inode(os.stat(root))}
    pending = [("", iter(names))]
    while pending:
        prefix, rest = pending[-1]
        name = next(rest, None)
        if name is None:
            pending.pop()
            continue
        relative_path = f"{prefix}{name}"
        path = os.path.join(root, relative_path)
        try:
            info = os.lstat(path)
            if stat.S_ISLNK(info.st_mode):
                if not Path(path).resolve(strict=True).is_relative_to(root):
                    yield SkippedEntry(relative_path, "a link that leads out of the folder")
                    continue
                info = os.stat(path)
            if (inode := _get_inode(info)) in seen:
                continue
            seen.add(inode)
            if stat.S_ISDIR(info.st_mode):
                if not _is_page_folder(path):
                    pending.append((f"{relative_path}/", iter(_list_names(path))))
            elif stat.S_ISREG(info.st_mode):
                yield ListedFile(root, relative_path, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
            else:
                yield SkippedEntry(relative_path, "a pipe, a device or a socket")
        except (OSError, RuntimeError) as error:
            yield SkippedEntry(relative_path, f"it cannot be read ({_describe_error(error)})")


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


def _open_root(folder: Path) -> tuple[str, list[str]]:
    """The absolute path of a folder, and the names in it."""
    try:
        root = str(folder.resolve(strict=True))
        return root, _list_names(root)
    except FileNotFoundError:
        raise SourceError(str(folder), "there is no such folder", MAKE_FOLDER_ADVICE) from None
    except NotADirectoryError:
        raise SourceError(str(folder), "this is not a folder", MAKE_FOLDER_ADVICE) from None
    except (OSError, RuntimeError) as error:  # RuntimeError: how Python 3.11 reports a loop of links
        raise SourceError(
            str(folder), f"the folder cannot be read ({_describe_error(error)})", READABLE_ADVICE
        ) from error


def _describe_error(error: Exception) -> str:
    """The system's message for an error, without the path, which is reported separately."""
    if isinstance(error, RuntimeError):
        return "too many levels of symbolic links"  # as later versions of Python say
    return ((isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__).lower()


def _list_names(path: str) -> list[str]:
    """The visible names in one folder, sorted."""
    return sorted(name for name in os.listdir(path) if not is_hidden(name))


def _is_page_folder(path: str) -> bool:
    """Whether a browser saved a folder as part of a web page."""
    page = path.removesuffix("_files")
    return page != path and any(os.path.isfile(f"{page}{suffix}") for suffix in (".html", ".htm"))


def _get_inode(info: os.stat_result) -> int:
    """A number that identifies a file; one number takes a third of the memory of two."""
    return info.st_dev << 64 | info.st_ino


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
