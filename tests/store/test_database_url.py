"""Find the file of a database URL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from digest.config import parse_config
from digest.errors import StoreError
from digest.serve.health_file import find_health_file
from digest.store.database_url import find_database_file


@pytest.mark.parametrize(
    ("url", "resolved", "health"),
    [
        ("sqlite:///x.db", "sqlite:////etc/x.db", "/etc/x.health.json"),
        ("sqlite+pysqlite:///in/x.db", "sqlite+pysqlite:////etc/in/x.db", "/etc/in/x.health.json"),
        ("sqlite:////var/x.db", "sqlite:////var/x.db", "/var/x.health.json"),
        ("sqlite:///x.db?timeout=5", "sqlite:////etc/x.db?timeout=5", "/etc/x.health.json"),
        ("sqlite:///file:x.db?uri=true", "sqlite:///file:/etc/x.db?uri=true", "/etc/x.health.json"),
        ("sqlite://", "sqlite://", "/etc/digest.health.json"),
        ("sqlite+pysqlite:///:memory:", "sqlite+pysqlite:///:memory:", "/etc/digest.health.json"),
        ("postgresql://a:p%2F@host/x.db", "postgresql://a:p%2F@host/x.db", "/etc/digest.health.json"),
        ("nonsense", "nonsense", "/etc/digest.health.json"),
        ("sqlite://host:port/x", "sqlite://host:port/x", "/etc/digest.health.json"),
    ],
)  # fmt: skip
def test_a_relative_path_starts_at_the_folder_of_the_configuration(
    url: str, resolved: str, health: str
) -> None:
    config = parse_config(f'version = 1\n[store]\nurl = "{url}"\n', Path("/etc/digest.toml"), {}, {})
    assert unquote(config.store_url) == unquote(resolved)
    assert find_health_file(config) == Path(health)


@pytest.mark.own_store("is about the name of the file")
def test_a_folder_whose_name_is_invalid_unicode_is_an_error() -> None:
    config = parse_config("version = 1\n", Path("/etc/caf\udce9/digest.toml"), {}, {})
    with pytest.raises(StoreError, match="not valid UTF-8"):
        _ = config.store_url


def test_a_server_has_no_file() -> None:
    assert find_database_file("postgresql+psycopg://me@host/digest.db") is None
