"""An edition as files in a folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.errors import DeliveryError


def deliver_files(pages: Mapping[str, str | bytes], target: Mapping[str, Any]) -> None:
    """Write every page into a folder, all of them or none of them.

    Each is written aside and renamed when all are whole, so nobody ever reads half a page, and what
    stood there before stays when the disk is full.

    Args:
        pages: {file name: text or bytes}.
        target: "folder", the absolute folder; it is made when it is missing.

    Raises:
        DeliveryError: no folder is named, or it or a file cannot be written.
    """
    if not target.get("folder"):
        raise DeliveryError("deliveries", "a delivery of kind files names no folder", 'Add folder = "…".')
    folder = Path(target["folder"])
    aside: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in sorted(pages.items()):
            aside[folder / name] = write_aside(folder, name, page)
        for final, temporary in aside.items():
            temporary.replace(final)
    except OSError as error:
        raise DeliveryError(
            str(folder),
            f"the edition cannot be written there: {error.strerror or error}",
            "Free some space, make the folder writable, or set [output] folder to another one.",
        ) from None
    finally:
        for temporary in aside.values():
            temporary.unlink(missing_ok=True)


def write_aside(folder: Path, name: str, page: str | bytes) -> Path:
    """A whole file beside its final place, flushed to the disk, with the mode that new files get here."""
    handle, path = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    temporary = Path(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(page.encode() if isinstance(page, str) else page)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
