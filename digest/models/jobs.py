"""What a program that stays up has to do: steps, and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""In the order of date.weekday()."""

DeliveryState = Literal["waiting", "sending", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One of the steps that must not be done twice at a time ("collect", "publish"), and how it went.

    owner: who does it or did it last. until: nobody else may do it before this time, unless it has
    ended. tries: how often in a row it failed, 0 when all is well; then message and advice say why and
    next_try when it is tried again.
    """

    name: str
    owner: str
    until: datetime
    began: datetime
    ended: datetime | None = None
    tries: int = 0
    next_try: datetime | None = None
    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """One edition on its way to one target.

    made: which making of the day's edition it is. state: "waiting" for its (next) try, "sending", "done",
    or "failed" for good. tries: those made so far. ended: when the last one ended.
    """

    date: date
    target: str
    made: datetime
    state: DeliveryState
    tries: int = 0
    next_try: datetime | None = None
    ended: datetime | None = None
    message: str = ""
    advice: str = ""
