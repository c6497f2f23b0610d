"""Write an edition to files in a folder, all of them or none."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from errno import EISDIR
from pathlib import Path

from digest.deliveries.payload import Content, Payload, Target
from digest.errors import DeliveryError

OUTPUT_FOLDER = "[output] folder"
"""What the configuration calls the folder of the editions."""

LATEST = "latest"
"""The stem of the link to the newest page in each folder."""


def deliver_files(payload: Payload, target: Target) -> None:
    """Write the pages, those about all editions, and the pages of earlier editions that the folder lacks.

    With several editions, each has a folder of its name in the target's. Raises DeliveryError; see
    `write_pages`.
    """
    folder = target.path(target.settings["folder"]) / payload.edition
    missing = {
        name: render() for name, render in payload.earlier_pages.items() if not (folder / name).exists()
    }
    setting = f"folder of the delivery {target.name}"
    write_pages(payload.pages, folder, {**missing, **payload.archive}, setting)


def check_files(target: Target) -> str:
    """Check that the folder is writable. Raises DeliveryError."""
    return check_folder(target.path(target.settings["folder"]))


def write_pages(
    pages: Mapping[str, Content],
    folder: Path,
    other_pages: Mapping[str, Content] | None = None,
    setting: str = OUTPUT_FOLDER,
) -> None:
    """Write pages into a folder, all of them or none, and point latest.html at the HTML page.

    Each is written to a temporary file and renamed when all are complete, so that nobody reads an incomplete
    page, and the previous files stay when the disk is full.

    Args:
        pages: {file name: content}, the files of an edition.
        folder: an absolute path; it is created if necessary.
        other_pages: {file name: content}, further files; latest.html never points at them.
        setting: what the configuration calls this folder, for the advice of an error.

    Raises:
        DeliveryError: the folder or a file cannot be written.
    """
    temporary_files: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in sorted({**pages, **(other_pages or {})}.items()):
            for stale in folder.glob(f".{glob.escape(name)}.*"):
                stale.unlink(missing_ok=True)  # left by a process that was killed
            temporary_files[folder / name] = _write_temporary(folder, name, content)
        for final in temporary_files:
            if final.is_dir() and not final.is_symlink():
                raise IsADirectoryError(EISDIR, f"{final.name} is a folder")
        for final, temporary in temporary_files.items():
            temporary.replace(final)
        link_latest(pages, folder, setting)
    except OSError as error:
        raise _explain_failure(folder, error, setting) from None
    finally:
        for temporary in temporary_files.values():
            temporary.unlink(missing_ok=True)


def link_latest(names: Iterable[str], folder: Path, setting: str = OUTPUT_FOLDER) -> None:
    """Point latest.html at the HTML page among the files of an edition, unless that of a later day is there.

    Raises:
        DeliveryError: the folder cannot be written.
    """
    try:
        for name in names:
            if name.endswith(".html") and not name.endswith(".mail.html"):
                _update_latest(folder, name)
    except OSError as error:
        raise _explain_failure(folder, error, setting) from None


def _explain_failure(folder: Path, error: OSError, setting: str) -> DeliveryError:
    return DeliveryError(
        str(folder),
        f"the edition cannot be written there: {error.strerror or error}",
        f"Free some space, make the folder writable, or set {setting} to another one.",
    )


def _write_temporary(folder: Path, name: str, content: Content) -> Path:
    """Write a file next to its final place, flush it to the disk, and make it readable for everybody."""
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


def _update_latest(folder: Path, name: str) -> None:
    """Point latest.html at a page, unless it already points at the page of a later day."""
    latest = folder / f"{LATEST}.html"
    if latest.is_symlink() and _find_date(os.readlink(latest)) > _find_date(name):
        return
    temporary = folder / f".{LATEST}.{name}"
    temporary.unlink(missing_ok=True)
    try:
        temporary.symlink_to(name)
    except OSError:
        # The file system has no symbolic links.
        shutil.copyfile(folder / name, temporary)
    with suppress(IsADirectoryError, PermissionError):
        temporary.replace(latest)
    temporary.unlink(missing_ok=True)


def _find_date(name: str) -> str:
    """Return the date in a file name, or ""."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", name)
    return found[0] if found else ""


def check_folder(folder: Path) -> str:
    """Check that a folder is writable or can be created; return its path. Raises DeliveryError.

    A file without a name is made in it, or in the nearest folder above it that exists: the rights alone do
    not tell whether a disk is full or read-only, or whether a file system refuses files.
    """
    existing = folder
    try:
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if not existing.is_dir():
            raise DeliveryError("", f"{existing} is not a folder", "Set folder to another one.")
        with tempfile.TemporaryFile(dir=existing) as file:
            file.write(b"\0")
    except OSError as error:
        advice = "Make it writable, or set folder to another one."
        raise DeliveryError("", f"{existing} is not writable ({error.strerror or error})", advice) from None
    return str(folder)
