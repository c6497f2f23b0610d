"""Read front matter: the fields above a text, in YAML, TOML or JSON, or as properties of notes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

MAX_FRONT_MATTER = 20_000
"""Characters; longer front matter has no fields: the TOML parser is quadratic in the length of a key."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_KEY = re.compile(r"[A-Za-z][\w -]*")
_LOGSEQ = re.compile(r"\s*(?:[A-Za-z][\w-]{0,50}:: [^\n]{0,2000}(?:\n|$)){1,100}")
_NOTION = re.compile(
    r"# (?P<title>[^\n]{1,500})\n\n(?P<block>(?:[A-Za-z][\w -]{0,40}: [^\n]{1,2000}\n){1,100})(?=\n)"
)
_ADDRESS_LINE = re.compile(r"^(?:url|link|source): https?://", re.IGNORECASE | re.MULTILINE)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields above a text, and the text below them; no fields if there is no front matter.

    Values are strings, lists and dictionaries of strings, whatever type they look like in YAML. Front matter
    that is not valid YAML is read line by line, as far as it goes. Lines with "key:: value" are properties of
    Logseq; those with "Key: value" below the first heading, if one is an address, of Notion. Cost: linear.
    """
    lines = text.lstrip().split("\n")
    for opening, closings, read in _KINDS:
        if lines[0].rstrip() == opening:
            ends = (place for place, line in enumerate(lines[1:], start=1) if line.rstrip() in closings)
            if end := next(ends, 0):
                block = "\n".join(lines[1:end])
                values = read(block) if len(block) <= MAX_FRONT_MATTER else {}
                if values is None and (opening == "{" or _BLANK_LINE.search(f"\n{block}")):
                    return {}, text  # paragraphs between two rules, or other text in braces
                return values or {}, "\n".join(lines[end + 1 :])
    return _split_properties(text)


def _split_properties(text: str) -> tuple[dict[str, Any], str]:
    """Return the properties above a text that a note-taking program has exported, and the text below them."""
    if found := _LOGSEQ.match(text):
        return read_pairs(found[0].replace("::", ":")), text[found.end() :]
    found = _NOTION.match(text)
    if found and _ADDRESS_LINE.search(found["block"]) and len(found[0]) <= MAX_FRONT_MATTER:
        return {**read_pairs(found["block"]), "title": found["title"]}, text[found.end() :]
    return {}, text


def read_pairs(block: str) -> dict[str, Any]:
    """Return the "key: value" lines; values in brackets or on lines with dashes are lists."""
    values: dict[str, Any] = {}
    name = ""
    for line in block.split("\n"):
        key, colon, value = line.partition(":")
        if colon and _KEY.fullmatch(key):
            name, value = key.rstrip(), value.strip() or "[]"
            is_list = value.startswith("[") and value.endswith("]")
            values[name] = [_unquote(item) for item in value[1:-1].split(",")] if is_list else _unquote(value)
        elif name and line.lstrip().startswith("- ") and not isinstance(values[name], str):
            values[name].append(_unquote(line.lstrip()[2:]))
    return values


def _read_yaml(block: str) -> dict[str, Any] | None:
    """Return the fields of a block, or None if it has none."""
    import yaml  # late: most folders have no front matter

    # The base loader makes strings of everything, dates and "no" included, and builds no objects.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        values = yaml.load(block, loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return read_pairs(block) or None
    if values in (None, ""):
        return {}
    if not isinstance(values, dict):
        return None
    return {str(name): "" if value in _NULLS else value for name, value in values.items()}


def _read_toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (ValueError, RecursionError):  # numbers of thousands of digits, deep nesting
        return {}


def _read_json(block: str) -> dict[str, Any] | None:
    try:
        values = json.loads(f"{{{block}}}", parse_int=str)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _unquote(value: str) -> str:
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


# https://yaml.org/spec/1.2.2/#10312-null
_NULLS = ("~", "null", "Null", "NULL")

_KINDS: tuple[tuple[str, tuple[str, ...], Callable[[str], dict[str, Any] | None]], ...] = (
    ("---", ("---", "..."), _read_yaml),
    ("+++", ("+++",), _read_toml),
    ("{", ("}",), _read_json),
)
"""Kinds of front matter: (first line, last lines, reader)."""
