"""Serialize the charts of an edition: the coverage of a story, the skyline of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from digest.editions.serialize_values import format_time
from digest.models import CoverageData, Skyline, SkylineData

COVERAGE_HOURS = 48


def serialize_coverage(
    times: Sequence[datetime], start: datetime | None, end: datetime
) -> CoverageData | None:
    """Count reports per hour up to the end of the window; None when fewer than two fall into these hours.

    times: of the reports. start, end: the window. `split` is the first hour of this edition's window; the
    hours before it belong to the last edition.
    """
    begin = end - timedelta(hours=COVERAGE_HOURS)
    hours = [0] * COVERAGE_HOURS
    for time in times:
        if begin <= time <= end:
            hours[min(int((time - begin) / timedelta(hours=1)), COVERAGE_HOURS - 1)] += 1
    if sum(hours) < 2:
        return None
    split = max(int((start - begin) / timedelta(hours=1)), 0) if start else 0
    return {"from": format_time(begin), "to": format_time(end), "hours": hours, "split": split}


def serialize_skyline(skyline: Skyline) -> SkylineData:
    """Return the skyline with formatted times."""
    return {
        "from": format_time(skyline.start),
        "to": format_time(skyline.end),
        "reports": list(skyline.reports),
        "used": list(skyline.used),
        "peak": skyline.peak,
    }
