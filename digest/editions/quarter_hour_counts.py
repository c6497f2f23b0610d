"""Count the reports of the day before an edition by the quarter hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from digest.models import Article, Skyline

QUARTER = timedelta(minutes=15)
QUARTERS = 96
"""Quarter hours of one day."""


def draw_skyline(
    reports: Iterable[Article], used: Iterable[Article], end: datetime, peak: int = 0
) -> Skyline:
    """Count reports per quarter hour of the day before `end`, and those of them that are used.

    peak: the highest quarter hour of the last editions, so that days can be compared. Cost: linear.
    """
    start = end - QUARTERS * QUARTER
    counts = [[0] * QUARTERS, [0] * QUARTERS]
    for row, articles in zip(counts, (reports, used), strict=True):
        for article in articles:
            if start < article.moment <= end:
                row[min(QUARTERS - 1, (article.moment - start) // QUARTER)] += 1
    return Skyline(start, end, tuple(counts[0]), tuple(counts[1]), max(peak, *counts[0]))
