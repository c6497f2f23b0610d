"""Publication slots: the dates and times at which editions are due, in the reader's time zone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.models import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Slot:
    """A planned edition. day: its date in the reader's zone. moment: when it is due, in UTC."""

    day: date
    moment: datetime


def find_last_slot(now: datetime, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]) -> Slot | None:
    """Return the latest slot that is not in the future, within the last eight days; None without any.

    Args:
        now: the clock.
        zone: the reader's time zone.
        hours: times of day such as "06:30".
        days: names of weekdays such as "mon".
    """
    today = now.astimezone(zone).date()
    # An hour that daylight saving skips may come on the next day.
    recent = list_slots(today - timedelta(days=8), today, zone, hours, days)
    return max(
        (slot for slot in recent if slot.moment <= now),
        key=lambda slot: (slot.moment, slot.day),
        default=None,
    )


def find_next_slot(now: datetime, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]) -> Slot | None:
    """Return the first slot after now, within the next eight days; None without any."""
    today = now.astimezone(zone).date()
    coming = list_slots(today - timedelta(days=1), today + timedelta(days=8), zone, hours, days)
    return min(
        (slot for slot in coming if slot.moment > now),
        key=lambda slot: (slot.moment, slot.day),
        default=None,
    )


def list_slots(
    first: date, last: date, zone: ZoneInfo, hours: Sequence[str], days: Collection[str]
) -> Iterator[Slot]:
    """Yield the slots of every day from first to last.

    An hour that daylight saving skips is shifted by as much as the clock was set forward; of an hour that
    occurs twice, the first occurrence counts. A date that a zone skipped by crossing the date line has no
    slot.
    """
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        exists = convert_to_utc(day, time(12), zone).astimezone(zone).date() == day
        if WEEKDAYS[day.weekday()] in days and exists:
            for hour in hours:
                yield Slot(day, convert_to_utc(day, time.fromisoformat(hour), zone))


def convert_to_utc(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Convert a local date and time to UTC."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


def list_missed_days(last: date | None, day: date, days: Collection[str]) -> tuple[date, ...]:
    """Return the dates between the last edition and one of `day` that should have had an edition.

    last: the date of the last edition; None when there has never been one, so that none was missed.
    days: names of weekdays such as "mon".
    """
    between = range(1, (day - last).days) if last else range(0)
    dates = (last + timedelta(days=number) for number in between if last)
    return tuple(date for date in dates if WEEKDAYS[date.weekday()] in days)


def is_collection_due(now: datetime, every: timedelta, last: datetime | None) -> bool:
    """Whether to visit the sources now: `every` has passed since the last time, or the clock was set back."""
    return last is None or not last <= now < last + every
