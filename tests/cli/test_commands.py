"""The commands, as a person runs them: what is printed, which files are made, the exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path
from urllib.request import urlopen

import pytest

from digest.cli import main
from digest.runtime.environment import read_clock
from digest.store import open_store
from tests.support.webserver import Route, WebServer

ARTICLES = [
    {
        "title": "Ferry to Low Isle runs aground in fog",
        "text": (
            "The ferry to Low Isle ran aground on the Tern bank in thick fog on Monday morning, "
            "the coast guard said. All 84 passengers were taken off by two lifeboats within the "
            "hour. The master of the ferry said the radar had failed ten minutes before."
        ),
        "url": "https://harbour.example/ferry",
        "source": "Harbour Post",
        "lang": "en",
    },
    {
        "title": "Low Isle ferry aground, passengers safe",
        "text": (
            "Two lifeboats took 84 passengers off the ferry to Low Isle after it ran aground on "
            "the Tern bank. Fog had closed in at dawn, and the coast guard said the ferry's radar"
            " had failed. A tug will try to free the ferry at high water."
        ),
        "url": "https://coast.example/aground",
        "source": "Coast Radio",
        "lang": "en",
    },
    {
        "title": "Library roof to be finished in June",
        "text": (
            "The new roof of the town library will be finished in June, the council said. The "
            "reading room opens first, on the second of the month. The old slates go to the "
            "school."
        ),
        "url": "https://town.example/roof",
        "source": "Town Crier",
        "lang": "en",
    },
]

CONFIG = """version = 1
title = "Test page"
timezone = "Europe/Berlin"
[[sources]]
folder = "inbox"
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def digest(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run a command in a folder, here: a process of its own would take half a second to import."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        for name in ("DIGEST_CONFIG", "LC_ALL", "LC_MESSAGES", "TZ", "XDG_CONFIG_HOME"):
            patch.delenv(name, raising=False)
        for name, value in {"HOME": str(folder), "LANG": "C.UTF-8", **environment}.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(arguments)
    assert isinstance(ended.value.code, int)
    return Ran(ended.value.code, out.getvalue(), err.getvalue())


def digest_process(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in a folder, in which $digest is the program, in processes of their own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "digest": f"{sys.executable} -m digest",
        # Where no file can be written whole, Python would leave half a module in its cache.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    lines = [json.dumps(article) for article in ARTICLES]
    (tmp_path / "inbox" / "monday.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "digest.toml").write_text(CONFIG, "utf-8")
    return tmp_path


BESIDE = {"latest.html", "index.html", "search.html", "feed.xml", "stories.xml"}


def files(folder: Path) -> dict[str, bytes]:
    """The files of editions."""
    paths = sorted((folder / "editions").iterdir())
    return {path.name: path.read_bytes() for path in paths if path.name not in BESIDE}


def test_a_run_writes_an_edition_and_the_same_again_the_same_day(home: Path) -> None:
    first = digest(home, "run")
    assert first.returncode == 0, first.stderr
    assert "2 stories" in first.stdout
    written = files(home)
    assert sorted(Path(name).suffix for name in written) == [".html", ".md"]
    assert (home / "editions" / "latest.html").readlink().name in written
    again = digest(home, "run")
    assert again.returncode == 0, again.stderr
    assert files(home) == written


def test_json_is_one_object(home: Path) -> None:
    result = digest(home, "run", "--json")
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    stories = answer["edition"]["stories"]
    assert sorted(len(story["articles"]) for story in stories) == [1, 2]
    assert len(answer["files"]) == 2


def test_a_dry_run_writes_and_marks_nothing(home: Path) -> None:
    before = sorted(path.name for path in home.iterdir())
    result = digest(home, "run", "--dry-run")
    assert result.returncode == 0, result.stderr
    assert "Ferry" in result.stdout or "ferry" in result.stdout
    assert sorted(path.name for path in home.iterdir()) == before


def test_an_edition_once_more_from_the_store(home: Path) -> None:
    digest(home, "run")
    written = files(home)
    day = next(iter(written)).removeprefix("digest-").split(".")[0]
    for path in (home / "editions").iterdir():
        path.unlink()
    assert digest(home, "publish", "--again", day).returncode == 0
    assert files(home) == written
    missing = digest(home, "publish", "--again", "2001-01-01")
    assert missing.returncode == 1
    assert "no edition of that day" in missing.stderr


def test_collect_then_publish_is_a_run(home: Path) -> None:
    assert digest(home, "collect").returncode == 0
    result = digest(home, "publish")
    assert result.returncode == 0, result.stderr
    assert len(files(home)) == 2


def test_init_then_check(tmp_path: Path) -> None:
    made = digest(tmp_path, "init", "news", TZ="Europe/Vienna", LANG="de_AT.UTF-8")
    assert made.returncode == 0, made.stderr
    text = (tmp_path / "news" / "digest.toml").read_text("utf-8")
    assert 'timezone = "Europe/Vienna"' in text
    assert 'language = "de"' in text
    (tmp_path / "news" / "digest.toml").write_text(text + "# mine\n")
    assert "tagesschau" not in (tmp_path / "news" / "sources.opml").read_text("utf-8")
    assert "Sources: austria; there are also africa" in made.stdout
    again = digest(tmp_path, "init", "news")
    assert "kept" in again.stdout
    assert (tmp_path / "news" / "digest.toml").read_text("utf-8").endswith("# mine\n")
    (tmp_path / "news" / "sources.opml").write_text('<opml version="2.0"><body/></opml>')
    checked = digest(tmp_path / "news", "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "Europe/Vienna" in checked.stdout


def test_init_with_lists_of_one_s_own_choice(tmp_path: Path) -> None:
    made = digest(tmp_path, "init", "--list", "science, spain", "--list", "world", "--json", "--yes")
    assert json.loads(made.stdout)["lists"] == ["science", "spain", "world"]
    text = (tmp_path / "sources.opml").read_text("utf-8")
    assert "nature.com" in text
    assert "elpais.com" in text
    (tmp_path / "none").mkdir()
    wrong = digest(tmp_path / "none", "init", "--list", "sciense")
    assert wrong.returncode == 1
    assert "did you mean science?" in wrong.stderr
    assert list((tmp_path / "none").iterdir()) == []


def test_check_looks_at_deliveries(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[deliveries]]\nkind = "files"\nfolder = "digest.toml"\n')
    checked = digest(home, "check")
    assert checked.returncode == 1
    assert f"ill  Delivery files digest.toml: {home / 'digest.toml'} is not a folder" in checked.stdout


def test_a_full_standard_output_is_no_traceback(home: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    result = digest_process(home, "$digest sources list > /dev/full")
    assert result.returncode != 0
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_what_standard_output_cannot_hold_is_a_question_mark(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('name = "Poštovní 港"\n')
    result = digest_process(home, "PYTHONIOENCODING=ascii $digest sources list")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("Po?tovn? ?  ")


def test_no_configuration_is_one_message(tmp_path: Path) -> None:
    result = digest(tmp_path, "run")
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert "digest init" in result.stderr


def test_a_wrong_configuration_names_its_mistakes(home: Path) -> None:
    (home / "digest.toml").write_text('version = 1\ntitel = "x"\n[collect]\nat_once = 0\n')
    result = digest(home, "run")
    assert result.returncode == 2
    assert [line.split("digest.toml:")[1][:2] for line in result.stderr.splitlines()] == ["2:", "4:"]


def test_an_empty_folder_is_one_message(home: Path) -> None:
    (home / "inbox" / "monday.jsonl").unlink()
    result = digest(home, "run", "--quiet")
    assert result.returncode == 1
    assert "no edition" in result.stderr
    assert not (home / "editions").exists()


def test_no_network_is_one_message(home: Path) -> None:
    (home / "digest.toml").write_text('version = 1\n[[sources]]\nfeed = "http://127.0.0.1:9/feed"\n')
    result = digest(home, "run", "--quiet")
    assert result.returncode == 1
    assert "the only source did not answer" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unreadable_file_is_told_and_only_strict_makes_it_an_exit_code(home: Path) -> None:
    (home / "inbox" / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    result = digest(home, "run", "--strict")
    assert result.returncode == 3, result.stderr
    told = "1 file or part of one could not be read; `digest archive left-out` names them."
    assert told in result.stderr
    again = digest(home, "run", "--strict")
    assert (again.returncode, told in again.stderr) == (3, True), "nothing was mended"
    assert "torn.zip" in digest(home, "archive", "left-out").stdout
    (home / "inbox" / "torn.zip").unlink()
    assert digest(home, "run", "--strict").returncode == 0
    (home / "inbox" / "torn.jsonl").write_text("{", "utf-8")
    assert digest(home, "run").returncode == 0


def test_a_run_shows_the_ids_that_story_takes(home: Path) -> None:
    lines = digest(home, "run").stdout.splitlines()
    ids = [line.split()[0] for line in lines if line.startswith("  ")]
    assert len(ids) == 2
    told = digest(home, "story", ids[0])
    assert told.returncode == 0, told.stderr
    assert lines[1].split(maxsplit=1)[1] in told.stdout


@pytest.mark.parametrize("command", ["run", "collect"])
def test_without_a_source_the_first_one_is_asked_for(home: Path, command: str) -> None:
    (home / "digest.toml").write_text("version = 1\n")
    result = digest(home, command)
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("digest: there are no sources. `digest sources add` takes ")


@pytest.mark.parametrize(("typed", "told"), [("TOWN", ""), ("Twon", "no new story (did you mean Town?)")])
def test_a_section_is_known_in_capitals_or_not(home: Path, typed: str, told: str) -> None:
    (home / "digest.toml").write_text(CONFIG + 'section = "Town"\n')
    result = digest(home, "run", "--only", typed)
    assert result.returncode == (1 if told else 0), result.stderr
    assert told in result.stderr


def test_a_failing_source_is_told_and_only_strict_makes_it_an_exit_code(home: Path) -> None:
    with (home / "digest.toml").open("a") as file:
        file.write('[[sources]]\nfolder = "nowhere"\nname = "Nowhere"\n')
    result = digest(home, "run")
    assert result.returncode == 0
    assert "Nowhere" in result.stderr
    assert any(b"Nowhere" in page for page in files(home).values())
    assert digest(home, "run", "--strict").returncode == 3


def test_an_output_folder_that_is_in_the_way_leaves_nothing_half_written(home: Path) -> None:
    (home / "editions").write_text("a file")
    result = digest(home, "run")
    assert result.returncode == 1
    assert "cannot be written" in result.stderr
    assert (home / "editions").read_text() == "a file"
    (home / "editions").unlink()
    after = digest(home, "run")
    assert after.returncode == 0
    assert "2 stories" in after.stdout


def test_a_full_disk_is_one_message(home: Path) -> None:
    assert digest(home, "run").returncode == 0
    written = files(home)
    (home / "inbox" / "more.json").write_text(json.dumps(ARTICLES[2] | {"url": "https://town.example/2"}))
    # No file may grow beyond 8 KiB; compiled modules would be cut off too, and stay so.
    small = digest_process(home, "export PYTHONDONTWRITEBYTECODE=1; ulimit -f 8; exec $digest run -q")
    assert small.returncode == 1
    assert len(small.stderr.splitlines()) == 1
    assert "Traceback" not in small.stderr
    assert files(home) == written


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
def test_wrong_usage(home: Path, arguments: tuple[str, ...]) -> None:
    result = digest(home, *arguments)
    assert result.returncode == 2
    assert "Error: " in result.stderr
    assert not (home / "digest.db").exists()


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['digest', '--help']\n"
        "try:\n    from digest.cli import main; main()\n"
        "finally:\n"
        "    heavy = {'sqlalchemy', 'pydantic', 'sumy', 'jinja2', 'scipy', 'numpy', 'lxml', 'rich'}\n"
        "    print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert result.stderr.strip() == "[]"
    assert "Commands" in result.stdout


def test_an_interruption_waits_for_no_server_and_keeps_what_came_in(tmp_path: Path, web: WebServer) -> None:
    item = "<item><title>Ferry aground</title><link>https://harbour.example/ferry</link></item>"
    web.routes["/slow"] = Route(b"<rss>" + b" " * 1_000, drip=1.0)
    web.routes["/quick"] = Route(f"<rss><channel>{item}</channel></rss>".encode())
    rows = "".join(f'[[sources]]\nfeed = "{web.url(path)}"\n' for path in ("/slow", "/quick"))
    (tmp_path / "digest.toml").write_text(
        f'version = 1\n[collect]\ntimeout_seconds = 600\nfull_text = "never"\n{rows}'
    )
    command = [sys.executable, "-m", "digest", "collect"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and (len(web.asked) < 2 or web.busy > 1):
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        try:
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, told.strip()) == (130, "digest: interrupted; nothing is half-written")
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        assert [article.title for article in store.articles(None)] == ["Ferry aground"]


@pytest.mark.parametrize("command", ["collect", "run"])
def test_who_is_collecting_already_is_waited_for(home: Path, command: str) -> None:
    other = "elsewhere/1/then"
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        store.take_claim("collect", other, read_clock(), timedelta(minutes=20))
    asked = [sys.executable, "-m", "digest", command]
    with subprocess.Popen(
        asked, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stderr
        assert "(process 1 on elsewhere) is collecting at the moment" in waiting.stderr.readline()
        with open_store(f"sqlite:///{home / 'digest.db'}") as store:
            store.free_claim("collect", other, read_clock())
        assert "is collecting" not in waiting.stderr.read()
        assert waiting.wait(30) == 0
    with open_store(f"sqlite:///{home / 'digest.db'}") as store:
        assert store.steps()["collect"].owner != "elsewhere/1/then"
        assert len(store.articles(None)) == 3


def test_the_archive_is_listed_shown_and_searched(home: Path) -> None:
    assert "no edition yet" in digest(home, "archive", "list").stdout
    digest(home, "run")
    listed = json.loads(digest(home, "archive", "list", "--json").stdout)["editions"]
    assert len(listed) == 1
    shown = digest(home, "archive", "show", listed[0]["date"])
    assert shown.stdout.startswith("TEST PAGE\n")
    assert digest(home, "archive", "show", "1999-01-01").returncode == 1
    word = listed[0]["headline"].split()[-1]
    found = json.loads(digest(home, "archive", "search", word, "--json").stdout)["found"]
    assert listed[0]["headline"] in [hit["title"] for hit in found]
    assert digest(home, "archive", "search", "qqqqq").stdout == "Nothing found.\n"


def test_what_was_left_out_is_listed_with_file_and_reason(home: Path) -> None:
    (home / "inbox" / "tuesday.jsonl").write_text('{"title": "x"\n', "utf-8")
    digest(home, "run")
    assert "line 1" in digest(home, "archive", "left-out").stdout


def test_the_pages_about_all_editions_lie_beside_them(home: Path) -> None:
    digest(home, "run")
    assert {path.name for path in (home / "editions").iterdir()} - files(home).keys() == BESIDE
    (home / "digest.toml").write_text(CONFIG + '[output]\nfolder = "alone"\narchive = false\n', "utf-8")
    digest(home, "run")
    assert not (home / "alone" / "index.html").exists()


def test_templates_are_exported_once_and_give_the_same_edition(home: Path) -> None:
    digest(home, "run")
    before = files(home)
    result = digest(home, "templates", "export", "mine")
    assert result.stdout.count("made") > 20
    assert "stories[].title: string" in (home / "mine" / "edition.html.j2").read_text("utf-8")
    (home / "digest.toml").write_text(CONFIG + '[output]\ntemplates = "mine"\n', "utf-8")
    digest(home, "run")
    assert files(home) == before
    (home / "mine" / "base.css").write_text("p { color: red }", "utf-8")
    assert "kept" in digest(home, "templates", "export", "mine").stdout
    assert (home / "mine" / "base.css").read_text("utf-8") == "p { color: red }"
    assert "mail.html.j2" in digest(home, "templates", "list").stdout


def test_templates_and_themes_of_ones_own_are_listed(home: Path) -> None:
    (home / "mine" / "themes").mkdir(parents=True)
    (home / "mine" / "themes" / "plain.css").touch()
    shipped = json.loads(digest(home, "templates", "list", "--json").stdout)
    (home / "digest.toml").write_text(
        CONFIG + '[output]\ntemplates = "mine"\nformats = ["html", "edition.org.j2"]\n', "utf-8"
    )
    listed = json.loads(digest(home, "templates", "list", "--json").stdout)
    assert listed["formats"].keys() - shipped["formats"].keys() == {"edition.org.j2"}
    assert set(listed["themes"]) - set(shipped["themes"]) == {"plain"}
    assert listed["folders"] == [str(home / "mine"), *shipped["folders"]]
    (home / "digest.toml").unlink()
    assert json.loads(digest(home, "templates", "list", "--json").stdout) == shipped


def test_the_preview_serves_the_newest_edition_until_it_is_stopped(home: Path) -> None:
    digest(home, "run")
    command = [sys.executable, "-m", "digest", "preview", "--no-open"]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        (address,) = re.findall(r"http://\S+/", running.stderr.readline())
        with urlopen(f"{address}edition", timeout=30) as answer:
            shown = answer.read()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert [shown] == [page for name, page in files(home).items() if name.endswith(".html")]


def test_a_preview_without_an_edition_is_one_message(home: Path) -> None:
    result = digest(home, "preview", "--no-open")
    assert result.returncode == 1
    assert "no edition yet" in result.stderr
    assert "Traceback" not in result.stderr


def test_check_finds_a_mistake_in_a_page_beside_the_editions(home: Path) -> None:
    (home / "templates").mkdir()
    (home / "templates" / "archive.html.j2").write_text("{{ edition.titel }}", "utf-8")
    (home / "digest.toml").write_text(CONFIG + '[output]\ntemplates = "templates"\n', "utf-8")
    result = digest(home, "check")
    assert result.returncode == 1
    assert "archive.html.j2, line 1" in result.stdout
    assert "Did you mean title?" in result.stdout
