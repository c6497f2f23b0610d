"""The process beside the daemon ends nothing but a daemon that does not end by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

# Its child keeps the pipe open for longer than the grace, as the workers of an engine may.
DAEMON = """
import os, signal, sys, time
from digest.serve import watchdog

watchdog.GRACE_SECONDS = 2.0
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
watchdog.start_watchdog()
if os.fork() == 0:
    time.sleep(4)
    os._exit(0)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the watchdog needs fork")
def test_a_daemon_that_has_ended_is_not_killed_although_a_child_of_it_goes_on() -> None:
    command = [sys.executable, "-c", DAEMON]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert errors == ""
