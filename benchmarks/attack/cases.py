"""One attack, and its measurement in a process of its own."""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any

from digest.errors import DigestError

MAX_SECONDS = 2.0
"""CPU seconds that reading one input may take."""

MAX_MEGABYTES = 300.0
"""Memory that reading one input may take, above that of the idle process."""

_STOP_SECONDS = 20
_UNEXPECTED = "unexpected error"


@dataclass(frozen=True, slots=True)
class Case:
    """One attack.

    name: unique in its family. make: returns the hostile input of a size (in characters or bytes, roughly),
    always the same for the same state of the random generator; it should be cheap. read: reads the input as
    the program does, and returns the outcome in a few words. It may raise DigestError.
    """

    name: str
    make: Callable[[int, Random], Any]
    read: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one case. fault: what is wrong, or ""."""

    name: str
    seconds: float
    megabytes: float
    outcome: str
    fault: str = ""


def run_case(case: Case, size: int, seed: int) -> Result:
    """Run a case in a process of its own.

    CPU seconds are those of reading. Megabytes are the peak of the process above the memory that it had
    before the input was made, so the input counts, too.
    """
    return _end_case(case, *_start_case(case, size, seed))


def run_cases(cases: Iterable[Case], size: int, seed: int, jobs: int) -> Iterator[Result]:
    """Run cases, up to `jobs` at the same time; the results are in the order of the cases."""
    running: deque[tuple[Case, int, int]] = deque()
    for case in cases:
        if len(running) == jobs:
            yield _end_case(*running.popleft())
        running.append((case, *_start_case(case, size, seed)))
    while running:
        yield _end_case(*running.popleft())


def import_modules(names: Iterable[str]) -> None:
    """Import what a case has imported, so that the cases after it do not do so again, each in its process."""
    for name in names:
        with suppress(ImportError):
            import_module(name)
    gc.freeze()  # what the garbage collector touches would be copied in every process


def _start_case(case: Case, size: int, seed: int) -> tuple[int, int]:
    """Return the process of a case and the end of the pipe that its result is read from."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _run_in_child(case, size, seed, writer)
    os.close(writer)
    return child, reader


def _end_case(case: Case, child: int, reader: int) -> Result:
    """Wait for the end of a case, and return its result."""
    with os.fdopen(reader, "rb") as pipe:
        output = pipe.read()
    _, status = os.waitpid(child, 0)
    if not output:
        fault = f"stopped by signal {status & 127}" if status & 127 else f"ended with exit code {status >> 8}"
        return Result(case.name, float(_STOP_SECONDS), 0.0, "", fault)
    seconds, megabytes, outcome, fault, modules = json.loads(output)
    import_modules(modules)
    if not fault and seconds > MAX_SECONDS:
        fault = f"more than {MAX_SECONDS:g} CPU seconds"
    if not fault and megabytes > MAX_MEGABYTES:
        fault = f"more than {MAX_MEGABYTES:g} MB"
    return Result(case.name, seconds, megabytes, outcome, fault)


def _run_in_child(case: Case, size: int, seed: int, writer: int) -> None:
    """Run the case, write its result to the pipe, and end the process."""
    # A pattern that backtracks holds the interpreter: only the system can stop it.
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (_STOP_SECONDS, _STOP_SECONDS + 1))
    loaded = set(sys.modules)
    idle = _get_memory()
    fault = outcome = ""
    before = _get_seconds()
    try:
        value = case.make(size, Random(f"{seed} {case.name}"))
        before = _get_seconds()
        outcome = case.read(value)
    except DigestError as error:
        outcome = str(error)
    except BaseException as error:  # whatever it is, it is the finding
        fault = f"{type(error).__name__}: {error}"[:200]
    if _UNEXPECTED in outcome:
        fault = outcome[:200]
    seconds, megabytes = _get_seconds() - before, max(_get_peak() - idle, 0.0)
    result = (seconds, megabytes, outcome[:200], fault, sorted(set(sys.modules) - loaded))
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(result).encode())
    os._exit(0)


def _get_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _get_peak() -> float:
    """The peak memory of the process in MB."""
    return _read_status("VmHWM")


def _get_memory() -> float:
    """The memory that the process has now, in MB."""
    return _read_status("VmRSS")


def _read_status(name: str) -> float:
    # Not ru_maxrss: a child begins with that of its parent.
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(f"{name}:"))
