"""The program as a whole: help, wrong usage, errors, interruptions, the encoding of its output."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.cli.app import run_command_line
from digest.errors import DigestError
from digest.store import open_store
from tests.cli.helpers import run_digest, run_shell
from tests.support.webserver import Route, WebServer


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--date", "yesterday"),
        ("run", "--date", "2999-01-01"),
        ("run", "--date", "0001-01-01"),
        ("run", "--since", "soon"),
        ("publish", "--again", "soon"),
        ("publish", "--again", "2026-03-12", "--dry-run"),
        ("fly",),
    ],
)
def test_wrong_usage_exits_with_2_before_anything_is_stored(home: Path, arguments: tuple[str, ...]) -> None:
    result = run_digest(home, *arguments)
    assert result.returncode == 2
    assert "Error: " in result.stderr
    assert not (home / "digest.db").exists()


def test_a_missing_configuration_gives_one_message(tmp_path: Path) -> None:
    result = run_digest(tmp_path, "run")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "digest init" in result.stderr


def test_mistakes_in_the_configuration_are_reported_with_their_lines(home: Path) -> None:
    (home / "digest.toml").write_text('version = 1\ntitel = "x"\n[collect]\nat_once = 0\n')
    result = run_digest(home, "run")
    assert result.returncode == 2
    assert [line.split("digest.toml:")[1][:2] for line in result.stderr.splitlines()] == ["2:", "4:"]


def test_a_full_standard_output_gives_a_message_without_traceback(home: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    result = run_shell(home, "$digest sources list > /dev/full")
    assert result.returncode != 0
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_characters_that_standard_output_cannot_encode_become_question_marks(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('name = "Poštovní 港"\n')
    result = run_shell(home, "PYTHONIOENCODING=ascii $digest sources list")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Po?tovn? ?  ")


def test_ctrl_c_waits_for_no_server_and_keeps_collected_articles(tmp_path: Path, web: WebServer) -> None:
    item = "<item><title>Ferry aground</title><link>https://harbour.example/ferry</link></item>"
    web.routes["/slow"] = Route(b"<rss>" + b" " * 1_000, drip=1.0)
    web.routes["/quick"] = Route(f"<rss><channel>{item}</channel></rss>".encode())
    rows = "".join(f'[[sources]]\nfeed = "{web.url(path)}"\n' for path in ("/slow", "/quick"))
    (tmp_path / "digest.toml").write_text(
        f'version = 1\n[collect]\ntimeout_seconds = 600\nfull_text = "never"\n{rows}'
    )
    command = [sys.executable, "-m", "digest", "collect"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and (len(web.requests) < 2 or web.busy > 1):
            time.sleep(0.02)
        time.sleep(1.5)  # for the answer of the quick one to be read
        process.send_signal(signal.SIGINT)
        try:
            _, stderr = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    *progress, last = stderr.split("\n\n")
    assert last.strip() == "digest: interrupted; no file is half-written"
    assert set(progress) <= {"", "Collecting: 1 of 2 ..."}
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        assert [article.title for article in store.articles.find()] == ["Ferry aground"]


def test_a_line_of_an_error_has_an_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DigestError("feed", "no " * 10_000)

    monkeypatch.setattr("digest.cli.app.commands.main", fail)
    with pytest.raises(SystemExit, match="1"):
        run_command_line([])
    assert 3_000 < len(capsys.readouterr().err) < 4_100
