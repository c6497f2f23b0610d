"""The values that flow through the program, from a source to an edition.

All are frozen, slotted and made of plain values, so every one of them pickles and can cross to a
thread, a process or another machine. Each holds the one before it. Times are aware and in UTC.
"""

from digest.models.edition import (
    Difference,
    Earlier,
    Edition,
    PreviousSummary,
    ReportedFigure,
    Sentence,
    Skyline,
    SourceHealth,
    Summary,
)
from digest.models.edition_inputs import EditionInputs
from digest.models.jobs import WEEKDAYS, DeliveryJob, DeliveryState, Job, Weekday
from digest.models.source import Article, Collected, Headline, LeftOut, Source, SourceState, Visit
from digest.models.story import Corrections, Published, Story

__all__ = [
    "WEEKDAYS",
    "Article",
    "Collected",
    "Corrections",
    "DeliveryJob",
    "DeliveryState",
    "Difference",
    "Earlier",
    "Edition",
    "EditionInputs",
    "Headline",
    "Job",
    "LeftOut",
    "PreviousSummary",
    "Published",
    "ReportedFigure",
    "Sentence",
    "Skyline",
    "Source",
    "SourceHealth",
    "SourceState",
    "Story",
    "Summary",
    "Visit",
    "Weekday",
]
