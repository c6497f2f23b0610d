"""Provide empty databases for tests: SQLite in a file, and PostgreSQL where one is configured."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url


def create_database(kind: str, folder: Path) -> str:
    """Return the URL of an empty database; skip the test where there is none of that kind.

    kind: "sqlite" or "postgresql".
    """
    if kind == "sqlite":
        return f"sqlite:///{folder / 'digest.db'}"
    server = os.environ.get("DIGEST_TEST_POSTGRES")
    if not server:
        pytest.skip("DIGEST_TEST_POSTGRES names no PostgreSQL database")
    psycopg = pytest.importorskip("psycopg")
    # Each process of the test run creates a database of its own on the named server.
    url = make_url(server)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    return url.set(database=name).render_as_string(hide_password=False)
