"""Watches in use: marked in the edition, sent by the daemon to a notification server, tried on the past."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest
from tests.support.webserver import Route, WebServer

WATCH = '[[watches]]\nname = "Ferries"\nwords = ["Low Isle"]\nleast_voices = 2\n'


def add(home: Path, text: str) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write(text)


def test_a_match_is_marked_in_every_format(home: Path) -> None:
    add(home, WATCH + '[output]\nformats = ["html", "markdown", "text", "json"]\n')
    assert run_digest(home, "run").returncode == 0
    pages = {path.suffix: path.read_text("utf-8") for path in (home / "editions").glob("digest-*")}
    for suffix in (".html", ".md", ".txt"):
        assert "Ferries" in pages[suffix], suffix
    tags = {story["title"]: story["tags"] for story in json.loads(pages[".json"])["stories"]}
    assert sorted(tags.values()) == [[], ["Ferries"]]
    assert tags["Library roof to be finished in June"] == []


def test_test_shows_what_the_last_week_would_have_sent(home: Path) -> None:
    assert "There are no [[watches]]" in run_digest(home, "watch", "test").stdout
    add(home, WATCH + '[[watches]]\nname = "Castles"\nwords = ["castle"]\n')
    run_digest(home, "collect")
    tried = run_digest(home, "watch", "test")
    assert tried.returncode == 0, tried.stderr
    ferries, story, castles = tried.stdout.splitlines()
    assert ferries == "Ferries: 1 story in 7 days; “Low Isle”, reported by at least 2 outlets, only marked"
    assert story.endswith(("(Coast Radio, Harbour Post)", "(Harbour Post, Coast Radio)"))
    assert castles == "Castles: 0 stories in 7 days; “castle”, only marked"
    answer = json.loads(run_digest(home, "watch", "test", "--days", "2", "--json").stdout)
    assert [len(row["stories"]) for row in answer["watches"]] == [1, 0]
    listed = run_digest(home, "watch", "list")
    assert listed.stdout.splitlines()[0] == "Ferries: “Low Isle”, reported by at least 2 outlets, only marked"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('[[watches]]\nname = "A"\nwords = []\n', "watches[1].words: expected at least one, found []"),
        ('[[watches]]\nname = "A"\nwords = ["a AND "]\n', "watches[1].words: expected phrases such as"),
        (
            '[[watches]]\nname = "A"\nwords = ["a"]\nquiet = ["at night"]\n',
            "watches[1].quiet: expected times such as 22:00-06:30",
        ),
        (
            '[[watches]]\nname = "A"\nwords = ["a"]\n[[watches]]\nname = "A"\nwords = ["b"]\n',
            "watches[2].name: row 1 has this name, too",
        ),
        (
            '[[watches]]\nname = "A"\nwords = ["a"]\ndeliveries = ["phnoe"]\n'
            '[[deliveries]]\nkind = "command"\ncommand = ["true"]\nname = "phone"\n',
            "no row of [[deliveries]] has the name phnoe (did you mean phone?)",
        ),
        (
            '[[watches]]\nname = "A"\nwords = ["a"]\ndeliveries = ["copy"]\n'
            '[[deliveries]]\nkind = "files"\nfolder = "copy"\nname = "copy"\n',
            "copy writes files; name one that sends messages",
        ),
    ],
)
def test_mistakes_are_found_with_their_lines(home: Path, rows: str, expected: str) -> None:
    add(home, rows)
    failed = run_digest(home, "watch", "list")
    assert failed.returncode == 2
    assert expected in failed.stderr
    assert "digest.toml:" in failed.stderr


@pytest.mark.own_store("deletes the file")
def test_collect_sends_what_a_watch_finds(home: Path, web: WebServer) -> None:
    add(home, WATCH.replace("least", 'deliveries = ["hook"]\nleast'))
    add(home, f'[[deliveries]]\nkind = "webhook"\nname = "hook"\nurl = "{web.url("/hook")}"\n')
    failed = run_digest(home, "collect")
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "digest: hook, watch Ferries: " in failed.stderr
    assert run_digest(home, "collect").returncode == 0, "what is refused is not tried again"
    again = run_digest(home, "watch", "list").stdout
    assert ": failed (" in again
    (home / "digest.db").unlink()
    web.routes["/hook"] = Route()
    sent = run_digest(home, "collect")
    assert (sent.returncode, "hook, watch Ferries: sent." in sent.stderr) == (0, True)
    assert "sent." not in run_digest(home, "collect").stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_the_daemon_sends_a_match_to_a_notification_server_once(home: Path, web: WebServer) -> None:
    pytest.importorskip("apprise", reason="the extra notify is not installed")
    web.routes["/"] = Route(b"{}", headers={"Content-Type": "application/json"})
    address = web.url("/").replace("http://", "json://").rstrip("/")
    add(home, WATCH.replace("least", 'deliveries = ["phone"]\nleast'))
    add(home, f'[[deliveries]]\nkind = "notify"\nname = "phone"\nurls = ["{address}"]\neditions = false\n')
    assert run_digest(home, "run").returncode == 0
    assert not web.requests, "the edition itself is not for this delivery"
    add(home, "[schedule]\npublish_at = []\n")
    for _ in range(2):  # the second start finds nothing new to send
        daemon = subprocess.Popen([sys.executable, "-m", "digest", "serve"], cwd=home, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (home / "digest.health.json").exists():
            time.sleep(0.2)
        daemon.send_signal(signal.SIGTERM)
        daemon.communicate(timeout=30)
    (request,) = web.requests
    message = json.loads(request.body)
    assert message["title"].startswith("Ferries, 20")
    assert "erry" in message["message"]
    assert "https://" in message["message"]
    listed = run_digest(home, "watch", "list").stdout.splitlines()
    assert ": done: " in listed[1]
