"""Import the public names of a package when they are first used, so that small commands start fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def import_on_use(package: str, names_of: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the __getattr__ of a package whose names are in modules that are imported on first use.

    package: its full name. names_of: {module in it: its names, separated by spaces}. See PEP 562.
    """
    module_of = {name: module for module, names in names_of.items() for name in names.split()}

    def load_name(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return load_name
