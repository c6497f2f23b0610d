"""Rounds of `digest serve` with a simulated clock: every due edition is published once, and none twice.

The steps themselves (reading, writing, sending) are simulated. The real code decides on a real store when
they run, through years of sleep, kills and second processes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.config import Config, parse_config
from digest.editions.calendar import Slot, find_next_slot, list_missed_days, list_slots
from digest.errors import SourceError
from digest.models import complete_edition
from digest.publishing.leases import LEASE, hold_lease
from digest.serve.rounds import Steps, run_round
from digest.store import Store, open_store
from tests.support.stores import create_database

NOW = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def configure(zone: str = "Europe/Berlin", schedule: str = "") -> Config:
    text = f"version = 1\ntimezone = '{zone}'\n[collect]\nevery_minutes = 30\n[schedule]\n{schedule}"
    return parse_config(text, Path("/none/digest.toml"), {}, {})


class Killed(BaseException):
    """The process ends here, as by SIGKILL: nothing after this point happens."""


@dataclass
class SimulatedSteps:
    """Simulated steps: a record of what they did, and where the next kill happens.

    collected: when. published: (when, slot, missed days). delivered: {(day, edition time): count}.
    killed_before: the point of the next kill, or "". failing: whether publishing fails. meanwhile: called
    during publishing.
    """

    collected: list[datetime] = field(default_factory=list)
    published: list[tuple[datetime, Slot, tuple[date, ...]]] = field(default_factory=list)
    delivered: Counter[tuple[date, str]] = field(default_factory=Counter)
    killed_before: str = ""
    failing: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def run_round(self, config: Config, store: Store, now: datetime, owner: str) -> None:
        steps = Steps(
            collect=partial(self.collect, now),
            publish=partial(self.publish, store, now, owner),
            deliver=partial(self.deliver, store, now, owner),
        )
        run_round(config, store, lambda: now, owner, steps)

    def reach(self, point: str) -> None:
        if self.killed_before == point:
            self.killed_before = ""
            raise Killed

    def collect(self, now: datetime) -> None:
        self.collected.append(now)
        self.reach("collect")

    def publish(self, store: Store, now: datetime, owner: str, config: Config, slot: Slot) -> None:
        """Like pipeline.publish: write the files, then record everything in one transaction."""
        self.reach("files")
        self.meanwhile()
        if self.failing:
            raise SourceError("", "no news: none of 3 sources answered", "Look at the network.")
        missed = list_missed_days(store.editions.last_date(before=slot.day), slot.day, config.schedule.days)
        self.reach("record")
        with store.write():
            store.leases.confirm("publish", owner)
            store.editions.record(slot.day, now, complete_edition({"stories": []}), {}, now)
            store.deliveries.plan(slot.day, now, ["mail"])
        self.published.append((now, slot, missed))
        self.reach("end")

    def deliver(self, store: Store, now: datetime, owner: str) -> None:
        for row in store.deliveries.undelivered():
            if store.deliveries.acquire(row, owner, now, timedelta(minutes=10)):
                self.reach("mail")
                self.delivered[(row.date, f"{row.made}")] += 1
                store.deliveries.finish(row, owner, now)


def list_days(simulation: SimulatedSteps) -> list[str]:
    return [slot.day.isoformat() for _, slot, _ in simulation.published]


def test_due_steps_run_once(store: Store) -> None:
    simulation, config = SimulatedSteps(), configure()
    for minute in range(-40, 40, 10):
        simulation.run_round(config, store, NOW + timedelta(minutes=minute), "a")
    assert [now for now, _, _ in simulation.published] == [NOW]
    assert simulation.collected == [
        NOW - timedelta(minutes=40),
        NOW - timedelta(minutes=10),
        NOW,
        NOW + HOUR / 2,
    ]
    assert list(simulation.delivered.values()) == [1]


def test_a_missed_slot_is_published_within_the_grace_period_and_else_by_the_next_edition(
    store: Store,
) -> None:
    simulation, config = SimulatedSteps(), configure(schedule="grace_hours = 6")
    simulation.run_round(config, store, NOW, "a")
    simulation.run_round(config, store, NOW + 29 * HOUR, "a")  # five hours late on the second day
    simulation.run_round(config, store, NOW + 56 * HOUR, "a")  # eight hours late on the third
    simulation.run_round(config, store, NOW + 72 * HOUR, "a")
    assert list_days(simulation) == ["2026-03-12", "2026-03-13", "2026-03-15"]
    assert [missed for _, _, missed in simulation.published] == [(), (), (date(2026, 3, 14),)]


def test_a_second_slot_of_a_day_publishes_again_even_without_news(store: Store) -> None:
    simulation, config = SimulatedSteps(), configure(schedule='publish_at = ["06:30", "18:00"]')
    for hours in range(24):
        simulation.run_round(config, store, NOW + hours * HOUR, "a")
        simulation.run_round(config, store, NOW + (hours + 0.1) * HOUR, "a")
    assert [now - NOW for now, _, _ in simulation.published] == [0 * HOUR, 12 * HOUR]


def test_an_edition_published_by_hand_after_the_slot_counts(store: Store) -> None:
    simulation, config = SimulatedSteps(), configure()
    with hold_lease(store, "publish", "hand", lambda: NOW):
        store.editions.record(date(2026, 3, 12), NOW, complete_edition({"stories": []}), {}, NOW)
    simulation.run_round(config, store, NOW + HOUR, "a")
    assert list_days(simulation) == []


def test_an_edition_published_by_hand_during_collecting_counts(store: Store) -> None:
    config = configure()
    published: list[Slot] = []

    def publish(_: Config, slot: Slot) -> None:
        published.append(slot)

    def collect_slowly() -> None:
        with hold_lease(store, "publish", "hand", lambda: NOW):
            store.editions.record(date(2026, 3, 12), NOW, complete_edition({"stories": []}), {}, NOW)

    run_round(config, store, lambda: NOW, "a", Steps(collect_slowly, publish, lambda: None))
    assert published == []


def test_each_edition_is_published_at_its_own_hours_and_one_that_fails_holds_up_no_other(
    store: Store,
) -> None:
    text = """version = 1
timezone = "Europe/Berlin"
[[editions]]
name = "broken"
[[editions]]
name = "daily"
[[editions]]
name = "tokyo"
timezone = "Asia/Tokyo"
publish_at = ["21:00"]
days = ["thu"]
"""
    config = parse_config(text, Path("/none/digest.toml"), {}, {})
    published: list[tuple[datetime, str, date]] = []
    clock = [NOW]

    def publish(own: Config, slot: Slot) -> None:
        if own.edition == "broken":
            raise SourceError("", "no news")
        published.append((clock[0], own.edition, slot.day))
        issue = complete_edition({"stories": []})
        store.of_edition(own.edition).editions.record(slot.day, clock[0], issue, {}, clock[0])

    for hours in range(24):
        clock[0] = NOW + hours * HOUR
        failures = run_round(config, store, lambda: clock[0], "a", Steps(lambda: None, publish, lambda: None))
        assert {failure.name for failure in failures} <= {"publish broken"}
    # NOW is 06:30 in Berlin on a Thursday; 21:00 in Tokyo is 13:00 there.
    assert published == [
        (NOW, "daily", date(2026, 3, 12)),
        (NOW + 7 * HOUR, "tokyo", date(2026, 3, 12)),
    ]
    assert store.leases.jobs()["publish broken"].attempts > 3
    assert store.leases.jobs()["publish daily"].attempts == 0


def test_the_lease_of_a_step_begins_when_the_step_does(store: Store) -> None:
    config, clock = configure(), [NOW]
    taken: list[bool] = []

    def collect_slowly() -> None:
        clock[0] += timedelta(minutes=40)

    def publish(_: Config, slot: Slot) -> None:
        taken.append(store.leases.acquire("publish", "b", clock[0] + timedelta(minutes=20), LEASE))
        raise SourceError("", "no news")

    run_round(config, store, lambda: clock[0], "a", Steps(collect_slowly, publish, lambda: None))
    assert taken == [False]
    assert store.leases.jobs()["collect"].ended == clock[0]
    assert store.leases.jobs()["publish"].next_try == clock[0] + timedelta(minutes=1)


def test_an_edition_published_by_hand_before_the_slot_is_published_again(store: Store) -> None:
    simulation, config = SimulatedSteps(), configure()
    store.editions.record(date(2026, 3, 12), NOW - HOUR, complete_edition({"stories": []}), {}, NOW - HOUR)
    simulation.run_round(config, store, NOW, "a")
    assert list_days(simulation) == ["2026-03-12"]


def test_a_failure_is_recorded_and_retried_with_growing_pauses(store: Store) -> None:
    simulation, config = SimulatedSteps(failing=True), configure()
    tries = []
    for minute in range(60):
        before = store.leases.jobs()["publish"].attempts if "publish" in store.leases.jobs() else 0
        simulation.run_round(config, store, NOW + timedelta(minutes=minute), "a")
        if store.leases.jobs()["publish"].attempts != before:
            tries.append(minute)
    assert tries == [0, 1, 3, 7, 15, 31]
    assert store.leases.jobs()["publish"].message == "no news: none of 3 sources answered"
    simulation.failing = False
    simulation.run_round(config, store, NOW + 2 * HOUR, "a")
    assert list_days(simulation) == ["2026-03-12"]
    assert store.leases.jobs()["publish"].attempts == 0


def test_a_clock_set_back_publishes_nothing_twice_and_delays_no_retry(store: Store) -> None:
    simulation, config = SimulatedSteps(), configure()
    simulation.run_round(config, store, NOW, "a")
    for hours in (-1, -0.5, 0, 0.5):
        simulation.run_round(config, store, NOW + hours * HOUR, "a")
    assert list_days(simulation) == ["2026-03-12"]
    simulation.failing = True
    simulation.run_round(config, store, NOW + 48 * HOUR, "a")
    simulation.failing = False
    simulation.run_round(config, store, NOW + 24 * HOUR, "a")  # the next try was set by a clock a day ahead
    assert list_days(simulation) == ["2026-03-12", "2026-03-13"]


def kill(
    simulation: SimulatedSteps, config: Config, store: Store, now: datetime, owner: str, point: str
) -> None:
    """Run a round that SIGKILL ends at a point: unlike after an exception, its lease stays."""
    simulation.killed_before = point
    with pytest.raises(Killed):
        simulation.run_round(config, store, now, owner)
    keep_lease(store, now, owner, point)


def keep_lease(store: Store, now: datetime, owner: str, point: str) -> None:
    if point != "mail":
        store.leases.acquire("collect" if point == "collect" else "publish", owner, now, LEASE)


@pytest.mark.parametrize("point", ["collect", "files", "record", "end", "mail"])
def test_after_a_kill_every_step_is_done_and_none_twice(store: Store, point: str) -> None:
    simulation, config = SimulatedSteps(), configure()
    kill(simulation, config, store, NOW, "a", point)
    for minute in range(1, 45, 2):
        simulation.run_round(config, store, NOW + timedelta(minutes=minute), "b")
    assert list_days(simulation) == ["2026-03-12"]
    assert list(simulation.delivered.values()) == [1]


@pytest.mark.parametrize("point", ["collect", "files", "record"])
def test_the_leases_of_a_killed_process_are_released_at_once(store: Store, point: str) -> None:
    simulation, config = SimulatedSteps(), configure()
    kill(simulation, config, store, NOW, "a", point)
    store.release_owner("a", NOW)
    simulation.run_round(config, store, NOW + timedelta(minutes=1), "b")
    assert [now for now, _, _ in simulation.published] == [NOW + timedelta(minutes=1)]
    # Collecting that was killed runs again before an edition is published.
    assert len(simulation.collected) == (2 if point == "collect" else 1)


def test_of_two_processes_one_publishes(url: str) -> None:
    simulation, config = SimulatedSteps(), configure()
    with open_store(url) as ours, open_store(url) as theirs:

        def second() -> None:
            simulation.meanwhile = lambda: None
            simulation.run_round(config, theirs, NOW + timedelta(seconds=1), "b")

        simulation.meanwhile = second
        simulation.run_round(config, ours, NOW, "a")
        simulation.run_round(config, theirs, NOW + timedelta(seconds=2), "b")
        assert list_days(simulation) == ["2026-03-12"]
        assert ours.leases.jobs()["publish"].owner == "a"
    assert list(simulation.delivered.values()) == [1]


def test_a_process_that_lost_its_lease_while_suspended_records_nothing(url: str) -> None:
    simulation, config = SimulatedSteps(), configure()
    with open_store(url) as ours, open_store(url) as theirs:

        def publish_elsewhere() -> None:
            simulation.meanwhile = lambda: None
            simulation.run_round(config, theirs, NOW + LEASE, "b")

        simulation.meanwhile = publish_elsewhere
        simulation.run_round(config, ours, NOW, "a")
    assert [now for now, _, _ in simulation.published] == [NOW + LEASE]
    assert list(simulation.delivered.values()) == [1]


ZONES = (
    "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe", "America/Santiago", "America/Nuuk",
    "Africa/Casablanca", "Pacific/Apia", "Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu",
    "UTC", "Europe/London", "Europe/Dublin", "Atlantic/Azores", "America/Havana", "America/Asuncion",
    "Asia/Beirut", "Africa/Cairo", "Asia/Jerusalem", "Asia/Tehran", "America/New_York", "America/Sao_Paulo",
    "Australia/Sydney", "Antarctica/Troll", "Pacific/Auckland", "Pacific/Easter", "Europe/Chisinau",
    "Asia/Gaza", "America/Miquelon", "Pacific/Kiritimati",
)  # fmt: skip
HOURS = ("00:00", "00:30", "01:30", "02:15", "02:30", "03:00", "06:30", "23:30")


@dataclass
class Events:
    """Random events of a machine: naps, kills and second processes."""

    generator: random.Random

    def nap(self) -> timedelta:
        draw = self.generator.random()
        if draw < 0.6:
            return timedelta(minutes=self.generator.uniform(1, 600))
        return timedelta(hours=self.generator.uniform(10, 20 if draw < 0.95 else 100))

    def kill(self) -> str:
        points = ("collect", "files", "record", "end", "mail")
        return self.generator.choice(points) if self.generator.random() < 0.1 else ""


def simulate(zone: str, url: str, first: datetime, days: int, seed: int) -> None:
    """Run processes through `days` days, and compare what they did with what was due."""
    events = Events(random.Random(f"{zone} {seed}"))
    hour = events.generator.choice(HOURS)
    weekdays = events.generator.choice(("", 'days = ["mon", "tue", "wed", "thu", "fri"]'))
    config = configure(zone, f'publish_at = ["{hour}"]\ngrace_hours = 10\n{weekdays}')
    schedule, zoned = config.schedule, ZoneInfo(zone)
    simulation, now, owner = SimulatedSteps(), first, "p0"
    awake: list[datetime] = []
    leased_until = first
    with open_store(url) as one, open_store(url) as two:
        while now < first + timedelta(days=days):
            simulation.killed_before = point = events.kill()
            try:
                simulation.run_round(config, one, now, owner)
                if now >= leased_until:
                    awake.append(now)
                if events.generator.random() < 0.2:
                    simulation.run_round(config, two, now, "other")
            except Killed:
                if simulation.published and simulation.published[-1][0] == now:
                    awake.append(now)  # long enough to publish
                keep_lease(one, now, owner, point)
                # Usually the next process on the machine releases the leases (see `release_dead_owners`).
                if events.generator.random() < 0.7:
                    one.release_owner(owner, now)
                elif point != "mail":
                    leased_until = now + LEASE
                owner = f"p{now:%d%H%M%S}"
                now += timedelta(seconds=5)
                continue
            simulation.killed_before = ""
            nap = events.nap()
            next_slot = find_next_slot(now, zoned, schedule.publish_at, schedule.days)
            # A machine that is awake is woken at the hour; one that sleeps through it is not.
            asleep = nap >= timedelta(hours=10)
            now = (
                next_slot.moment if next_slot and next_slot.moment <= now + nap and not asleep else now + nap
            )
    check_history(config, simulation, first, now, awake)


def check_history(
    config: Config, simulation: SimulatedSteps, first: datetime, last: datetime, awake: list[datetime]
) -> None:
    """Check that the right editions were published, once, and that they name the days missed before them.

    A slot is due if the machine was awake within the grace period; it is published at the first such moment.
    """
    schedule, zone = config.schedule, config.zone
    grace = timedelta(hours=schedule.grace_hours)
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    due = [
        slot
        for slot in list_slots(begin, end, zone, schedule.publish_at, schedule.days)
        if any(slot.moment <= moment <= slot.moment + grace for moment in moments_after(awake, slot.moment))
    ]
    due = [slot for slot in due if slot.moment >= first]
    done = [slot for _, slot, _ in simulation.published if slot.moment >= first]
    assert done == due
    days = [slot.day for _, slot, _ in simulation.published]
    assert len(days) == len(set(days)) > 0
    for (_, before, _), (_, slot, missed) in zip(
        simulation.published, simulation.published[1:], strict=False
    ):
        assert missed == list_missed_days(before.day, slot.day, schedule.days)
    assert set(simulation.delivered.values()) == {1}
    assert len(simulation.delivered) == len(days)


def moments_after(awake: list[datetime], moment: datetime) -> list[datetime]:
    """Return the first moment the machine was awake at or after one, in a list."""
    from bisect import bisect_left

    return awake[bisect_left(awake, moment) :][:1]


@pytest.mark.parametrize("zone", ZONES[:4])
def test_three_weeks_around_a_clock_change(zone: str, url: str) -> None:
    simulate(zone, url, datetime(2026, 3, 20, tzinfo=UTC), 21, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "zone"),
    [*(("sqlite", zone) for zone in ZONES), *(("postgresql", zone) for zone in ZONES[:5])],
)
def test_two_years_in_every_zone(kind: str, zone: str, tmp_path: Path) -> None:
    simulate(zone, create_database(kind, tmp_path), datetime(2026, 1, 1, tzinfo=UTC), 730, seed=2)
