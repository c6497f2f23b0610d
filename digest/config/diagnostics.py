"""How a mistake in a TOML file is told: where it stands, what was found, what is expected.

pydantic finds all mistakes at once but knows no lines; the lines are found here, from the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

Place = tuple[str | int, ...]
"""The path of a key: table names, row numbers from 0, the key."""


def nearest(value: str, names: Collection[str]) -> str:
    """ " (did you mean X?)" for the name that is most like it, capital letters or not, or ""."""
    folded = {name.casefold(): name for name in sorted(names)}
    close = get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return f" (did you mean {folded[close[0]]}?)" if close else ""


def find_name(given: str, names: Collection[str]) -> str | None:
    """The name that is meant, capital letters or not where only one is like that; None when there is none."""
    alike = [name for name in dict.fromkeys(names) if name.casefold() == given.casefold()]
    return given if given in alike else alike[0] if len(alike) == 1 else None


def key_lines(text: str) -> dict[Place, int]:
    """{path of a key: the line it stands on}, counted from 1; tables and rows of tables included."""
    lines: dict[Place, int] = {}
    rows: dict[str, int] = {}
    here: Place = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if row := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            rows[row[1]] = rows.get(row[1], -1) + 1
            here = (*row[1].split("."), rows[row[1]])
            lines[here] = number
        elif table := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            parts = table[1].split(".")
            here = (parts[0], rows[parts[0]], *parts[1:]) if parts[0] in rows else tuple(parts)
            lines[here] = number
        elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*=""", line):
            lines[(*here, key[1])] = number
    return lines


def tell(detail: Any, root: type[BaseModel]) -> str:
    """What is wrong, of one mistake that pydantic found in a table described by `root`."""
    at = tuple(part for part in detail["loc"])
    kind, context, found = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "extra_forbidden":
        wrong = f"there is no such key{nearest(str(at[-1]), keys_at(root, at[:-1]))}"
    elif kind == "missing":
        wrong = "this key is missing"
    elif kind == "value_error":
        wrong = str(context["error"])
        wrong += f", found {shown(found)}" if "found" not in wrong else ""
    else:
        wrong = f"expected {expectation(kind, context)}, found {shown(found)}"
    return wrong


def expectation(kind: str, context: Mapping[str, Any]) -> str:
    """What pydantic wanted, in words."""
    match kind:
        case "int_type" | "int_parsing" | "int_from_float":
            return "a whole number"
        case "float_type" | "float_parsing":
            return "a number"
        case "string_type":
            return "a text in quotes"
        case "tuple_type" | "list_type":
            return "a list in square brackets"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "a table"
        case "greater_than_equal":
            return f"at least {context['ge']}"
        case "greater_than":
            return f"more than {context['gt']}"
        case "less_than_equal":
            return f"at most {context['le']}"
        case "less_than":
            return f"less than {context['lt']}"
        case "too_short":
            return "at least one"
        case "literal_error":
            return f"{context['expected']}"
        case "string_pattern_mismatch":
            return "a time such as 06:30" if ":" in context["pattern"] else "a code of two letters such as en"
        case _:
            return kind.replace("_", " ")


def keys_at(root: type[BaseModel], at: Place) -> list[str]:
    """The keys known in the table at this place of the file."""
    table: Any = root
    for part in at:
        if isinstance(part, str):
            table = table.model_fields[part].annotation
            table = get_args(table)[0] if get_origin(table) is tuple else table
    # A row of several kinds has the keys of all of them.
    kinds = (table, *table.__subclasses__())
    return [key for kind in kinds for key, field in kind.model_fields.items() if not field.exclude]


def line_of(at: Place, lines: Mapping[Place, int]) -> int:
    """The line of a key, or of the nearest thing around it that stands in the file, or 0."""
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 0)


def place_of(at: Place, path: Path, lines: Mapping[Place, int]) -> str:
    """file:line of a key."""
    line = line_of(at, lines)
    return f"{path}:{line}" if line else str(path)


def key_name(at: Place) -> str:
    """("sources", 1, "name") -> sources[2].name, rows counted from 1 as a reader counts them."""
    name = ""
    for part in at:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name or "the file"


def shown(value: Any) -> str:
    """A value as it would stand in the file, shortened."""
    if isinstance(value, dict):
        return "a table"
    told = json.dumps(value, ensure_ascii=False, default=str)
    return told if len(told) <= 60 else told[:57] + "…"
