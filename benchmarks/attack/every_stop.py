"""Stop `digest serve` with SIGTERM while it reads every hostile input, ten at once; see `stops`.

Takes some minutes, so it runs only if it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks.attack import documents, feeds, files, pages
from benchmarks.attack.cases import Case
from benchmarks.attack.stops import (
    list_address_cases,
    list_folder_cases,
    make_addresses,
    make_folder,
    stop,
)

_AT_ONCE = 10


def list_cases() -> Iterator[Case]:
    for key, family in (("feed", feeds.list_cases), ("page", pages.list_cases)):
        for number, chosen in enumerate(_divide(list_address_cases(family))):
            yield Case(f"stopped while reading {key}s, {number}", partial(make_addresses, chosen, key), stop)
    for name, family in (("files", files.list_cases), ("documents", documents.list_cases)):
        for number, chosen in enumerate(_divide(list_folder_cases(family))):
            yield Case(f"stopped while reading {name}, {number}", partial(make_folder, chosen), stop)


def _divide(cases: list[Case]) -> Iterator[list[Case]]:
    for start in range(0, len(cases), _AT_ONCE):
        yield cases[start : start + _AT_ONCE]
