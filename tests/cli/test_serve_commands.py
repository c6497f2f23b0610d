"""status, and the units that serve prints."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest.serve.health_file import write_health
from tests.cli.helpers import run_digest


def test_status_before_the_first_run_stores_nothing(home: Path) -> None:
    status = run_digest(home, "status")
    assert "edition    none yet" in status.stdout
    assert "collected  never\n" in status.stdout
    assert not (home / "digest.db").exists()


def test_status_lists_failing_sources_and_fails_only_when_none_answers(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "nowhere"\nname = "Nowhere"\n')
    run_digest(home, "run")
    status = run_digest(home, "status")
    assert status.returncode == 0, status.stdout
    assert "; 1 of 2 sources answered\n" in status.stdout
    assert "           Nowhere: " in status.stdout
    (home / "inbox").rename(home / "elsewhere")
    run_digest(home, "collect")
    status = run_digest(home, "status")
    assert status.returncode == 1
    assert "problem    No source answers." in status.stdout


def test_status_shows_whether_the_daemon_runs_or_hangs(home: Path) -> None:
    run_digest(home, "run")
    path = home / "digest.health.json"
    now = datetime.now(UTC)
    for age, code, message in ((0, 0, "running as here/1/x"), (3600, 1, "no sign of life since")):
        time = f"{now - timedelta(seconds=age):%Y-%m-%dT%H:%M:%SZ}"
        write_health(path, {"time": time, "serving": {"here/1/x": time}})
        status = run_digest(home, "status")
        assert (status.returncode, message in status.stdout) == (code, True), status.stdout
    path.write_text("half a fil")
    assert "serve      not running" in run_digest(home, "status").stdout


def test_printed_units_start_this_program_with_this_configuration(home: Path) -> None:
    printed = run_digest(home, "serve", "--print-unit", "systemd")
    assert printed.returncode == 0
    assert f" serve --config {home / 'digest.toml'}\n" in printed.stdout
    assert run_digest(home, "serve", "--print-unit", "magic").returncode == 2
    assert not (home / "digest.db").exists()


def test_status_counts_stories_as_the_page_does(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write("[digest]\nin_full = 1\n")
    printed = run_digest(home, "run").stdout.splitlines()[0]
    assert printed.endswith(": 1 story and 1 brief")
    status = run_digest(home, "status")
    assert ", 1 story and 1 brief\n" in status.stdout
    edition = json.loads(run_digest(home, "status", "--json").stdout)["edition"]
    assert (edition["stories"], edition["briefs"]) == (1, 1)
    (page,) = (home / "editions").glob("digest-*.html")
    assert "1 story and 1 brief" in page.read_text("utf-8")
