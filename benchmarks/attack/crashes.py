"""Kill `digest run` and `digest collect` at random moments, and compare the result with an undisturbed twin.

A world of invented news arrives in a folder, day by day, in one file or in many that are read in several
parts. On each day a command is killed at a random moment, started again and killed again, four times and on
later days ten, and then runs to its end; the twin runs it once. Afterwards both
folders must be the same, byte for byte: no edition is lost or differs, nothing is new twice, and no temporary
file stays.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.attack.cases import Case, import_modules
from digest.cli import main
from digest.sources.folder import folder_changes

_FIRST_DAY = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
_CHARACTERS_PER_DAY = 200_000
_KILLS_ON_FIRST_DAY, _KILLS_PER_DAY = 4, 10
_CASES = 6
_FILES_PER_PART = 3
"""Of the folders with many files; a day has sixteen."""
_WARM_UP = "warm-up"
_CONFIG = 'version = 1\n[[sources]]\nfolder = "inbox"\n[output]\nformats = ["html", "markdown", "json"]\n'
_PLACES = ("Ambel", "Orvik", "Lindhaven", "Tarn", "Brask", "Skerry", "Holm", "Varde", "Nesby", "Ulvik")
_THINGS = ("ferry", "granary", "bridge", "theatre", "reservoir", "tram", "mill", "library", "market", "dock")
_FATES = ("is shut", "burns down", "is sold", "opens again", "is flooded", "is moved", "wins a prize")
_State = tuple[str, int, int]
"""(relative path, time of change in the twin, time of change in the disturbed folder), in nanoseconds"""

_OUTLETS = ("Harbour Post", "Coast Radio", "Town Crier", "Northwire")


def list_cases() -> Iterator[Case]:
    for number in range(_CASES):
        command = "run" if number % 2 else "collect"
        in_parts = number in (1, 2, 3, 4)
        name = f"{command} killed, {number}{' in parts' * in_parts}"
        yield Case(name, partial(_make_days, command, in_parts), _kill_and_compare)


@dataclass(frozen=True, slots=True)
class _World:
    """command: what is killed. days: the files that arrive on each day, {name: content}. random: chooses the
    moments."""

    command: str
    days: list[dict[str, str]]
    random: Random


def _make_days(command: str, in_parts: bool, size: int, random: Random) -> _World:
    days: list[dict[str, str]] = []
    for day in range(max(size // _CHARACTERS_PER_DAY, 1)):
        records = _make_day(day, random)
        files = records if in_parts else ["\n".join(records)]
        days.append({f"{number:02}-{day:03}.jsonl": content for number, content in enumerate(files)})
    return _World(command, days, random)


def _make_day(day: int, random: Random) -> list[str]:
    """The records of a day: eight events, each from two outlets."""
    rows: list[str] = []
    for number in range(8):
        place, thing, fate = random.choice(_PLACES), random.choice(_THINGS), random.choice(_FATES)
        published = _FIRST_DAY + timedelta(days=day, hours=-number)
        for outlet in random.sample(_OUTLETS, 2):
            years, people = random.randint(3, 90), random.randint(40, 900)
            row = {
                "title": f"The {thing} of {place} {fate}",
                "text": f"The {thing} of {place} {fate}, the mayor told {outlet} on day {day}. The town has "
                f"waited {years} years for it, and {people} people came to look at the {thing} before noon.",
                "url": f"https://{outlet.replace(' ', '').lower()}.example/{day}/{number}",
                "source": outlet,
                "published": published.isoformat(),
            }
            rows.append(json.dumps(row))
    return rows


def _kill_and_compare(value: _World) -> str:
    """Raises AssertionError if the disturbed world differs from its twin."""
    command = value.command
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        twin, world = Path(folder) / "twin", Path(folder) / "world"
        for root in (twin, world):
            (root / "inbox").mkdir(parents=True)
            (root / "digest.toml").write_text(_CONFIG, encoding="utf-8")
        same: set[_State] = set()
        for day, files in enumerate(value.days):
            now = _FIRST_DAY + timedelta(days=day)
            for path in (root / "inbox" / name for root in (twin, world) for name in files):
                path.write_text(files[path.name], encoding="utf-8")
                os.utime(path, (now.timestamp(), now.timestamp()))
            before = time.monotonic()
            _finish(_start(twin, command, now), folder)
            seconds = time.monotonic() - before
            for _ in range(_KILLS_PER_DAY if day else _KILLS_ON_FIRST_DAY):
                process = _start(world, command, now)
                time.sleep(value.random.uniform(0.02, 1.0) * seconds)
                os.kill(process, signal.SIGKILL)
                killed += os.WIFSIGNALED(os.waitpid(process, 0)[1])
            for again in dict.fromkeys((command, "run")):
                _finish(_start(world, again, now), folder)
            _finish(_start(twin, "run", now), folder)
            _compare(twin, world, day, same)
    return f"{killed} killed on {len(value.days)} days"


def _start(root: Path, command: str, now: datetime) -> int:
    """Run a command in a process of its own, at a simulated time, and return the id of the process."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        os.chdir(root)
        descriptor = os.open(root.parent / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        folder_changes.MAX_FILES = _FILES_PER_PART
        for name, module in list(sys.modules.items()):
            if name.startswith("digest") and hasattr(module, "read_clock"):
                module.read_clock = lambda: now  # type: ignore[attr-defined]
        main([command, "--quiet"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if root.name == _WARM_UP:
            (root / "modules.txt").write_text("\n".join(sys.modules), "utf-8")
    finally:
        os._exit(code)


def prepare() -> None:
    """Load what a command loads: otherwise most kills would come while it does so."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / _WARM_UP
        (root / "inbox").mkdir(parents=True)
        (root / "digest.toml").write_text(_CONFIG, encoding="utf-8")
        (root / "inbox" / "0.jsonl").write_text("\n".join(_make_day(0, Random(0))), encoding="utf-8")
        _finish(_start(root, "run", _FIRST_DAY), folder)
        names = (root / "modules.txt").read_text("utf-8").split()
    import_modules(names)


def _finish(process: int, folder: str) -> None:
    status = os.waitpid(process, 0)[1]
    if status:
        output = (Path(folder) / "output.txt").read_text("utf-8", "replace").strip()
        raise AssertionError(f"a command that was not killed ended with status {status}: {output[-150:]}")


def _compare(twin: Path, world: Path, day: int, same: set[_State]) -> None:
    """Raise AssertionError if the files differ. same: pairs that were compared on earlier days; it grows."""
    expected, found = _list_files(twin), _list_files(world)
    if lost := sorted(set(expected) - set(found)):
        raise AssertionError(f"day {day}: without {', '.join(lost[:3])}")
    if stray := sorted(set(found) - set(expected)):
        raise AssertionError(f"day {day}: stray {', '.join(stray[:3])}")
    for name, path in expected.items():
        state = (name, path.stat().st_mtime_ns, found[name].stat().st_mtime_ns)
        if state in same or ".sqlite" in name or ".db" in name:  # a store is compared by what is made of it
            continue
        if path.read_bytes() != found[name].read_bytes():
            raise AssertionError(f"day {day}: {name} differs from an undisturbed run")
        same.add(state)


def _list_files(root: Path) -> dict[str, Path]:
    """{relative path: path} of all files but those of an open store."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        path.relative_to(root).as_posix(): path for path in files if not path.name.endswith(("-wal", "-shm"))
    }
