"""The one door to APScheduler: something to wake us, and whether it is time.

The scheduler only wakes us. Whether an edition is due is read off the clock and the state, so that a
machine that slept through the hour makes up for it when it wakes, a clock that is set forward or back
publishes nothing twice, and a restart forgets nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.model import WEEKDAYS

WAKE_SECONDS = 30
"""How often we look at the clock; a suspended machine is noticed so many seconds after it wakes."""


def edition_due(
    now: datetime, zone: ZoneInfo, hours: Sequence[str], days: Collection[str], made: datetime | None
) -> bool:
    """Whether today's edition should be published now.

    Args:
        now: the clock.
        zone: the reader's time zone.
        hours: times of day such as "06:30".
        days: names of weekdays such as "mon".
        made: when today's edition was last made, or None.

    An hour that daylight saving skips is due at the next moment that exists; one that comes twice is
    due the first time.
    """
    local = now.astimezone(zone)
    if WEEKDAYS[local.weekday()] not in days:
        return False
    passed = [
        moment
        for hour in hours
        if (moment := datetime.combine(local.date(), time.fromisoformat(hour), zone)).timestamp()
        <= now.timestamp()
    ]
    return bool(passed) and (made is None or made.timestamp() < max(moment.timestamp() for moment in passed))


def collect_due(now: datetime, every: timedelta, last: datetime | None) -> bool:
    """Whether the sources should be visited now: `every` has passed, or the clock was set back."""
    return last is None or not last <= now < last + every


def wake_regularly(tick: Callable[[], None], now: datetime) -> None:
    """Call `tick` from now on until SIGTERM or SIGINT; a tick that has begun is finished first."""
    import signal

    from apscheduler.schedulers.blocking import BlockingScheduler

    scheduler = BlockingScheduler(timezone="UTC")
    # One tick at a time; late ones count, and many late ones count as one.
    scheduler.add_job(
        tick,
        "interval",
        seconds=WAKE_SECONDS,
        next_run_time=now,
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: scheduler.shutdown(wait=False))
    scheduler.start()
