"""Describe a store, check it for damage, and compact it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from digest.store.session import Session
from digest.store.table_definitions import ARTICLES, DATA_TABLES, EDITIONS, SCHEMA_VERSION

_MAX_FREE_SHARE = 0.25
"""A file is compacted when more than this share of it is free."""


class StoreMaintenance:
    """What a person or the daemon does to keep a store in order."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def describe(self) -> dict[str, Any]:
        """Return url, schema version, megabytes (None if unknown), first and last times, and rows by table.

        All values are JSON-safe.
        """
        with self._session.read() as connection:
            bounds = {
                "oldest_article": select(func.min(ARTICLES.c.first_seen)),
                "newest_article": select(func.max(ARTICLES.c.first_seen)),
                "first_edition": select(func.min(EDITIONS.c.date)),
                "last_edition": select(func.max(EDITIONS.c.date)),
            }
            values = {name: connection.scalar(query) for name, query in bounds.items()}
            return {
                "url": self._session.url,
                "schema": SCHEMA_VERSION,
                "megabytes": _measure_megabytes(connection),
                **{name: value and value.isoformat() for name, value in values.items()},
                "rows": {
                    table.name: connection.scalar(select(func.count()).select_from(table))
                    for table in DATA_TABLES
                },
            }

    def find_damage(self) -> str:
        """Describe what is wrong with the file of a store, or return "". Cost: reads all of it.

        Raises:
            StoreError: the file cannot be written.
        """
        if not self._session.is_sqlite:
            return ""
        for statement in ("begin immediate", "update schema_version set version = version", "rollback"):
            self._session.execute_outside_transaction(statement)
        with self._session.read() as connection:
            result: str = connection.exec_driver_sql("pragma quick_check(1)").scalar() or "ok"
            return "" if result == "ok" else result

    def compact(self) -> bool:
        """Return the space of deleted rows to the disk when it is much. Return whether that was done."""
        if not self._session.is_sqlite:
            return False  # a server does so by itself
        with self._session.write() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
            free = connection.exec_driver_sql("pragma freelist_count").scalar() or 0
        if free <= _MAX_FREE_SHARE * pages:
            return False
        self._session.execute_outside_transaction("vacuum")
        return True


def _measure_megabytes(connection: Connection) -> float | None:
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
        size = connection.exec_driver_sql("pragma page_size").scalar() or 0
        return round(pages * size / 1e6, 1)
    size = connection.exec_driver_sql("select pg_database_size(current_database())").scalar()
    return round(size / 1e6, 1) if size else None
