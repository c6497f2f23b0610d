from __future__ import annotations

import ctypes
import platform
from pathlib import Path

import pytest

from digest.runtime.environment import return_free_memory


def read_memory() -> int:
    """Return the kilobytes of memory that this process holds."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives memory back on request")
def test_free_memory_below_memory_in_use_is_given_back() -> None:
    blocks = [bytes(100_000) for _ in range(1_000)]
    last = bytes(100_000)
    before = read_memory()
    del blocks
    return_free_memory()
    assert read_memory() < before - 50_000
    assert len(last) == 100_000


@pytest.mark.parametrize("error", [OSError("no such library"), TypeError("a name is needed")])
def test_a_c_library_without_the_function_is_left_alone(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str | None) -> ctypes.CDLL:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", load)
    return_free_memory()
