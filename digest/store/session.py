"""Open transactions on the connection that all repositories of a store share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

from digest.store.connection import copy_to_memory, driver_connection
from digest.store.error_translation import translate_errors

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


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


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    updated: Iterable[str],
) -> None:
    """Insert rows; where the primary key exists, update only the columns in `updated`."""
    if not rows:
        return
    statement = insert_into(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in updated},
    )
    connection.execute(statement, list(rows))
