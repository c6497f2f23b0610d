"""Databases to test with: SQLite in a file, and PostgreSQL where there is one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def fresh_url(kind: str, folder: Path) -> str:
    """The URL of an empty database; the test is skipped where there is none of that kind."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'digest.db'}"
    server = os.environ.get("DIGEST_TEST_POSTGRES")
    if not server:
        pytest.skip("DIGEST_TEST_POSTGRES names no PostgreSQL database to test with")
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("drop schema public cascade; create schema public")
    return server
