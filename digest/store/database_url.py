"""Where a database lies, as its URL tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digest.errors import StoreError

_URI = "file:"


def place_database(url: str, find_path: Callable[[str], Path]) -> str:
    """Return a URL with the place of SQLite's file made absolute; any other URL as it is.

    url: as SQLAlchemy has it, with the driver named or not. find_path: what a path counts from. Raises
    StoreError when its path is no text.
    """
    from sqlalchemy import make_url

    if (file := database_file(url)) is None:
        return url
    parsed = make_url(url)
    scheme = _URI if str(parsed.database).startswith(_URI) else ""
    placed = parsed.set(database=f"{scheme}{find_path(str(file))}")
    try:
        return placed.render_as_string(hide_password=False)
    except UnicodeEncodeError:
        told = "the name of a folder above the store is no text in UTF-8"
        raise StoreError(url, told, "Set [store] url to another place.") from None


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for one in memory, for a server's, and for what is no URL."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return None
    path = (parsed.database or "").removeprefix(_URI)
    is_file = parsed.get_backend_name() == "sqlite" and path not in ("", ":memory:")
    return Path(path) if is_file else None
