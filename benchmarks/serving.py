"""Run `digest serve` in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from traceback import print_exc

from digest.cli import main


def start_daemon(folder: Path, prepare: Callable[[], None]) -> int:
    """Serve the configuration of a folder; return the id of the process. Its log is the file `log` there.

    prepare: called in the process before it serves.
    """
    child = os.fork()
    if child:
        return child
    try:
        os.chdir(folder)
        log = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        prepare()
        main(["serve"])
    except BaseException:
        print_exc()
    finally:
        os._exit(3)  # `serve` ends the process itself
