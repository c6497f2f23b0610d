"""What every shelf of the store stands on: one connection, one transaction a step, one way to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from digest.store.connection import copy_to_memory
from digest.store.error_translation import telling


class Shelf:
    """One open connection, used from one thread.

    aside: when given, the store stays as it is; what is written goes into a copy, which lives as long as
    this stack.
    """

    def __init__(self, connection: Connection, url: str, aside: ExitStack | None = None) -> None:
        self._connection = connection
        self._aside = aside
        self.url = url

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """One transaction that only reads: it stands in nobody's way, and waits for nobody."""
        with telling(self.url):
            if self._connection.in_transaction():
                yield self._connection
                return
            self._connection.execution_options(only_reads=True)
            with self._connection.begin():
                yield self._connection

    @contextmanager
    def step(self) -> Iterator[Connection]:
        """One transaction that writes: all of it is kept, or nothing."""
        with telling(self.url):
            if self._aside:
                self._connection = self._aside.enter_context(copy_to_memory(self._connection))
                self._aside = None
            self._connection.execution_options(only_reads=False)
            within = self._connection.in_transaction()
            with self._connection.begin_nested() if within else self._connection.begin():
                yield self._connection


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT in the words of this database, to which can be said what happens where the key is taken."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    rewritten: Iterable[str],
) -> None:
    """Insert rows; where the key is taken, rewrite these columns."""
    if not rows:
        return
    statement = insert_into(connection, table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in rewritten},
    )
    connection.execute(statement, list(rows))
