"""`digest serve` as a process with the real clock: killed, suspended, started twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from digest.store import open_store
from tests.support.mailserver import MailServer, find_free_port

TIMEOUT = 60.0


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def configure(folder: Path, url: str, mail: MailServer, hour: datetime, more: str = "") -> None:
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "inbox" / "a.txt").write_text(
        "Choir wins prize\n\nThe choir of Wenlow sang and won a silver cup.\n"
    )
    (folder / "digest.toml").write_text(
        f"""version = 1
[store]
url = "{url}"
[[sources]]
folder = "inbox"
[[deliveries]]
kind = "email"
host = "127.0.0.1"
port = {mail.port}
security = "none"
sender = "digest@news.example"
to = ["ada@home.example"]
[schedule]
publish_at = ["{hour:%H:%M:%S}"]
{more}
"""
    )


@contextmanager
def run_daemon(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `digest serve`; kill it at the end if it is still running."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", "serve"], cwd=folder, env=environment, stderr=log, text=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
            process.kill()
        process.wait()


def wait_until(event: str, has_happened: Callable[[], object], folder: Path) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not has_happened():
        if time.monotonic() > deadline:
            pytest.fail(f"not in {TIMEOUT:g} s: {event}\n{read_log(folder)}")
        time.sleep(0.05)


def read_log(folder: Path) -> str:
    return (folder / "log").read_text("utf-8") if (folder / "log").exists() else ""


def seconds_ahead(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def list_editions(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("editions/digest-*.html"))


def read_health(folder: Path) -> dict[str, object]:
    """Return the contents of the health file, {} when there is none."""
    path = next(iter(folder.glob("*.health.json")), None)
    found: dict[str, object] = json.loads(path.read_text()) if path else {}
    return found


def list_daemons(folder: Path) -> list[str]:
    """Return the names of the daemons in the health file."""
    serving = read_health(folder).get("serving")
    assert isinstance(serving, dict)
    return list(serving)


def set_publication_time(
    folder: Path, url: str, mail: MailServer, process: subprocess.Popen[str], seconds: float
) -> datetime:
    """Set the publication time of a running daemon to so many seconds from now."""
    wait_until("the first tick", lambda: read_health(folder), folder)
    hour = seconds_ahead(seconds)
    configure(folder, url, mail, hour)
    process.send_signal(signal.SIGHUP)
    wait_until("the configuration is reloaded", lambda: "configuration reloaded" in read_log(folder), folder)
    assert datetime.now(UTC) < hour
    return hour


@pytest.mark.slow
def test_serve_publishes_on_time_reloads_its_configuration_and_stops_on_sigterm(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    port = find_free_port()
    configure(tmp_path, url, mail, seconds_ahead(-86_000), f"health_port = {port}")
    with run_daemon(tmp_path) as process:
        wait_until("the first tick", lambda: read_health(tmp_path), tmp_path)
        with urlopen(f"http://127.0.0.1:{port}/metrics") as response:
            assert b"\ndigest_sources 1\n" in response.read()
        (tmp_path / "digest.toml").write_text("version = 1\ntitel = 'x'\n")
        process.send_signal(signal.SIGHUP)
        wait_until(
            "the mistake is logged", lambda: "the previous one stays in use" in read_log(tmp_path), tmp_path
        )
        assert "digest.toml:2: titel: there is no such key" in read_log(tmp_path)
        hour = set_publication_time(tmp_path, url, mail, process, 3)
        wait_until("the mail has arrived", lambda: mail.got, tmp_path)
        assert datetime.now(UTC) > hour.replace(microsecond=0)
        wait_until(
            "the state is ok",
            lambda: read_health(tmp_path).get("ok") and read_health(tmp_path)["edition"],
            tmp_path,
        )
        with urlopen(f"http://127.0.0.1:{port}/health") as response:
            assert json.load(response)["edition"]["date"] == f"{hour:%Y-%m-%d}"
        with pytest.raises(HTTPError):
            urlopen(f"http://127.0.0.1:{port}/")
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert list_editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    assert len(mail.got) == 1
    assert read_health(tmp_path) == {}
    assert read_log(tmp_path).splitlines()[-1].endswith("info: stopped")


@pytest.mark.slow
def test_killed_before_the_publication_time_serve_publishes_after_a_restart(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    configure(tmp_path, url, mail, seconds_ahead(-86_000))
    with run_daemon(tmp_path) as process:
        hour = set_publication_time(tmp_path, url, mail, process, 4)
        process.kill()
    wait_until("the hour has passed", lambda: datetime.now(UTC) > hour, tmp_path)
    assert list_editions(tmp_path) == []
    for _ in range(2):
        with run_daemon(tmp_path) as process:
            wait_until("the mail has arrived", lambda: mail.got, tmp_path)
            time.sleep(1)
            process.kill()
    assert list_editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    assert len(mail.got) == 1


@pytest.mark.slow
def test_killed_at_any_moment_serve_still_publishes_and_sends_once(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    hour = seconds_ahead(1)
    configure(tmp_path, url, mail, hour)
    for pause in range(1, 9):
        with run_daemon(tmp_path) as process:
            time.sleep(pause / 2)
            process.kill()
    with run_daemon(tmp_path):
        wait_until("the mail has arrived", lambda: mail.got, tmp_path)
        wait_until(
            "the delivery is recorded", lambda: read_health(tmp_path).get("counts") == {"done": 1}, tmp_path
        )
    assert list_editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    # After a kill between the confirmation of the mail server and the record of it, the mail is sent again,
    # with the same id.
    assert len({message["Message-ID"] for message in mail.mails}) == 1


@pytest.mark.slow
def test_suspended_across_the_publication_time_serve_publishes_when_resumed(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    configure(tmp_path, url, mail, seconds_ahead(-86_000))
    with run_daemon(tmp_path) as process:
        hour = set_publication_time(tmp_path, url, mail, process, 4)
        process.send_signal(signal.SIGSTOP)
        wait_until("the hour has passed", lambda: datetime.now(UTC) > hour + timedelta(seconds=2), tmp_path)
        assert list_editions(tmp_path) == []
        process.send_signal(signal.SIGCONT)
        wait_until("the mail has arrived", lambda: mail.got, tmp_path)
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert len(mail.got) == 1


@pytest.mark.slow
def test_a_second_daemon_logs_the_first_and_leaves_it_in_the_health_file(
    tmp_path: Path, mail: MailServer
) -> None:
    configure(tmp_path, f"sqlite:///{tmp_path / 'digest.db'}", mail, seconds_ahead(3600))
    with run_daemon(tmp_path) as first:
        wait_until("the first tick", lambda: read_health(tmp_path), tmp_path)
        with run_daemon(tmp_path) as second:
            wait_until("the second is in the health file", lambda: len(list_daemons(tmp_path)) == 2, tmp_path)
            assert f"/{first.pid}/" in read_log(tmp_path)
            assert "serves this folder, too" in read_log(tmp_path)
            second.terminate()
            assert second.wait(timeout=10) == 0
        (name,) = list_daemons(tmp_path)
        assert f"/{first.pid}/" in name
        first.terminate()
        assert first.wait(timeout=10) == 0
    assert read_health(tmp_path) == {}


@pytest.mark.slow
def test_two_daemons_publish_once(tmp_path: Path, url: str, mail: MailServer) -> None:
    configure(tmp_path, url, mail, seconds_ahead(-86_000))
    with run_daemon(tmp_path) as one, run_daemon(tmp_path) as two:
        wait_until("both are running", lambda: read_log(tmp_path).count("info: collecting") == 2, tmp_path)
        set_publication_time(tmp_path, url, mail, one, 4)
        two.send_signal(signal.SIGHUP)
        wait_until("the mail has arrived", lambda: mail.got, tmp_path)
        time.sleep(3)
        for process in (one, two):
            assert process.poll() is None
            process.terminate()
            assert process.wait(timeout=10) == 0
    assert len(mail.got) == 1
    assert read_log(tmp_path).count("published the edition") == 1


@pytest.mark.slow
def test_a_source_that_does_not_answer_does_not_delay_stopping(tmp_path: Path, mail: MailServer) -> None:
    import socket

    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(tmp_path, url, mail, seconds_ahead(3600))
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/feed"
        path = tmp_path / "digest.toml"
        path.write_text(
            path.read_text().replace("[[sources]]", f'[[sources]]\nfeed = "{address}"\n[[sources]]')
        )
        with run_daemon(tmp_path) as process:
            connection, _ = silent.accept()  # and send nothing
            with connection:
                time.sleep(2)  # the folder behind it is read by then
                process.terminate()
                assert process.wait(timeout=10) == 0
    assert read_log(tmp_path).splitlines()[-1].endswith("info: stopped")
    with open_store(url) as store:
        assert [article.title for article in store.articles.find()] == ["Choir wins prize"]


HOLDING = """
import ctypes, re, sys
from digest.models import Collected

def hold(visit, client):
    print("holding", file=sys.stderr, flush=True)
    {}
    return Collected(visit.source)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the watchdog needs fork")
@pytest.mark.parametrize(
    ("job", "code"),
    [
        ("re.match('(a|a)*b', 'a' * 60)", -signal.SIGKILL),  # holds the interpreter for years
        ("ctypes.PyDLL(None).sleep(3600)", -signal.SIGKILL),
        ("while True: pass", 0),
    ],
)
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_within_ten_seconds_whatever_it_computes(
    job: str, code: int, stop: signal.Signals, tmp_path: Path, mail: MailServer
) -> None:
    url = f"sqlite:///{tmp_path / 'digest.db'}"
    configure(tmp_path, url, mail, seconds_ahead(3600))
    (tmp_path / "holding.py").write_text(HOLDING.format(job))
    path = tmp_path / "digest.toml"
    row = '[[sources]]\nkind = "holding:hold"\nfolder = "inbox"\nname = "x"\n[engine]\nkind = "serial"\n'
    path.write_text(path.read_text().replace('[[sources]]\nfolder = "inbox"', row))
    with run_daemon(tmp_path) as process:
        wait_until("the job runs", lambda: "holding" in read_log(tmp_path), tmp_path)
        watchdog = list_children(process)
        for _ in range(20):  # a service manager sends it to every process, and perhaps again
            for number in (process.pid, *watchdog):
                with suppress(ProcessLookupError):
                    os.kill(number, stop)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
                break
        assert process.returncode == code
    with open_store(url) as store:
        assert store.articles.find() == ()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it looks for processes in /proc")
def test_the_watchdog_ends_with_the_daemon(tmp_path: Path, mail: MailServer) -> None:
    configure(tmp_path, f"sqlite:///{tmp_path / 'digest.db'}", mail, seconds_ahead(3600))
    for stop in (signal.SIGTERM, signal.SIGKILL):
        with run_daemon(tmp_path) as process:
            wait_until("it runs", lambda: "info: collecting" in read_log(tmp_path), tmp_path)
            (watchdog,) = list_children(process)
            process.send_signal(stop)
            process.wait(timeout=10)
            wait_until("the watchdog has ended", partial(has_ended, watchdog), tmp_path)
        (tmp_path / "log").write_text("")


def list_children(process: subprocess.Popen[str]) -> list[int]:
    command = ["pgrep", "-P", str(process.pid)]
    listed = subprocess.run(command, capture_output=True, text=True, check=False)
    return [int(number) for number in listed.stdout.split()]


def has_ended(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
