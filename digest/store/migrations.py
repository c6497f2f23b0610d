"""Bring a store of an older version of the schema up to date."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Table, bindparam, func, inspect, select, update
from sqlalchemy.schema import CreateColumn

from digest.errors import StoreError
from digest.store.table_definitions import (
    ARTICLES,
    DELIVERIES,
    EDITIONS,
    LEFT_OUT,
    METADATA,
    PUBLISHED,
    SCHEMA_VERSION,
    SOURCES,
    VERSION,
)

_UPGRADE_LOCK = 20_261_121
"""The key of the advisory lock that PostgreSQL holds during an upgrade."""

_ROWS_AT_ONCE = 1_000
"""How many rows a migration holds in memory."""


def _fill_arrival_times(connection: Connection) -> None:
    """Set when the rows of an older store arrived: when they were first seen."""
    for table in (ARTICLES, LEFT_OUT):
        connection.execute(update(table).where(table.c.arrived.is_(None)).values(arrived=table.c.first_seen))


# Sources used to be keyed by their names, which readers change.
_KEY_BY_LOCATION = (
    """UPDATE articles SET feed = (SELECT location FROM sources WHERE name = feed)
       WHERE feed IN (SELECT name FROM sources)""",
    """UPDATE sources SET first_visit = (SELECT min(first_visit) FROM sources AS other
       WHERE other.location = sources.location)""",
    """DELETE FROM sources WHERE EXISTS (SELECT 1 FROM sources AS other
       WHERE other.location = sources.location AND (other.last_visit > sources.last_visit
       OR other.last_visit = sources.last_visit AND other.name > sources.name))""",
    "DELETE FROM left_out WHERE feed NOT IN (SELECT name FROM sources)",
    "UPDATE left_out SET feed = (SELECT location FROM sources WHERE name = feed)",
    "ALTER TABLE sources RENAME TO sources_by_name",
)


def _key_sources_by_location(connection: Connection) -> None:
    """Key each source by its location; of a location with several names, the last visited one stays."""
    for statement in _KEY_BY_LOCATION:
        connection.exec_driver_sql(statement)
    _move_rows(connection, "sources_by_name", SOURCES)


def _key_by_edition(connection: Connection) -> None:
    """Add the edition to the keys of the tables; the rows of older stores belong to the only edition, ""."""
    for table in (EDITIONS, PUBLISHED, DELIVERIES):
        old = f"{table.name}_before"
        for index in table.indexes:
            index.drop(connection, checkfirst=True)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {old}")
        _move_rows(connection, old, table)


def _move_rows(connection: Connection, old: str, table: Table) -> None:
    """Create a table with the rows of an old one, which has the same columns, and drop that."""
    table.create(connection)
    names = ", ".join(table.columns.keys())
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {old}")
    connection.exec_driver_sql(f"DROP TABLE {old}")


def _compute_report_keys(connection: Connection) -> None:
    """Compute the keys by which the articles of an older store are recognized at another address."""
    from digest.store.report_identity import make_address_key, make_text_key  # late: it compares texts

    columns = ARTICLES.c
    # The articles of an older store have no guids, and these columns suffice for the keys.
    rows = connection.execute(select(columns.id, columns.source, columns.url, columns.title, columns.text))
    statement = update(ARTICLES).where(columns.id == bindparam("key_of"))
    while some := rows.fetchmany(_ROWS_AT_ONCE):
        keys = [
            {
                "key_of": row.id,
                "address_key": make_address_key(row.url),
                "text_key": make_text_key(row.source, row.title, row.text),
            }
            for row in some
        ]
        connection.execute(statement, keys)


_MIGRATIONS: dict[int, tuple[Callable[[Connection], None], ...]] = {
    3: (_fill_arrival_times, _key_sources_by_location),
    4: (_compute_report_keys,),
    5: (_key_by_edition,),
}
"""{version: what turns the rows of the version before it into its own}, for changes beyond new tables and new
columns with defaults. Released migrations are never changed."""


def read_schema_version(connection: Connection) -> int:
    """Return the version of the store's schema; 0 for a new store."""
    if not inspect(connection).has_table(VERSION.name):
        return 0
    return connection.scalar(select(VERSION.c.version)) or 0


def upgrade_schema(connection: Connection) -> None:
    """Upgrade the store from any older version to the current one, inside the caller's transaction.

    Raises:
        StoreError: a newer version of the program wrote it.
    """
    version = read_schema_version(connection)
    if version > SCHEMA_VERSION:
        raise StoreError(
            connection.engine.url.render_as_string(hide_password=True),
            f"its schema is version {version}, and this program knows up to {SCHEMA_VERSION}",
            "Update the program, or use another store.",
        )
    if version == SCHEMA_VERSION:
        return
    if connection.dialect.name == "postgresql":
        # Of two programs that open an older store at once, the second waits and finds it upgraded. SQLite
        # has one writer at a time anyway.
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
        version = read_schema_version(connection)
    _add_missing_tables_and_columns(connection)
    if version:
        migrate_rows(connection, version)
    connection.execute(VERSION.delete())
    connection.execute(VERSION.insert().values(version=SCHEMA_VERSION))


def migrate_rows(connection: Connection, version: int) -> None:
    """Migrate rows that were written in an older version of the schema. Linear."""
    for number in range(version + 1, SCHEMA_VERSION + 1):
        for migrate in _MIGRATIONS.get(number, ()):
            migrate(connection)


def _add_missing_tables_and_columns(connection: Connection) -> None:
    """Add the tables, columns and indexes that an older store lacks; a new column has its default."""
    METADATA.create_all(connection)
    for table in METADATA.sorted_tables:
        existing = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in existing:
                definition = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
