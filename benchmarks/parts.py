"""Split labeled sets into parts, to tell a change that holds from one that moves an event over the threshold.

One large event at the edge of the threshold moves a set's pairwise F1 by ten points and its B-cubed F1 by
one, in either direction, when any constant changes a little. In other parts of the same articles, the
similarities have another background, and other events are at the edge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

MIN_OUTLETS = 4
"""Sets with at least this many outlets are also halved by outlet."""


def list_parts(sets: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[Sequence[dict[str, Any]]]]:
    """Return for each set the set itself, two halves of its stories, and two halves of its outlets.

    sets: {name: rows with id, story and source}. A set with few outlets is halved by story alone. Which half
    a story or an outlet belongs to depends on a hash of its name. Empty halves are left out.
    """
    return {name: [rows, *_halve(rows, "story"), *_halve_outlets(rows)] for name, rows in sets.items()}


def _halve_outlets(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    outlets = {row.get("source") for row in rows} - {None, ""}
    return _halve(rows, "source") if len(outlets) >= MIN_OUTLETS else []


def _halve(rows: Sequence[dict[str, Any]], key: str) -> list[Sequence[dict[str, Any]]]:
    """Return the rows in two lists by a hash of one of their values, without an empty list."""
    halves: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for row in rows:
        halves[sha256(f"{key} {row.get(key)}".encode()).digest()[0] % 2].append(row)
    return [half for half in halves if half]
