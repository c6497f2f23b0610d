"""The one door to the database: SQLite embedded, PostgreSQL by URL."""

from digest.store.store import (
    Store,
    open_store,
)

__all__ = [
    "Store",
    "open_store",
]
