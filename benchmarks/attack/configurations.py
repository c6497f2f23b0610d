"""Hostile and mistaken configurations: every value of a wrong kind or size, and patterns of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.attack.cases import Case
from benchmarks.attack.shapes import SHAPES, repeat
from digest.config import parse_config
from digest.errors import DigestError
from digest.runtime.plugins import KnownNames
from digest.text.user_patterns import PatternError, compile_user_pattern

_MAX_MESSAGE = 60_000
_CHARACTERS_PER_VALUE = 5_000

_TABLE: dict[str, Any] = {
    "version": 1,
    "title": "Harbour",
    "language": "en",
    "timezone": "UTC",
    "store": {"url": "sqlite:///digest.db", "keep_days": 30},
    "collect": {"every_minutes": 60, "full_text": "auto", "timeout_seconds": 9.0, "private_hosts": ["a"]},
    "digest": {"sections": ["Port"], "section_rules": {"Port": ["ferry"]}, "boost": ["quay"], "mute": ["ad"]},
    "grouping": {"threshold": 0.5},
    "summary": {"method": "news", "words": 80},
    "output": {"formats": ["html"], "name": "digest-{date}", "images": ["html"], "filters": {"a": "b:c"}},
    "schedule": {"publish_at": ["06:30"], "days": ["mon"], "health_port": 0},
    "log": {"format": "plain"},
    "engine": {"kind": "threads", "workers": 2, "security": {"ca": "a", "certificate": "b"}},
    "sources": [
        {"feed": "https://a.example/f", "name": "A", "section": "Port", "headers": {"X": "y"}, "weight": 1.0},
        {"folder": "inbox", "name": "B"},
        {"mailbox": "imaps://a@a.example/I", "password": "${P}", "senders": ["a"], "name": "C"},
    ],
    "deliveries": [
        {"name": "m", "kind": "email", "to": ["a@a.example"], "host": "a.example", "sender": "a@a.example"},
        {"name": "h", "kind": "webhook", "url": "https://a.example/h", "headers": {"X": "y"}},
        {"name": "c", "kind": "command", "command": ["true"]},
    ],
    "editions": [
        {"name": "e", "sections": ["Port"], "sources": ["A"], "deliveries": ["m"], "words": ["ferry"]}
    ],
    "watches": [{"name": "w", "words": ["ferry AND quay"], "deliveries": ["m"], "quiet": ["22:00-06:30"]}],
    "rules": [{"name": "r", "match": {"title": ["/a+/", "b"]}, "unless": {"text": "c"}, "drop": True}],
}
_WRONG: tuple[Any, ...] = (
    "", "a", 0, -1, 10**30, 1.5, True, [], [[]], ["a"], [1], {}, {"a": {}}, [{}], [{"a": []}], "\u202e\x1b",
    "${NAME}", "/(/", "a" * 5_000, ["a"] * 2_000,
)  # fmt: skip
_PATTERNS = (
    "(a+)+$", "(a|a)*b", "(a*)*b", "([a-z]+)*1", "(.*a){20}", "(a?){30}a{30}", ".*.*.*.*=.*", "(?:a|b|ab)*c",
    r"\w+\s+\w+\s+\w+$", "(x+x+)+y", "a{1000}", "((a{10}){10}){10}", "(?i)(é|ü)+ß", r"(\pL+\s?)+\d",
    "[^a]*a$",
)  # fmt: skip


def list_cases() -> Iterator[Case]:
    for path in _list_paths(_TABLE, ()):
        yield Case(f"values of {'.'.join(map(str, path))}", partial(_make_values, path), _parse_all)
    for name, piece in SHAPES.items():
        yield Case(f"a file of {name}", partial(_make_file, piece), _parse)
    for pattern in _PATTERNS:
        yield Case(f"pattern {pattern}", partial(_make_texts, pattern), _search)
    yield Case("patterns of brackets", _make_brackets, _search)


def prepare() -> None:
    """Build the validators of a configuration, which each case would build anew in its process."""
    _parse(_write_table(_TABLE))


def _list_paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The places of all values: tables, lists, and what they hold."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _list_paths(inner, (*path, key))


def _make_values(path: tuple[str | int, ...], size: int, random: Random) -> list[str]:
    """Configurations with wrong values in one place: some of them, by the size."""
    chosen = random.sample(_WRONG, min(max(size // _CHARACTERS_PER_VALUE, 1), len(_WRONG)))
    return [_write_table(_replace(_TABLE, path, wrong)) for wrong in (*chosen, "a" * size)]


def _replace(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    items = dict(value.items() if isinstance(value, dict) else enumerate(value))
    items[path[0]] = _replace(items[path[0]], path[1:], new)
    return items if isinstance(value, dict) else list(items.values())


def _write_table(table: Any) -> str:
    """A table as TOML."""
    return "\n".join(f"{key} = {_write_value(value)}" for key, value in table.items())


def _write_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {_write_value(row)}" for key, row in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_write_value, value)) + "]"
    return json.dumps(value)


def _make_file(piece: str, size: int, _: Random) -> str:
    value = json.dumps(repeat(piece, size // 4))
    return f"version = 1\n{value} = 1\ntitle = {value}\n[[sources]]\nfeed = {value}\nname = {value}\n"


def _make_texts(pattern: str, size: int, _: Random) -> tuple[str, list[str]]:
    pieces = ("a", "ab", "aaaa ", "xx", "word ", "éü ")
    return pattern, [repeat(piece, size // len(pieces)) + "!" for piece in pieces]


def _make_brackets(size: int, _: Random) -> tuple[str, list[str]]:
    return "(" * min(size, 1_000) + "a" + ")*" * min(size, 500), ["a" * size]


def _parse_all(documents: list[str]) -> str:
    accepted = sum(_parse(document) == "accepted" for document in documents)
    return f"{accepted} of {len(documents)} accepted"


def _parse(document: str) -> str:
    try:
        parse_config(document, Path("/nowhere/digest.toml"), {"P": "ferry-1907"}, KnownNames())
    except DigestError as error:
        message = str(error)
        if "\x1b" in message or "\u202e" in message:
            raise AssertionError("a message with an escape") from None
        if len(message) > _MAX_MESSAGE:
            raise AssertionError(f"a message of {len(message)} characters") from None
        return message
    return "accepted"


def _search(value: tuple[str, list[str]]) -> str:
    pattern, texts = value
    try:
        search = compile_user_pattern(pattern)
    except PatternError as error:
        return str(error)
    return f"{sum(map(search, texts))} of {len(texts)} match"
