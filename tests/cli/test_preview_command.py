"""The preview command."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.helpers import read_editions, run_digest


@pytest.mark.own_store("a process of its own reads the store")
def test_preview_serves_the_newest_edition_until_ctrl_c(home: Path) -> None:
    run_digest(home, "run")
    command = [sys.executable, "-m", "digest", "preview", "--no-open"]
    with subprocess.Popen(command, cwd=home, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        (address,) = re.findall(r"http://\S+/", running.stderr.readline())
        with urlopen(f"{address}edition", timeout=30) as response:
            page = response.read()
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert [page] == [data for name, data in read_editions(home).items() if name.endswith(".html")]


def test_preview_without_an_edition_gives_one_message(home: Path) -> None:
    result = run_digest(home, "preview", "--no-open")
    assert result.returncode == 1
    assert "no edition yet" in result.stderr
    assert "Traceback" not in result.stderr
