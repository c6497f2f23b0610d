"""Keep everything the digest remembers in a database: SQLite in a file, or PostgreSQL.

Names are imported when they are first used: reading a configuration needs only the module database_url, and
must not load SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.lazy_names import import_on_use

if TYPE_CHECKING:
    from digest.store.delivery_repository import LONGEST_PAUSE
    from digest.store.lease_repository import describe_owner
    from digest.store.private_store_files import can_keep, create_private_file
    from digest.store.search import SearchHit
    from digest.store.store import Store, open_store

__all__ = [
    "LONGEST_PAUSE",
    "SearchHit",
    "Store",
    "can_keep",
    "create_private_file",
    "describe_owner",
    "open_store",
]

__getattr__ = import_on_use(
    __name__,
    {
        "delivery_repository": "LONGEST_PAUSE",
        "search": "SearchHit",
        "store": "Store open_store",
        "private_store_files": "can_keep create_private_file",
        "lease_repository": "describe_owner",
    },
)
