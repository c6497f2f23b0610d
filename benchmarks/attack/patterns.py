"""Every regular expression of the program, fed with hostile strings made from its own alphabet."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from types import ModuleType
from typing import Any

import digest
from benchmarks.attack.cases import Case
from benchmarks.attack.pattern_strings import list_hostile_texts
from digest.languages import iterate_languages

SECONDS_PER_CHARACTER = 5e-6
"""CPU time that a pattern may take for each character of a text.

A linear pattern takes a hundredth of a microsecond to a tenth, so a busy machine does not matter. At 50,000
characters a quadratic pattern takes 50,000² / 2 steps of a nanosecond or more: at least 25 µs a character.
"""

LARGEST = 50_000
"""Characters of the longest texts. Only those texts grow so long that took longest at the size before."""

SIZES = (16, 24, 32, 48, 64, 128, 400, 3_000)
"""Small steps first: what grows exponentially, or with the fifth power, has to be found before it hangs."""

_SLOWEST = 3
_FEWEST_SECONDS = 0.004
_TRIES = 3
_METHODS = ("search", "match", "fullmatch", "finditer")
_ONLY_MATCHED = frozenset({"_DATES", "_YAML_FRONT_MATTER", "_TOML_FRONT_MATTER", "_PLAIN_HEADER"})
"""Patterns that are passed on before they are matched, so that their names do not show the method."""
_SAME_COST = {"sub": "finditer", "subn": "finditer", "split": "finditer", "findall": "finditer"}


@dataclass(frozen=True, slots=True)
class FoundPattern:
    """A compiled regular expression.

    place: the module and the name or line where it was found. methods: those that the module calls.
    """

    place: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...] = _METHODS


def list_cases() -> Iterator[Case]:
    for number, found in enumerate(find_patterns(), 1):
        yield Case(f"{number} {found.place}", lambda *_: None, partial(_check_pattern, found))


def _check_pattern(found: FoundPattern, _: None) -> str:
    if slow := find_slow_text(found):
        raise AssertionError(slow)
    return f"linear, as tested with {', '.join(found.methods)}"


def find_patterns() -> list[FoundPattern]:
    """Return the regular expressions of the package, each once.

    These are the compiled ones in the modules, and in tuples and tables in them; those that cached functions
    compile for a language; and the literals that are passed to functions of re.
    """
    found: dict[tuple[str | bytes, int], FoundPattern] = {}
    modules = list(_import_modules())
    calls = [call for module in modules for call in _list_calls(module)]
    for module in modules:
        for name, value in vars(module).items():
            for pattern in (*_find_in(value, 3), *_compile_lazily(module, value)):
                key = pattern.pattern, pattern.flags
                place = f"{module.__name__}.{name}"
                found.setdefault(key, FoundPattern(place, pattern, _choose_methods(name, module, calls)))
        for line, method, pattern in _find_literals(module):
            key = pattern.pattern, pattern.flags
            methods = _METHODS if method == "compile" else (_SAME_COST.get(method, method),)
            found.setdefault(key, FoundPattern(f"{module.__name__}:{line}", pattern, methods))
    return list(found.values())


def _list_calls(module: ModuleType) -> Iterator[tuple[str, str, str]]:
    """(module, name, method) of every call of a method that patterns have.

    The name is that of the pattern, or of the function that returned it.
    """
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    functions: dict[str, set[str]] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=function))):
                functions.setdefault(name, set()).add(function)
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in (*_METHODS, *_SAME_COST):
            name = node.value.id if isinstance(node.value, ast.Name) else ""
            for called in (name, *sorted(functions.get(name, ()))):
                yield module.__name__, called, _SAME_COST.get(node.attr, node.attr)


def _choose_methods(name: str, module: ModuleType, calls: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """The methods that are called on a pattern of this name; all if none is, as for one in a tuple."""
    if name in _ONLY_MATCHED:
        return ("match",)
    by_name = {method for place, called, method in calls if called == name and place == module.__name__}
    if name.isupper() and not name.startswith("_"):
        by_name |= {method for _, called, method in calls if called == name}
    return tuple(method for method in _METHODS if method in by_name) or _METHODS


def find_slow_text(found: FoundPattern) -> str:
    """Return a description of a hostile text for which a pattern is not linear, or ""."""
    pattern = found.pattern
    runs = [
        (text, method)
        for text in list_hostile_texts(pattern.pattern, pattern.flags)
        for method in found.methods
    ]
    for size in (*SIZES, LARGEST):
        seconds = []
        for text, method in runs:
            value: Any = text.make(size)
            if isinstance(pattern.pattern, bytes):
                value = value.encode("latin-1", "replace")
            seconds.append(_measure(pattern, method, value))
            allowed = max(SECONDS_PER_CHARACTER * len(value), _FEWEST_SECONDS)
            if seconds[-1] > allowed and all(
                _measure(pattern, method, value) > allowed for _ in range(_TRIES - 1)
            ):
                return f"{pattern.pattern!r:.300}: {method}() takes too long for {size} characters of {text}"
        if size == SIZES[-1]:
            slowest = sorted(zip(seconds, runs, strict=True), key=itemgetter(0))[-_SLOWEST:]
            runs = [run for _, run in slowest]
    return ""


def _measure(pattern: re.Pattern[Any], method: str, value: Any) -> float:
    """CPU seconds of this thread: other processes and threads do not count."""
    started = time.thread_time()
    found = getattr(pattern, method)(value)
    if method == "finditer":
        deque(found, maxlen=0)
    return time.thread_time() - started


def _import_modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(digest.__path__, "digest."):
        if not info.name.endswith("__main__"):
            try:
                yield importlib.import_module(info.name)
            except ModuleNotFoundError as error:  # an extra that is not installed
                if str(error.name).startswith("digest"):
                    raise


def _find_in(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _find_in(item, depth - 1)
    elif depth and isinstance(value, dict) and not str(type(value).__module__).startswith("digest"):
        for item in value.values():
            yield from _find_in(item, depth - 1)


def _compile_lazily(module: ModuleType, value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns that a cached function of a module returns, for no argument or for each language."""
    function = getattr(value, "__wrapped__", None)
    if function is None or not hasattr(value, "cache_info") or value.__module__ != module.__name__:
        return
    if "re." not in inspect.getsource(function) and "_compile" not in inspect.getsource(function):
        return
    parameters = list(inspect.signature(function).parameters)
    if not parameters:
        arguments: list[tuple[str, ...]] = [()]
    elif parameters[0] in ("language", "code") and len(parameters) == 1:
        arguments = [(code,) for code, _ in iterate_languages()]
    else:
        arguments = _LAZY_ARGUMENTS.get(value.__name__, list)()
    for row in arguments:
        yield from _find_in(_to_tuple(value(*row)), 3)


def _to_tuple(value: Any) -> Any:
    slots = getattr(type(value), "__slots__", ())
    return tuple(getattr(value, name) for name in slots) if slots and not isinstance(value, tuple) else value


def _list_months() -> list[tuple[str, ...]]:
    return [(language.calendar.months,) for _, language in iterate_languages() if language.calendar]


def _list_numbers() -> list[tuple[str, ...]]:
    return [(language.figures.numbers,) for _, language in iterate_languages() if language.figures]


_LAZY_ARGUMENTS: dict[str, Callable[[], list[tuple[str, ...]]]] = {
    "_date_pattern": _list_months,
    "_count_pattern": _list_numbers,
    "_compile_phrase": lambda: [("storm",), ("heavy  storm",), ("水",)],
}
"""{name of a cached function: the arguments with which it compiles patterns}"""


def _find_literals(module: ModuleType) -> Iterator[tuple[int, str, re.Pattern[Any]]]:
    """The literal patterns that a module passes to functions of re: (line, function, pattern)."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            names = {
                sub.attr
                for part in (*node.args[1:], *node.keywords)
                for sub in ast.walk(part)
                if isinstance(sub, ast.Attribute)
            }
            flags = sum(
                int(getattr(re, name)) for name in names & {"IGNORECASE", "MULTILINE", "DOTALL", "ASCII"}
            )
            yield node.lineno, node.func.attr, re.compile(node.args[0].value, flags)
