"""What a running daemon uses, read from outside."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Sample:
    """minutes: since the start. memory_mb: resident. store_mb: the database with its log."""

    minutes: float
    memory_mb: float
    threads: int
    handles: int
    store_mb: float


FIGURES = ("memory_mb", "threads", "handles", "store_mb")
_GROWTH = 1.1
"""How much higher the last quarter may be than the one before."""


def take_sample(process: int, folder: Path, minutes: float) -> Sample:
    """Read the figures of a process. Raises OSError if it has ended."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    )
    if "VmRSS" not in status:
        raise ProcessLookupError(process)
    handles = len(os.listdir(f"/proc/{process}/fd"))
    store = sum(path.stat().st_size for path in folder.glob("digest.db*"))
    return Sample(
        minutes, int(status["VmRSS"].split()[0]) / 1000, int(status["Threads"]), handles, store / 1e6
    )


def summarize(samples: Sequence[Sample]) -> dict[str, dict[str, float]]:
    """{figure: its usual peak in each quarter of the time, and the highest value of all}

    The usual peak is the median of the highest values of the five parts of a quarter: threads come and go
    with each round, and the log of the store grows for a moment when an edition is published.
    """
    table: dict[str, dict[str, float]] = {}
    for name in FIGURES:
        values = [float(getattr(sample, name)) for sample in samples]
        quarters = [median(map(max, _split(quarter, 5))) for quarter in _split(values, 4)]
        peaks = {f"quarter_{number}": round(peak, 1) for number, peak in enumerate(quarters, 1)}
        table[name] = peaks | {"highest": round(max(values), 1)}
    return table


def _split(values: Sequence[float], count: int) -> list[Sequence[float]]:
    bounds = [len(values) * part // count for part in range(count + 1)]
    return [values[start:end] or values[-1:] for start, end in pairwise(bounds)]


def find_growth(samples: Sequence[Sample]) -> list[str]:
    """The figures that are still rising in the last quarter of the time."""
    return [
        f"{name} grew from {row['quarter_3']} to {row['quarter_4']}"
        for name, row in summarize(samples).items()
        if row["quarter_4"] > _GROWTH * row["quarter_3"]
    ]


def format_sample(sample: Sample) -> str:
    minutes, memory, threads, handles, store = astuple(sample)
    return f"{minutes:6.1f} min {memory:6.0f} MB {threads:4} threads {handles:4} handles {store:7.2f} MB"
