"""Copy a store to a file, and export and import it as JSON lines, also between databases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Date, Table, func, insert, select

from digest.errors import StoreError, UsageError, explain_existing_file, explain_unwritable_file
from digest.store.migrations import migrate_rows
from digest.store.private_store_files import create_private_file
from digest.store.session import Session
from digest.store.table_definitions import DATA_TABLES, SCHEMA_VERSION, UtcDateTime

_INSERT_BATCH = 500
"""How many rows are written at once."""


class StoreBackup:
    """Copies of a whole store."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def export_lines(self) -> Iterator[str]:
        """Yield the whole store as JSON lines: the schema version, then each row with its table. Linear."""
        yield json.dumps({"digest_store": SCHEMA_VERSION})
        with self._session.read() as connection:
            for table in DATA_TABLES:
                rows = connection.execute(select(table).order_by(*table.primary_key))
                for row in rows.mappings():
                    values = {name: _to_json(value) for name, value in row.items()}
                    yield json.dumps({"table": table.name, "row": values}, ensure_ascii=False)

    def import_lines(self, lines: Iterable[str | bytes], name: str) -> int:
        """Fill an empty store from exported lines, all or nothing. Return the number of rows.

        lines: as text or as bytes. name: what to call them in messages, such as the name of their file.

        Raises:
            StoreError: the store is not empty.
            UsageError: a line is not one of an export of this version or an older one.
        """
        with self._session.write() as connection:
            if any(connection.scalar(select(func.count()).select_from(table)) for table in DATA_TABLES):
                advice = "Name another [store] url in the configuration, or move this store away."
                raise StoreError(self._session.url, "the store is not empty", advice)
            return _import_rows(connection, lines, name)

    def copy_to(self, path: Path) -> None:
        """Copy the whole store, as it is now, into a new file; others may go on using the store.

        Raises:
            StoreError: the store is not SQLite.
            UsageError: the file exists, or it cannot be written.
        """
        if not self._session.is_sqlite:
            advice = "Use the server's own tools (pg_dump), or `digest store export`."
            raise StoreError(self._session.url, "only a store in a file can be copied like this", advice)
        if path.exists():
            raise explain_existing_file(path)
        partial = path.with_name(f".{path.name}.part")
        try:
            create_private_file(partial).close()
            self._session.execute_outside_transaction("vacuum into ?", (str(partial),))
            partial.replace(path)
        except OSError as error:
            raise explain_unwritable_file(path, error) from None
        finally:
            partial.unlink(missing_ok=True)


def _to_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _from_json(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) else value


def _import_rows(connection: Connection, lines: Iterable[str | bytes], name: str) -> int:
    tables = {table.name: table for table in DATA_TABLES}
    pending: dict[str, list[dict[str, Any]]] = {table: [] for table in tables}
    count, version = 0, SCHEMA_VERSION
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            if number == 1:
                version = record["digest_store"]
                _refuse_newer_version(version, name)
                continue
            table = tables[record["table"]]
            row = {key: _from_json(value, table.c[key]) for key, value in record["row"].items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            advice = "`digest store export` writes such files."
            raise UsageError(f"{name}:{number}", "this is not a line of an exported store", advice) from None
        pending[table.name].append(row)
        count += 1
        if len(pending[table.name]) == _INSERT_BATCH:
            _insert_pending(connection, table, pending)
    for table in DATA_TABLES:
        _insert_pending(connection, table, pending)
    migrate_rows(connection, version)
    return count


def _refuse_newer_version(version: int, name: str) -> None:
    """Raise UsageError for an export of a newer program. What an older one lacks gets its defaults."""
    if version > SCHEMA_VERSION:
        message = (
            f"it was exported by a newer version of the program (schema {version}, here {SCHEMA_VERSION})"
        )
        raise UsageError(name, message, "Update the program.")


def _insert_pending(connection: Connection, table: Table, pending: dict[str, list[dict[str, Any]]]) -> None:
    if pending[table.name]:
        connection.execute(insert(table), pending[table.name])
        pending[table.name] = []
