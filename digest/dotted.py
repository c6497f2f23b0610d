"""Functions by their dotted path: how tables name what is slow to import, and how outside code comes in."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def load_function(path: str) -> Callable[..., Any]:
    """Return the function at a path such as "mypackage.module:function".

    Raises LookupError, saying why, when there is none, whatever its module does while it is imported.
    """
    module, _, name = path.partition(":")
    try:
        found = getattr(import_module(module), name)
    except Exception as error:  # outside code may do anything while it is imported
        raise LookupError(f"{path!r} cannot be loaded ({type(error).__name__}: {error})") from error
    if not callable(found):
        raise LookupError(f"{path!r} is not a function")
    loaded: Callable[..., Any] = found
    return loaded
