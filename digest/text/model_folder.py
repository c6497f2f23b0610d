"""Remember the folder in which the trained model of language detection is kept unpacked."""

from __future__ import annotations

from pathlib import Path

_folder: Path | None = None


def keep_model_in(folder: Path) -> None:
    """Keep the trained model unpacked in a folder that nobody else can write to; see `language_model`."""
    global _folder  # noqa: PLW0603, one for the process, like the model
    _folder = folder


def find_model_folder() -> Path | None:
    """Return the folder, or None if there is none."""
    return _folder
