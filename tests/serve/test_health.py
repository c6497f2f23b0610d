"""The health of the program: metrics, probes, the health file."""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from digest.config import parse_config
from digest.http import Client
from digest.pipeline import collect
from digest.serve.health import describe_state
from digest.serve.health_file import find_health_file, is_stale, write_health
from digest.serve.health_server import Monitor
from digest.serve.metrics import format_metrics
from digest.store import open_store

STATE = {
    "time": "2026-03-12T05:30:00Z",
    "ok": True,
    "collect": {"last": None, "sources": 3, "failing": [{}]},
    "edition": {"issued": "2026-03-12T05:30:00Z"},
    "publish": {"next": "2026-03-13T05:30:00Z", "tries": 2},
    "counts": {"done": 4, "failed": 1},
}


def test_metrics_are_in_the_text_format_of_prometheus() -> None:
    lines = format_metrics(STATE).splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert values["digest_ok"] == "1"
    assert values["digest_sources_failing"] == "1"
    assert values["digest_edition_timestamp_seconds"] == "1773293400"
    assert values["digest_publish_failures"] == "2"
    assert values['digest_deliveries{state="done"}'] == "4"
    assert values['digest_deliveries{state="waiting"}'] == "0"
    assert "digest_collect_timestamp_seconds" not in values
    named = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {name.partition("{")[0] for name in values} == named


@pytest.mark.parametrize(
    ("first_visit", "problem"),
    [
        (
            None,
            "Nothing has been collected yet. `digest run` collects and publishes; `digest serve` does both",
        ),
        ("2026-03-11T20:00:00Z", "The edition due at 06:30 on Thursday 2026-03-12 is missing. `digest run`"),
        ("2026-03-12T08:00:00Z", ""),
    ],
)
def test_no_edition_is_missing_from_before_the_first_visit(
    tmp_path: Path, first_visit: str | None, problem: str
) -> None:
    (tmp_path / "inbox").mkdir()
    config = parse_config('version = 1\n[[sources]]\nfolder = "inbox"\n', tmp_path / "digest.toml", {}, {})
    with open_store(config.store_url) as store:
        if first_visit:
            collect(config, store, Client(), datetime.fromisoformat(first_visit), map)
        state = describe_state(config, store, datetime(2026, 3, 12, 9, tzinfo=UTC))
    assert len(state["problems"]) == bool(problem)
    assert "".join(state["problems"]).startswith(problem)


def test_metrics_name_each_of_several_editions() -> None:
    plan = {"next": "2026-03-15T17:00:00Z"}
    editions = [
        {"name": "daily", "edition": STATE["edition"], "publish": STATE["publish"]},
        {"name": "weekly", "edition": None, "publish": plan},
    ]
    lines = format_metrics({**STATE, "editions": editions}).splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert {name: value for name, value in values.items() if "edition=" in name} == {
        'digest_edition_timestamp_seconds{edition="daily"}': "1773293400",
        'digest_next_edition_timestamp_seconds{edition="daily"}': "1773379800",
        'digest_next_edition_timestamp_seconds{edition="weekly"}': "1773594000",
        'digest_publish_failures{edition="daily"}': "2",
        'digest_publish_failures{edition="weekly"}': "0",
    }
    assert not {"digest_edition_timestamp_seconds", "digest_publish_failures"} & values.keys()
    assert len([line for line in lines if line.startswith("# TYPE digest_publish_failures")]) == 1


def test_health_probes_fail_on_problems_and_on_a_stale_state() -> None:
    now = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
    clock = [now]
    monitor = Monitor(0, lambda: clock[0])
    assert monitor.answer("/health")[0] == 503
    assert monitor.answer("/metrics")[0] == 404
    monitor.update(STATE)
    assert monitor.answer("/health")[0] == 200
    for hours in (1, -1):
        clock[0] = now + timedelta(hours=hours)
        assert monitor.answer("/health")[0] == 503
        assert is_stale(STATE, clock[0])
    clock[0] = now + timedelta(hours=1)
    monitor.update({**STATE, "time": "2026-03-12T06:30:00Z", "ok": False})
    assert monitor.answer("/health")[0] == 503


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{port}", 200),
        ("127.0.0.1", 200),
        ("[::1]:{port}", 200),
        ("evil.example:{port}", 403),
        ("localhost.evil.example", 403),
        ("", 403),
    ],
)
def test_only_requests_to_this_machine_by_its_own_name_are_answered(host: str, status: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Monitor(port, lambda: datetime(2026, 3, 12, 5, 30, tzinfo=UTC)) as monitor:
        monitor.update(STATE)
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/health", headers={"Host": host.format(port=port)})
        response = connection.getresponse()
        body = response.read()
        connection.close()
    assert response.status == status
    assert (b"collect" in body) == (status == 200)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one loopback address")
def test_other_addresses_of_this_machine_are_not_served() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Monitor(port, lambda: datetime(2026, 3, 12, 5, 30, tzinfo=UTC)):
        socket.create_connection(("127.0.0.1", port), 5).close()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", port), 5)


def test_the_health_file_is_beside_the_store_or_the_configuration(tmp_path: Path) -> None:
    config = parse_config("version = 1\n", tmp_path / "digest.toml", {}, {})
    assert find_health_file(config) == tmp_path / "digest.health.json"
    server = config.model_copy(
        update={"store": config.store.model_copy(update={"url": "postgresql+psycopg://x/y"})}
    )
    assert find_health_file(server) == tmp_path / "digest.health.json"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_the_health_file_is_readable_by_its_user_only(tmp_path: Path) -> None:
    write_health(tmp_path / "digest.health.json", STATE)
    assert (tmp_path / "digest.health.json").stat().st_mode & 0o777 == 0o600
