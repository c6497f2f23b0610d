"""Find the file that a database URL names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from digest.errors import StoreError

# SQLAlchemy is imported where it is used: reading a configuration must not load it.

URL_ADVICE = "Use sqlite:///digest.db, or postgresql+psycopg://user@host/name."
_URI_SCHEME = "file:"


def resolve_database_url(url: str, resolve_path: Callable[[str], Path]) -> str:
    """Make the path in a SQLite URL absolute; return any other URL as it is.

    url: a SQLAlchemy URL, with or without a driver. resolve_path: makes a path absolute.

    Raises:
        StoreError: the absolute path is not valid Unicode.
    """
    from sqlalchemy import make_url

    if (file := find_database_file(url)) is None:
        return url
    parsed = make_url(url)
    scheme = _URI_SCHEME if str(parsed.database).startswith(_URI_SCHEME) else ""
    resolved = parsed.set(database=f"{scheme}{resolve_path(str(file))}")
    try:
        return resolved.render_as_string(hide_password=False)
    except UnicodeEncodeError:
        message = "the name of a folder above the store is not valid UTF-8"
        raise StoreError(url, message, "Set [store] url to another place.") from None


def find_database_file(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for a database in memory or on a server, or an invalid URL."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        return None
    path = (parsed.database or "").removeprefix(_URI_SCHEME)
    is_file = parsed.get_backend_name() == "sqlite" and path not in ("", ":memory:")
    return Path(path) if is_file else None
