"""The one door to APScheduler: something to wake us, and when it is time for what.

The scheduler only wakes us. Whether an edition is due is read off the clock and the store, so that a
machine that slept through the hour makes up for it when it wakes, a clock that is set forward or back
publishes nothing twice, and a restart forgets nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from queue import Empty, SimpleQueue
from zoneinfo import ZoneInfo

from digest.model import WEEKDAYS

WAKE_SECONDS = 30
"""How often we look at the clock."""

PATIENCE_SECONDS = 8
"""How long a step that has begun may go on when we are told to end."""


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


class Waker:
    """Calls `tick` regularly until it is told to end.

    tick: looks at the clock and does what is due; it returns when it wants to be called again, at the
    latest (None: no wish). It is called every `beat` anyway, one call at a time, and a machine that was
    suspended, or whose clock was set, is back within two of them. clock: the time in UTC. stopping: whether
    we were told to end; a long tick looks.
    """

    def __init__(
        self,
        tick: Callable[[], datetime | None],
        clock: Callable[[], datetime],
        beat: timedelta = timedelta(seconds=WAKE_SECONDS),
    ) -> None:
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        self._tick, self._clock, self._beat = tick, clock, beat
        self._at_work = threading.Lock()
        self.stopping = False
        # What signals leave for `run`: the one thing that a signal's code may lock in the middle of itself.
        self._calls: SimpleQueue[None] = SimpleQueue()
        # One worker: ticks never overlap. Late ones count, and one may wait while another is at work: it may
        # be about what has happened since.
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "max_instances": 2},
        )

    def run(self) -> bool:
        """Tick from now on until `stop`; whether the last tick came to its end within PATIENCE_SECONDS."""
        self._plan(self._clock())
        self._scheduler.start()
        while not self.stopping:
            try:
                self._calls.get(timeout=self._beat.total_seconds())
            except Empty:
                self._follow_clock()
            else:
                self._scheduler.add_job(self._look, id="call", replace_existing=True)
        # A scheduler must not be shut down while it begins a job; without jobs it begins none.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)
        finished = self._at_work.acquire(timeout=PATIENCE_SECONDS)
        if finished:
            self._at_work.release()  # a call that waits finds that we are stopping, and ends
        return finished

    def wake(self) -> None:
        """Tick at once, or once more when a tick is under way; fit to be called from a signal."""
        self._calls.put(None)

    def stop(self) -> None:
        """No further tick begins; fit to be called from a signal, more than once, and before `run`."""
        self.stopping = True
        self._calls.put(None)

    def _plan(self, moment: datetime) -> None:
        self._scheduler.add_job(self._look, "date", run_date=moment, id="look", replace_existing=True)

    def _follow_clock(self) -> None:
        """A look further ahead than a beat was planned before the clock was set back: it is for now.

        The scheduler waits for a time of day, and would do so until the clock is there again.
        """
        job, now = self._scheduler.get_job("look"), self._clock()
        if job and job.next_run_time > now + self._beat:
            self._plan(now)

    def _look(self) -> None:
        with self._at_work:
            if self.stopping:
                return
            wish = None
            try:
                wish = self._tick()
            finally:
                if not self.stopping:
                    beat = self._clock() + self._beat
                    self._plan(min(wish or beat, beat))
