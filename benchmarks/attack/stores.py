"""Damage a store and its machine, and use every command that reads it: none ends with a traceback.

The store of three days is damaged in one place: hostile bytes in a value, flipped bits, a file that was cut
off; or the machine is: a full disk, a clock at another end of time. What a command says of it is its outcome.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.attack.cases import Case
from digest.cli import main

_NOW = datetime(2026, 3, 11, 6, 30, tzinfo=UTC)
_CONFIG = (
    'version = 1\n[[sources]]\nfolder = "inbox"\nname = "Inbox"\n[[watches]]\nname = "Ferries"\n'
    'words = ["ferry"]\n[[rules]]\nmatch = { words = ["ferry"] }\nboost = 1.5\n'
)
_STORIES = (("Ferry", "is late"), ("Granary", "burns down"), ("Bridge", "opens again"), ("Tram", "is sold"))
_COMMANDS = (
    ("status",),
    ("check", "--offline"),
    ("sources", "list"),
    ("sources", "export"),
    ("archive", "list"),
    ("archive", "show"),
    ("archive", "show", "2026-03-09"),
    ("archive", "search", "ferry"),
    ("archive", "left-out"),
    ("rules", "test"),
    ("watch", "list"),
    ("watch", "test"),
    ("story", "ferry"),
    ("store", "info"),
    ("store", "export", "export.jsonl"),
    ("store", "backup", "copy.db"),
    ("deliver",),
    ("collect",),
    ("publish",),
    ("run",),
)
_TABLES = ("articles", "claims", "editions", "published", "schema_version", "sources")
"""Those that have rows."""
_VALUES = (
    b"\xff\xfe\xc3",
    b"\x80",
    b'{"a":',
    b"[]",
    b"null",
    b"",
    b"\x00",
    b"9" * 5_000,
    b"[" * 5_000,
    b"-1",
)
_PARTS: tuple[object, ...] = (
    None,
    True,
    -1,
    1e300,
    10**400,
    "",
    "\x00",
    "2026-13-45T99:00:00Z",
    [],
    {},
    [[]],
    {"": None},
    ["a"],
)
_FLIPPED_PLACES = 4
_CLOCKS = ("0001-01-01T00:00", "1970-01-01T00:00", "2038-01-19T03:15", "2106-02-07T06:29", "9999-12-31T23:59")
_MAX_FILE = 20_000
"""Bytes that a file may have when the disk is full."""


def list_cases() -> Iterator[Case]:
    for table in _TABLES:
        yield Case(f"a value of {table}", partial(_choose, partial(_damage_value, table)), _use_damaged)
    for number in range(_FLIPPED_PLACES):
        yield Case(f"flipped bits, {number}", partial(_choose, _flip_bits), _use_damaged)
    yield Case("a file that was cut off", partial(_choose, _cut_off), _use_damaged)
    yield Case("a full disk", partial(_choose, None), _fill_disk)
    for clock in _CLOCKS:
        yield Case(f"the clock at {clock}", partial(_choose, None), partial(_set_clock, clock))


_Damage = Callable[[Path, Random], str]


def _choose(damage: _Damage | None, size: int, random: Random) -> tuple[_Damage | None, Random]:
    return damage, random


@cache
def _make_world() -> str:
    """The folder of a configuration with three editions; it stays until the process ends."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # a case ends without it
    root = Path(folder)
    (root / "inbox").mkdir()
    (root / "digest.toml").write_text(_CONFIG, "utf-8")
    for day in range(3):
        now = _NOW - timedelta(days=2 - day)
        for thing, fate in _STORIES:
            text = f"The {thing.lower()} of Ambel {fate} on day {day}, the mayor said. " * 4
            path = root / "inbox" / f"{day}-{thing}.txt"
            path.write_text(f"{thing} of Ambel {fate}, day {day}\n\n{text}", "utf-8")
            os.utime(path, (now.timestamp(), now.timestamp()))
        outcome = _run(root, now, "run")
        assert outcome == "0", outcome
    return folder


def prepare() -> None:
    _make_world()


def _damage_value(table: str, store: Path, random: Random) -> str:
    with closing(sqlite3.connect(store)) as database, database:
        columns = [row[1] for row in database.execute(f'pragma table_info("{table}")')]
        column, value = random.choice(columns), random.choice(_VALUES)
        kind = random.choice(("text", "blob", "text"))
        (known,) = database.execute(f'select "{column}" from "{table}" limit 1').fetchone()
        if isinstance(known, str) and known.startswith(("{", "[")) and random.random() < 0.8:
            value = json.dumps(_replace_part(json.loads(known), random)).encode()
        with suppress(sqlite3.Error):  # a constraint that such a value does not fulfill
            database.execute(f'update "{table}" set "{column}" = cast(? as {kind})', (value,))
    return f"{column} = {value[:12]!r} ({kind})"


def _replace_part(value: Any, random: Random) -> Any:
    """Return JSON in which a part has another type, or is missing."""
    place, key = value, None
    while isinstance(place, dict | list) and place and (key is None or random.random() < 0.8):
        outer, key = place, random.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place = outer[key]
    if key is None or random.random() < 0.1:
        return random.choice(_PARTS)
    if random.random() < 0.2:
        del outer[key]
    else:
        outer[key] = random.choice(_PARTS)
    return value


def _flip_bits(store: Path, random: Random) -> str:
    content = bytearray(store.read_bytes())
    for _ in range(random.choice((1, 10, 100))):
        content[random.randrange(100, len(content))] ^= 1 << random.randrange(8)
    store.write_bytes(content)
    return "flipped"


def _cut_off(store: Path, random: Random) -> str:
    content = store.read_bytes()
    store.write_bytes(content[: random.randrange(len(content))])
    return "cut off"


def _use_damaged(value: tuple[_Damage, Random]) -> str:
    damage, random = value
    with tempfile.TemporaryDirectory() as folder:
        outcomes: dict[str, list[str]] = {}
        seed = random.random()
        for command in _COMMANDS:
            root = Path(folder) / "world"
            shutil.rmtree(root, ignore_errors=True)
            shutil.copytree(_make_world(), root)
            done = damage(root / "digest.db", Random(seed))
            outcomes.setdefault(_run(root, _NOW, *command), []).append(command[0])
        return f"{done}: {_summarize(outcomes)}"


def _fill_disk(_: object) -> str:
    """Raises AssertionError if there is no edition once there is room again."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "world"
        shutil.copytree(_make_world(), root)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        later = _NOW + timedelta(days=1)
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_FILE, limits[1]))
        outcomes = {_run(root, later, *command): [command[0]] for command in _COMMANDS}
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        after = _run(root, later, "run")
        assert after == "0", f"afterwards: {after}"
        return _summarize(outcomes)


def _set_clock(clock: str, _: object) -> str:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "world"
        shutil.copytree(_make_world(), root)
        now = datetime.fromisoformat(clock).replace(tzinfo=UTC)
        outcomes: dict[str, list[str]] = {}
        for command in _COMMANDS:
            outcomes.setdefault(_run(root, now, *command), []).append(command[0])
        after = _run(root, _NOW + timedelta(days=1), "run")
        assert after == "0", f"afterwards: {after}"
        return _summarize(outcomes)


def _summarize(outcomes: dict[str, list[str]]) -> str:
    return "; ".join(f"{', '.join(commands)}: {outcome}" for outcome, commands in outcomes.items())


def _run(root: Path, now: datetime, *command: str) -> str:
    """Run a command in a folder at a simulated time; return its exit code, and its message if it failed."""
    before = Path.cwd()
    os.chdir(root)
    for name, module in list(sys.modules.items()):
        if name.startswith("digest") and hasattr(module, "read_clock"):
            module.read_clock = lambda: now  # type: ignore[attr-defined]
    errors = io.StringIO()
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(errors):
            main(list(command))
    except SystemExit as end:
        message = errors.getvalue().strip()[-150:] if end.code else ""
        return f"{end.code} {message}".strip()
    except Exception as error:
        raise AssertionError(f"{' '.join(command)}: {type(error).__name__}: {error}") from error
    finally:
        os.chdir(before)
    return "0"
