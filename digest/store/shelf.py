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


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    rewritten: Iterable[str],
) -> None:
    """Insert rows; where the key is taken, rewrite these columns."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    statement = statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: statement.excluded[name] for name in rewritten},
    )
    connection.execute(statement, list(rows))
