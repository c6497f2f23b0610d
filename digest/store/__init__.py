"""Keep everything the digest remembers in a database: SQLite in a file, or PostgreSQL.

Names are imported when they are first used: reading a configuration needs only the module database_url, and
must not load SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.store.delivery_repository import LONGEST_PAUSE
    from digest.store.lease_repository import describe_owner
    from digest.store.private_store_files import create_private_file
    from digest.store.search import SearchHit
    from digest.store.store import Store, open_store

__all__ = [
    "LONGEST_PAUSE",
    "SearchHit",
    "Store",
    "create_private_file",
    "describe_owner",
    "open_store",
]

_MODULES = {
    "LONGEST_PAUSE": "delivery_repository",
    "SearchHit": "search",
    "Store": "store",
    "create_private_file": "private_store_files",
    "describe_owner": "lease_repository",
    "open_store": "store",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
