"""An edition as files in a folder."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from errno import EISDIR
from pathlib import Path

from digest.deliveries.payload import Content, Payload, Target
from digest.errors import DeliveryError

LATEST = "latest"
"""The newest page of each folder can be found under this name, whatever day it is."""


def deliver_files(payload: Payload, target: Target) -> None:
    """Write every page into the folder of the target, what lies beside them, and those pages of other
    editions that are missing there; see `write_pages`."""
    folder = target.path(target.settings["folder"])
    missing = {name: make() for name, make in payload.others.items() if not (folder / name).exists()}
    write_pages(payload.pages, folder, {**missing, **payload.beside})


def check_files(target: Target) -> str:
    """Whether the folder can be written. Raises DeliveryError."""
    return check_folder(target.path(target.settings["folder"]))


def write_pages(
    pages: Mapping[str, Content], folder: Path, beside: Mapping[str, Content] | None = None
) -> None:
    """Write every page into a folder, all of them or none of them, and point latest.html at its page.

    Each is written aside and renamed when all are whole, so nobody ever reads half a page, and what
    stood there before stays when the disk is full.

    Args:
        pages: {file name: content}, the files of an edition.
        folder: an absolute path; it is made when it is missing.
        beside: {file name: content}, what lies beside all editions.

    Raises:
        DeliveryError: it or a file cannot be written.
    """
    aside: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in sorted({**pages, **(beside or {})}.items()):
            for stale in folder.glob(f".{glob.escape(name)}.*"):
                stale.unlink(missing_ok=True)  # of somebody who was killed in the middle
            aside[folder / name] = write_aside(folder, name, content)
        for final in aside:
            if final.is_dir() and not final.is_symlink():
                raise IsADirectoryError(EISDIR, f"{final.name} is a folder")
        for final, temporary in aside.items():
            temporary.replace(final)
        for name in pages:
            if name.endswith(".html") and not name.endswith(".mail.html"):
                point_latest(folder, name)
    except OSError as error:
        raise DeliveryError(
            str(folder),
            f"the edition cannot be written there: {error.strerror or error}",
            "Free some space, make the folder writable, or set [output] folder to another one.",
        ) from None
    finally:
        for temporary in aside.values():
            temporary.unlink(missing_ok=True)


def write_aside(folder: Path, name: str, content: Content) -> Path:
    """A whole file beside its final place, flushed to the disk, with the mode that new files get here."""
    handle, path = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    temporary = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def point_latest(folder: Path, name: str) -> None:
    """Make latest.html lead to a page, unless it leads to that of a later day already."""
    latest = folder / f"{LATEST}.html"
    if latest.is_symlink() and day_in(os.readlink(latest)) > day_in(name):
        return
    aside = folder / f".{LATEST}.{name}"
    aside.unlink(missing_ok=True)
    try:
        aside.symlink_to(name)
    except OSError:
        # Where links are not to be had, a copy does as well.
        shutil.copyfile(folder / name, aside)
    with suppress(IsADirectoryError, PermissionError):
        aside.replace(latest)
    aside.unlink(missing_ok=True)


def day_in(name: str) -> str:
    """The date in a file's name, or ""."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", name)
    return found[0] if found else ""


def check_folder(folder: Path) -> str:
    """Whether files can be written there, or the folder be made. Raises DeliveryError."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        raise DeliveryError("", f"{there} is not a folder", "Set folder to another one.")
    if not os.access(there, os.W_OK):
        raise DeliveryError("", f"{there} is not writable", "Make it writable, or set folder to another one.")
    return str(folder)
