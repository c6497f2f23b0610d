"""What a database says, turned into what a person understands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from digest.errors import StoreError


@contextmanager
def telling(url: str) -> Iterator[None]:
    """Turn whatever a database says into a StoreError a person understands."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        said = reason.splitlines()[0] if reason else "no reason given"
        raise StoreError(url, f"the database says: {said}", advise(said)) from None
    except SQLAlchemyError as error:
        raise StoreError(url, f"the database cannot be used: {error}") from None
    except OverflowError:
        raise StoreError(url, "a number is larger than a database can hold") from None
    except UnicodeEncodeError as error:
        told = f"a text holds what is no character ({error.object[error.start : error.end]!r})"
        raise StoreError(url, told, "Look for it in what was given, or in a name.") from None


def advise(said: str) -> str:
    """What to do about what a database said."""
    for words, advice in ADVICE.items():
        if words in said:
            return advice
    return ""


ADVICE = {
    "disk is full": "Free some space and run again; nothing was lost.",
    "disk I/O error": "Look whether the disk is full or failing.",
    "readonly database": "Make the file and its folder writable, or set [store] url to another place.",
    "unable to open": "Make its folder writable, or set [store] url to another place.",
    "not a database": "The file is something else, or damaged: move it away, and a new one is made.",
    "malformed": "The file is damaged: restore a copy, or move it away, and a new one is made.",
    "locked": "Another run is using it: wait until it has ended.",
    "could not connect": "Look whether the database server runs and takes this user and password.",
    "connection": "Look whether the database server runs and takes this user and password.",
}
"""What to do, by the words that SQLite and PostgreSQL use."""
