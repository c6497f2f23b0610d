"""The waker: ticks at intervals and at set times, whatever happens to the clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from digest.serve.scheduler import WAKE_SECONDS, Waker


class Clock(datetime):
    """The clock of the scheduler, set back or forward."""

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
def test_ticks_continue_when_the_clock_is_set(clock: type[Clock], hours: int) -> None:
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

    waker = Waker(tick, read_clock, interval=timedelta(milliseconds=40))
    timeout = threading.Timer(20, waker.stop)
    timeout.start()
    assert waker.run()
    timeout.cancel()
    assert len(ticks) == 6
    assert (ticks[2] < ticks[1]) is (hours < 0)


def test_a_waker_can_be_stopped_before_it_runs_and_repeatedly() -> None:
    ticks: list[datetime] = []
    waker = Waker(lambda: ticks.append(read_clock()), read_clock)
    waker.stop()
    waker.stop()
    assert waker.run()
    waker.stop()
    assert ticks == []


def test_ticks_continue_after_an_exception() -> None:
    ticks: list[datetime] = []

    def tick() -> datetime:
        ticks.append(read_clock())
        if len(ticks) == 1:
            raise ZeroDivisionError
        waker.stop()
        return ticks[-1]

    waker = Waker(tick, read_clock, interval=timedelta(milliseconds=40))
    assert waker.run()
    assert len(ticks) == 2


def test_a_waker_ticks_at_the_requested_times_until_it_is_stopped() -> None:
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


def test_wake_during_a_tick_causes_another_tick() -> None:
    ticks: list[datetime] = []
    before = set(threading.enumerate())

    def tick() -> datetime:
        ticks.append(datetime.now(UTC))
        waker.wake()
        if len(ticks) == 4:
            waker.stop()
        return ticks[-1] + timedelta(days=1)

    waker = Waker(tick, read_clock)
    timeout = threading.Timer(WAKE_SECONDS * 0.9, waker.stop)  # before the next regular tick
    timeout.start()
    assert waker.run()
    timeout.cancel()
    assert len(ticks) == 4
    # The request that was still waiting does not keep the process from ending.
    workers = set(threading.enumerate()) - before
    for thread in workers:
        thread.join(timeout=5)
        assert not thread.is_alive()
