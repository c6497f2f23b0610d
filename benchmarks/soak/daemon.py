"""Run `digest serve` in a process of its own whose clock moves on by three hours before each round."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from traceback import print_exc
from typing import Any

from digest.cli.app import main
from digest.serve import daemon
from digest.serve.scheduler import Waker

ROUND_SECONDS = 5
STEP = timedelta(hours=3)


def start_daemon(folder: Path) -> int:
    """Serve the configuration of a folder; return the id of the process. Its log is the file `log` there."""
    child = os.fork()
    if child:
        return child
    try:
        os.chdir(folder)
        log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        _move_the_clock()
        main(["serve"])
    except BaseException:
        print_exc()
    finally:
        os._exit(3)  # `serve` ends the process itself


def _move_the_clock() -> None:
    """Let the program's clock move on before each round; that of the scheduler is the real one."""
    ahead = timedelta()

    def read_clock() -> datetime:
        return datetime.now(UTC).replace(microsecond=0) + ahead

    def make_waker(tick: Any, clock: Any) -> Waker:
        def tick_later() -> None:
            nonlocal ahead
            ahead += STEP
            tick()

        return Waker(tick_later, lambda: datetime.now(UTC), timedelta(seconds=ROUND_SECONDS))

    for name, module in list(sys.modules.items()):
        if name.startswith("digest") and hasattr(module, "read_clock"):
            module.read_clock = read_clock  # type: ignore[attr-defined]
    vars(daemon)["Waker"] = make_waker
