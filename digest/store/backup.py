"""The store as a whole: what is in it, a copy of it, and its way into another database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Table, func, insert, select

from digest.errors import StoreError
from digest.store.connection import find_driver
from digest.store.error_translation import telling
from digest.store.repository import Shelf
from digest.store.schema import ARTICLES, EDITIONS, SCHEMA, TABLES, VERSION, Moment, take_steps

BATCH = 500
"""So many rows are written at once."""

LOOSE = 0.25
"""A file of which more than this part is empty is packed anew."""

KEPT = [table for table in TABLES.sorted_tables if table is not VERSION]


class MovingShelf(Shelf):
    """All tables at once."""

    def describe(self) -> dict[str, Any]:
        """Its place, version and size (None where it cannot be told), its rows by table, its first and last
        times, as JSON-safe values."""
        with self.look() as connection:
            bounds = {
                "oldest_article": select(func.min(ARTICLES.c.first_seen)),
                "newest_article": select(func.max(ARTICLES.c.first_seen)),
                "first_edition": select(func.min(EDITIONS.c.date)),
                "last_edition": select(func.max(EDITIONS.c.date)),
            }
            return {
                "url": self.url,
                "schema": SCHEMA,
                "megabytes": measure(connection),
                **{name: plain(connection.scalar(query)) for name, query in bounds.items()},
                "rows": {
                    table.name: connection.scalar(select(func.count()).select_from(table)) for table in KEPT
                },
            }

    def export_lines(self) -> Iterator[str]:
        """The whole store as JSON lines: its version, then each row with its table. Linear."""
        yield json.dumps({"digest_store": SCHEMA})
        with self.look() as connection:
            for table in KEPT:
                rows = connection.execute(select(table).order_by(*table.primary_key))
                for row in rows.mappings():
                    told = {name: plain(value) for name, value in row.items()}
                    yield json.dumps({"table": table.name, "row": told}, ensure_ascii=False)

    def import_lines(self, lines: Iterable[str | bytes], name: str) -> int:
        """Fill an empty store from exported lines, all or nothing; how many rows that were.

        lines: as text, or as a file has them. name: what they are called in messages.

        Raises:
            StoreError: the store is not empty, or a line is not one of an export.
        """
        with self.step() as connection:
            if any(connection.scalar(select(func.count()).select_from(table)) for table in KEPT):
                advice = "Name another [store] url in the configuration, or move this store away."
                raise StoreError(self.url, "the store is not empty", advice)
            return write_rows(connection, lines, name)

    def back_up(self, path: Path) -> None:
        """Copy the whole store into a new file, as it is at this moment; others may go on using it.

        Raises:
            StoreError: it is not SQLite, the file is there already, or it cannot be written.
        """
        if self._connection.dialect.name != "sqlite":
            advice = "Use the server's own means (pg_dump), or `digest store export`."
            raise StoreError(self.url, "only a store in a file can be copied like this", advice)
        refuse_existing(path)
        aside = path.with_name(f".{path.name}.part")
        try:
            aside.unlink(missing_ok=True)
            self._outside("vacuum into ?", (str(aside),))
            aside.replace(path)
        except OSError as error:
            raise StoreError(str(path), f"the copy cannot be written ({error.strerror})") from None
        finally:
            aside.unlink(missing_ok=True)

    def find_damage(self) -> str:
        """What is wrong with the file, or "". Cost: reads all of it.

        Raises:
            StoreError: it cannot be written.
        """
        if self._connection.dialect.name != "sqlite":
            return ""
        for statement in ("begin immediate", "update schema_version set version = version", "rollback"):
            self._outside(statement, ())
        with self.look() as connection:
            said: str = connection.exec_driver_sql("pragma quick_check(1)").scalar() or "ok"
            return "" if said == "ok" else said

    def tidy(self) -> bool:
        """Give the room of what was dropped back to the disk, when it is much; whether it was."""
        if self._connection.dialect.name != "sqlite":
            return False  # a server does so by itself
        with self.step() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
            empty = connection.exec_driver_sql("pragma freelist_count").scalar() or 0
        if empty <= LOOSE * pages:
            return False
        self._outside("vacuum", ())
        return True

    def _outside(self, statement: str, values: tuple[str, ...]) -> None:
        """Run what SQLite will not do inside a transaction."""
        with telling(self.url):
            find_driver(self._connection).execute(statement, values)


def refuse_existing(path: Path) -> None:
    """Raises StoreError where there is a file: a copy of a store never takes the place of anything."""
    if path.exists():
        raise StoreError(str(path), "there is such a file already", "Name a new one.")


def measure(connection: Connection) -> float | None:
    """The size of the database in megabytes."""
    if connection.dialect.name == "sqlite":
        pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
        size = connection.exec_driver_sql("pragma page_size").scalar() or 0
        return round(pages * size / 1e6, 1)
    size = connection.exec_driver_sql("select pg_database_size(current_database())").scalar()
    return round(size / 1e6, 1) if size else None


def plain(value: Any) -> Any:
    """A value of a column as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def unplain(value: Any, column: Column[Any]) -> Any:
    """A value of JSON as a column has it."""
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) else value


def write_rows(connection: Connection, lines: Iterable[str | bytes], name: str) -> int:
    """Insert exported lines. Raises StoreError."""
    tables = {table.name: table for table in KEPT}
    waiting: dict[str, list[dict[str, Any]]] = {table: [] for table in tables}
    count, version = 0, SCHEMA
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            if number == 1:
                version = row["digest_store"]
                check_version(version, name)
                continue
            table = tables[row["table"]]
            waiting[table.name].append(
                {key: unplain(value, table.c[key]) for key, value in row["row"].items()}
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            advice = "`digest store export` writes such files."
            raise StoreError(f"{name}:{number}", "this is no line of an exported store", advice) from None
        count += 1
        if len(waiting[table.name]) == BATCH:
            flush(connection, table, waiting)
    for table in KEPT:
        flush(connection, table, waiting)
    take_steps(connection, version)
    return count


def check_version(version: int, name: str) -> None:
    """Raises StoreError for an export of a newer program; what an older one lacks has its defaults."""
    if version > SCHEMA:
        told = f"it was exported by a newer version of the program (schema {version}, here {SCHEMA})"
        raise StoreError(name, told, "Update the program.")


def flush(connection: Connection, table: Table, waiting: dict[str, list[dict[str, Any]]]) -> None:
    """Write the rows that wait for a table."""
    if waiting[table.name]:
        connection.execute(insert(table), waiting[table.name])
        waiting[table.name] = []
