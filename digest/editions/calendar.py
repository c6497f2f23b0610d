"""Publication slots: the dates and times at which editions are due, in the reader's time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.models import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Slot:
    """An edition to be published: its date in the reader's zone, and the moment in UTC."""

    day: date
    moment: datetime


def last_slot(now: datetime, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]) -> Slot | None:
    """The last slot that has come, within the last eight days.

    Args:
        now: the clock.
        zone: the reader's time zone.
        hours: times of day such as "06:30".
        days: names of weekdays such as "mon".
    """
    today = now.astimezone(zone).date()
    # An hour that daylight saving skips may come on the next day.
    return max(
        (slot for slot in slots(today - timedelta(days=8), today, zone, hours, days) if slot.moment <= now),
        key=lambda slot: (slot.moment, slot.day),
        default=None,
    )


def next_slot(now: datetime, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]) -> Slot | None:
    """The first slot after now, within the next eight days."""
    today = now.astimezone(zone).date()
    coming = slots(today - timedelta(days=1), today + timedelta(days=8), zone, hours, days)
    return min(
        (slot for slot in coming if slot.moment > now),
        key=lambda slot: (slot.moment, slot.day),
        default=None,
    )


def slots(
    first: date, last: date, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]
) -> Iterator[Slot]:
    """The slots of every day from first to last.

    An hour that daylight saving skips comes as much later as the clock was set forward; one that comes
    twice is meant the first time. A date that a zone left out, crossing the date line, has none.
    """
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if WEEKDAYS[day.weekday()] in days and on_earth(day, time(12), zone).astimezone(zone).date() == day:
            for hour in hours:
                yield Slot(day, on_earth(day, time.fromisoformat(hour), zone))


def on_earth(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A local date and time as a moment in UTC."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def missed_days(last: date | None, day: date, days: Collection[str]) -> tuple[date, ...]:
    """The dates between the last edition and one of `day` on which there should have been one.

    last: None when there has never been an edition, and so none was missed.
    """
    between = range(1, (day - last).days) if last else range(0)
    dates = (last + timedelta(days=number) for number in between if last)
    return tuple(date for date in dates if WEEKDAYS[date.weekday()] in days)


def collect_due(now: datetime, every: timedelta, last: datetime | None) -> bool:
    """Whether the sources should be visited now: `every` has passed, or the clock was set back."""
    return last is None or not last <= now < last + every
