"""Make hostile strings for a regular expression out of its own alphabet.

A pattern is slow where it can match the same text in many ways, or where a search begins again at every
character and reads on to the end each time. So each of its repetitions is filled with many copies of what it
repeats, and each of its beginnings is repeated, before a tail on which it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

_MANY = 8
"""A repetition with a higher maximum is a repetition here; below, it is a piece of text."""

_MAX_BRANCHES = 6
_MAX_CHARACTERS = 5
_COMMON = ("a", "1", " ", "\n", ".")
_CATEGORIES = {
    codes.CATEGORY_DIGIT: "1",
    codes.CATEGORY_NOT_DIGIT: "a",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "a",
    codes.CATEGORY_WORD: "a",
    codes.CATEGORY_NOT_WORD: "-",
}
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_TAILS = ("", "\x01")

Nodes = Sequence[tuple[Any, Any]]


class HostileText(NamedTuple):
    """A hostile text of any size: a piece, repeated, between a beginning and a tail."""

    before: str
    piece: str
    tail: str

    def make(self, size: int) -> str:
        """Return the text with about this many characters."""
        return self.before + self.piece * max(size // len(self.piece), 1) + self.tail


def list_hostile_texts(pattern: str | bytes, flags: int) -> list[HostileText]:
    """Return hostile texts for a compiled regular expression, each once, in a fixed order.

    Those for a pattern of bytes are the characters of Latin-1. There are none for a pattern without any
    repetition: it reads a limited part of the text from each place.
    """
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    nodes = list(parser.parse(text, flags))
    if not _has_repetition(nodes):
        return []
    pairs = dict.fromkeys(_list_repetitions(nodes, ""))
    return [HostileText(before, piece, tail) for before, piece in pairs if piece for tail in _TAILS]


def _list_repetitions(nodes: Nodes, before: str) -> Iterator[tuple[str, str]]:
    """Yield (what comes first, what is repeated after it)."""
    characters = list(dict.fromkeys((*_list_characters(nodes), *_COMMON)))[:16]
    for character in characters:
        yield before, character
    for at, (code, argument) in enumerate(nodes):
        if code in _REPEATS and argument[1] > _MANY:
            body = list(argument[2])
            for piece in _list_samples(body):
                yield before, piece
                # Another character where the body may go on or stop.
                yield before, piece + piece[-1:]
                for character in characters[:8]:
                    yield before, piece + character
            for character in characters:
                yield before, character
        for inner in _list_inner(code, argument):
            yield from _list_repetitions_inside(inner, before)
        before += _sample(nodes[at : at + 1])
        # The beginning of the pattern again and again: a search tries each, and reads on to the end.
        yield "", before
        yield "", before + " "
    for character in characters[:8]:
        yield "", before + character


def _list_repetitions_inside(nodes: Nodes, before: str) -> Iterator[tuple[str, str]]:
    for code, argument in nodes:
        if code in _REPEATS and argument[1] > _MANY:
            for piece in _list_samples(list(argument[2])):
                yield before, piece
                yield before, piece + piece[-1:]
        for inner in _list_inner(code, argument):
            yield from _list_repetitions_inside(inner, before)
        before += _sample([(code, argument)])
        yield "", before


def _list_inner(code: Any, argument: Any, most: int | None = _MAX_BRANCHES) -> list[Nodes]:
    """The patterns inside a node. most: how many of its alternatives."""
    if code in _REPEATS:
        return [list(argument[2])]
    if code is codes.SUBPATTERN:
        return [list(argument[-1])]
    if code is codes.ATOMIC_GROUP:
        return [list(argument)]
    if code is codes.BRANCH:
        return [list(branch) for branch in argument[1][:most]]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [list(argument[1])] if argument[0] > 0 else []
    return []


def _has_repetition(nodes: Nodes) -> bool:
    return any(
        (code in _REPEATS and argument[1] > _MANY)
        or any(map(_has_repetition, _list_inner(code, argument, None)))
        for code, argument in nodes
    )


def _list_samples(nodes: Nodes) -> list[str]:
    """A few texts that the nodes match: one for each character of a class, and each branch."""
    if len(nodes) == 1:
        code, argument = nodes[0]
        if code is codes.IN:
            return _list_class(argument)
        if code is codes.BRANCH:
            return [_sample(list(branch)) for branch in argument[1][:_MAX_BRANCHES]]
        if code is codes.SUBPATTERN:
            return _list_samples(list(argument[-1]))
    return [_sample(nodes)]


def _sample(nodes: Nodes) -> str:
    """One text that the nodes match, if their assertions hold."""
    pieces: list[str] = []
    for code, argument in nodes:
        if code is codes.LITERAL:
            pieces.append(chr(argument))
        elif code is codes.NOT_LITERAL:
            pieces.append("b" if argument == ord("a") else "a")
        elif code is codes.ANY:
            pieces.append("a")
        elif code is codes.IN:
            pieces.append(_list_class(argument)[0])
        elif code in _REPEATS:
            pieces.append(_sample(list(argument[2])) * max(argument[0], min(1, argument[1])))
        elif code is codes.SUBPATTERN:
            pieces.append(_sample(list(argument[-1])))
        elif code is codes.ATOMIC_GROUP:
            pieces.append(_sample(list(argument)))
        elif code is codes.BRANCH:
            pieces.append(_sample(list(argument[1][0])))
    return "".join(pieces)


def _list_class(items: Sequence[tuple[Any, Any]]) -> list[str]:
    """Some characters of a class: of each of its parts one."""
    if items and items[0][0] is codes.NEGATE:
        excluded = re.compile("[" + "".join(map(_format_class_item, items[1:])) + "]")
        return [
            character for character in (*_COMMON, "-", "é", "水", "<") if not excluded.match(character)
        ] or ["~"]
    found: list[str] = []
    for code, argument in items:
        if code is codes.LITERAL:
            found.append(chr(argument))
        elif code is codes.RANGE:
            found.append(chr(argument[0]))
        elif code is codes.CATEGORY:
            found.append(_CATEGORIES[argument])
    return list(dict.fromkeys(found))[:_MAX_CHARACTERS]


def _format_class_item(item: tuple[Any, Any]) -> str:
    code, argument = item
    if code is codes.LITERAL:
        return re.escape(chr(argument))
    if code is codes.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    names = {
        "DIGIT": r"\d",
        "NOT_DIGIT": r"\D",
        "SPACE": r"\s",
        "NOT_SPACE": r"\S",
        "WORD": r"\w",
        "NOT_WORD": r"\W",
    }
    return names[str(argument).removeprefix("CATEGORY_")]


def _list_characters(nodes: Nodes) -> Iterator[str]:
    """The characters that a pattern names, in its order."""
    for code, argument in nodes:
        if code is codes.LITERAL:
            yield chr(argument)
        elif code is codes.IN:
            yield from _list_class(argument)
        for inner in _list_inner(code, argument):
            yield from _list_characters(inner)
