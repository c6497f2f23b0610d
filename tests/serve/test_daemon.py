"""The daemon goes on, whatever a round, a new configuration or the port of its health page does."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from digest.config import Config, parse_config
from digest.errors import StoreError
from digest.serve.daemon import Daemon

SETTINGS = "version = 1\n[schedule]\npublish_at = ['06:30']\n"


def configure(folder: Path, settings: str = "") -> Config:
    return parse_config(SETTINGS + settings, folder / "digest.toml", {}, {})


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyError("a round"), "unexpected error; please report it"),
        (StoreError("digest.db", "the database says: no"), "the database says: no"),
    ],
)
def test_a_round_that_fails_is_logged_and_another_one_follows(
    error: Exception,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("digest.serve.daemon.run_round", fail)
    assert Daemon(configure(tmp_path), None).tick() is not None
    assert message in caplog.text


def test_a_new_configuration_with_mistakes_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("digest.serve.daemon.run_round", lambda *_: ())
    file = tmp_path / "digest.toml"
    file.write_text("version = 1\n[schedule]\npublish_at = ['noon']\n", "utf-8")
    daemon = Daemon(configure(tmp_path), file)
    daemon.reload()
    assert daemon.tick() is not None
    assert "the new configuration has mistakes, the previous one stays in use" in caplog.text


def test_a_port_that_is_taken_stops_no_daemon(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        Daemon(configure(tmp_path, f"health_port = {port}\n"), None)
    assert f"health_port {port} cannot be used" in caplog.text
