"""When an edition is due, on ordinary days and on those when the clock changes; and what wakes us."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from digest.editions.calendar import Slot, collect_due, last_slot, missed_days, next_slot
from digest.models import WEEKDAYS
from digest.serve.scheduler import WAKE_SECONDS, Waker

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-12T06:29:59", "2026-03-11T06:30"),
        ("2026-03-12T06:30", "2026-03-12T06:30"),
        ("2026-03-12T23:59", "2026-03-12T06:30"),
    ],
)
def test_the_last_slot_is_the_last_hour_that_has_come(now: str, slot: str) -> None:
    assert last_slot(at(now), BERLIN, ["06:30"], WEEKDAYS) == Slot(date.fromisoformat(slot[:10]), at(slot))


def test_slots_on_some_days_and_at_several_hours() -> None:
    friday, monday = at("2026-03-13T18:00"), at("2026-03-16T06:30:10")
    hours = ["06:30:10", "18:00"]
    sunday = at("2026-03-15T12:00")
    assert last_slot(sunday, BERLIN, hours, WEEKDAYS[:5]) == Slot(date(2026, 3, 13), friday)
    assert next_slot(sunday, BERLIN, hours, WEEKDAYS[:5]) == Slot(date(2026, 3, 16), monday)
    assert next_slot(monday, BERLIN, hours, WEEKDAYS) == Slot(date(2026, 3, 16), at("2026-03-16T18:00"))


def test_nothing_is_ever_due_without_an_hour_or_a_day() -> None:
    now = at("2026-03-12T06:30")
    assert last_slot(now, BERLIN, [], WEEKDAYS) is None
    assert next_slot(now, BERLIN, ["06:30"], []) is None


@pytest.mark.parametrize(
    ("zone", "hour", "moment"),
    [
        # The clock goes from two to three: half past two comes an hour later.
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"),
        # It goes back from three to two: half past two is meant the first time.
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"),
        # From eleven in the evening to midnight: half past eleven is on the next day by the clock.
        ("America/Nuuk", "2026-03-28T23:30", "2026-03-29T01:30"),
        # From midnight to one: the first half hour of the day is missing.
        ("America/Santiago", "2026-09-06T00:30", "2026-09-06T04:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"),
    ],
)
def test_hours_that_daylight_saving_takes_or_gives_twice(zone: str, hour: str, moment: str) -> None:
    due = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    slot = Slot(date.fromisoformat(hour[:10]), due)
    day_before = due - timedelta(hours=20)
    assert last_slot(due, ZoneInfo(zone), [hour[11:]], WEEKDAYS) == slot
    assert next_slot(day_before, ZoneInfo(zone), [hour[11:]], WEEKDAYS) == slot


def test_a_day_that_a_zone_left_out_has_no_edition() -> None:
    apia = ZoneInfo("Pacific/Apia")  # 30 December 2011 did not happen there
    before = at("2011-12-29T07:00", apia)
    assert next_slot(before, apia, ["06:30"], WEEKDAYS) == Slot(
        date(2011, 12, 31), at("2011-12-31T06:30", apia)
    )


def test_missed_days_are_those_between_two_editions() -> None:
    friday, monday = date(2026, 3, 13), date(2026, 3, 16)
    assert missed_days(friday, monday, WEEKDAYS) == (date(2026, 3, 14), date(2026, 3, 15))
    assert missed_days(friday, monday, WEEKDAYS[:5]) == ()
    assert missed_days(friday, friday + timedelta(days=1), WEEKDAYS) == ()
    assert missed_days(None, monday, WEEKDAYS) == ()


def test_sources_are_visited_every_so_often() -> None:
    now, every = at("2026-03-12T06:30"), timedelta(minutes=30)
    assert collect_due(now, every, None)
    assert not collect_due(now, every, now - timedelta(minutes=29))
    assert collect_due(now, every, now - timedelta(minutes=30))
    assert collect_due(now, every, now + timedelta(hours=5))  # the clock was set back


class Clock(datetime):
    """The clock as the scheduler asks it, set back or forward."""

    ahead = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.ahead


def read_clock() -> datetime:
    return Clock.now(UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Clock)
    yield Clock
    Clock.ahead = timedelta()


@pytest.mark.parametrize("hours", [-1, 1, -500_000, 400_000])
def test_a_waker_goes_on_when_the_clock_is_set(clock: type[Clock], hours: int) -> None:
    ticks: list[datetime] = []

    def tick() -> datetime:
        ticks.append(read_clock())
        if len(ticks) == 2:
            clock.ahead = timedelta(hours=hours)
        elif len(ticks) == 4:
            clock.ahead = timedelta()
        elif len(ticks) == 6:
            waker.stop()
        return ticks[-1] + timedelta(days=1)

    waker = Waker(tick, read_clock, beat=timedelta(milliseconds=40))
    too_late = threading.Timer(20, waker.stop)
    too_late.start()
    assert waker.run()
    too_late.cancel()
    assert len(ticks) == 6
    assert (ticks[2] < ticks[1]) is (hours < 0)


def test_a_waker_can_be_stopped_before_it_runs_and_more_than_once() -> None:
    ticks: list[datetime] = []
    waker = Waker(lambda: ticks.append(read_clock()), read_clock)
    waker.stop()
    waker.stop()
    assert waker.run()
    waker.stop()
    assert ticks == []


def test_a_waker_goes_on_after_a_tick_that_failed() -> None:
    ticks: list[datetime] = []

    def tick() -> datetime:
        ticks.append(read_clock())
        if len(ticks) == 1:
            raise ZeroDivisionError
        waker.stop()
        return ticks[-1]

    waker = Waker(tick, read_clock, beat=timedelta(milliseconds=40))
    assert waker.run()
    assert len(ticks) == 2


def test_a_waker_ticks_at_once_and_again_when_it_was_asked_to_and_ends_when_told() -> None:
    ticks: list[datetime] = []

    def tick() -> datetime:
        ticks.append(datetime.now(UTC))
        if len(ticks) == 3:
            threading.Thread(target=waker.stop).start()
        return ticks[-1] + timedelta(milliseconds=50)

    waker = Waker(tick, read_clock)
    assert waker.run()
    assert waker.stopping
    assert len(ticks) >= 3
    assert ticks == sorted(ticks)


def test_a_waker_called_in_the_middle_of_a_tick_ticks_once_more() -> None:
    ticks: list[datetime] = []
    before = set(threading.enumerate())

    def tick() -> datetime:
        ticks.append(datetime.now(UTC))
        waker.wake()
        if len(ticks) == 4:
            waker.stop()
        return ticks[-1] + timedelta(days=1)

    waker = Waker(tick, read_clock)
    too_late = threading.Timer(WAKE_SECONDS * 0.9, waker.stop)  # before the heartbeat would have helped
    too_late.start()
    assert waker.run()
    too_late.cancel()
    assert len(ticks) == 4
    # The call that was still waiting does not keep the process from ending.
    workers = set(threading.enumerate()) - before
    for thread in workers:
        thread.join(timeout=5)
        assert not thread.is_alive()
