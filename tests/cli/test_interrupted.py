"""Ctrl-C at a terminal: the command ends at once, in one line, and the next run does what is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.helpers import run_digest
from tests.support.webserver import Route, WebServer

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")

INTERRUPTED = "digest: interrupted; no file is half-written"
WAIT_SECONDS = 60.0

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title><item>
<title>Crane lifted onto the east quay</title><link>http://quay.example/crane</link>
<description>The crane was lifted onto the east quay on Monday. It will work from spring.</description>
</item></channel></rss>"""


LAUNCH = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, sys.argv[1:])
"""
"""Makes the terminal that a process has as standard input the one whose Ctrl-C reaches it."""


def press_ctrl_c(folder: Path, after: str, *arguments: str) -> tuple[int, str]:
    """Run a command in a terminal and press Ctrl-C once it has printed a text.

    Returns:
        (exit code, what it printed afterwards).
    """
    terminal, inner = pty.openpty()
    command = [sys.executable, "-c", LAUNCH, sys.executable, "-m", "digest", *arguments]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=inner,
        stdout=inner,
        stderr=inner,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        start_new_session=True,
    ) as process:
        os.close(inner)
        waker = threading.Timer(WAIT_SECONDS, process.kill)
        waker.start()
        printed, pressed = b"", 0
        while True:
            try:
                part = os.read(terminal, 65_536)
            except OSError:  # the command has ended
                break
            if not part:
                break
            printed += part
            if not pressed and after.encode() in printed:
                pressed = len(printed)
                os.write(terminal, b"\x03")
        waker.cancel()
    os.close(terminal)
    assert pressed, printed
    return process.returncode, printed[pressed:].decode()


@pytest.mark.own_store("the command in the terminal uses the file")
@pytest.mark.parametrize("step", ["Grouping", "Rendering"])
def test_a_run_is_interrupted_at_a_step_and_run_again(home: Path, step: str) -> None:
    code, rest = press_ctrl_c(home, step, "run")
    assert code == 130
    assert rest.strip().splitlines()[-1] == INTERRUPTED
    assert {path.name for path in home.iterdir()} <= {"digest.toml", "digest.db", "inbox"}
    assert json.loads(run_digest(home, "status", "--json").stdout)["edition"] is None
    again = run_digest(home, "run")
    assert again.returncode == 0, again.stderr
    assert "0 new articles" in again.stderr


@pytest.mark.own_store("the command in the terminal uses the file")
def test_interrupted_collecting_keeps_what_has_arrived_and_status_counts_the_rest(
    home: Path, web: WebServer
) -> None:
    web.routes["/quay"] = Route(FEED)
    web.routes["/slow"] = Route(b"<rss>" + b" " * 1_000, drip=1.0)
    with (home / "digest.toml").open("a") as file:
        file.writelines(f'[[sources]]\nfeed = "{web.url(path)}"\n' for path in ("/quay", "/slow"))
    code, rest = press_ctrl_c(home, "2/3", "collect")
    assert (code, rest.strip().splitlines()[-1]) == (130, INTERRUPTED)
    status = run_digest(home, "status").stdout
    assert "; 2 of 3 sources answered, 1 not visited yet" in status
    assert "Crane lifted" in run_digest(home, "archive", "search", "crane").stdout
