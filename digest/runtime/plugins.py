"""Load functions by dotted path: built-in implementations, plug-ins, and the names a configuration may use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any

REGISTRIES = {
    "deliveries": "digest.deliveries:DELIVERIES",
    "formats": "digest.render:OUTPUTS",
    "kinds of source": "digest.sources:SOURCES",
    "summary methods": "digest.summarizers:SUMMARIZERS",
}
"""{what messages call a family: where its registry is}. By path, because the families stand on this module."""


def load_function(path: str) -> Callable[..., Any]:
    """Return the function at a path such as "mypackage.module:function".

    Raises LookupError with the reason when it cannot be loaded, whatever its module does during import.
    """
    try:
        found = load_object(path)
    except Exception as error:  # foreign code may raise anything during import
        raise LookupError(f"{path!r} cannot be loaded ({type(error).__name__}: {error})") from error
    if not callable(found):
        raise LookupError(f"{path!r} is not a function")
    loaded: Callable[..., Any] = found
    return loaded


def load_object(path: str) -> Any:
    """Return the object at a path such as "package.module:name". Raises whatever its import raises."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def known_names() -> dict[str, Collection[str]]:
    """Return {family: names of its built-in implementations}, as a configuration may use them."""
    return {family: load_object(path) for family, path in REGISTRIES.items()}
