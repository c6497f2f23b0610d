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
"""The longest time between two ticks."""

STOP_TIMEOUT_SECONDS = 7
"""How long a running tick may take to end after `stop`."""


class Waker:
    """Call a function at regular intervals, and at the times it asks for, until `stop`.

    Calls never overlap. A machine that was suspended, or whose clock was set, is back within two intervals.
    stopping: whether `stop` was called; a long tick should check it.
    """

    def __init__(
        self,
        tick: Callable[[], datetime | None],
        clock: Callable[[], datetime],
        interval: timedelta = timedelta(seconds=WAKE_SECONDS),
    ) -> None:
        """Prepare the scheduler; `run` starts it.

        Args:
            tick: checks what is due and does it. It returns when it wants to be called again at the latest,
                or None; it is called after `interval` in any case.
            clock: returns the time in UTC.
            interval: the longest time between two ticks.
        """
        from apscheduler.executors.pool import ThreadPoolExecutor
        from apscheduler.schedulers.background import BackgroundScheduler

        self._tick, self._clock, self._interval = tick, clock, interval
        self._tick_lock = threading.Lock()
        self.stopping = False
        # Requests from signal handlers to `run`: a SimpleQueue is reentrant, so a handler may put into it
        # while the same thread is inside it.
        self._requests: SimpleQueue[None] = SimpleQueue()
        # One worker: ticks never overlap. Late ticks still run. A second one may wait while the first is
        # running, because it may be about something that has happened since.
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"misfire_grace_time": None, "max_instances": 2},
        )

    def run(self) -> bool:
        """Tick until `stop`. Return whether the last tick ended within STOP_TIMEOUT_SECONDS."""
        self._plan(self._clock())
        self._scheduler.start()
        while not self.stopping:
            try:
                self._requests.get(timeout=self._interval.total_seconds())
            except Empty:
                self._adapt_to_clock()
            else:
                self._scheduler.add_job(self._run_tick, id="request", replace_existing=True)
        # The scheduler must not be shut down while it starts a job; without jobs it starts none.
        self._scheduler.remove_all_jobs()
        self._scheduler.shutdown(wait=False)
        finished = self._tick_lock.acquire(timeout=STOP_TIMEOUT_SECONDS)
        if finished:
            self._tick_lock.release()  # a tick that waits for the lock sees `stopping` and returns
        return finished

    def wake(self) -> None:
        """Tick at once, or once more when a tick is running. Safe to call from a signal handler."""
        self._requests.put(None)

    def stop(self) -> None:
        """Start no further tick. Safe to call from a signal handler, repeatedly, and before `run`."""
        self.stopping = True
        self._requests.put(None)

    def _plan(self, moment: datetime) -> None:
        self._scheduler.add_job(self._run_tick, "date", run_date=moment, id="tick", replace_existing=True)

    def _adapt_to_clock(self) -> None:
        """Tick now if the planned tick is more than an interval ahead: the clock was set back since then.

        APScheduler waits for a time of day, and would wait until the clock reaches it again.
        """
        job, now = self._scheduler.get_job("tick"), self._clock()
        if job and job.next_run_time > now + self._interval:
            self._plan(now)

    def _run_tick(self) -> None:
        with self._tick_lock:
            if self.stopping:
                return
            next_tick = None
            try:
                next_tick = self._tick()
            finally:
                if not self.stopping:
                    latest = self._clock() + self._interval
                    self._plan(min(next_tick or latest, latest))
