"""Add rows of [[sources]] to the text of a configuration and remove them; the rest stays as written."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from digest.config.diagnostics import find_key_lines
from digest.config.schema import URL_KEYS
from digest.errors import ConfigError

_TABLE = re.compile(r"\s*\[")


def add_rows(text: str, rows: Iterable[Mapping[str, str]], path: Path) -> str:
    """Return the text of a configuration with rows of [[sources]] added after its last one.

    rows: {key: text}; empty texts are omitted. They come from others, so a ${NAME} in them does not become a
    reference to a variable; only `password` is one. path: the file, for the error. Raises ConfigError when
    the sources of the file are not written as [[sources]].
    """
    kept = [
        {key: value if key == "password" else _disarm(key, value) for key, value in row.items() if value}
        for row in rows
    ]
    written = "".join(
        "\n[[sources]]\n"
        + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items())
        for row in kept
    )
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    places = _find_rows(text)
    end = places[-1][1] if places else len(lines)
    changed = "".join((*lines[:end], written, *lines[end:]))
    return _check(text, changed, [*_read_rows(text), *kept], path)


def _disarm(key: str, value: str) -> str:
    """Return a value that refers to no variable."""
    return value.replace("${", "$%7B" if key in URL_KEYS else "$(")


def remove_row(text: str, number: int, path: Path) -> str:
    """Return the text of a configuration without one row of [[sources]].

    number: of the row, counted from 0. Raises ConfigError as `add_rows` does.
    """
    lines = text.splitlines(keepends=True)
    start, end = _find_rows(text)[number]
    if start and not lines[start - 1].strip():
        start -= 1
    rows = _read_rows(text)
    return _check(text, "".join((*lines[:start], *lines[end:])), rows[:number] + rows[number + 1 :], path)


def _find_rows(text: str) -> list[tuple[int, int]]:
    """Return (first line, line after its last key) of each row, counted from 0."""
    lines = text.splitlines()
    starts = [
        line - 1 for place, line in find_key_lines(text).items() if place[0] == "sources" and len(place) == 2
    ]
    found = []
    for start in starts:
        end = last = start + 1
        for end, line in enumerate(lines[start + 1 :], start + 2):
            if _TABLE.match(line) and not line.lstrip().startswith("[sources."):
                break
            last = end if line.strip() and not line.lstrip().startswith("#") else last
        found.append((start, last))
    return found


def _read_rows(text: str) -> list[Any]:
    return list(tomllib.loads(text).get("sources", []))


def _check(before: str, after: str, rows: list[Any], path: Path) -> str:
    """Return the changed text if it parses to the expected rows and is otherwise unchanged.

    The line scan is not a TOML parser, so its result is checked. Raises ConfigError.
    """
    old = tomllib.loads(before)
    try:
        new = tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        new = {}
    if new.pop("sources", []) != rows or new != {key: old[key] for key in old if key != "sources"}:
        advice = "Write each source as a table of its own, [[sources]], or change the file by hand."
        raise ConfigError(str(path), "its sources are written in a way that cannot be changed here", advice)
    return after
