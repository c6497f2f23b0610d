"""Translate errors of the database into errors with a message and advice for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from digest.errors import StoreError
from digest.text import clean_message

_ADVICE = {
    "disk is full": "Free some space and run again; nothing was lost.",
    "disk I/O error": "Check whether the disk is full or failing.",
    "readonly database": "Make the file and its folder writable, or set [store] url to another place.",
    "unable to open": (
        "It must be a file that you may read, in a folder that you may write to; "
        "or set [store] url to another place."
    ),
    "not a database": "The file is something else, or damaged: move it away, and a new one is made.",
    "decode to UTF-8": "The file is damaged: restore a copy, or move it away, and a new one is made.",
    "malformed": "The file is damaged: restore a copy, or move it away, and a new one is made.",
    "locked": "Another run is using it: wait until it has ended.",
    "could not connect": "Check whether the database server runs and accepts this user and password.",
    "connection": "Check whether the database server runs and accepts this user and password.",
}
"""{words in an error message of SQLite or PostgreSQL: what to do about it}; the first match counts."""


@contextmanager
def translate_errors(url: str, with_values: bool = True) -> Iterator[None]:
    """Raise a StoreError with advice in place of whatever the database or its driver raises.

    url: the database, without its password, for the message. with_values: also translate what a value of
    another form raises; False around code that does more than reading and writing the store.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        text = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        reason = text.splitlines()[0] if text else "no reason given"
        raise StoreError(url, f"the database says: {reason}", _find_advice(reason)) from None
    except SQLAlchemyError as error:
        raise StoreError(url, f"the database cannot be used: {error}") from None
    except OverflowError:
        raise StoreError(url, "a number is larger than a database can hold") from None
    except UnicodeEncodeError as error:
        message = f"a text holds an invalid character ({error.object[error.start : error.end]!r})"
        raise StoreError(url, message, "Check the text you gave, and names of files.") from None
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        if not with_values:
            raise
        # A value is not as it was written: a bit of the file has flipped, say.
        message = f"a stored value is damaged ({type(error).__name__}: {clean_message(str(error))})"
        raise StoreError(url, message, _ADVICE["malformed"]) from error


def _find_advice(reason: str) -> str:
    """Return what to do about an error of the database, or ""."""
    return next((advice for words, advice in _ADVICE.items() if words in reason), "")
