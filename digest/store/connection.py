"""Connections: how SQLite is spoken to, and a copy of a whole store that only this program sees."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select

from digest.store.schema import TABLES

COPIED_AT_ONCE = 500


def prepare_sqlite(engine: Engine) -> None:
    """Real transactions (the driver's own begin too late), readers beside a writer, patience when locked.

    Who is going to write takes the one lock for it at the beginning: to wait for it in the middle, after
    reading, is what SQLite refuses.
    """

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("pragma busy_timeout = 10000")
        connection.execute("pragma synchronous = normal")
        # Nobody waits for this one: where somebody else is at a new file, it is made or tried next time.
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode = wal")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get("only_reads")
        connection.exec_driver_sql("begin" if only_reads else "begin immediate")


@contextmanager
def copy_to_memory(source: Connection) -> Iterator[Connection]:
    """All that a database holds at this moment, in memory. Cost: linear, in time and in room."""
    engine = create_engine("sqlite://")
    prepare_sqlite(engine)
    try:
        with engine.connect() as copy:
            if source.dialect.name == "sqlite":
                find_driver(source).backup(find_driver(copy))
            else:
                with source.begin(), copy.begin():
                    copy_rows(source, copy)
            yield copy
    finally:
        engine.dispose()


def copy_rows(source: Connection, copy: Connection) -> None:
    """Fill an empty database; what an older store lacks has its default."""
    TABLES.create_all(copy)
    there = inspect(source)
    known = set(there.get_table_names())
    for table in TABLES.sorted_tables:
        if table.name in known:
            columns = [table.c[column["name"]] for column in there.get_columns(table.name)]
            found = source.execute(select(*columns).execution_options(yield_per=COPIED_AT_ONCE))
            for rows in found.mappings().partitions():
                copy.execute(insert(table), [dict(row) for row in rows])


def find_driver(connection: Connection) -> Any:
    """The driver's own connection, for what SQLAlchemy has no words for."""
    return connection.connection.driver_connection
