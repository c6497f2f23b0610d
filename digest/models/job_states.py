"""Jobs that two programs must not do at the same time, and the deliveries of editions."""

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
    """A job that one program does at a time ("collect", "publish"), its lease and the result of its last run.

    owner: who holds the lease or held it last. until: when the lease ends; a job that ended has released it.
    began: when the last run began. ended: when the last run that came to an end did so. attempts: how often
    in a row it failed, 0 after a success. After a failure, message and advice say why and what to do, and
    next_try says when it is tried again.
    """

    name: str
    owner: str
    until: datetime
    began: datetime
    ended: datetime | None = None
    attempts: int = 0
    next_try: datetime | None = None
    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryJob:
    """The delivery of one edition to one target.

    made: when the day's edition was made; an edition made again is delivered again. state: "waiting" for
    its first or next attempt, "sending", "done", or "failed" for good. attempts: how many were made. ended:
    when the last one ended. edition: the name of its edition, "" when there is only one.
    """

    date: date
    target: str
    made: datetime
    state: DeliveryState
    attempts: int = 0
    next_try: datetime | None = None
    ended: datetime | None = None
    message: str = ""
    advice: str = ""
    edition: str = ""
