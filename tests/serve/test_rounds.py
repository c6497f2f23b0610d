"""Rounds of `digest serve` by a clock of our own: every edition that is due comes once, and none twice.

What is faked is the work itself (reading, writing, sending). When it is done is decided by the real code on
a real store, through years of sleep, kills and second programs.
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
from digest.editions.calendar import Slot, missed_days, next_slot, slots
from digest.errors import SourceError, StoreError
from digest.serve.rounds import LEASE, Work, await_step, hold_step, make_round
from digest.store import Store, open_store
from tests.support.stores import fresh_url

NOW = datetime(2026, 3, 12, 5, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def configure(zone: str = "Europe/Berlin", schedule: str = "") -> Config:
    text = f"version = 1\ntimezone = '{zone}'\n[collect]\nevery_minutes = 30\n[schedule]\n{schedule}"
    return parse_config(text, Path("/none/digest.toml"), {}, {})


class Killed(BaseException):
    """The process ends here, as by SIGKILL: nothing after this point is done."""


@dataclass
class World:
    """What was done, and when the next kill comes. collected, published: (moment, …) in order."""

    collected: list[datetime] = field(default_factory=list)
    published: list[tuple[datetime, Slot, tuple[date, ...]]] = field(default_factory=list)
    delivered: Counter[tuple[date, str]] = field(default_factory=Counter)
    killed_before: str = ""
    failing: bool = False
    meanwhile: Callable[[], None] = lambda: None

    def round(self, config: Config, store: Store, now: datetime, owner: str) -> None:
        work = Work(
            collect=partial(self.collect, now),
            publish=partial(self.publish, config, store, now, owner),
            deliver=partial(self.deliver, store, now, owner),
        )
        make_round(config, store, lambda: now, owner, work)

    def reach(self, point: str) -> None:
        if self.killed_before == point:
            self.killed_before = ""
            raise Killed

    def collect(self, now: datetime) -> None:
        self.collected.append(now)
        self.reach("collect")

    def publish(self, config: Config, store: Store, now: datetime, owner: str, slot: Slot) -> None:
        """As pipeline.publish does it: the files, then everything that marks it in one step."""
        self.reach("files")
        self.meanwhile()
        if self.failing:
            raise SourceError("", "no news: none of 3 sources answered", "Look at the network.")
        missed = missed_days(store.last_date(before=slot.day), slot.day, config.schedule.days)
        self.reach("marks")
        with store.step():
            store.confirm_claim("publish", owner)
            store.record_edition(slot.day, now, {"stories": []}, {}, now)
            store.plan_deliveries(slot.day, now, ["mail"])
        self.published.append((now, slot, missed))
        self.reach("end")

    def deliver(self, store: Store, now: datetime, owner: str) -> None:
        for row in store.undelivered():
            if store.take_dispatch(row, owner, now, timedelta(minutes=10)):
                self.reach("mail")
                self.delivered[(row.date, f"{row.made}")] += 1
                store.end_dispatch(row, owner, now)


def editions(world: World) -> list[str]:
    return [slot.day.isoformat() for _, slot, _ in world.published]


def test_what_is_due_is_done_once(store: Store) -> None:
    world, config = World(), configure()
    for minute in range(-40, 40, 10):
        world.round(config, store, NOW + timedelta(minutes=minute), "a")
    assert [now for now, _, _ in world.published] == [NOW]
    assert world.collected == [NOW - timedelta(minutes=40), NOW - timedelta(minutes=10), NOW, NOW + HOUR / 2]
    assert list(world.delivered.values()) == [1]


def test_a_missed_hour_is_made_up_for_within_the_grace_and_then_by_the_next_edition(store: Store) -> None:
    world, config = World(), configure(schedule="grace_hours = 6")
    world.round(config, store, NOW, "a")
    world.round(config, store, NOW + 29 * HOUR, "a")  # five hours late on the second day
    world.round(config, store, NOW + 56 * HOUR, "a")  # eight hours late on the third
    world.round(config, store, NOW + 72 * HOUR, "a")
    assert editions(world) == ["2026-03-12", "2026-03-13", "2026-03-15"]
    assert [missed for _, _, missed in world.published] == [(), (), (date(2026, 3, 14),)]


def test_a_second_hour_renews_the_edition_of_the_day_even_when_nothing_is_new(store: Store) -> None:
    world, config = World(), configure(schedule='publish_at = ["06:30", "18:00"]')
    for hours in range(24):
        world.round(config, store, NOW + hours * HOUR, "a")
        world.round(config, store, NOW + (hours + 0.1) * HOUR, "a")
    assert [now - NOW for now, _, _ in world.published] == [0 * HOUR, 12 * HOUR]


def test_an_edition_made_by_hand_after_the_hour_is_the_edition(store: Store) -> None:
    world, config = World(), configure()
    with hold_step(store, "publish", "hand", lambda: NOW):
        store.record_edition(date(2026, 3, 12), NOW, {"stories": []}, {}, NOW)
    world.round(config, store, NOW + HOUR, "a")
    assert editions(world) == []


def test_one_made_by_hand_while_we_were_collecting_is_the_edition(store: Store) -> None:
    config = configure()
    published: list[Slot] = []

    def collect_long() -> None:
        with hold_step(store, "publish", "hand", lambda: NOW):
            store.record_edition(date(2026, 3, 12), NOW, {"stories": []}, {}, NOW)

    make_round(config, store, lambda: NOW, "a", Work(collect_long, published.append, lambda: None))
    assert published == []


def test_a_step_that_begins_late_in_a_round_is_claimed_from_then_on(store: Store) -> None:
    config, clock = configure(), [NOW]
    taken: list[bool] = []

    def collect_long() -> None:
        clock[0] += timedelta(minutes=40)

    def publish(slot: Slot) -> None:
        taken.append(store.take_claim("publish", "b", clock[0] + timedelta(minutes=20), LEASE))
        raise SourceError("", "no news")

    make_round(config, store, lambda: clock[0], "a", Work(collect_long, publish, lambda: None))
    assert taken == [False]
    assert store.steps()["collect"].ended == clock[0]
    assert store.steps()["publish"].next_try == clock[0] + timedelta(minutes=1)


def test_one_made_by_hand_before_the_hour_is_renewed_at_it(store: Store) -> None:
    world, config = World(), configure()
    store.record_edition(date(2026, 3, 12), NOW - HOUR, {"stories": []}, {}, NOW - HOUR)
    world.round(config, store, NOW, "a")
    assert editions(world) == ["2026-03-12"]


def test_a_failure_is_kept_and_tried_again_with_growing_pauses(store: Store) -> None:
    world, config = World(failing=True), configure()
    tries = []
    for minute in range(60):
        before = store.steps()["publish"].tries if "publish" in store.steps() else 0
        world.round(config, store, NOW + timedelta(minutes=minute), "a")
        if store.steps()["publish"].tries != before:
            tries.append(minute)
    assert tries == [0, 1, 3, 7, 15, 31]
    assert store.steps()["publish"].message == "no news: none of 3 sources answered"
    world.failing = False
    world.round(config, store, NOW + 2 * HOUR, "a")
    assert editions(world) == ["2026-03-12"]
    assert store.steps()["publish"].tries == 0


def test_a_clock_that_is_set_back_publishes_nothing_twice_and_waits_for_nothing(store: Store) -> None:
    world, config = World(), configure()
    world.round(config, store, NOW, "a")
    for hours in (-1, -0.5, 0, 0.5):
        world.round(config, store, NOW + hours * HOUR, "a")
    assert editions(world) == ["2026-03-12"]
    world.failing = True
    world.round(config, store, NOW + 48 * HOUR, "a")
    world.failing = False
    world.round(config, store, NOW + 24 * HOUR, "a")  # the pause was set by a clock that was a day ahead
    assert editions(world) == ["2026-03-12", "2026-03-13"]


def kill(world: World, config: Config, store: Store, now: datetime, owner: str, point: str) -> None:
    """A round that SIGKILL ends at a point: unlike any exception, it leaves the claim as it is."""
    world.killed_before = point
    with pytest.raises(Killed):
        world.round(config, store, now, owner)
    leave_claims(store, now, owner, point)


def leave_claims(store: Store, now: datetime, owner: str, point: str) -> None:
    if point != "mail":
        store.take_claim("collect" if point == "collect" else "publish", owner, now, LEASE)


@pytest.mark.parametrize("point", ["collect", "files", "marks", "end", "mail"])
def test_a_program_that_is_killed_leaves_nothing_out_and_does_nothing_twice(store: Store, point: str) -> None:
    world, config = World(), configure()
    kill(world, config, store, NOW, "a", point)
    for minute in range(1, 45, 2):
        world.round(config, store, NOW + timedelta(minutes=minute), "b")
    assert editions(world) == ["2026-03-12"]
    assert list(world.delivered.values()) == [1]


@pytest.mark.parametrize("point", ["collect", "files", "marks"])
def test_what_is_known_to_have_been_killed_is_not_waited_for(store: Store, point: str) -> None:
    world, config = World(), configure()
    kill(world, config, store, NOW, "a", point)
    store.free_owner("a", NOW)
    world.round(config, store, NOW + timedelta(minutes=1), "b")
    assert [now for now, _, _ in world.published] == [NOW + timedelta(minutes=1)]
    # What was not brought to its end is collected again before an edition is made of it.
    assert len(world.collected) == (2 if point == "collect" else 1)


def test_of_two_programs_one_publishes(url: str) -> None:
    world, config = World(), configure()
    with open_store(url) as ours, open_store(url) as theirs:

        def second() -> None:
            world.meanwhile = lambda: None
            world.round(config, theirs, NOW + timedelta(seconds=1), "b")

        world.meanwhile = second
        world.round(config, ours, NOW, "a")
        world.round(config, theirs, NOW + timedelta(seconds=2), "b")
        assert editions(world) == ["2026-03-12"]
        assert ours.steps()["publish"].owner == "a"
    assert list(world.delivered.values()) == [1]


def test_who_slept_in_the_middle_marks_nothing_when_another_has_done_it(url: str) -> None:
    world, config = World(), configure()
    with open_store(url) as ours, open_store(url) as theirs:

        def suspended() -> None:
            world.meanwhile = lambda: None
            world.round(config, theirs, NOW + LEASE, "b")

        world.meanwhile = suspended
        world.round(config, ours, NOW, "a")
    assert [now for now, _, _ in world.published] == [NOW + LEASE]
    assert list(world.delivered.values()) == [1]


def test_who_is_at_it_is_told_in_words(store: Store) -> None:
    with (
        hold_step(store, "publish", "attic/4711/20260312T053000Z", lambda: NOW),
        pytest.raises(StoreError) as caught,
        hold_step(store, "publish", "b", lambda: NOW + timedelta(minutes=7)),
    ):
        pytest.fail("two at a time")
    told = "another digest (process 4711 on attic) began to publish 7 min ago and has not ended"
    assert caught.value.message == told
    assert "its place is free 30 min after it began" in caught.value.advice


def test_by_hand_waits_for_nobody(store: Store) -> None:
    with (
        hold_step(store, "publish", "a", lambda: NOW),
        pytest.raises(StoreError, match="a began to publish just now and has not ended"),
        hold_step(store, "publish", "b", lambda: NOW),
    ):
        pytest.fail("two at a time")
    with hold_step(store, "publish", "b", lambda: NOW):
        pass


def test_who_is_at_a_step_is_waited_for_until_it_ends_or_its_lease_does(store: Store) -> None:
    store.take_claim("collect", "a", NOW, LEASE)
    waited: list[str] = []

    def pause(holder: str) -> None:
        waited.append(holder)
        if len(waited) == 3:
            store.end_step("collect", "a", NOW)

    await_step(store, "collect", "b", lambda: NOW, pause)
    assert waited == ["a", "a", "a"]
    hours = iter(range(9))
    await_step(store, "collect", "c", lambda: NOW + next(hours) * LEASE, waited.append)
    assert waited[3:] == ["b"]
    assert store.steps()["collect"].owner == "c"


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
class Fate:
    """What happens to the machine, drawn from a seed: naps, kills and second programs."""

    chance: random.Random

    def nap(self) -> timedelta:
        kind = self.chance.random()
        if kind < 0.6:
            return timedelta(minutes=self.chance.uniform(1, 600))
        return timedelta(hours=self.chance.uniform(10, 20 if kind < 0.95 else 100))

    def kill(self) -> str:
        points = ("collect", "files", "marks", "end", "mail")
        return self.chance.choice(points) if self.chance.random() < 0.1 else ""


def live(zone: str, url: str, first: datetime, days: int, seed: int) -> None:
    """Drive programs through `days` days, and hold what they did against what was due."""
    fate = Fate(random.Random(f"{zone} {seed}"))
    hour = fate.chance.choice(HOURS)
    weekdays = fate.chance.choice(("", 'days = ["mon", "tue", "wed", "thu", "fri"]'))
    config = configure(zone, f'publish_at = ["{hour}"]\ngrace_hours = 10\n{weekdays}')
    schedule, zoned = config.schedule, ZoneInfo(zone)
    world, now, owner = World(), first, "p0"
    awake: list[datetime] = []
    held_until = first
    with open_store(url) as one, open_store(url) as two:
        while now < first + timedelta(days=days):
            world.killed_before = point = fate.kill()
            try:
                world.round(config, one, now, owner)
                if now >= held_until:
                    awake.append(now)
                if fate.chance.random() < 0.2:
                    world.round(config, two, now, "other")
            except Killed:
                if world.published and world.published[-1][0] == now:
                    awake.append(now)  # long enough, that is
                leave_claims(one, now, owner, point)
                # Mostly, what starts the next one can tell that it is gone (see equipment.free_the_gone).
                if fate.chance.random() < 0.7:
                    one.free_owner(owner, now)
                elif point != "mail":
                    held_until = now + LEASE
                owner = f"p{now:%d%H%M%S}"
                now += timedelta(seconds=5)
                continue
            world.killed_before = ""
            nap = fate.nap()
            coming = next_slot(now, zoned, schedule.publish_at, schedule.days)
            # A machine that is awake is woken at the hour; one that sleeps through it is not.
            asleep = nap >= timedelta(hours=10)
            now = coming.moment if coming and coming.moment <= now + nap and not asleep else now + nap
    check_history(config, world, first, now, awake)


def check_history(
    config: Config, world: World, first: datetime, last: datetime, awake: list[datetime]
) -> None:
    """Each slot with somebody awake within its grace has one edition, at the first such moment; no other has;
    and what is missing between two editions is told by the second."""
    schedule, zone = config.schedule, config.zone
    grace = timedelta(hours=schedule.grace_hours)
    begin, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    due = [
        slot
        for slot in slots(begin, end, zone, schedule.publish_at, schedule.days)
        if any(slot.moment <= moment <= slot.moment + grace for moment in moments_after(awake, slot.moment))
    ]
    due = [slot for slot in due if slot.moment >= first]
    done = [slot for _, slot, _ in world.published if slot.moment >= first]
    assert done == due
    days = [slot.day for _, slot, _ in world.published]
    assert len(days) == len(set(days)) > 0
    for (_, before, _), (_, slot, missed) in zip(world.published, world.published[1:], strict=False):
        assert missed == missed_days(before.day, slot.day, schedule.days)
    assert set(world.delivered.values()) == {1}
    assert len(world.delivered) == len(days)


def moments_after(awake: list[datetime], moment: datetime) -> list[datetime]:
    """The first moment somebody was awake at or after one."""
    from bisect import bisect_left

    return awake[bisect_left(awake, moment) :][:1]


@pytest.mark.parametrize("zone", ZONES[:4])
def test_three_weeks_around_a_clock_change(zone: str, url: str) -> None:
    live(zone, url, datetime(2026, 3, 20, tzinfo=UTC), 21, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "zone"),
    [*(("sqlite", zone) for zone in ZONES), *(("postgresql", zone) for zone in ZONES[:5])],
)
def test_two_years_in_every_zone(kind: str, zone: str, tmp_path: Path) -> None:
    live(zone, fresh_url(kind, tmp_path), datetime(2026, 1, 1, tzinfo=UTC), 730, seed=2)
