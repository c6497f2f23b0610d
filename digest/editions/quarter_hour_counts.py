"""Count the reports of the day before an edition by the quarter hour."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from digest.models import Article, Skyline

QUARTER = timedelta(minutes=15)
QUARTERS = 96
"""Quarter hours of one day."""


def draw_skyline(reports: Iterable[Article], used: Container[str], end: datetime, peak: int = 0) -> Skyline:
    """Count reports per quarter hour of the day before `end`, and those of them that are used.

    used: the ids of these. peak: the highest quarter hour of the last editions, so that days can be
    compared. Cost: linear.
    """
    start = end - QUARTERS * QUARTER
    counts = [[0] * QUARTERS, [0] * QUARTERS]
    for article in reports:
        if start < (moment := article.moment) <= end:
            quarter = min(QUARTERS - 1, (moment - start) // QUARTER)
            counts[0][quarter] += 1
            counts[1][quarter] += article.id in used
    return Skyline(start, end, tuple(counts[0]), tuple(counts[1]), max(peak, *counts[0]))
