"""run, collect and publish: what is printed, which files are written, the exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from digest.cli.views.console import Console
from digest.runtime.environment import read_clock
from digest.store import open_store
from tests.cli.helpers import ARCHIVE_FILES, ARTICLES, CONFIG, read_editions, run_digest, run_shell


def test_a_second_run_on_the_same_day_writes_the_same_edition(home: Path) -> None:
    first = run_digest(home, "run")
    assert first.returncode == 0, first.stderr
    assert "2 stories" in first.stdout
    written = read_editions(home)
    assert sorted(Path(name).suffix for name in written) == [".html", ".md"]
    assert (home / "editions" / "latest.html").readlink().name in written
    again = run_digest(home, "run")
    assert again.returncode == 0, again.stderr
    assert read_editions(home) == written


OTHER_STREAMS = [("run", ">&-"), ("run", "2>&-"), ("collect", ">&-"), ("collect", ">&- 2>&-")]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes a stream is needed")
@pytest.mark.parametrize(
    ("command", "closing"),
    [
        ("run", ">&- 2>&-"),
        ("collect", "2>&-"),
        *(pytest.param(*row, marks=pytest.mark.slow) for row in OTHER_STREAMS),
    ],
)
def test_a_command_without_standard_streams_does_its_work(home: Path, command: str, closing: str) -> None:
    result = run_shell(home, f'"{sys.executable}" -m digest {command} {closing}')
    assert (result.returncode, result.stdout) == (0, "" if ">&-" in closing.split() else result.stdout)
    assert (home / "digest.db").exists()
    assert (command == "run") == (home / "editions").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes a stream is needed")
def test_a_folder_is_made_without_standard_input(tmp_path: Path) -> None:
    result = run_shell(tmp_path, f'"{sys.executable}" -m digest init news <&-')
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "news" / "digest.toml").exists()


def test_json_output_is_one_object(home: Path) -> None:
    result = run_digest(home, "run", "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    stories = answer["edition"]["stories"]
    assert sorted(len(story["articles"]) for story in stories) == [1, 2]
    assert len(answer["files"]) == 2


def test_a_dry_run_writes_and_records_nothing(home: Path) -> None:
    before = sorted(path.name for path in home.iterdir())
    result = run_digest(home, "run", "--dry-run")
    assert result.returncode == 0, result.stderr
    assert "Ferry" in result.stdout or "ferry" in result.stdout
    assert sorted(path.name for path in home.iterdir()) == before


def test_publish_again_writes_a_stored_edition_again(home: Path) -> None:
    run_digest(home, "run")
    written = read_editions(home)
    day = next(iter(written)).removeprefix("digest-").split(".")[0]
    for path in (home / "editions").iterdir():
        path.unlink()
    assert run_digest(home, "publish", "--again", day).returncode == 0
    assert read_editions(home) == written
    missing = run_digest(home, "publish", "--again", "2001-01-01")
    assert missing.returncode == 1
    assert "no edition of 2001-01-01" in missing.stderr


def test_collect_and_publish_do_the_same_as_run(home: Path) -> None:
    assert run_digest(home, "collect").returncode == 0
    result = run_digest(home, "publish")
    assert result.returncode == 0, result.stderr
    assert len(read_editions(home)) == 2


def test_an_empty_folder_gives_one_message(home: Path) -> None:
    (home / "inbox" / "monday.jsonl").unlink()
    result = run_digest(home, "run", "--quiet")
    assert result.returncode == 1
    assert "no edition" in result.stderr
    assert not (home / "editions").exists()


def test_an_unreachable_server_gives_one_message(home: Path) -> None:
    (home / "digest.toml").write_text('version = 1\n[[sources]]\nfeed = "http://127.0.0.1:9/feed"\n')
    result = run_digest(home, "run", "--quiet")
    assert result.returncode == 1
    assert "the only source did not answer" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unreadable_file_is_reported_and_changes_the_exit_code_only_with_strict(home: Path) -> None:
    (home / "inbox" / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    result = run_digest(home, "run", "--strict")
    assert result.returncode == 3, result.stderr
    message = "1 file, or part of one, could not be read; `digest archive left-out` lists them."
    assert message in result.stderr
    again = run_digest(home, "run", "--strict")
    assert (again.returncode, message in again.stderr) == (3, True), "nothing was fixed"
    assert "torn.zip" in run_digest(home, "archive", "left-out").stdout
    (home / "inbox" / "torn.zip").unlink()
    assert run_digest(home, "run", "--strict").returncode == 0
    (home / "inbox" / "torn.jsonl").write_text("{", "utf-8")
    assert run_digest(home, "run").returncode == 0


def test_run_prints_the_ids_that_the_story_command_takes(home: Path) -> None:
    lines = run_digest(home, "run").stdout.splitlines()
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert len(ids) == 2
    described = run_digest(home, "story", ids[0])
    assert described.returncode == 0, described.stderr
    assert lines[1].split(maxsplit=1)[1] in described.stdout


@pytest.mark.parametrize("command", ["run", "collect"])
def test_without_sources_the_message_says_how_to_add_one(home: Path, command: str) -> None:
    (home / "digest.toml").write_text("version = 1\n")
    result = run_digest(home, command)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("digest: there are no sources. `digest sources add` takes ")


@pytest.mark.parametrize(
    ("section", "message"), [("TOWN", ""), ("Twon", "there is no section Twon (did you mean Town?)")]
)
def test_only_ignores_case_and_suggests_a_similar_section(home: Path, section: str, message: str) -> None:
    (home / "digest.toml").write_text(CONFIG + 'section = "Town"\n')
    result = run_digest(home, "run", "--only", section)
    assert result.returncode == (2 if message else 0), result.stderr
    assert message in result.stderr


def test_a_failing_source_is_reported_and_changes_the_exit_code_only_with_strict(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "nowhere"\nname = "Nowhere"\n')
    result = run_digest(home, "run")
    assert result.returncode == 0
    assert "Nowhere" in result.stderr
    assert any(b"Nowhere" in page for page in read_editions(home).values())
    assert run_digest(home, "run", "--strict").returncode == 3


def test_an_unusable_output_folder_leaves_nothing_half_written(home: Path) -> None:
    (home / "editions").write_text("a file")
    result = run_digest(home, "run")
    assert result.returncode == 1
    assert "cannot be written" in result.stderr
    assert (home / "editions").read_text() == "a file"
    (home / "editions").unlink()
    after = run_digest(home, "run")
    assert after.returncode == 0
    assert "2 stories" in after.stdout


def test_a_full_disk_gives_one_message(home: Path) -> None:
    assert run_digest(home, "run").returncode == 0
    written = read_editions(home)
    (home / "inbox" / "more.json").write_text(json.dumps(ARTICLES[2] | {"url": "https://town.example/2"}))
    # No file may grow beyond 8 KiB.
    small = run_shell(home, "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 8; exec $digest run -q")
    assert small.returncode == 1
    assert len(small.stderr.splitlines()) == 1
    assert "Traceback" not in small.stderr
    assert read_editions(home) == written


@pytest.mark.parametrize("command", ["collect", "run"])
def test_a_command_waits_while_another_process_collects(home: Path, command: str) -> None:
    other = "elsewhere/1/then"
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        store.leases.acquire("collect", other, read_clock(), timedelta(minutes=20))
    arguments = [sys.executable, "-m", "digest", command]
    with subprocess.Popen(
        arguments, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stderr
        assert "(process 1 on elsewhere) is collecting; waiting" in waiting.stderr.readline()
        with open_store(f"sqlite:///{home / 'digest.db'}") as store:
            store.leases.release("collect", other, read_clock())
        assert "is collecting" not in waiting.stderr.read()
        assert waiting.wait(30) == 0
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        assert store.leases.jobs()["collect"].owner != "elsewhere/1/then"
        assert len(store.articles.find()) == 3


def test_archive_pages_are_written_beside_the_editions(home: Path) -> None:
    run_digest(home, "run")
    assert {path.name for path in (home / "editions").iterdir()} - read_editions(home).keys() == ARCHIVE_FILES
    (home / "digest.toml").write_text(CONFIG + '[output]\nfolder = "alone"\narchive = false\n', "utf-8")
    run_digest(home, "run")
    assert not (home / "alone" / "index.html").exists()


def test_publishing_prints_a_line_for_each_step(home: Path) -> None:
    steps = [
        "Grouping the articles ...",
        "Writing the summaries ...",
        "Rendering html ...",
        "Rendering markdown ...",
    ]
    result = run_digest(home, "run")
    assert [line for line in result.stderr.splitlines() if line.endswith(" ...")] == steps
    day = json.loads(run_digest(home, "run", "--json").stdout)["edition"]["date"]
    again = run_digest(home, "publish", "--again", day)
    assert again.stderr.splitlines() == steps[2:]


def test_a_terminal_shows_the_current_step(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with Console().steps() as report:
        report("Rendering [x]")
    assert "Rendering [x]" in terminal.getvalue()
    shown = len(terminal.getvalue())
    for console in (Console(quiet=True), Console(json=True)):
        with console.steps() as report:
            report("Rendering html")
    assert len(terminal.getvalue()) == shown


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_quiet_and_json_print_no_steps(home: Path, option: str) -> None:
    assert " ..." not in run_digest(home, "run", option).stderr


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "diesen Ordner gibt es nicht"),
        ("fr", "ce dossier n’existe pas"),
        ("en", "there is no such folder"),
    ],
)
def test_an_edition_shows_failures_in_its_own_language(home: Path, language: str, expected: str) -> None:
    config = home / "digest.toml"
    rows = '[[sources]]\nfolder = "nowhere"\n[output]\nformats = ["html", "markdown", "text", "mail"]\n'
    config.write_text(config.read_text().replace("[[", f'language = "{language}"\n[[', 1) + rows)
    assert run_digest(home, "run").returncode == 0
    pages = read_editions(home).items()
    assert len(pages) == 4
    for name, page in pages:
        text = page.decode()
        assert expected in " ".join(text.split()), name
        assert ("there is no such folder" in text) == (language == "en"), name
