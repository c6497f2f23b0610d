"""The registry of attack families."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from benchmarks.attack.cases import Case

FAMILIES = {
    "feeds": "benchmarks.attack.feeds",
    "pages": "benchmarks.attack.pages",
    "files": "benchmarks.attack.files",
    "configurations": "benchmarks.attack.configurations",
    "deliveries": "benchmarks.attack.deliveries",
    "mailboxes": "benchmarks.attack.mailboxes",
    "templates": "benchmarks.attack.templates",
    "texts": "benchmarks.attack.texts",
    "patterns": "benchmarks.attack.patterns",
    "documents": "benchmarks.attack.documents",
    "secrets": "benchmarks.attack.secrets",
    "stores": "benchmarks.attack.stores",
    "stops": "benchmarks.attack.stops",
    "crashes": "benchmarks.attack.crashes",
    "every-stop": "benchmarks.attack.every_stop",
}
"""{name of a family: the module with its function list_cases}"""

DEFAULT_FAMILIES = [name for name in FAMILIES if name != "every-stop"]
"""Those that run unless families are named."""


def load_cases(family: str) -> Iterator[Case]:
    """The cases of a family, in order. Raises KeyError if there is no such family."""
    cases: Iterator[Case] = import_module(FAMILIES[family]).list_cases()
    return cases


def prepare_family(family: str) -> None:
    """Call the function `prepare` of a family, if it has one, before its cases are run."""
    prepare = getattr(import_module(FAMILIES[family]), "prepare", None)
    if prepare:
        prepare()
