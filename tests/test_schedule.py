"""When an edition is due, on ordinary days and on those when the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from digest.model import WEEKDAYS
from digest.schedule import collect_due, edition_due

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "made", "due"),
    [
        ("2026-03-12T06:29", None, False),
        ("2026-03-12T06:30", None, True),
        ("2026-03-12T23:59", None, True),  # slept through the hour
        ("2026-03-12T07:00", "2026-03-12T06:30", False),
        ("2026-03-12T07:00", "2026-03-12T05:00", True),  # made by hand before the hour
        ("2026-03-13T06:30", "2026-03-12T06:30", True),
    ],
)
def test_an_edition_is_due_once_its_hour_has_passed(now: str, made: str | None, due: bool) -> None:
    assert edition_due(at(now), BERLIN, ["06:30"], WEEKDAYS, at(made) if made else None) is due


def test_only_on_its_days() -> None:
    assert not edition_due(at("2026-03-14T09:00"), BERLIN, ["06:30"], WEEKDAYS[:5], None)


def test_a_second_hour_renews_the_day_s_edition() -> None:
    made = at("2026-03-12T06:31")
    assert not edition_due(at("2026-03-12T17:59"), BERLIN, ["06:30", "18:00"], WEEKDAYS, made)
    assert edition_due(at("2026-03-12T18:00"), BERLIN, ["06:30", "18:00"], WEEKDAYS, made)


def minutes_due(day: str, hour: str, zone: ZoneInfo) -> list[datetime]:
    """The minutes of a local day at which an edition would be published, if we looked every minute."""
    start = at(f"{day}T00:00", zone)
    made, times = None, []
    for minute in range(26 * 60):
        now = start + timedelta(minutes=minute)
        if now.astimezone(zone).date().isoformat() == day and edition_due(now, zone, [hour], WEEKDAYS, made):
            made = now
            times.append(now)
    return times


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "America/Santiago"]
)
@pytest.mark.parametrize("hour", ["00:00", "00:30", "01:30", "02:15", "02:30", "03:00", "06:30"])
def test_once_a_day_whatever_the_clock_does(zone: str, hour: str) -> None:
    days = {
        "Europe/Berlin": ("2026-03-29", "2026-03-30", "2026-10-25"),
        "America/Los_Angeles": ("2026-03-08", "2026-03-09", "2026-11-01"),
        "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
        "America/Santiago": ("2026-04-04", "2026-09-06"),
    }[zone]
    for day in days:
        assert len(minutes_due(day, hour, ZoneInfo(zone))) == 1, day


def test_sources_are_visited_every_so_often() -> None:
    now, every = at("2026-03-12T06:30"), timedelta(minutes=30)
    assert collect_due(now, every, None)
    assert not collect_due(now, every, now - timedelta(minutes=29))
    assert collect_due(now, every, now - timedelta(minutes=30))
    assert collect_due(now, every, now + timedelta(hours=5))  # the clock was set back
