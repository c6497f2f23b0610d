"""Publication slots on ordinary days and on those when the clock changes; missed days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.editions.calendar import Slot, find_last_slot, find_next_slot, is_collection_due, list_missed_days
from digest.models import WEEKDAYS

BERLIN = ZoneInfo("Europe/Berlin")


def parse_time(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-12T06:29:59", "2026-03-11T06:30"),
        ("2026-03-12T06:30", "2026-03-12T06:30"),
        ("2026-03-12T23:59", "2026-03-12T06:30"),
    ],
)
def test_the_last_slot_is_the_latest_past_hour(now: str, slot: str) -> None:
    assert find_last_slot(parse_time(now), BERLIN, ["06:30"], WEEKDAYS) == Slot(
        date.fromisoformat(slot[:10]), parse_time(slot)
    )


def test_slots_on_some_days_and_at_several_hours() -> None:
    friday, monday = parse_time("2026-03-13T18:00"), parse_time("2026-03-16T06:30:10")
    hours = ["06:30:10", "18:00"]
    sunday = parse_time("2026-03-15T12:00")
    assert find_last_slot(sunday, BERLIN, hours, WEEKDAYS[:5]) == Slot(date(2026, 3, 13), friday)
    assert find_next_slot(sunday, BERLIN, hours, WEEKDAYS[:5]) == Slot(date(2026, 3, 16), monday)
    assert find_next_slot(monday, BERLIN, hours, WEEKDAYS) == Slot(
        date(2026, 3, 16), parse_time("2026-03-16T18:00")
    )


def test_without_hours_or_days_nothing_is_due() -> None:
    now = parse_time("2026-03-12T06:30")
    assert find_last_slot(now, BERLIN, [], WEEKDAYS) is None
    assert find_next_slot(now, BERLIN, ["06:30"], []) is None


@pytest.mark.parametrize(
    ("zone", "hour", "moment"),
    [
        # The clock goes from two to three: half past two comes an hour later.
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),
        # It goes back from three to two: the first half past two counts.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        # From eleven in the evening to midnight: half past eleven is on the next day by the clock.
        ("America/Nuuk", "2026-03-28T23:30", "2026-03-29T01:30"),
        # From midnight to one: the first half hour of the day is missing.
        ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
    ],
)
def test_hours_that_daylight_saving_skips_or_repeats(zone: str, hour: str, moment: str) -> None:
    due = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    slot = Slot(date.fromisoformat(hour[:10]), due)
    day_before = due - timedelta(hours=20)
    assert find_last_slot(due, ZoneInfo(zone), [hour[11:]], WEEKDAYS) == slot
    assert find_next_slot(day_before, ZoneInfo(zone), [hour[11:]], WEEKDAYS) == slot


def test_a_date_that_a_zone_skipped_has_no_edition() -> None:
    apia = ZoneInfo("Pacific/Apia")  # 30 December 2011 did not happen there
    before = parse_time("2011-12-29T07:00", apia)
    assert find_next_slot(before, apia, ["06:30"], WEEKDAYS) == Slot(
        date(2011, 12, 31), parse_time("2011-12-31T06:30", apia)
    )


def test_missed_days_are_those_between_two_editions() -> None:
    friday, monday = date(2026, 3, 13), date(2026, 3, 16)
    assert list_missed_days(friday, monday, WEEKDAYS) == (date(2026, 3, 14), date(2026, 3, 15))
    assert list_missed_days(friday, monday, WEEKDAYS[:5]) == ()
    assert list_missed_days(friday, friday + timedelta(days=1), WEEKDAYS) == ()
    assert list_missed_days(None, monday, WEEKDAYS) == ()


def test_collection_is_due_after_the_interval_and_when_the_clock_was_set_back() -> None:
    now, every = parse_time("2026-03-12T06:30"), timedelta(minutes=30)
    assert is_collection_due(now, every, None)
    assert not is_collection_due(now, every, now - timedelta(minutes=29))
    assert is_collection_due(now, every, now - timedelta(minutes=30))
    assert is_collection_due(now, every, now + timedelta(hours=5))  # the clock was set back
