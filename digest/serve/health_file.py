"""Share the state of running daemons through a JSON file beside the store.

Probes and `digest status` read it. Daemons that serve the same folder share the file, each under its name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from digest.config import Config
from digest.serve.scheduler import WAKE_SECONDS
from digest.store import create_private_file

State = Mapping[str, Any]
"""The state of the program; see `health.describe_state`."""

STALE_AFTER = timedelta(seconds=10 * WAKE_SECONDS)
"""A daemon that has not updated its state for so long has ended, or hangs."""


def find_health_file(config: Config) -> Path:
    """Return the path of the file: beside the store, or beside the configuration when that is a server."""
    file = config.store_file
    return file.with_suffix(".health.json") if file else config.folder / "digest.health.json"


def write_health(path: Path, state: State) -> None:
    """Replace the file, completely or not at all. Errors are ignored: a full disk is reported elsewhere."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with create_private_file(temporary) as file:
            file.write(json.dumps(state, ensure_ascii=False, indent=1) + "\n")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)


def read_health(path: Path) -> dict[str, Any] | None:
    """Return the state in the file, or None when no daemon runs or the file cannot be read."""
    try:
        state: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state


def is_stale(state: State, now: datetime) -> bool:
    """Whether a state is older than STALE_AFTER, or that far in the future (the clock was set back)."""
    return abs(now - datetime.fromisoformat(state["time"])) > STALE_AFTER


def list_running(state: State | None, now: datetime) -> dict[str, str]:
    """Return {owner: time of its last tick} of each daemon in a state that is not stale."""
    serving = state.get("serving", {}) if state else {}
    return {owner: time for owner, time in serving.items() if not is_stale({"time": time}, now)}
