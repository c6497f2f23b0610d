"""Deliveries by hand: failures are reported, and sent again with `digest deliver`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest

HOOK = "[[deliveries]]\nkind = 'command'\ncommand = ['./hook.sh', '${KEY}']\nname = 'hook'\n"


@pytest.fixture
def hook(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A delivery that works while there is a file "open" beside it, and gets a secret as its argument."""
    monkeypatch.setenv("KEY", "hunter2")
    path = home / "hook.sh"
    path.write_text(
        "#!/bin/sh\ncat > /dev/null\necho no $1 at the gate >&2\ntest -e open && echo x >> taken\n"
    )
    path.chmod(0o755)
    with (home / "digest.toml").open("a") as file:
        file.write(HOOK)
    return path


def find_day(home: Path) -> str:
    """Return the date of the edition that was written."""
    return next((home / "editions").glob("digest-*.md")).stem.removeprefix("digest-")


def test_status_reports_a_failed_delivery_and_deliver_sends_it_again(home: Path, hook: Path) -> None:
    result = run_digest(home, "run")
    assert result.returncode == 1
    assert "digest: hook: ./hook.sh ended with 1: no *** at the gate. Fix the program." in result.stderr
    status = run_digest(home, "status")
    assert (
        "hunter2"
        not in result.stderr + result.stdout + status.stdout + run_digest(home, "store", "export", "-").stdout
    )
    assert status.returncode == 1
    assert (
        f"The edition of {find_day(home)} has not reached hook (tried once): ./hook.sh ended with 1"
        in status.stdout
    )
    (home / "open").touch()
    again = run_digest(home, "deliver", "--again", find_day(home))
    assert (again.returncode, again.stdout.strip()) == (0, "1 of 1 delivered.")
    done = run_digest(home, "deliver", "--again", find_day(home))
    assert done.stdout.strip() == f"All deliveries of {find_day(home)} have arrived."
    assert (home / "taken").read_text() == "x\n"
    healthy = run_digest(home, "status", "--json")
    assert healthy.returncode == 0, healthy.stdout
    state = json.loads(healthy.stdout)
    assert [(row["target"], row["state"], row["tries"]) for row in state["deliveries"]] == [
        ("hook", "done", 2)
    ]
    assert state["serve"] is None


def test_the_same_edition_again_is_not_delivered_again(home: Path, hook: Path) -> None:
    (home / "open").touch()
    assert run_digest(home, "run").returncode == 0
    assert run_digest(home, "publish").returncode == 0
    assert run_digest(home, "publish", "--again", find_day(home)).returncode == 0
    assert (home / "taken").read_text() == "x\n"


def test_a_dry_run_delivers_nothing(home: Path, hook: Path) -> None:
    assert run_digest(home, "run", "--dry-run").returncode == 0
    assert not (home / "taken").exists()


def test_deliver_again_requires_a_day_with_an_edition(home: Path) -> None:
    result = run_digest(home, "deliver", "--again", "2001-01-01")
    assert result.returncode == 1
    assert "the store has no edition of 2001-01-01" in result.stderr


def test_a_run_says_which_delivery_waits_and_how_to_send_it_now(home: Path, hook: Path) -> None:
    assert run_digest(home, "run", "--quiet").returncode == 1
    (home / "open").touch()
    day = find_day(home)
    for command in ("run", "publish"):
        waits = run_digest(home, command, "--quiet")
        assert waits.returncode == 1
        assert (
            "digest: hook: not delivered yet, because the last attempt failed (./hook.sh ended"
            in waits.stderr
        )
        assert (
            f"It is tried again automatically; `digest deliver --again {day}` tries it now." in waits.stderr
        )
    assert run_digest(home, "run", "--dry-run", "--quiet").returncode == 0
    assert run_digest(home, "deliver", "--again", day).returncode == 0
    assert run_digest(home, "run", "--quiet").returncode == 0
