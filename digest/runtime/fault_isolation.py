"""Keep the fault of one item (an article, a story, an entry of a feed) from affecting the others.

Whatever strangers write may meet a mistake of this program or of a library. The functions here turn the
exception into a value that names it, so that the caller leaves out the one item and reports it. Errors that
users can fix (DigestError: a wrong setting, a failing plug-in) are not faults of an item and are raised.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from digest.errors import DigestError
from digest.text import clean_message

Item = TypeVar("Item")
Result = TypeVar("Result")

LOG = logging.getLogger("digest.faults")

MAX_FAULTS = 200
"""More faulty items are the fault of something that they share: then the exception is raised."""


def describe_fault(step: str, subject: str, error: Exception) -> str:
    """Log an exception with its traceback at debug level; return a short description for people.

    step: what was being done, as "grouping the articles". subject: the item that is left out.
    """
    description = f"{type(error).__name__} while {step}"
    if text := str(error):
        description = f"{description}: {clean_message(text)}"
    LOG.debug("%s is left out: %s", clean_message(subject), description, exc_info=error)
    return description


def find_faulty_items(
    function: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
    describe: Callable[[Item, Exception], str],
) -> tuple[Result, dict[Item, str]]:
    """Call a function with all items that it can handle; return its result and the other items.

    A fault that takes several items together is pinned on the last of them.

    Args:
        function: fails for any items that include a faulty one. It must have no side effects.
        items: hashable, each once.
        describe: turns a faulty item and its exception into the description that is returned.

    Returns:
        (the result for the others, {faulty item: its description}).

    Raises:
        DigestError: the function raised one; it is not the fault of an item.
        Exception: the function fails without any items, or for more than MAX_FAULTS of them.

    Cost: one call without faults; else about 2 + log2(len(items)) calls for each faulty item, most of them
    with a part of the items.
    """
    faulty: dict[Item, str] = {}
    result, error = _try_call(function, items)
    if error and _try_call(function, ())[1]:
        raise error
    while error:
        found = _bisect(function, [item for item in items if item not in faulty], error)
        faulty |= {item: describe(item, fault) for item, fault in found}
        if len(faulty) > MAX_FAULTS:
            raise error
        result, error = _try_call(function, [item for item in items if item not in faulty])
    return cast(Result, result), faulty


def _bisect(
    function: Callable[[Sequence[Item]], Result], items: Sequence[Item], error: Exception
) -> list[tuple[Item, Exception]]:
    """Return faulty items among these, at least one. error: what the function raises for all of them."""
    if len(items) == 1:
        return [(items[0], error)]
    middle = len(items) // 2
    found: list[tuple[Item, Exception]] = []
    for half in (items[:middle], items[middle:]):
        _, half_error = _try_call(function, half)
        if half_error and len(found) <= MAX_FAULTS:
            found += _bisect(function, half, half_error)
    return found or [(items[_find_failing_prefix(function, items) - 1], error)]


def _find_failing_prefix(function: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> int:
    """Return the smallest number of first items with which the function fails."""
    passes, fails = len(items) // 2, len(items)
    while fails - passes > 1:
        middle = (passes + fails) // 2
        if _try_call(function, items[:middle])[1]:
            fails = middle
        else:
            passes = middle
    return fails


def _try_call(
    function: Callable[[Sequence[Item]], Result], items: Sequence[Item]
) -> tuple[Result | None, Exception | None]:
    try:
        return function(items), None
    except DigestError:
        raise
    except Exception as error:
        return None, error
