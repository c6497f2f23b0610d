"""The values that flow through the program, from a source to an edition.

All are frozen, slotted and made of plain values, so every one of them pickles and can cross to a
thread, a process or another machine. Each holds the one before it. Times are aware and in UTC.
"""

from digest.model.duties import WEEKDAYS, Dispatch, DispatchState, Step, Weekday
from digest.model.editions import (
    Difference,
    Earlier,
    Edition,
    FigureSaid,
    Sentence,
    Skyline,
    SourceHealth,
    Summary,
    Told,
)
from digest.model.holdings import Holdings
from digest.model.sources import Article, Collected, Headline, LeftOut, Memory, Source, Visit
from digest.model.stories import Corrections, Published, Story

__all__ = [
    "WEEKDAYS",
    "Article",
    "Collected",
    "Corrections",
    "Difference",
    "Dispatch",
    "DispatchState",
    "Earlier",
    "Edition",
    "FigureSaid",
    "Headline",
    "Holdings",
    "LeftOut",
    "Memory",
    "Published",
    "Sentence",
    "Skyline",
    "Source",
    "SourceHealth",
    "Step",
    "Story",
    "Summary",
    "Told",
    "Visit",
    "Weekday",
]
