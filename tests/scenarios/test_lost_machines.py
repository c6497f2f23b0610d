"""Kill a worker, the command, the scheduler, or the database: nothing is lost or doubled.

The store is PostgreSQL and the engine a Dask cluster with two workers; the kills are spread over the stages.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from digest.store import open_store
from tests.support.dask_processes import find_free_port, run_scheduler, run_workers
from tests.support.postgres_server import run_postgres
from tests.support.stores import create_database
from tests.support.webserver import Route, WebServer

pytestmark = pytest.mark.slow
psycopg: Any = pytest.importorskip("psycopg", reason="the extra postgres is not installed")

TOWNS = ("Aldermouth", "Brackenford", "Cawsand", "Dunmere", "Elverton", "Fairlight", "Gorsey", "Hexley")
OUTLETS = 6
FEED = """<rss version="2.0"><channel><title>Outlet {0}</title>{1}</channel></rss>"""
ITEM = """<item><title>{0} bridge reopens after the flood</title>
<link>http://outlet{1}.example/{0}</link>
<description>The bridge at {0} is open again since Monday, outlet {1} reports. Engineers of {0} had checked
its piers for nine days after the flood of the river. The mayor of {0} was glad.</description></item>"""
KILLS = range(5)
"""The moments, in half seconds after the first request."""

MOMENTS = [("visits", 0), ("visits", 1), ("stories", 0), ("stories", 1)]
"""(from when, half seconds after that): the first request, or that all articles are stored."""


@pytest.fixture
def outlets() -> Iterator[WebServer]:
    routes = {
        f"/{outlet}": Route(
            FEED.format(outlet, "".join(ITEM.format(town, outlet) for town in TOWNS)).encode(), drip=0.0004
        )
        for outlet in range(OUTLETS)
    }
    web = WebServer(routes)
    yield web
    web.close()


@pytest.fixture
def config(outlets: WebServer, tmp_path: Path) -> Path:
    return write_config(tmp_path, create_database("postgresql", tmp_path), outlets)


def write_config(folder: Path, url: str, outlets: WebServer) -> Path:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    rows = "".join(
        f'[[sources]]\nfeed = "{outlets.url(f"/{outlet}")}"\nname = "Outlet {outlet}"\n'
        for outlet in range(OUTLETS)
    )
    settings = '[collect]\nfull_text = "never"\n[engine]\nkind = "dask"\nworkers = 2\n'
    file = folder / "digest.toml"
    file.write_text(f'version = 1\n[store]\nurl = "{url}"\n{settings}{rows}')
    return file


def start(config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "digest", "run", "--json", "--config", str(config)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def disturb(
    config: Path, outlets: WebServer, number: int, kill: Callable[[int], None], stage: str = "visits"
) -> tuple[int, str, str]:
    """Run the command, and call `kill` with its process id at one of the moments; return how it ended."""
    process = start(config)
    while not outlets.requests and process.poll() is None:
        time.sleep(0.02)
    while stage == "stories" and process.poll() is None and count_articles(config) < OUTLETS * len(TOWNS):
        time.sleep(0.02)
    time.sleep(number / 2)
    if process.poll() is None:
        kill(process.pid)
    printed, errors = process.communicate(timeout=180)
    return process.returncode, printed, errors


def run_again(config: Path) -> str:
    """Run the command to its end, and return what it printed."""
    process = start(config)
    printed, errors = process.communicate(timeout=180)
    assert process.returncode == 0, errors
    return printed


def find_url(config: Path) -> str:
    return config.read_text().partition('url = "')[2].partition('"')[0]


def count_articles(config: Path) -> int:
    with psycopg.connect(find_url(config).replace("+psycopg", "")) as connection:
        row = connection.execute("select count(*) from articles").fetchone()
        return int(row[0]) if row else 0


def check_edition(printed: str, config: Path) -> None:
    """Each story has one report of each outlet on its town; the store has each article once."""
    edition: dict[str, Any] = json.loads(printed)["edition"]
    found = {
        (story["title"].split()[0], len({row["source"] for row in story["articles"]}), len(story["articles"]))
        for story in edition["stories"]
    }
    # They are on one topic, of which an edition has five stories.
    assert len(found) == len(edition["stories"]) == 5
    assert found <= {(town, OUTLETS, OUTLETS) for town in TOWNS}
    with open_store(find_url(config)) as store:
        articles = store.articles.find()
    assert len({article.url for article in articles}) == len(articles) == OUTLETS * len(TOWNS)


@pytest.mark.parametrize(
    ("stage", "number"),
    [*(("visits", number) for number in KILLS), *(("stories", number) for number in range(3))],
)
def test_a_killed_worker_changes_nothing(config: Path, outlets: WebServer, stage: str, number: int) -> None:
    psutil: Any = pytest.importorskip("psutil")

    def read_command(process: Any) -> list[str]:
        try:
            return list(process.cmdline())
        except psutil.NoSuchProcess:
            return []

    def kill(pid: int) -> None:
        # A worker that has just ended by itself has no command line.
        children = psutil.Process(pid).children()
        workers = [row for row in children if "spawn_main" in " ".join(read_command(row))]
        if workers:
            os.kill(workers[number % len(workers)].pid, signal.SIGKILL)

    code, printed, errors = disturb(config, outlets, number, kill, stage)
    assert code == 0, errors
    assert "Traceback" not in errors
    check_edition(printed, config)


@pytest.mark.parametrize("number", KILLS)
def test_a_killed_command_is_made_up_for_by_the_next_one(
    config: Path, outlets: WebServer, number: int
) -> None:
    disturb(config, outlets, number, lambda pid: os.kill(pid, signal.SIGKILL))
    printed = run_again(config)
    check_edition(printed, config)


@pytest.mark.parametrize("number", KILLS)
def test_a_lost_database_connection_is_reported_and_made_up_for(
    config: Path, outlets: WebServer, number: int
) -> None:
    url = find_url(config).replace("+psycopg", "")

    def kill(_: int) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )

    code, printed, errors = disturb(config, outlets, number, kill)
    if code:
        assert "the database says: " in errors
        assert "Traceback" not in errors
        printed = run_again(config)
    check_edition(printed, config)


@pytest.mark.parametrize(("stage", "number"), MOMENTS)
def test_a_killed_scheduler_is_reported_and_made_up_for(
    config: Path, outlets: WebServer, tmp_path: Path, stage: str, number: int
) -> None:
    port = find_free_port()
    address = f"tcp://127.0.0.1:{port}"
    config.write_text(config.read_text().replace("workers = 2\n", f'address = "{address}"\n'))
    with run_scheduler(port, tmp_path) as scheduler, run_workers(address, tmp_path):
        code, printed, errors = disturb(config, outlets, number, lambda _: scheduler.kill(), stage)
    if code:
        assert "the Dask cluster was lost" in errors
        assert "Traceback" not in errors
        with run_scheduler(port, tmp_path), run_workers(address, tmp_path):
            printed = run_again(config)
    check_edition(printed, config)


@pytest.mark.parametrize(("stage", "number"), MOMENTS)
def test_a_killed_database_is_reported_and_made_up_for(
    outlets: WebServer, tmp_path: Path, stage: str, number: int
) -> None:
    with run_postgres() as server:
        config = write_config(tmp_path, server.url, outlets)
        code, printed, errors = disturb(config, outlets, number, lambda _: server.kill(), stage)
        server.start()
        if code:
            assert "the database says: " in errors
            assert "Traceback" not in errors
            printed = run_again(config)
        check_edition(printed, config)
