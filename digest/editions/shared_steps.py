"""Do once what several editions of one round have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
Result = TypeVar("Result")


class SharedSteps:
    """Remembers the results of the functions that it calls, and returns them for equal arguments.

    The functions must be pure. Comparing the articles of two editions takes a thousandth of grouping them.
    It keeps all arguments alive, so one is made for each round of publishing.
    """

    def __init__(self) -> None:
        self._calls: list[tuple[Callable[..., Any], Any, Any, Any]] = []

    def call(self, function: Callable[P, Result], *arguments: P.args, **keywords: P.kwargs) -> Result:
        """Return function(*arguments, **keywords), from an earlier call if there was the same one."""
        for known, known_arguments, known_keywords, result in self._calls:
            if known is function and (known_arguments, known_keywords) == (arguments, keywords):
                return cast(Result, result)
        found = function(*arguments, **keywords)
        self._calls.append((function, arguments, keywords, found))
        return found
