"""Open transactions on the connection that all repositories of a store share."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, Table, any_, func, literal, select
from sqlalchemy import column as column_clause
from sqlalchemy import table as table_clause
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from digest.store.connection import copy_to_memory, driver_connection
from digest.store.error_translation import translate_errors

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


MIN_STREAMED = 100
"""So many rows are worth a stream of their own."""


class Session:
    """One open connection to a database, for use from one thread.

    url: where the database is, without its password; error messages name it.
    """

    def __init__(self, connection: Connection, url: str, copies: ExitStack | None = None) -> None:
        """Wrap an open connection.

        copies: for a dry run. The database stays as it is: the first write copies it to memory, and the copy
        lives until this stack is closed.
        """
        self._connection = connection
        self._copies = copies
        self.url = url

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite; otherwise it is PostgreSQL."""
        return self._connection.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a read-only transaction, or join the one that is open. It neither blocks nor waits.

        Raises:
            StoreError: the database reports an error.
        """
        with translate_errors(self.url):
            if self._connection.in_transaction():
                yield self._connection
                return
            self._connection.execution_options(only_reads=True)
            with self._connection.begin():
                yield self._connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that writes: all of its changes are kept, or none.

        Inside another transaction it is a savepoint.

        Raises:
            StoreError: the database reports an error.
        """
        with translate_errors(self.url):
            if self._copies:
                self._connection = self._copies.enter_context(copy_to_memory(self._connection))
                self._copies = None
            self._connection.execution_options(only_reads=False)
            nested = self._connection.in_transaction()
            with self._connection.begin_nested() if nested else self._connection.begin():
                yield self._connection

    def execute_outside_transaction(self, statement: str, parameters: Sequence[str] = ()) -> None:
        """Execute a statement that SQLite does not allow in a transaction, such as VACUUM.

        Raises:
            StoreError: the database reports an error.
        """
        with translate_errors(self.url):
            driver_connection(self._connection).execute(statement, tuple(parameters))


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Build an INSERT in the dialect of this database, which can be given an ON CONFLICT clause."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # late: it takes 30 ms

        return postgresql.insert(table)
    return sqlite.insert(table)


def is_one_of(
    connection: Connection, column: ColumnElement[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Build the condition that a column of texts or numbers has one of some values, however many.

    The database gets them as one array: to write and parse a thousand parameters takes longer than to find
    the rows.
    """
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import ARRAY

        return column == any_(literal(list(values), ARRAY(column.type)))
    array = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(array.c.value))


def insert_rows(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    updated: Iterable[str],
) -> None:
    """Insert rows whose primary keys no row of the table has, each key once, ordered by their keys.

    PostgreSQL gets many rows in one stream straight into the table, which is twice as fast. Such a stream
    fails if another program has inserted one of the keys meanwhile, so the caller must hold a lock that keeps
    others from it. names: of the values of each row. updated: as for `upsert`, where nothing is streamed.
    """
    if len(rows) >= MIN_STREAMED and connection.dialect.name == "postgresql":
        _copy_rows(connection, table, table.name, names, rows)
    else:
        write_rows(connection, table, names, rows, updated)


def upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    updated: Iterable[str],
) -> None:
    """Insert rows; where the primary key exists, update only the columns in `updated`.

    Of several rows with one key the last counts. They are written in the order of their keys, so that two
    programs that write the same rows wait for each other instead of ending in a deadlock. PostgreSQL gets
    many rows in one stream, which is three times as fast. Cost: linear.
    """
    keys = [column.name for column in table.primary_key]
    by_key = {tuple([row[name] for name in keys]): row for row in rows}
    ordered = [by_key[key] for key in sorted(by_key)]
    if ordered:
        names = tuple(ordered[0])
        write_rows(connection, table, names, list(map(itemgetter(*names), ordered)), updated)


def write_rows(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    updated: Iterable[str],
) -> None:
    """Insert or update rows as `upsert` does: each key once, ordered by their keys.

    names: of the values of each row.
    """
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement, order = _compile_upsert(table, tuple(names), tuple(updated))
        # SQLAlchemy takes three times as long to prepare the values.
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        prepared = [_prepare_values(connection, table, name, columns[name]) for name in order]
        connection.exec_driver_sql(statement, list(zip(*prepared, strict=True)))
        return
    insert = insert_into(connection, table)
    if len(rows) >= MIN_STREAMED:
        insert = insert.from_select(list(names), _stream_rows(connection, table, names, rows))
        connection.execute(_update_on_conflict(insert, table, updated))
    else:
        values = [dict(zip(names, row, strict=True)) for row in rows]
        connection.execute(_update_on_conflict(insert, table, updated), values)


@lru_cache(maxsize=32)
def _compile_upsert(
    table: Table, names: tuple[str, ...], updated: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """Return the statement for SQLite that inserts or updates a row, and its columns in their order."""
    insert = _update_on_conflict(sqlite.insert(table), table, updated)
    compiled = insert.compile(dialect=sqlite.dialect(), column_keys=names)
    return str(compiled), tuple(compiled.positiontup or ())


def _update_on_conflict(
    insert: sqlite.Insert | postgresql.Insert, table: Table, updated: Iterable[str]
) -> sqlite.Insert | postgresql.Insert:
    return insert.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: insert.excluded[name] for name in updated},
    )


def _prepare_values(connection: Connection, table: Table, name: str, values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a column as the driver takes them.

    Each value is converted once: the rows of a visit share many.
    """
    dialect = connection.dialect
    process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    if not process:
        return values
    prepared = {value: process(value) for value in set(values)}
    return [prepared[value] for value in values]


def _stream_rows(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Select[Any]:
    """Copy rows into a temporary table; return a query for them, in the order of their keys."""
    temporary = f"incoming_{table.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {temporary} (LIKE {table.name}) ON COMMIT DELETE ROWS"
    )
    connection.exec_driver_sql(f"ALTER TABLE {temporary} ALTER {names[0]} DROP NOT NULL")
    _copy_rows(connection, table, temporary, names, rows)
    columns = (column_clause(name, table.c[name].type) for name in names)
    incoming = table_clause(temporary, *columns)
    return select(incoming).order_by(*(incoming.c[column.name] for column in table.primary_key))


def _copy_rows(
    connection: Connection, table: Table, target: str, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Copy rows in one stream into a table of PostgreSQL, or into another one with its columns."""
    columns = zip(names, zip(*rows, strict=True), strict=True)
    prepared = [_prepare_values(connection, table, name, values) for name, values in columns]
    statement = f"COPY {target} ({', '.join(names)}) FROM STDIN"
    try:
        with driver_connection(connection).cursor() as cursor, cursor.copy(statement) as copy:
            for row in zip(*prepared, strict=True):
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error
