"""End `digest serve` after a signal even if a step holds the interpreter, so that no Python code can run.

A small process waits beside the daemon. The interpreter's own signal handler, which is written in C, tells
it of each signal through a pipe. If the daemon has not ended some seconds after one that stops it, it is
killed: the store is consistent at any moment, and the next start repeats the step.
"""

from __future__ import annotations

import os
import select
import signal
import sys

GRACE_SECONDS = 9.0
"""The daemon itself gives up on a step earlier; see scheduler.STOP_TIMEOUT_SECONDS."""

_STOPPING = frozenset({signal.SIGTERM, signal.SIGINT})


def start_watchdog() -> None:
    """Start the process that ends this one if it does not react to SIGTERM or Ctrl-C.

    It is started before any thread, and ends with this process. Systems without fork (Windows) have none.
    """
    if not hasattr(os, "fork"):
        return
    reader, writer = os.pipe()
    daemon = os.getpid()
    if os.fork() == 0:
        os.close(writer)
        try:
            _watch(reader, daemon)
        finally:
            os._exit(0)
    os.close(reader)
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)


def _watch(reader: int, daemon: int) -> None:
    """Wait for the numbers of signals from the daemon, and for the end of its pipe, which is its own end."""
    for number in _STOPPING:
        signal.signal(number, signal.SIG_IGN)  # a service manager sends them to every process
    while numbers := os.read(reader, 64):
        if _STOPPING.isdisjoint(numbers):
            continue
        if not _ends_within(reader, GRACE_SECONDS) and os.getppid() == daemon:
            message = "digest: stopped during a step that did not end; it starts again at the next start"
            print(message, file=sys.stderr, flush=True)
            os.kill(daemon, signal.SIGKILL)
        return


def _ends_within(reader: int, seconds: float) -> bool:
    """Whether the daemon ends in time. Further signals do not prolong its time."""
    waited = 0.0
    while waited < seconds:
        if select.select([reader], [], [], 0.1)[0] and not os.read(reader, 64):
            return True
        waited += 0.1
    return False
