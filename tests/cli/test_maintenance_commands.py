"""Looking after it, as a person does: status, deliver, store, check --fix, and the units."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.runtime.environment import is_gone, owner_name
from digest.serve.health import describe_metrics, health_path, is_silent, write_health
from digest.serve.monitor import Monitor
from digest.store import open_store
from tests.cli.test_commands import digest, home

__all__ = ["home"]

HOOK = "[[deliveries]]\nkind = 'command'\ncommand = ['./hook.sh', '${KEY}']\nname = 'hook'\n"


@pytest.fixture
def hook(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A delivery that works while there is a file "open" beside it, and is told a secret."""
    monkeypatch.setenv("KEY", "hunter2")
    path = home / "hook.sh"
    path.write_text(
        "#!/bin/sh\ncat > /dev/null\necho no $1 at the gate >&2\ntest -e open && echo x >> taken\n"
    )
    path.chmod(0o755)
    with (home / "digest.toml").open("a") as file:
        file.write(HOOK)
    return path


def day(home: Path) -> str:
    return next((home / "editions").glob("digest-*.md")).stem.removeprefix("digest-")


def test_a_delivery_that_fails_is_told_by_status_and_sent_again_by_hand(home: Path, hook: Path) -> None:
    ran = digest(home, "run")
    assert ran.returncode == 1
    assert "digest: hook: ./hook.sh ended with 1: no *** at the gate. Mend the program." in ran.stderr
    status = digest(home, "status")
    assert (
        "hunter2" not in ran.stderr + ran.stdout + status.stdout + digest(home, "store", "export", "-").stdout
    )
    assert status.returncode == 1
    assert (
        f"The edition of {day(home)} has not reached hook (tried once): ./hook.sh ended with 1"
        in status.stdout
    )
    (home / "open").touch()
    again = digest(home, "deliver", "--again", day(home))
    assert (again.returncode, again.stdout.strip()) == (0, "1 of 1 arrived.")
    assert digest(home, "deliver", "--again", day(home)).stdout.strip() == "Nothing waits to be sent."
    assert (home / "taken").read_text() == "x\n"
    well = digest(home, "status", "--json")
    assert well.returncode == 0, well.stdout
    state = json.loads(well.stdout)
    assert [(row["target"], row["state"], row["tries"]) for row in state["deliveries"]] == [
        ("hook", "done", 2)
    ]
    assert state["serve"] is None


def test_the_same_edition_again_is_not_delivered_again(home: Path, hook: Path) -> None:
    (home / "open").touch()
    assert digest(home, "run").returncode == 0
    assert digest(home, "publish").returncode == 0
    assert digest(home, "publish", "--again", day(home)).returncode == 0
    assert (home / "taken").read_text() == "x\n"


def test_a_dry_run_delivers_nothing(home: Path, hook: Path) -> None:
    assert digest(home, "run", "--dry-run").returncode == 0
    assert not (home / "taken").exists()


def test_deliver_wants_a_day_that_has_an_edition(home: Path) -> None:
    result = digest(home, "deliver", "--again", "2001-01-01")
    assert result.returncode == 2
    assert "the store holds no edition of 2001-01-01" in result.stderr


def test_status_before_anything_has_run_and_changes_nothing(home: Path) -> None:
    status = digest(home, "status")
    assert "edition    none yet" in status.stdout
    assert "collected  never" in status.stdout
    assert not (home / "digest.db").exists()


def test_status_tells_of_a_source_that_fails_and_when_none_answers(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "nowhere"\nname = "Nowhere"\n')
    digest(home, "run")
    status = digest(home, "status")
    assert status.returncode == 0, status.stdout
    assert "1 of 2 sources answer" in status.stdout
    assert "           Nowhere: " in status.stdout
    (home / "inbox").rename(home / "elsewhere")
    digest(home, "collect")
    status = digest(home, "status")
    assert status.returncode == 1
    assert "problem    No source answers." in status.stdout


def test_status_knows_whether_serve_is_up_and_when_it_hangs(home: Path) -> None:
    digest(home, "run")
    path = home / "digest.health.json"
    now = datetime.now(UTC)
    for age, code, told in ((0, 0, "running as here/1/x"), (3600, 1, "has not looked at the clock since")):
        time = f"{now - timedelta(seconds=age):%Y-%m-%dT%H:%M:%SZ}"
        write_health(path, {"time": time, "serving": {"here/1/x": time}})
        status = digest(home, "status")
        assert (status.returncode, told in status.stdout) == (code, True), status.stdout
    path.write_text("half a fil")
    assert "serve      not running" in digest(home, "status").stdout


def test_a_store_is_copied_and_moved(home: Path) -> None:
    digest(home, "run")
    info = json.loads(digest(home, "store", "info", "--json").stdout)
    assert info["rows"]["articles"] == 3
    assert "articles        3" in digest(home, "store", "info").stdout
    assert digest(home, "store", "backup", "copy.db").returncode == 0
    assert digest(home, "store", "backup", "copy.db").returncode == 1
    assert digest(home, "store", "export", "all.jsonl").returncode == 0
    assert digest(home, "store", "export", "-").stdout == (home / "all.jsonl").read_text("utf-8")
    assert "all.jsonl: there is such a file already" in digest(home, "store", "export", "all.jsonl").stderr
    text = (home / "digest.toml").read_text()
    (home / "digest.toml").write_text(text + '[store]\nurl = "sqlite:///moved.db"\n')
    (home / "latin.jsonl").write_bytes(b'{"digest_store": 1, "of": "caf\xe9"}\n')
    refused = digest(home, "store", "import", "latin.jsonl")
    assert (refused.returncode, "latin.jsonl:1: this is no line" in refused.stderr) == (1, True)
    assert "Imported" in digest(home, "store", "import", "all.jsonl").stdout
    assert digest(home, "store", "export", "-").stdout == (home / "all.jsonl").read_text("utf-8")
    assert sorted(path.name for path in home.glob("*.db")) == ["copy.db", "digest.db", "moved.db"]


def test_check_mends_what_it_can(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "letters"\n[[deliveries]]\nkind = "files"\nfolder = "www/digest"\n')
    ill = digest(home, "check")
    assert ill.returncode == 1
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        host, pid, _ = owner_name().rsplit("/", 2)
        store.take_claim("publish", f"{host}/{pid}/before", datetime.now(UTC), timedelta(hours=1))
    assert digest(home, "publish").returncode != 0  # nothing was collected, but nobody is in the way either
    well = digest(home, "check", "--fix")
    assert well.returncode == 0, well.stdout
    for folder in ("letters", "editions", "www/digest"):
        assert f"fix  made the folder {home / folder}" in well.stdout
        assert (home / folder).is_dir()
    assert "fix  " not in digest(home, "check", "--fix").stdout
    assert "ok   Schedule: next edition " in well.stdout


def test_check_says_that_there_is_no_room_for_a_store_yet_to_be_made(home: Path) -> None:
    well = digest(home, "check")
    assert f"ok   Store: sqlite:///{home / 'digest.db'}, made by the first run" in well.stdout
    assert not (home / "digest.db").exists()
    (home / "shelf").write_text("a file")
    with (home / "digest.toml").open("a") as file:
        file.write('[store]\nurl = "sqlite:///shelf/digest.db"\n')
    ill = digest(home, "check")
    told = f"ill  Store: {home / 'shelf' / 'digest.db'}: {home / 'shelf'} is not a folder. Make its folder "
    assert told in ill.stdout


def test_check_says_when_nothing_will_ever_be_published(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write("[schedule]\npublish_at = []\n")
    assert "ill  Schedule: there is no hour" in digest(home, "check").stdout


def test_units_start_this_program_with_this_configuration(home: Path) -> None:
    printed = digest(home, "serve", "--print-unit", "systemd")
    assert printed.returncode == 0
    assert f" serve --config {home / 'digest.toml'}\n" in printed.stdout
    assert digest(home, "serve", "--print-unit", "magic").returncode == 2
    assert not (home / "digest.db").exists()


def test_an_owner_is_gone_when_its_process_is() -> None:
    us = owner_name()
    host, pid, time = us.rsplit("/", 2)
    assert not is_gone(us, us)
    assert is_gone(f"{host}/{pid}/before", us)  # our number, another time: it was used before
    assert is_gone(f"{host}/999999999/{time}", us)
    assert not is_gone(f"{host}/1/{time}", us)
    assert not is_gone(f"elsewhere/999999999/{time}", us)
    assert not is_gone("", us)
    assert not is_gone("nobody", us)


STATE = {
    "time": "2026-03-12T05:30:00Z",
    "ok": True,
    "collect": {"last": None, "sources": 3, "failing": [{}]},
    "edition": {"issued": "2026-03-12T05:30:00Z"},
    "publish": {"next": "2026-03-13T05:30:00Z", "tries": 2},
    "counts": {"done": 4, "failed": 1},
}


def test_metrics_are_lines_that_prometheus_reads() -> None:
    lines = describe_metrics(STATE).splitlines()
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


def test_a_probe_is_told_when_something_is_wrong_or_nobody_looks() -> None:
    now = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
    clock = [now]
    monitor = Monitor(0, lambda: clock[0])
    assert monitor.answer("/health")[0] == 503
    assert monitor.answer("/metrics")[0] == 404
    monitor.show(STATE)
    assert monitor.answer("/health")[0] == 200
    for hours in (1, -1):
        clock[0] = now + timedelta(hours=hours)
        assert monitor.answer("/health")[0] == 503
        assert is_silent(STATE, clock[0])
    clock[0] = now + timedelta(hours=1)
    monitor.show({**STATE, "time": "2026-03-12T06:30:00Z", "ok": False})
    assert monitor.answer("/health")[0] == 503


def test_word_is_left_beside_the_store_or_beside_the_configuration(home: Path) -> None:
    from digest.config import load_config

    config = load_config(home / "digest.toml", {}, {})
    assert health_path(config) == home / "digest.health.json"
    server = config.model_copy(
        update={"store": config.store.model_copy(update={"url": "postgresql+psycopg://x/y"})}
    )
    assert health_path(server) == home / "digest.health.json"
