"""Databases to test with: SQLite in a file, and PostgreSQL where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url


def fresh_url(kind: str, folder: Path) -> str:
    """The URL of an empty database; the test is skipped where there is none of that kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'digest.db'}"
    server = os.environ.get("DIGEST_TEST_POSTGRES")
    if not server:
        pytest.skip("DIGEST_TEST_POSTGRES names no PostgreSQL database to test with")
    psycopg = pytest.importorskip("psycopg")
    # Each process of the test run has a database of its own beside the one that is named.
    url = make_url(server)
    name = f"{url.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    return url.set(database=name).render_as_string(hide_password=False)
