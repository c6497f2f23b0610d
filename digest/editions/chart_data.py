"""How reports came in: the coverage of a story, the skyline of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from digest.editions.data_values import iso_time
from digest.models import Skyline

COVERAGE_HOURS = 48


def coverage_data(times: Sequence[datetime], start: datetime | None, end: datetime) -> dict[str, Any] | None:
    """Reports per hour up to the end of the window, or None when fewer than two of them fall there.

    split: the first hour of this edition's window; what stands before it was there for the last one.
    """
    begin = end - timedelta(hours=COVERAGE_HOURS)
    hours = [0] * COVERAGE_HOURS
    for time in times:
        if begin <= time <= end:
            hours[min(int((time - begin) / timedelta(hours=1)), COVERAGE_HOURS - 1)] += 1
    if sum(hours) < 2:
        return None
    split = max(int((start - begin) / timedelta(hours=1)), 0) if start else 0
    return {"from": iso_time(begin), "to": iso_time(end), "hours": hours, "split": split}


def skyline_data(skyline: Skyline) -> dict[str, Any]:
    """The skyline with its times written out."""
    return {
        "from": iso_time(skyline.start),
        "to": iso_time(skyline.end),
        "reports": list(skyline.reports),
        "used": list(skyline.used),
        "peak": skyline.peak,
    }
