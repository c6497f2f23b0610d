"""Where a database lies."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from digest.config import parse_config
from digest.errors import StoreError
from digest.serve.health import health_path
from digest.store.database_url import database_file


@pytest.mark.parametrize(
    ("url", "placed", "health"),
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
def test_a_file_counts_from_the_configuration_however_the_driver_is_named(
    url: str, placed: str, health: str
) -> None:
    config = parse_config(f'version = 1\n[store]\nurl = "{url}"\n', Path("/etc/digest.toml"), {}, {})
    assert unquote(config.store_url) == unquote(placed)
    assert health_path(config) == Path(health)


def test_a_folder_whose_name_is_no_text_is_told() -> None:
    config = parse_config("version = 1\n", Path("/etc/caf\udce9/digest.toml"), {}, {})
    with pytest.raises(StoreError, match="no text in UTF-8"):
        _ = config.store_url


def test_a_server_has_no_file() -> None:
    assert database_file("postgresql+psycopg://me@host/digest.db") is None
