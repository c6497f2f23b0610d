"""`digest serve` as a process, by the real clock: killed, stopped across the hour, started twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from digest.store import open_store
from tests.support.mailserver import MailServer, free_port

PATIENCE = 60.0


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
def serving(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A running `digest serve`; what is left of it at the end is killed."""
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


def wait_until(what: str, is_so: Callable[[], object], folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            pytest.fail(f"not in {PATIENCE:g} s: {what}\n{log(folder)}")
        time.sleep(0.05)


def log(folder: Path) -> str:
    return (folder / "log").read_text("utf-8") if (folder / "log").exists() else ""


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def editions(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("editions/digest-*.html"))


def health(folder: Path) -> dict[str, object]:
    """What serve says of itself, {} while it says nothing."""
    path = next(iter(folder.glob("*.health.json")), None)
    found: dict[str, object] = json.loads(path.read_text()) if path else {}
    return found


def names(folder: Path) -> list[str]:
    """Who serves, by its own word."""
    serving = health(folder).get("serving")
    assert isinstance(serving, dict)
    return list(serving)


def set_hour(
    folder: Path, url: str, mail: MailServer, process: subprocess.Popen[str], seconds: float
) -> datetime:
    """Have a running program publish in so many seconds, whatever it took to start."""
    wait_until("it has looked at the clock", lambda: health(folder), folder)
    hour = soon(seconds)
    configure(folder, url, mail, hour)
    process.send_signal(signal.SIGHUP)
    wait_until("it has read it", lambda: "the configuration was read again" in log(folder), folder)
    assert datetime.now(UTC) < hour
    return hour


@pytest.mark.slow
def test_it_publishes_on_the_hour_rereads_its_configuration_and_ends_when_told(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    port = free_port()
    configure(tmp_path, url, mail, soon(-86_000), f"health_port = {port}")
    with serving(tmp_path) as process:
        wait_until("it has looked at the clock", lambda: health(tmp_path), tmp_path)
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            assert b"\ndigest_sources 1\n" in answer.read()
        (tmp_path / "digest.toml").write_text("version = 1\ntitel = 'x'\n")
        process.send_signal(signal.SIGHUP)
        wait_until("it says what is wrong", lambda: "the old one stays in force" in log(tmp_path), tmp_path)
        assert "digest.toml:2: titel: there is no such key" in log(tmp_path)
        hour = set_hour(tmp_path, url, mail, process, 3)
        wait_until("the mail is there", lambda: mail.got, tmp_path)
        assert datetime.now(UTC) > hour.replace(microsecond=0)
        wait_until(
            "all is well", lambda: health(tmp_path).get("ok") and health(tmp_path)["edition"], tmp_path
        )
        with urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert json.load(answer)["edition"]["date"] == f"{hour:%Y-%m-%d}"
        with pytest.raises(HTTPError):
            urlopen(f"http://127.0.0.1:{port}/")
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    assert len(mail.got) == 1
    assert health(tmp_path) == {}
    assert log(tmp_path).splitlines()[-1].endswith("info: ended")


@pytest.mark.slow
def test_killed_before_the_hour_it_makes_up_for_it_when_it_is_started_again(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    configure(tmp_path, url, mail, soon(-86_000))
    with serving(tmp_path) as process:
        hour = set_hour(tmp_path, url, mail, process, 4)
        process.kill()
    wait_until("the hour has passed", lambda: datetime.now(UTC) > hour, tmp_path)
    assert editions(tmp_path) == []
    for _ in range(2):
        with serving(tmp_path) as process:
            wait_until("the mail is there", lambda: mail.got, tmp_path)
            time.sleep(1)
            process.kill()
    assert editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    assert len(mail.got) == 1


@pytest.mark.slow
def test_killed_at_any_moment_it_still_publishes_and_sends_once(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    hour = soon(1)
    configure(tmp_path, url, mail, hour)
    for pause in range(1, 9):
        with serving(tmp_path) as process:
            time.sleep(pause / 2)
            process.kill()
    with serving(tmp_path):
        wait_until("the mail is there", lambda: mail.got, tmp_path)
        wait_until("it is noted", lambda: health(tmp_path).get("counts") == {"done": 1}, tmp_path)
    assert editions(tmp_path) == [f"digest-{hour:%Y-%m-%d}.html"]
    # Killed between the server's thanks and our note of it, the same mail comes again, under the same id.
    assert len({message["Message-ID"] for message in mail.mails}) == 1


@pytest.mark.slow
def test_stopped_across_the_hour_it_publishes_when_it_goes_on(
    tmp_path: Path, url: str, mail: MailServer
) -> None:
    configure(tmp_path, url, mail, soon(-86_000))
    with serving(tmp_path) as process:
        hour = set_hour(tmp_path, url, mail, process, 4)
        process.send_signal(signal.SIGSTOP)
        wait_until("the hour has passed", lambda: datetime.now(UTC) > hour + timedelta(seconds=2), tmp_path)
        assert editions(tmp_path) == []
        process.send_signal(signal.SIGCONT)
        wait_until("the mail is there", lambda: mail.got, tmp_path)
        process.terminate()
        assert process.wait(timeout=10) == 0
    assert len(mail.got) == 1


@pytest.mark.slow
def test_the_second_says_that_there_is_a_first_whose_word_stays(tmp_path: Path, mail: MailServer) -> None:
    configure(tmp_path, f"sqlite:///{tmp_path / 'digest.db'}", mail, soon(3600))
    with serving(tmp_path) as first:
        wait_until("it has looked at the clock", lambda: health(tmp_path), tmp_path)
        with serving(tmp_path) as second:
            wait_until("the second has, too", lambda: len(names(tmp_path)) == 2, tmp_path)
            assert f"/{first.pid}/" in log(tmp_path)
            assert "serves here, too" in log(tmp_path)
            second.terminate()
            assert second.wait(timeout=10) == 0
        (name,) = names(tmp_path)
        assert f"/{first.pid}/" in name
        first.terminate()
        assert first.wait(timeout=10) == 0
    assert health(tmp_path) == {}


@pytest.mark.slow
def test_two_started_by_mistake_publish_once(tmp_path: Path, url: str, mail: MailServer) -> None:
    configure(tmp_path, url, mail, soon(-86_000))
    with serving(tmp_path) as one, serving(tmp_path) as two:
        wait_until("both are up", lambda: log(tmp_path).count("info: collecting") == 2, tmp_path)
        set_hour(tmp_path, url, mail, one, 4)
        two.send_signal(signal.SIGHUP)
        wait_until("the mail is there", lambda: mail.got, tmp_path)
        time.sleep(3)
        for process in (one, two):
            assert process.poll() is None
            process.terminate()
            assert process.wait(timeout=10) == 0
    assert len(mail.got) == 1
    assert log(tmp_path).count("published the edition") == 1


@pytest.mark.slow
def test_a_source_that_does_not_answer_does_not_keep_it_from_ending(tmp_path: Path, mail: MailServer) -> None:
    import socket

    url = f"sqlite:///{tmp_path / 'digest.db'}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(tmp_path, url, mail, soon(3600))
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/feed"
        path = tmp_path / "digest.toml"
        path.write_text(
            path.read_text().replace("[[sources]]", f'[[sources]]\nfeed = "{address}"\n[[sources]]')
        )
        with serving(tmp_path) as process:
            connection, _ = silent.accept()  # and say nothing
            with connection:
                time.sleep(2)  # the folder behind it is read by then
                process.terminate()
                assert process.wait(timeout=10) == 0
    assert log(tmp_path).splitlines()[-1].endswith("info: ended")
    with open_store(url) as store:
        assert [article.title for article in store.articles(None)] == ["Choir wins prize"]
