"""Divide the calls of a mapping into batches for a Dask cluster, and name them.

Visits to one host are in one batch, so that the limit on concurrent requests to a host holds over all
workers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import Any

from digest.models import Visit
from digest.text.urls import find_host

MIN_BATCH, MAX_BATCH = 32, 256
"""Visits in one batch. The more, the less each costs; a batch is repeated when its worker dies."""

BATCHES_PER_PROCESS = 4
"""So many batches for each process, while they are not too small: the last ones end at about one time."""

STAGES = {
    "collect_source": "visit sources",
    "fetch_thumbnail": "fetch images",
    "try_summarizing": "write summaries",
    "scan_part": "read articles",
    "group_batch": "build stories",
}
"""{function: what Dask's dashboard calls it}; others have their own names there."""


def split_batches(arguments: Sequence[Any], processes: int) -> tuple[list[int], list[list[int]]]:
    """Divide arguments into batches; those with one host into one batch.

    Args:
        arguments: visits and web addresses are divided by host; each other argument is a batch of its own.
        processes: that the batches are for.

    Returns:
        (visits to this machine, which no other one may be able to see; the batches), all as positions.
    """
    hosts: dict[str, list[int]] = {}
    own: list[int] = []
    batches: list[list[int]] = []
    for number, argument in enumerate(arguments):
        if host := find_visited_host(argument):
            hosts.setdefault(host, []).append(number)
        elif isinstance(argument, Visit):
            own.append(number)
        else:
            batches.append([number])
    visits = sum(map(len, hosts.values()))
    size = min(max(ceil(visits / processes / BATCHES_PER_PROCESS), MIN_BATCH), MAX_BATCH)
    batch: list[int] = []
    for numbers in hosts.values():
        batch += numbers
        if len(batch) >= size:
            batches.append(sorted(batch))
            batch = []
    return own, [*batches, sorted(batch)] if batch else batches


def find_visited_host(argument: Any) -> str:
    """Return the host that a visit, or a web address, leads to; "" if there is none."""
    if isinstance(argument, Visit):
        return argument.source.host
    return find_host(argument) if isinstance(argument, str) else ""


def name_stage(function: Callable[..., Any]) -> str:
    """Return what Dask's dashboard calls the calls of a function."""
    while isinstance(function, partial):
        function = function.func
    name = str(getattr(function, "__name__", "call"))
    return STAGES.get(name, name.replace("_", " "))
