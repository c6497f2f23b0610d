"""Provide empty databases for tests: SQLite in a file, and PostgreSQL where one is configured."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache


def share_compiled_statements() -> None:
    """Compile a SQL statement once in a process, not once in every store: tests open thousands of stores.

    SQLAlchemy keeps the statements of each engine apart, and looks them up by the dialect object, too.
    """
    statements: LRUCache[Any, Any] = LRUCache(2_000)
    create = Engine.__init__

    def create_sharing(engine: Engine, *arguments: Any, **options: Any) -> None:
        create(engine, *arguments, **options)
        engine._compiled_cache = statements

    def have_one_class(one: DefaultDialect, other: object) -> bool:
        return type(one) is type(other)

    def hash_class(dialect: DefaultDialect) -> int:
        return hash(type(dialect))

    for owner, name, function in (
        (Engine, "__init__", create_sharing),
        (DefaultDialect, "__eq__", have_one_class),
        (DefaultDialect, "__hash__", hash_class),
    ):
        setattr(owner, name, function)


def create_database(kind: str, folder: Path, purpose: str = "") -> str:
    """Return the URL of an empty database; skip the test where there is none of that kind.

    kind: "sqlite" or "postgresql". purpose: those of different purposes are different databases.
    """
    if kind == "sqlite":
        return f"sqlite:///{folder / 'digest.db'}"
    server = os.environ.get("DIGEST_TEST_POSTGRES")
    if not server:
        pytest.skip("DIGEST_TEST_POSTGRES names no PostgreSQL database")
    psycopg = pytest.importorskip("psycopg")
    # Each process of the test run creates a database of its own on the named server.
    url = make_url(server)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}{purpose}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    return url.set(database=name).render_as_string(hide_password=False)
