"""What a reader may change about grouping."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupingSettings:
    """The defaults need no tuning: they were chosen once for full articles, teasers and bare headlines.

    threshold: 0..1, two groups become one story while the average similarity between them is at least
    this; higher makes smaller stories. first_terms: so many terms of a text are read, from its start;
    news tells the event first, and what follows is background that other events share. fade_days: the
    spread (days) of the bell curve by which two articles lose likeness as the gap between them grows.
    """

    threshold: float = 0.22
    first_terms: int = 100
    fade_days: float = 4.0


DEFAULTS = GroupingSettings()
