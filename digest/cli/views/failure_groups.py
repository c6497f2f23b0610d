"""Describe the sources that fail, each cause once: a machine that is offline has one cause, not twenty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_NAMES = 5
"""How many sources that fail for the same reason are named."""


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """Why a source fails. location: its address or path. advice: what to do, or ""."""

    name: str
    location: str
    message: str
    advice: str = ""


def describe_failures(failures: Iterable[SourceFailure]) -> Iterator[str]:
    """Yield a line for each failure, and after it one for all others whose message differs by its host only.

    In the order of the first failure of each reason. Cost: linear.
    """
    groups: dict[tuple[str, str], list[SourceFailure]] = {}
    for failure in failures:
        groups.setdefault(_find_reason(failure), []).append(failure)
    for first, *others in groups.values():
        yield f"{first.name}: {first.message}" + (f". {first.advice}" if first.advice else "")
        if others:
            names = ", ".join(failure.name for failure in others[:MAX_NAMES])
            rest = len(others) - MAX_NAMES
            yield f"  the same: {names}" + (f" and {rest} more" if rest > 0 else "")


def _find_reason(failure: SourceFailure) -> tuple[str, str]:
    """Return (message without the host of the source, advice)."""
    try:
        host = urlsplit(failure.location).hostname or ""
    except ValueError:
        host = ""
    return (failure.message.replace(host, "…") if host else failure.message), failure.advice
