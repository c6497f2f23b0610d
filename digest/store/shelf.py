"""What every shelf of the store stands on: one connection, one transaction a step, one way to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from digest.store.telling import telling


class Shelf:
    """One open connection, used from one thread."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self.url = url

    @contextmanager
    def step(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        begin = self._connection.begin_nested if self._connection.in_transaction() else self._connection.begin
        with telling(self.url), begin():
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
