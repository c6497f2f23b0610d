"""Commands that are used wrongly: exit codes, and messages that say what is wrong and what to do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digest.cli.story_command import NO_CORRECTIONS
from digest.cli.views.console import name_program
from tests.cli.helpers import run_digest
from tests.support.webserver import Route, WebServer

NO_EDITION = "the store has no edition of 2020-01-02. `digest archive list` lists the days that have one."


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("init", "new", "--list", "nope"), "there is no source list nope"),
        (("sources", "import", "digest.toml"), "digest.toml: it is not a list of feeds (OPML)"),
        (("sources", "import", "empty.opml"), "there is no feed in this list (OPML)"),
        (("store", "backup", "here.txt"), "here.txt: there is such a file already. Name a new one."),
        (("store", "export", "here.txt"), "here.txt: there is such a file already. Name a new one."),
        (("store", "backup", "no/such/copy.db"), "the file cannot be written (No such file or directory)"),
        (("store", "export", "no/such/all.jsonl"), "the file cannot be written (No such file or directory)"),
        (("sources", "export", "no/such/list.opml"), "Name a file in a folder that exists"),
        (("store", "import", "here.txt"), "here.txt:1: this is not a line of an exported store"),
        (("templates", "export", "here.txt/below"), "the file cannot be written (Not a directory)"),
        (("init", "here.txt/below"), "the file cannot be written (Not a directory)"),
        (("story", "0badc0de"), "no edition has a story with the id 0badc0de"),
        (("story", "restore", "0badc0de"), "there is no correction of a story with the id 0badc0de"),
    ],
)
def test_a_name_or_file_that_cannot_be_used_is_wrong_usage(
    home: Path, arguments: tuple[str, ...], expected: str
) -> None:
    (home / "here.txt").write_text("mine")
    (home / "empty.opml").write_text('<opml><body><outline text="News"/></body></opml>')
    failed = run_digest(home, *arguments)
    assert failed.returncode == 2, failed.stderr
    assert expected in failed.stderr
    assert (home / "here.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("run", "--since", "2120-01-01"), "2120-01-01 is in the future"),
        (
            ("run", "weekly"),
            "the configuration has no [[editions]], so there is none to name; leave weekly out",
        ),
        (("status", "weekly", "daily"), "digest status takes only options; leave weekly daily out"),
        (("archive", "show", "2026-03-12", "Fähre"), "archive show takes no further words; leave Fähre out"),
        (("store", "restore", "copy.db"), "'restore'. There are backup, export, import, info."),
        (("sources", "import", "nope.opml"), "for FILE: there is no file nope.opml"),
        (("store", "import", "nope.jsonl"), "for FILE: there is no file nope.jsonl"),
        (("store", "import", "inbox"), "for FILE: inbox is a folder; name a file"),
        (("worker", "tls://127.0.0.1:1"), "tls://127.0.0.1:1 needs certificates, and there are none"),
        (("run", "weekly", "--sample"), "the sample has one edition, without a name; leave weekly out"),
        (("run", "--only", "Sprot"), "there is no section Sprot (did you mean Sport?)"),
        (("run", "-c", "inbox"), "this is a folder, not a configuration file. Name the file in it"),
        (("run", "-c", "empty.toml"), "empty.toml: version: this key is missing; write version = 1"),
        (("story", "split"), "expected `digest story split ID ARTICLE`"),
        (("story", "mute"), "expected `digest story mute ID`"),
        (("story", "a", "b", "c", "d"), "expected ID, split ID ARTICLE, join ID ID, mute ID, restore ID, or"),
        (("story", ""), "an id is empty"),
        (("sources", "add", ""), "'' is not the address of a feed or page"),
        (("sources", "add", "the daily quay"), "'the daily quay' is not the address of a feed or page"),
        (("sources", "add", "ftp://quay.example/feed"), "'ftp://quay.example/feed' is not the address of"),
        (("sources", "add", "http://[::1/feed"), "'http://[::1/feed' is not the address of a feed or page"),
        (("sources", "add", "mailto:ada@quay.example"), "that of a mailbox is written as imaps://me@"),
        (("sources", "add", "ada@quay.example"), "that of a mailbox is written as imaps://me@"),
        (("sources", "add", "https://quay.example", "--name", ""), "the value of --name is empty"),
        (("sources", "import", "https://quay.example/list.opml"), "save what is there as a file first"),
        (("run", "--only", ""), "the value of --only is empty"),
        (("publish", "--date", " "), "the value of --date is empty"),
        (("run", "--only", "World", "--only", "Sport"), "--only is given 2 times; give it once"),
        (("status", "-c", "digest.toml", "--config", "bare.toml"), "--config is given 2 times; give it once"),
        (("run", "--dry-run", "--open"), "--open finds nothing to open: with --dry-run, no page is written"),
        (("run", "digest.toml"), "is a file; to use it as the configuration, write --config digest.toml"),
        (("init", "-c", "new"), "init writes digest.toml into FOLDER; name the folder instead of --config"),
        (("init", "--list", "", "new"), "the value of --list is empty"),
        (("sources", "add", "https://"), "'https://' is not the address of a feed or page, such as https://"),
        (("sources", "remove", "x", "-c", "bare.toml"), "there is no source 'x', and no other one either"),
        (("--json", "run"), "--json stands after the command: `digest run --json`"),
        (("-c", "digest.toml", "run"), "-c stands after the command: `digest run -c`"),
        (("--jsno", "run"), "No such option '--jsno'"),
        (("publish", "--strict"), "digest publish has no option --strict; it belongs to `digest run`"),
        (("collect", "--since", "3d"), "it belongs to `digest run`, `digest publish`"),
        (("run", "--daet", "2026-03-12"), "Did you mean '--date'?"),
        (("run", "--sample", "-c", "digest.toml"), "the sample has a configuration of its own"),
        (("serve", "--print-unit"), "--print-unit needs a value after it"),
        (("preview", "--port", "x"), "for --port: expected a whole number from 0 to 65535, found 'x'"),
        (("rules", "test", "--days", "0"), "for --days: expected a whole number from 1 to 3650, found 0"),
        (("rules", "test", "--day", "3"), "Did you mean '--days'?"),
        (("rules", "tset"), "Did you mean 'test'?"),
        (("rules", "test", "2026-03-12"), "digest rules test takes only options; leave 2026-03-12 out"),
        (("rules", "test", "-c", "open.toml"), "open.toml:2: this is not TOML"),
        (("collect", "-c", "open.toml"), "In this line, a text has no quotation mark at its end."),
        (("watch", "list", "-c", "new.toml"), "found 9: this file is for a newer version of the program"),
        (("story", "1f2e", "mute"), "mute comes first: `digest story mute ID`"),
        (("story", "1f2e", "join", "3d4c"), "join comes first: `digest story join ID ID`"),
        (("init", "taken.txt"), "for FOLDER: taken.txt is a file; name a folder"),
        (("store", "backup", "inbox"), "for FILE: inbox is a folder; name a file"),
        (("sources", "add", "./nowhere"), "./nowhere is a path on this machine, and nothing is there"),
        (("sources", "add", "taken.txt"), "taken.txt is a file on this machine"),
        (("sources", "add", "imaps://"), "such as imaps://me@mail.example.org/INBOX"),
        (("archive", "search", "!?"), "there is no word to search for"),
        (("worker",), "Missing argument 'ADDRESS'"),
        (("worker", "nowhere"), "'nowhere' is not the address of a scheduler. It begins with tcp://"),
        (("worker", "tcp://10.0.0.5"), "'tcp://10.0.0.5' is not the address of a scheduler"),
        (("worker", "tcp://10.0.0.5:87860"), "'tcp://10.0.0.5:87860' is not the address of a scheduler"),
        (("worker", "http://10.0.0.5:8786"), "and ends with a port, such as tcp://10.0.0.5:8786."),
        (("worker", "tcp://127.0.0.1:1", "--json"), "does not accept the arguments --json (one of them is"),
        (("worker", "tcp://127.0.0.1:1", "--memory-limit", "lots"), "Could not interpret 'lots'"),
    ],
)
def test_wrong_usage_says_what_is_expected(home: Path, arguments: tuple[str, ...], expected: str) -> None:
    if arguments[0] == "worker" and len(arguments) > 1:
        pytest.importorskip("distributed")
    (home / "empty.toml").touch()
    (home / "taken.txt").touch()
    (home / "bare.toml").write_text("version = 1\n")
    (home / "new.toml").write_text("version = 9\n")
    (home / "open.toml").write_text('version = 1\ntitle = "News\n')
    if "--only" in arguments:  # the sections are those of the articles
        run_digest(home, "collect")
    failed = run_digest(home, *arguments)
    assert (failed.returncode, failed.stdout) == (2, "")
    assert expected in failed.stderr


def test_what_is_empty_says_what_fills_it(home: Path) -> None:
    corrections = run_digest(home, "story")
    assert (corrections.returncode, corrections.stdout) == (0, f"{NO_CORRECTIONS}\n")
    published = run_digest(home, "publish")
    assert published.returncode == 1
    assert "nothing has been collected yet, so there is no edition. `digest run` collects" in published.stderr
    found = run_digest(home, "archive", "search", "ferry")
    assert (found.returncode, found.stdout) == (
        0,
        "The store has no articles yet. `digest collect` brings them.\n",
    )


def test_a_delivery_that_failed_names_the_command_that_repeats_it(home: Path, web: WebServer) -> None:
    web.routes["/hook"] = Route(b"", status=403)
    with (home / "digest.toml").open("a") as file:
        file.write(f'[[deliveries]]\nkind = "webhook"\nname = "Hook"\nurl = "{web.url("/hook")}"\n')
    failed = run_digest(home, "run")
    assert failed.returncode == 1
    assert re.search(r"`digest deliver --again \d{4}-\d\d-\d\d`", failed.stderr), failed.stderr


def test_missing_parts_are_reported(home: Path) -> None:
    (home / "bare.toml").write_text("version = 1\n")
    assert (
        "There are no sources. `digest sources add`"
        in run_digest(home, "sources", "list", "-c", "bare.toml").stdout
    )
    status = run_digest(home, "status", "-c", "bare.toml")
    assert (status.returncode, "problem    There are no sources." in status.stdout) == (1, True)
    run_digest(home, "run")
    assert "There are no [[deliveries]] in the configuration" in run_digest(home, "deliver").stdout
    past = run_digest(home, "run", "--date", "2020-01-02")
    assert past.returncode == 1
    assert "`digest store info` shows since when the store has articles." in past.stderr


@pytest.mark.parametrize(
    "arguments", [("publish", "--again"), ("deliver", "--again"), ("archive", "show")], ids=" ".join
)
def test_a_day_without_an_edition_has_one_message_and_one_exit_code(
    home: Path, arguments: tuple[str, ...]
) -> None:
    run_digest(home, "run")
    failed = run_digest(home, *arguments, "2020-01-02")
    assert (failed.returncode, failed.stderr) == (1, f"digest: {NO_EDITION}\n")


def test_an_export_of_sources_replaces_no_file_without_force(home: Path) -> None:
    config = home / "digest.toml"
    with config.open("a") as file:
        file.write('[[sources]]\nfeed = "https://quay.example/feed"\nname = "Quay"\n')
    written, list_file = config.read_text(), home / "list.opml"
    list_file.write_text("mine")
    refused = run_digest(home, "sources", "export", "list.opml")
    assert refused.returncode == 2
    assert "list.opml: there is such a file already. Name a new one, or replace it with --force." in (
        refused.stderr
    )
    assert list_file.read_text() == "mine"
    assert run_digest(home, "sources", "export", "list.opml", "--force").returncode == 0
    assert 'xmlUrl="https://quay.example/feed"' in list_file.read_text()
    for force in ((), ("--force",)):
        own = run_digest(home, "sources", "export", "digest.toml", *force)
        assert own.returncode == 2
        assert "It is the configuration" in own.stderr
    assert config.read_text() == written
    assert {path.name for path in home.iterdir()} == {"digest.toml", "inbox", "list.opml"}


def test_a_quiet_check_prints_what_failed(home: Path) -> None:
    assert run_digest(home, "check", "--quiet").stderr == ""
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "nowhere"\n')
    failed = run_digest(home, "check", "--quiet")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("digest: nowhere: ")
    assert len(failed.stderr.splitlines()) == 1


def test_a_quiet_status_prints_what_needs_attention(home: Path) -> None:
    (home / "inbox").rename(home / "elsewhere")
    run_digest(home, "collect")
    failed = run_digest(home, "status", "--quiet")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "digest: No source answers. The error of the first: " in failed.stderr


@pytest.mark.parametrize(
    ("rows", "subject", "advice"),
    [
        (
            '[[deliveries]]\nkind = "files"\nfolder = "/proc/out"\n',
            "Delivery files /proc/out: ",
            "set folder to another one",
        ),
        (
            '[[deliveries]]\nkind = "files"\nfolder = "digest.toml/out"\nname = "Copy"\n',
            "Delivery Copy: ",
            "digest.toml is not a folder. Set folder to another one",
        ),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_check_finds_what_a_run_would_refuse(home: Path, rows: str, subject: str, advice: str) -> None:
    (home / "broken.py").write_text("def summarize(:\n")
    with (home / "digest.toml").open("a") as file:
        file.write(rows)
    checked = run_digest(home, "check")
    (line,) = (line for line in checked.stdout.splitlines() if line.startswith("failed"))
    assert checked.returncode == 1
    assert line.startswith(f"failed  {subject}")
    assert advice in line
    assert run_digest(home, "run").returncode != 0


def test_splitting_off_an_unknown_article_lists_the_articles_with_their_titles(home: Path) -> None:
    story = run_digest(home, "run").stdout.splitlines()[1].split()[0]
    failed = run_digest(home, "story", "split", story, "nonsense")
    assert failed.returncode == 2
    first, *articles = failed.stderr.splitlines()
    assert first.endswith("has no article with the id nonsense. Its articles are:")
    assert all(line.startswith("  ") for line in articles)
    assert [line.split(maxsplit=1)[1] for line in articles] == [
        "Coast Radio: Low Isle ferry aground, passengers safe",
        "Harbour Post: Ferry to Low Isle runs aground in fog",
    ]


def test_the_advice_about_a_delivery_names_its_own_setting(home: Path) -> None:
    (home / "taken").write_text("a file")
    with (home / "digest.toml").open("a") as file:
        file.write('[[deliveries]]\nkind = "files"\nname = "Copy"\nfolder = "taken"\n')
    failed = run_digest(home, "run")
    assert failed.returncode == 1
    assert "set folder of the delivery Copy to another one" in failed.stderr
    assert "[output]" not in failed.stderr


def test_offline_on_the_first_day_the_cause_is_printed_once_and_status_fails(home: Path) -> None:
    (home / "inbox" / "monday.jsonl").unlink()
    with (home / "digest.toml").open("a") as file:
        for name in ("Quay", "Moor", "Mill"):
            file.write(f'[[sources]]\nfeed = "http://{name.lower()}.invalid/feed"\nname = "{name}"\n')
    run = run_digest(home, "run")
    assert run.returncode == 1
    assert run.stderr.count("cannot be resolved") == 1, run.stderr
    assert "  the same: Moor, Mill\n" in run.stderr
    status = run_digest(home, "status")
    assert status.returncode == 1
    assert status.stdout.count("cannot be resolved") == 2
    assert "problem    No source on the web answers. The error of the first: the host name quay" in (
        status.stdout
    )


def test_one_feed_that_fails_beside_a_folder_is_no_problem(home: Path, web: WebServer) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write(f'[[sources]]\nfeed = "{web.url("/lost")}"\nname = "Lost"\n')
    run_digest(home, "run")
    assert run_digest(home, "status").returncode == 0


def test_two_passwords_for_one_address_are_reported(home: Path, web: WebServer) -> None:
    web.routes["/feed"] = Route(b"<rss><channel><title>Quay</title></channel></rss>")
    address = web.url("/feed").removeprefix("http://")
    rows = (("Ada", "ada:first"), ("Bob", "bob:second"), ("Ada again", "ada:first"))
    with (home / "digest.toml").open("a") as file:
        for name, login in rows:
            file.write(f'[[sources]]\nfeed = "http://{login}@{address}"\nname = "{name}"\n')
    message = (
        f"http://{address}: it is configured twice, with different user names, passwords or headers; "
        "only the first, Ada, is visited."
    )
    for command in (("collect",), ("run",), ("sources", "list")):
        shown = run_digest(home, *command).stderr
        assert shown.count("configured twice") == 1, shown
        assert message in shown
        assert "second" not in shown
    checked = run_digest(home, "check")
    assert checked.returncode == 1
    assert f"failed  {message}" in checked.stdout


RUN_EACH = """
import json, sys
from digest.cli import main
codes = []
for command in json.loads(sys.argv[1]):
    try: main(command)
    except SystemExit as end: codes.append(end.code)
print(); print(codes)
"""
"""Runs commands in one process, and prints their exit codes."""


@pytest.mark.own_store("makes the file read-only")
@pytest.mark.skipif(os.name == "nt", reason="file modes")
def test_what_only_reads_works_on_a_store_that_cannot_be_written(home: Path, tmp_path: Path) -> None:
    assert run_digest(home, "run").returncode == 0
    drop_rights: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may write everything")
        drop_rights = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    before = sorted(path.name for path in home.iterdir())
    (home / "digest.db").chmod(0o400)
    home.chmod(0o500)
    copy = tmp_path.parent / f"{tmp_path.name}.db"
    commands = (
        ("status",),
        ("store", "info"),
        ("store", "backup", str(copy)),
        ("archive", "list"),
        ("archive", "show"),
        ("archive", "search", "ferry"),
        ("sources", "list"),
        ("story",),
    )
    try:
        done = subprocess.run(
            [*drop_rights, sys.executable, "-c", RUN_EACH, json.dumps(commands)],
            cwd=home,
            env={**os.environ, "XDG_CACHE_HOME": str(home / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.splitlines()[-1:] == [str([0] * len(commands))], (done.stdout, done.stderr)
        assert sorted(path.name for path in home.iterdir()) == before
    finally:
        home.chmod(0o700)
    assert copy.stat().st_size > 0


def test_commands_in_messages_can_be_typed_where_digest_is_not_on_the_path(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = home / "venv" / "bin" / "digest"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr("sys.argv", [str(script)])
    made = run_digest(home, "init", "my news", PATH="/nowhere")
    assert made.stdout.splitlines()[-1] == "Next: cd 'my news' && ../venv/bin/digest run"
    shown = run_digest(home, "archive", "show", PATH="/nowhere")
    assert "`venv/bin/digest run` makes one." in shown.stderr
    (home / "list.opml").write_text("<opml/>")
    usage = run_digest(home, "sources", "add", "./list.opml", PATH="/nowhere")
    assert "use `venv/bin/digest sources import`" in usage.stderr
    pip = script.with_name("pip")
    pip.write_text("#!/bin/sh\n")
    pip.chmod(0o755)
    monkeypatch.chdir(home)
    message = "`pip install 'daily-news-digest[pdf]'`"
    assert name_program(message) == "`venv/bin/pip install 'daily-news-digest[pdf]'`"
    monkeypatch.setenv("PATH", str(pip.parent))
    assert name_program(message) == message
    on_path = run_digest(home, "archive", "show", PATH=str(script.parent))
    assert "`digest run` makes one." in on_path.stderr
