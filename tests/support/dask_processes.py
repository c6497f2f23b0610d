"""Run a scheduler and workers of Dask as processes of their own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _run(*words: str, log: Path, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until its log has a text; end it afterwards."""
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", *words], stdout=output, stderr=output)
    try:
        while ready not in log.read_text():
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def run_scheduler(port: int, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with _run(
        *("dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", *words),
        log=folder / "scheduler.log",
        ready="Scheduler at",
    ) as process:
        yield process


@contextmanager
def run_workers(address: str, folder: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    words = (*words, "--nworkers", "2", "--local-directory", str(folder))
    command = ("digest", "worker", address, *words)
    with _run(*command, log=folder / "workers.log", ready="Registered to") as process:
        yield process
