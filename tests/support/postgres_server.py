"""Run a PostgreSQL server of its own, which a test may kill."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.dask_processes import find_free_port

DEBIAN = "usr/lib/postgresql/*/bin/initdb"
"""Where its programs are when they are not on the path."""


class PostgresServer:
    """A server with an empty database, until it is killed; it can be started again."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._port = find_free_port()
        self._run("initdb", "-U", "digest", "-A", "trust", "-E", "UTF8")
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://digest@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder}"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill all processes of the server at once."""
        psutil: Any = pytest.importorskip("psutil")
        first = psutil.Process(int((self._folder / "data/postmaster.pid").read_text().split()[0]))
        processes = [first, *first.children(recursive=True)]
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, 30)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._folder / "data"), *words]
        with (self._folder / "output").open("ab") as output:
            subprocess.run([*_as_other_user(), *command], check=True, stdout=output, stderr=output)


def _as_other_user() -> Sequence[str]:
    """Return the words before a command that PostgreSQL refuses to run as root."""
    return ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Run a server; skip the test where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    places = [Path(found)] if found else sorted(Path("/").glob(DEBIAN))
    if not places:
        pytest.skip("PostgreSQL is not installed")
    # The folders of tests cannot be read by another user.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")
        server = PostgresServer(places[-1].parent, Path(name))
        try:
            yield server
        finally:
            server.stop()
