"""Light commands import no heavy library, which would take longer than all else that they do."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.helpers import ARTICLES, CONFIG
from tests.support.webserver import Route, WebServer

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
OTHER_COMMANDS = ("digest.cli.edition_commands", "digest.cli.source_commands", "digest.cli.publish_workflow")
TEXTS = ("digest.text.words", "digest.text.fingerprints", "digest.text.text_collector")
MAKING = (
    *("digest.text.sentences", "digest.text.language_detection", "digest.languages.language"),
    *("digest.sources.article_drafts", "digest.rendering.output_formats", "digest.rendering.render_settings"),
    *("digest.store.search", "digest.store.backup"),
)
CONTENTS = ("digest.models.edition", "digest.models.article", "digest.models.story")
HEAVY = (*NUMERIC, *READING, *PAGES, *DAEMON, *DELIVERIES, *DATABASE, *CONSOLE)


RUN_COMMANDS = """
import sys
from digest.cli import main
for command in sys.argv[1:]:
    try: main(command.split())
    except SystemExit: pass
    print("\\n--", *sys.modules)
"""


def list_imported(folder: Path, *commands: str) -> list[set[str]]:
    """Run commands in one process; return the names of the modules imported after each of them."""
    result = subprocess.run(
        [sys.executable, "-c", RUN_COMMANDS, *commands],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(folder)},
        check=True,
    )
    imported = [set(line.split()) for line in result.stdout.splitlines() if line.startswith("-- ")]
    assert len(imported) == len(commands)
    return imported


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and today's edition."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "digest.toml").write_text(CONFIG, "utf-8")
    (folder / "inbox").mkdir()
    for number, row in enumerate(ARTICLES):
        (folder / "inbox" / f"{number}.txt").write_text(f"{row['title']}\n\n{row['text']}\n", "utf-8")
    # The first edition needs what no light command may import.
    assert {"numpy", "scipy", "jinja2"} <= list_imported(folder, "run --since all")[0]
    return folder


@pytest.mark.parametrize(
    ("commands", "forbidden"),
    [
        (["--help", "run --help"], (*HEAVY, *CONFIGURATION)),
        (["status"], (*HEAVY, *TEXTS, *MAKING, *CONTENTS, *OTHER_COMMANDS)),
        (["status", "archive list", "archive left-out", "sources list", "store info", "deliver"], HEAVY),
        (["collect", "run --since all", "publish --since all"], (*HEAVY, *TEXTS, *MAKING)),
    ],
)
def test_light_commands_import_no_heavy_library(
    commands: list[str], forbidden: tuple[str, ...], home: Path
) -> None:
    for command, imported in zip(commands, list_imported(home, *commands), strict=True):
        assert "digest.cli.app" in imported
        assert (command, sorted(imported.intersection(forbidden))) == (command, [])


def test_a_feed_that_has_not_changed_is_not_parsed(tmp_path: Path) -> None:
    rows = "".join(f"<item><title>{row['title']}</title><link>{row['url']}</link></item>" for row in ARTICLES)
    feed = f'<rss version="2.0"><channel><title>Town</title>{rows}</channel></rss>'.encode()
    with closing(WebServer({"/feed": Route(feed)})) as server:
        row = f'feed = "{server.url("/feed")}"\nfull_text = "never"\n'
        text = f"version = 1\n[[sources]]\n{row}"
        (tmp_path / "digest.toml").write_text(text, "utf-8")
        first, second = (list_imported(tmp_path, "collect")[0] for _ in range(2))
    parsing = {"lxml", "digest.sources.feed.feed_parser", *MAKING[:4]}
    assert parsing <= first
    assert "digest.sources.feed.feed_reader" in second
    assert parsing.isdisjoint(second)


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


def test_the_first_collection_freezes_what_was_imported_and_the_next_one_finds_cycles(tmp_path: Path) -> None:
    code = """
import gc
from digest.runtime.environment import spare_processor_time
spare_processor_time()
gc.collect()
frozen = gc.get_freeze_count()
cycle = []; cycle.append(cycle); del cycle
print(frozen > 1_000, gc.collect() > 0, gc.get_freeze_count() == frozen)
"""
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout == "True True True\n"
