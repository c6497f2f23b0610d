"""Wake the daemon at set times (adapter of APScheduler).

The scheduler only wakes the daemon. Whether an edition is due is computed from the clock and the store, so a
machine that slept through the hour catches up when it wakes, a changed clock publishes nothing twice, and a
restart loses nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

WAKE_SECONDS = 30
"""How often we look at the clock."""

PATIENCE_SECONDS = 8
"""How long a step that has begun may go on when we are told to end."""


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
