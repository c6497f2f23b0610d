"""Do once what several editions of one round have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

from digest.runtime.executors import Map

P = ParamSpec("P")
Item = TypeVar("Item")
Settings = TypeVar("Settings")
Result = TypeVar("Result")


class SharedSteps:
    """Remembers the results of the functions that it calls, and returns them for equal arguments.

    The functions must be pure. Comparing the articles of two editions takes a thousandth of grouping them.
    It keeps all arguments alive, so one is made for each round of publishing.
    """

    def __init__(self) -> None:
        self._calls: list[tuple[Callable[..., Any], Any, Any, Any]] = []
        self._items: dict[Any, Any] = {}

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
        missing = [item for item in items if (function, settings, item) not in self._items]
        found = work_map(partial(_call_with, function, settings), missing)
        self._items |= {(function, settings, item): row for item, row in zip(missing, found, strict=True)}
        return [self._items[function, settings, item] for item in items]


def _call_with(function: Callable[[Item, Settings], Result], settings: Settings, item: Item) -> Result:
    return function(item, settings)
