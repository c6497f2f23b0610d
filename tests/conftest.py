"""What several tests need."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from digest.http.robots import fetch_rules
from digest.store import Store, open_store
from digest.text.model_folder import keep_model_in
from tests.support.default_setup import choose_setup, close_engine, keep_defaults
from tests.support.stores import create_database, share_compiled_statements
from tests.support.webserver import WebServer

GOLDEN = Path(__file__).parent / "data" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write the golden files anew")


def pytest_configure() -> None:
    share_compiled_statements()
    choose_setup()


def pytest_unconfigure() -> None:
    close_engine()


def pytest_runtest_setup(item: pytest.Item) -> None:
    keep_defaults(item)


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One cache folder for all tests and the commands that they start.

    To unpack the model of language detection takes half a second, and a template is compiled in a tenth.
    """
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # the processes of a run share it
    folder = root / "cache" / "digest"
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    keep_model_in(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder.parent))
        yield folder


@pytest.fixture(autouse=True)
def restore_logging() -> Iterator[None]:
    """Undo what a test configures of the log: the next test of the process may read records."""
    log = logging.getLogger("digest")
    handlers, level, propagate = list(log.handlers), log.level, log.propagate
    yield
    log.handlers[:], log.propagate = handlers, propagate
    log.setLevel(level)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A check that a text is the golden file of that name, to the byte."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-update"):
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"{name} differs; if it should, run pytest --golden-update"

    return check


@pytest.fixture
def web() -> Iterator[WebServer]:
    """A web server on loopback; its routes are set by the test."""
    fetch_rules.cache_clear()  # those of a server that had the same port
    server = WebServer()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database: each test that asks for one runs on SQLite and on PostgreSQL."""
    return create_database(request.param, tmp_path)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(url) as opened:
        yield opened
