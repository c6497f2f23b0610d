"""Describe mistakes in a TOML file: the line, the value found and the value expected.

pydantic reports every mistake at once but does not know line numbers; they are found here, from the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

KeyPath = tuple[str | int, ...]
"""The path of a key: names of tables, row numbers from 0, and the key."""


OTHER_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("url", "rss", "link"), "feed"),
    **dict.fromkeys(("path", "directory", "file"), "folder"),
    "category": "section",
    "title": "name",
    "imap": "mailbox",
    "from": "sender",
    "username": "user",
    "server": "host",
}
"""{what other programs call a key of a row: its name here}."""


def suggest_name(value: str, names: Collection[str]) -> str:
    """Return " (did you mean X?)" for the most similar name, ignoring case, or "" when none is similar."""
    from difflib import get_close_matches  # late: only a mistake needs it

    folded = {name.casefold(): name for name in sorted(names)}
    close = get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {folded[close[0]]}?)" if close else ""


def match_name(text: str, names: Collection[str]) -> str | None:
    """Return the name that equals a text, or the only one that equals it ignoring case, or None."""
    matches = [name for name in dict.fromkeys(names) if name.casefold() == text.casefold()]
    if text in matches:
        return text
    return matches[0] if len(matches) == 1 else None


def find_key_lines(text: str) -> dict[KeyPath, int]:
    """Return {path of a key, a table or a row: its line, counted from 1}."""
    lines: dict[KeyPath, int] = {}
    rows: dict[str, int] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if row_header := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            rows[row_header[1]] = rows.get(row_header[1], -1) + 1
            table = (*row_header[1].split("."), rows[row_header[1]])
            lines[table] = number
        elif table_header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            parts = table_header[1].split(".")
            table = (parts[0], rows[parts[0]], *parts[1:]) if parts[0] in rows else tuple(parts)
            lines[table] = number
        elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            lines[(*table, key[1])] = number
    return lines


def describe_mistake(detail: Any, root: type[BaseModel]) -> str:
    """Describe one error that pydantic found in a table described by the model `root`."""
    path = tuple(detail["loc"])
    kind, context, found = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "extra_forbidden":
        name, known = str(path[-1]), list_keys(root, path[:-1])
        if len(path) > 1 and OTHER_NAMES.get(name) in known:
            return f"there is no such key (did you mean {OTHER_NAMES[name]}?)"
        place = _find_place_of_key(name, root, path)
        hint = f"; it belongs {place}" if place else suggest_name(name, known)
        return f"there is no such key{' here' if place else ''}{hint}"
    if kind == "missing":
        return "this key is missing; write version = 1" if path == ("version",) else "this key is missing"
    if kind == "value_error":
        message = str(context["error"])
        return message if "found" in message else f"{message}, found {format_value(found)}"
    if path == ("version",) and isinstance(found, int) and found > 1:
        return f"expected 1, found {found}: this file is for a newer version of the program"
    expected = describe_expectation(kind, context)
    if kind in ("tuple_type", "list_type") and len(path) == 1:
        expected = f"rows that begin with [[{path[0]}]]"
    return f"expected {expected}, found {format_value(found)}"


def _find_place_of_key(name: str, root: type[BaseModel], path: KeyPath) -> str:
    """Say where in the file a key belongs that stands in the wrong table, or "".

    A key of a row, such as the url of a source, is meant for the row even if a table has one of that name.
    """
    if len(path) > 1 and name in list_keys(root, ()):
        return "at the top of the file, before the first line in brackets"
    if any(isinstance(step, int) for step in path):
        return ""
    tables = [
        table for table, field in root.model_fields.items() if name in _list_table_keys(field.annotation)
    ]
    return f"to [{tables[0]}]" if len(tables) == 1 and path[:-1] != (tables[0],) else ""


def _list_table_keys(annotation: Any) -> Collection[str]:
    """Return the keys of a table of the file; none for anything else."""
    is_table = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation.model_fields if is_table else ()


def describe_expectation(kind: str, context: Mapping[str, Any]) -> str:
    """Describe the value that a pydantic error type expects."""
    match kind:
        case "int_type" | "int_parsing" | "int_from_float":
            return "a whole number"
        case "float_type" | "float_parsing":
            return "a number"
        case "bool_type" | "bool_parsing":
            return "true or false"
        case "string_type":
            return "text in quotes"
        case "tuple_type" | "list_type":
            return "a list in square brackets"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "a table such as { key = value }"
        case "greater_than_equal":
            return f"at least {context['ge']:.15g}"
        case "greater_than":
            return f"more than {context['gt']:.15g}"
        case "less_than_equal":
            return f"at most {context['le']:.15g}"
        case "less_than":
            return f"less than {context['lt']:.15g}"
        case "too_short":
            return "at least one"
        case "literal_error":
            return f"{context['expected']}"
        case "string_pattern_mismatch":
            return "a time such as 06:30" if ":" in context["pattern"] else "a code of two letters such as en"
        case _:
            return kind.replace("_", " ")


def list_keys(root: type[BaseModel], path: KeyPath) -> list[str]:
    """Return the keys that the table at a path of the file may have."""
    table: Any = root
    for part in path:
        if isinstance(part, str):
            table = table.model_fields[part].annotation
            # A row of a tuple of rows, or a table that may be missing.
            table = get_args(table)[0] if get_args(table) else table
    # A row whose kinds have models of their own may have the keys of any kind.
    kinds = (table, *table.__subclasses__())
    return [key for kind in kinds for key, field in kind.model_fields.items() if not field.exclude]


def find_line(path: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    """Return the line of a key, or of the innermost enclosing table that is in the file, or 0."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 0)


def format_place(path: KeyPath, file: Path, lines: Mapping[KeyPath, int]) -> str:
    """Format the location of a key as file:line."""
    line = find_line(path, lines)
    return f"{file}:{line}" if line else str(file)


def format_key(path: KeyPath) -> str:
    """Format a path: ("sources", 1, "name") -> "sources[2].name", rows counted from 1."""
    name = ""
    for part in path:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "the file"


def format_value(value: Any) -> str:
    """Format a value as in TOML, shortened to 60 characters."""
    if isinstance(value, dict):
        return "a table"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def list_rows(table: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Return (number from 0, row) of the rows of a table that are tables."""
    rows = table.get(key)
    return [
        (number, row)
        for number, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    ]
