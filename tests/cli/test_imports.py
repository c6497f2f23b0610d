"""Light commands import no heavy library, which would take longer than all else that they do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.helpers import ARTICLES, CONFIG

NUMERIC = ("numpy", "scipy", "sumy", "Stemmer", "digest.grouping.terms", "digest.summarizers.news")
READING = (
    *("lxml", "trafilatura", "feedparser", "py3langid", "pycurl"),
    *("digest.sources.folder.changed_files", "digest.sources.written_dates"),
)
PAGES = ("jinja2", "babel", "markupsafe", "digest.rendering.mail")
DAEMON = ("apscheduler", "distributed", "multiprocessing.context", "concurrent.futures.process")
DELIVERIES = ("smtplib", "apprise", "PIL", "weasyprint")
DATABASE = ("sqlalchemy.ext", "sqlalchemy.orm", "sqlalchemy.dialects.postgresql", "psycopg")
CONFIGURATION = ("pydantic", "platformdirs", "sqlalchemy", "email", "asyncio")
CONSOLE = ("rich",)
HEAVY = (*NUMERIC, *READING, *PAGES, *DAEMON, *DELIVERIES, *DATABASE, *CONSOLE)


def list_imported(folder: Path, *arguments: str) -> set[str]:
    """Run a command in a process of its own; return the names of the modules that it has imported."""
    code = "import sys; from digest.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print('\\n'.join(['', '--', *sys.modules]))"
    home = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, **home},
        check=True,
    )
    output, _, modules = result.stdout.rpartition("\n--\n")
    assert output or result.stderr
    return set(modules.split())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and today's edition."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "digest.toml").write_text(CONFIG, "utf-8")
    (folder / "inbox").mkdir()
    for number, row in enumerate(ARTICLES):
        (folder / "inbox" / f"{number}.txt").write_text(f"{row['title']}\n\n{row['text']}\n", "utf-8")
    # The first edition needs what no light command may import.
    assert {"numpy", "scipy", "jinja2"} <= list_imported(folder, "run", "--since", "all")
    return folder


@pytest.mark.parametrize(
    ("command", "forbidden"),
    [
        ("--help", (*HEAVY, *CONFIGURATION)),
        ("run --help", (*HEAVY, *CONFIGURATION)),
        ("status", HEAVY),
        ("archive list", HEAVY),
        ("archive left-out", HEAVY),
        ("sources list", HEAVY),
        ("store info", HEAVY),
        ("deliver", HEAVY),
        ("collect", HEAVY),
        ("run --since all", HEAVY),
        ("publish --since all", HEAVY),
    ],
)
def test_light_commands_import_no_heavy_library(command: str, forbidden: tuple[str, ...], home: Path) -> None:
    imported = list_imported(home, *command.split())
    assert "digest.cli.app" in imported
    assert sorted(imported.intersection(forbidden)) == []


def test_what_was_imported_is_not_searched_for_cycles_when_a_command_ends(tmp_path: Path) -> None:
    # Functions that are registered first run last.
    code = (
        "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 10_000))\n"
        "from digest.cli import main; main(['--help'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout.endswith("\nTrue\n")
