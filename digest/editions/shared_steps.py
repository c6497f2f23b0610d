"""Do once what several editions of one round have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

from digest.runtime.executors import Map

P = ParamSpec("P")
Item = TypeVar("Item")
Settings = TypeVar("Settings")
Result = TypeVar("Result")

_UNKNOWN: Any = object()


class SharedSteps:
    """Remembers the results of the functions that it calls, and returns them for equal arguments.

    The functions must be pure. Comparing the articles of two editions takes a thousandth of grouping them.
    It keeps all arguments alive, so one is made for each round of publishing.
    """

    def __init__(self) -> None:
        self._calls: list[tuple[Callable[..., Any], Any, Any, Any]] = []
        self._items: dict[Any, dict[Any, Any]] = {}
        self._first: dict[Any, Any] = {}

    def call(self, function: Callable[P, Result], *arguments: P.args, **keywords: P.kwargs) -> Result:
        """Return function(*arguments, **keywords), from an earlier call if there was the same one."""
        return self.call_by(function, function, *arguments, **keywords)

    def call_by(
        self,
        function: Callable[P, Result],
        implementation: Callable[P, Result],
        *arguments: P.args,
        **keywords: P.kwargs,
    ) -> Result:
        """Return what `call` returns; if it is not known, from an implementation of the function."""
        for known, known_arguments, known_keywords, result in self._calls:
            if known is function and (known_arguments, known_keywords) == (arguments, keywords):
                return cast(Result, result)
        found = implementation(*arguments, **keywords)
        self._calls.append((function, arguments, keywords, found))
        return found

    def reuse(self, value: Result) -> Result:
        """Return a value, or an equal one that was given before: comparing that again takes no time."""
        return self.call(_return_value, value)

    def reuse_each(
        self, items: Iterable[Item], find_key: Callable[[Item], object] = lambda item: item
    ) -> tuple[Item, ...]:
        """Return the items, each as the first one with its key that was given: one of two is kept in memory.

        find_key: returns what makes an item as good as another, hashable; the item itself if not given.
        """
        return tuple(self._first.setdefault(find_key(item), item) for item in items)

    def map(
        self,
        work_map: Map,
        function: Callable[[Item, Settings], Result],
        items: Sequence[Item],
        settings: Settings,
    ) -> list[Result]:
        """Return function(item, settings) for each item; work_map runs those that are not known.

        items: hashable, each once.
        """
        known = self._items.setdefault((function, settings), {})
        found = [known.get(item, _UNKNOWN) for item in items]
        missing = [item for item, result in zip(items, found, strict=True) if result is _UNKNOWN]
        known.update(zip(missing, work_map(partial(_call_with, function, settings), missing), strict=True))
        return [
            known[item] if result is _UNKNOWN else result for item, result in zip(items, found, strict=True)
        ]


def _return_value(value: Result) -> Result:
    return value


def _call_with(function: Callable[[Item, Settings], Result], settings: Settings, item: Item) -> Result:
    return function(item, settings)
