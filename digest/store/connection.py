"""Configure connections, and copy a whole database into memory for a dry run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select

from digest.store.table_definitions import METADATA

PAGE_BYTES, CACHE_KILOBYTES = 8_192, 4_000
"""The size of a page of SQLite, and of all pages in memory of a connection (default: 4,096 and 2,000)."""

_COPY_BATCH = 500


def configure_engine(engine: Engine, read_only: bool = False) -> None:
    """Prepare the connections of an engine. read_only: a file that cannot be changed."""
    if engine.dialect.name == "sqlite":
        configure_sqlite(engine, read_only)
    else:
        configure_postgresql(engine)


def configure_sqlite(engine: Engine, read_only: bool = False) -> None:
    """Begin transactions explicitly (the driver begins them too late), use WAL, and wait 10 s for locks.

    A transaction that may write takes the write lock when it begins, because SQLite does not wait for the
    lock in a transaction that has already read. read_only: the mode of the file cannot be changed.
    """

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("pragma busy_timeout = 10000")
        if read_only:
            return
        connection.execute("pragma synchronous = normal")
        # Articles fill small pages badly, and each article changes seven indexes at other places. A file that
        # exists keeps the size of its pages.
        connection.execute(f"pragma page_size = {PAGE_BYTES}")
        connection.execute(f"pragma cache_size = {-CACHE_KILOBYTES}")
        # The switch to WAL does not wait for locks. If another process is creating the file at this moment,
        # that process or the next connection makes the switch.
        with suppress(sqlite3.OperationalError):
            connection.execute("pragma journal_mode = wal")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        only_reads = connection.get_execution_options().get("only_reads")
        connection.exec_driver_sql("begin" if only_reads else "begin immediate")


def configure_postgresql(engine: Engine) -> None:
    """Compress long texts by LZ4 where the server can: storing an article takes a third less of its time."""

    @event.listens_for(engine, "connect")
    def choose_compression(connection: Any, _record: Any) -> None:
        connection.execute(
            "SELECT set_config(name, 'lz4', false) FROM pg_settings"
            " WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)"
        )
        connection.commit()


def connect_read_only(file: Path) -> sqlite3.Connection:
    """Connect to a database that this user may not write.

    SQLite reads a database in WAL mode only with its side files. Where there is no log, nobody has the
    database open, and it is read as a file that does not change.
    """
    log = file.with_name(f"{file.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    address = f"{file.absolute().as_uri()}?mode=ro" + ("" if has_log else "&immutable=1")
    return sqlite3.connect(address, uri=True)


@contextmanager
def copy_to_memory(source: Connection) -> Iterator[Connection]:
    """Copy the current content of a database to SQLite in memory. Cost: linear, in time and in memory."""
    engine = create_engine("sqlite://")
    configure_sqlite(engine)
    try:
        with engine.connect() as copy:
            if source.dialect.name == "sqlite":
                driver_connection(source).backup(driver_connection(copy))
            else:
                with source.begin(), copy.begin():
                    _copy_rows(source, copy)
            yield copy
    finally:
        engine.dispose()


def _copy_rows(source: Connection, copy: Connection) -> None:
    """Copy all rows into an empty database; columns that an older store lacks get their defaults."""
    METADATA.create_all(copy)
    inspector = inspect(source)
    existing = set(inspector.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name in existing:
            columns = [table.c[column["name"]] for column in inspector.get_columns(table.name)]
            result = source.execute(select(*columns).execution_options(yield_per=_COPY_BATCH))
            for rows in result.mappings().partitions():
                copy.execute(insert(table), [dict(row) for row in rows])


def driver_connection(connection: Connection) -> Any:
    """Return the driver's own connection, for what SQLAlchemy has no API for."""
    return connection.connection.driver_connection
