"""Limit what a template of the reader's own can cost: its time, and the size of what it makes.

A template is often copied from somewhere. It must not be able to hold the program (endless loops,
10**10**10) or to fill the memory ("x" * 10**9, '%1000000000d'). Time is measured between two steps of a
template, so the functions that a single step may call are given only arguments with which they end soon.
Not covered: comparing lists that contain each other many times over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import update_wrapper
from itertools import islice
from types import GeneratorType
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined

MAX_SECONDS = 20.0
"""CPU time for one file. The largest pages of the program's own take about two seconds."""

MAX_CHARACTERS = 10_000_000
"""Of a page and of every text on the way to it. A page with 500 stories in full has two millions."""

MAX_PRODUCED = 5 * MAX_CHARACTERS
"""Of all texts that are made on the way to one page; a character takes up to four bytes."""

LARGE_TEXT = 1_000_000
"""Functions that read a text slowly take no longer one."""

MAX_ITEMS = 1_000_000
"""Of a list, with the lists in it when all of it is written."""

MAX_SUM = 2_000
"""Of lists that are added to one."""

MAX_BITS = 10_000
"""Of an integer."""

MAX_ARGUMENT = 100_000
"""Of a width, a length or a number of decimal places."""

_SHALLOW = frozenset(
    """attr batch count d default dictsort first groupby items last length list map max min random reject
    rejectattr reverse safe select selectattr slice sort sum unique""".split()  # noqa: SIM905
)
"""Filters that do not write the lists within a list."""

_WRITING = frozenset("string e escape forceescape upper lower capitalize title trim".split())  # noqa: SIM905
"""Filters that write a value of any kind as text."""

_FAST = frozenset(
    "default d safe string escape e forceescape upper lower length count trim join replace indent".split()  # noqa: SIM905
)
_PADDING_FILTERS = (
    "center",
    "wordwrap",
    "truncate",
    "urlize",
    "wrapped",
    "clipped",
    "number",
    "batch",
    "slice",
)
_WIDTHS = {
    **dict.fromkeys(_PADDING_FILTERS, MAX_ARGUMENT),
    "tojson": 100,
    "round": 300,
    "int": 36,
    "indent": 1_000,
}
"""{filter: the largest integer among its arguments}"""

_LONG_NUMBER = re.compile(r"\d{6}")
_NUMBER = re.compile(r"[0-9]+")
_NESTED_FIELD = re.compile(r"\{[^{}:]*+:[^{}]*+\{")
_PADDING_METHODS = frozenset({"center", "ljust", "rjust", "zfill"})


class RenderLimitError(TemplateRuntimeError):
    """A template costs more than a page may."""


class RenderMeter:
    """What a template has cost since `start`. read_seconds: returns the CPU time of this thread."""

    def __init__(self, read_seconds: Callable[[], float]) -> None:
        self._read_seconds = read_seconds
        self.start()

    def start(self) -> None:
        """Begin a new page."""
        self._end = self._read_seconds() + MAX_SECONDS
        self._produced = 0

    def check_time(self) -> None:
        """Raise RenderLimitError when the time is over."""
        if self._read_seconds() > self._end:
            raise RenderLimitError(f"the template takes more than {MAX_SECONDS:g} seconds")

    def check_value(self, value: Any) -> Any:
        """Return a value that a template has made, unless it is too large."""
        if isinstance(value, str):
            self._check_text(len(value))
        elif isinstance(value, list | tuple | dict):
            check_count(len(value))
        return value

    def _check_text(self, length: int) -> None:
        self._produced += length
        if length > MAX_CHARACTERS or self._produced > MAX_PRODUCED:
            raise RenderLimitError(f"the template makes more than {MAX_CHARACTERS:,} characters")

    def join(self, pieces: Iterable[str]) -> str:
        """Join the pieces of a page or a block."""
        total, kept = 0, []
        for piece in pieces:
            total += len(piece)
            if total > MAX_CHARACTERS:
                self._check_text(total)
            kept.append(piece)
        self._check_text(total)
        return "".join(kept)

    def watch_loop(self, items: Iterable[Any]) -> WatchedLoop:
        """Return the items of a loop; each takes a look at the time."""
        return WatchedLoop(items, self.check_time)

    def guard_filter(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that refuses arguments with which it would not end soon."""
        offset = 1 if hasattr(function, "jinja_pass_arg") else 0

        def guarded(*arguments: Any, **options: Any) -> Any:
            self.check_time()
            value, rest = arguments[offset], [*arguments[offset + 1 :], *options.values()]
            if name not in _SHALLOW:
                check_nesting(value)
            if name in _WRITING:
                check_written(value)
            if isinstance(value, str) and len(value) > LARGE_TEXT and name not in _FAST:
                raise RenderLimitError(f"{name} takes no text of more than {LARGE_TEXT:,} characters")
            check_filter(name, value, rest)
            if name == "join":
                value = limit_join(value, rest)
            elif name == "sum" and any(isinstance(row, list | tuple) for row in rest):
                value = limit_sum(value)
            arguments = (*arguments[:offset], value, *arguments[offset + 1 :])
            return self.check_value(function(*arguments, **options))

        return update_wrapper(guarded, function)


class WatchedLoop:
    """The items of a loop, which looks at the time before each."""

    __slots__ = ("_check_time", "_items")

    def __init__(self, items: Iterable[Any], check_time: Callable[[], None]) -> None:
        self._items = items
        self._check_time = check_time

    def __iter__(self) -> Iterator[Any]:
        for item in self._items:
            self._check_time()
            yield item

    def __len__(self) -> int:
        return len(self._items)  # type: ignore[arg-type]  # as of the items: a TypeError if they have none


def check_filter(name: str, value: Any, arguments: Iterable[Any]) -> None:
    """Raise RenderLimitError for arguments that make a filter's result, or its time, too large."""
    given = list(arguments)
    if name in _WIDTHS:
        for argument in given:
            if isinstance(argument, int) and abs(argument) > _WIDTHS[name]:
                raise RenderLimitError(f"{name} takes no number above {_WIDTHS[name]:,}")
            if isinstance(argument, str) and len(argument) > _WIDTHS[name]:
                raise RenderLimitError(f"{name} takes no text of more than {_WIDTHS[name]:,} characters")
    if name == "indent":
        width = next((len(row) if isinstance(row, str) else int(row) for row in given[:1]), 4)
        check_characters(len(str(value)) + str(value).count("\n") * width)
    elif name == "replace" and len(given) > 1:
        check_replacement(str(value), str(given[0]), str(given[1]))
    elif name == "format":
        check_format(str(value), given)


def check_method(method: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments of a method of a text that a template calls, if it ends soon with them."""
    owner, name = getattr(method, "__self__", None), getattr(method, "__name__", "")
    if not isinstance(owner, str):
        return arguments
    if name in _PADDING_METHODS and any(
        isinstance(row, int) and abs(row) > MAX_ARGUMENT for row in arguments
    ):
        raise RenderLimitError(f"{name} takes no number above {MAX_ARGUMENT:,}")
    if name == "replace" and len(arguments) > 1:
        check_replacement(owner, str(arguments[0]), str(arguments[1]))
    if name == "join" and arguments:
        return (limit_join(arguments[0], [owner]), *arguments[1:])
    if name in ("split", "rsplit", "splitlines") and len(owner) > LARGE_TEXT:
        raise RenderLimitError(f"{name} takes no text of more than {LARGE_TEXT:,} characters")
    return arguments


def check_operation(operator: str, left: Any, right: Any) -> None:
    """Raise RenderLimitError for an operation whose result would be too large."""
    if operator == "%" and isinstance(left, str):
        check_format(left, right if isinstance(right, tuple) else [right])
    elif operator == "*":
        for value, times in ((left, right), (right, left)):
            if isinstance(times, int) and isinstance(value, str | list | tuple):
                size = len(value) * max(times, 0)
                check_characters(size) if isinstance(value, str) else check_count(size)
        if isinstance(left, int) and isinstance(right, int):
            check_bits(left.bit_length() + right.bit_length())
    elif operator == "**" and isinstance(left, int) and isinstance(right, int):
        check_bits(left.bit_length() * max(right, 0))


def check_format(text: str, arguments: Iterable[Any]) -> None:
    """Raise RenderLimitError for a format whose result would be too long.

    Its widths must be written in it; each argument is taken to stand in all of its places.
    """
    if (
        _LONG_NUMBER.search(text)
        or _NESTED_FIELD.search(text)
        or re.search(r"%[-+ #0]*+\d*+(?:\.\d*+)?+\*", text)
    ):
        raise RenderLimitError("a width in the format is too large, or is not a number")
    longest = max(map(check_nesting, arguments), default=0)
    places = text.count("%") + text.count("{")
    check_characters(len(text) + sum(map(int, _NUMBER.findall(text))) + places * longest)


def check_replacement(text: str, old: str, new: str) -> None:
    """Raise RenderLimitError when the text would be too long after a replacement."""
    if len(new) > len(old):
        check_characters(len(text) + text.count(old) * (len(new) - len(old)))


def limit_join(items: Any, arguments: Iterable[Any]) -> Any:
    """Return items that may be joined. arguments: of join, among them the separator."""
    if isinstance(items, str):
        return items
    listed = list(islice(items, MAX_ITEMS + 1))
    check_nesting(listed)
    separator = next((row for row in arguments if isinstance(row, str)), "")
    check_characters(sum(len(row) + len(separator) for row in listed if isinstance(row, str)))
    return listed


def limit_sum(items: Iterable[Any]) -> list[Any]:
    """Return lists that may be added: each addition copies all that came before."""
    listed = list(islice(items, MAX_SUM + 1))
    if len(listed) > MAX_SUM:
        raise RenderLimitError(f"sum adds no more than {MAX_SUM:,} lists")
    return listed


def check_nesting(value: Any) -> int:
    """Return about how many characters a value has when it is written.

    Raises RenderLimitError if it is a list that holds too much, the lists within it included, or a function.
    """
    if not isinstance(value, list | tuple | dict):
        return measure_value(value)
    count, characters, pending = 0, 0, [value]
    while pending:
        found = pending.pop()
        count += len(found)
        check_count(count)
        rows: Iterable[Any] = found.values() if isinstance(found, Mapping) else found
        for row in rows:
            if isinstance(row, list | tuple | dict):
                pending.append(row)
            elif callable(row) and not isinstance(row, Undefined):
                raise RenderLimitError("a list that holds a function is written")
            else:
                characters += measure_value(row)
        check_characters(characters)
    return characters


def measure_value(value: Any) -> int:
    """Return about how many characters a text or a number has when it is written; 1 for other values."""
    if isinstance(value, str):
        return len(value)
    return max(value.bit_length() // 3, 1) if isinstance(value, int) else 1


def check_written(value: Any) -> None:
    """Raise RenderLimitError for a value that would be written as its place in memory, also in a list.

    Its size has been checked; see check_nesting.
    """
    if isinstance(value, list | tuple | dict):
        for row in value.values() if isinstance(value, dict) else value:
            check_written(row)
    elif not isinstance(value, str | int | float):
        kind: Any = type(value)
        is_default = (kind.__repr__, kind.__str__) == (object.__repr__, object.__str__)
        if is_default or issubclass(kind, GeneratorType):
            raise RenderLimitError(
                f"a {kind.__name__.lower()} is no text: write |list or |join behind a filter"
            )


def check_count(count: int) -> None:
    """Raise RenderLimitError for a list of too many items."""
    if count > MAX_ITEMS:
        raise RenderLimitError(f"the template makes a list of more than {MAX_ITEMS:,} items")


def check_characters(count: int) -> None:
    """Raise RenderLimitError for a text that is too long."""
    if count > MAX_CHARACTERS:
        raise RenderLimitError(f"the template makes more than {MAX_CHARACTERS:,} characters")


def check_bits(count: int) -> None:
    """Raise RenderLimitError for an integer that is too large."""
    if count > MAX_BITS:
        raise RenderLimitError("the template computes with a number that is too large")


def write_placeholder_text(n: int = 5, html: bool = True, min: int = 20, max: int = 100) -> str:  # noqa: A002
    """Some paragraphs of placeholder text. n: how many. min, max: their words."""
    from jinja2.utils import generate_lorem_ipsum

    if n * max > MAX_ARGUMENT:
        raise RenderLimitError(f"lipsum writes no more than {MAX_ARGUMENT:,} words")
    return generate_lorem_ipsum(n, html, min, max)
