"""Run commands in tests as a user does, and read what they print and write."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from digest.cli import main

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
class CommandResult:
    """The exit code and the output of a command."""

    returncode: int
    stdout: str
    stderr: str


def run_digest(folder: Path, *arguments: str, **environment: str) -> CommandResult:
    """Run a command in a folder, in this process: a new process would take half a second to import."""
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
    return CommandResult(ended.value.code, out.getvalue(), err.getvalue())


def run_shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a shell command in a folder, with $digest as the program."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": str(folder),
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "digest": f"{sys.executable} -m digest",
        # With a limit on file sizes, Python would leave truncated modules in its cache.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


ARCHIVE_FILES = {"latest.html", "index.html", "search.html", "feed.xml", "stories.xml"}


def read_editions(folder: Path) -> dict[str, bytes]:
    """Return {name: content} of the files of editions, without archive pages."""
    paths = sorted((folder / "editions").iterdir())
    return {path.name: path.read_bytes() for path in paths if path.name not in ARCHIVE_FILES}
