"""One round of `digest serve`: what is due now, decided from the store, and done once.

The scheduler only wakes us. That a machine slept through the hour, that the clock was set, that the last
program was killed in the middle, that two of them run on one store: all of it shows in what the store
says was done, and in nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.config import Config
from digest.editions.calendar import Slot, collect_due, last_slot
from digest.errors import DigestError, StoreError
from digest.models import Job
from digest.store import Store
from digest.store.lease_repository import describe_owner

LEASE = timedelta(minutes=30)
"""A step of somebody who has not been heard of for so long may be taken over."""

FRESH = timedelta(minutes=5)
"""What was collected so short a time ago will do for an edition."""

LONGEST_PAUSE = timedelta(minutes=30)

Clock = Callable[[], datetime]
"""The time in UTC. A step is claimed from the time it begins at, which may be long after its round began."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a round can do. publish gets the slot that is due; each raises DigestError when it fails."""

    collect: Callable[[], None]
    publish: Callable[[Slot], None]
    deliver: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """A step that failed in a round. name: "collect", "publish" or "deliver"."""

    name: str
    error: DigestError


def make_round(config: Config, store: Store, clock: Clock, owner: str, work: Work) -> tuple[Failure, ...]:
    """Collect, publish and deliver what is due; what fails is kept in the store and tried again later.

    Args:
        clock: what is due is what is due when the round begins.
        owner: who we are; no two programs are the same.

    Returns:
        The steps that failed. Errors of the store itself are raised.
    """
    failures: list[Failure] = []
    now = clock()
    slot, steps = due_slot(config, store, now), store.steps()
    due = slot is not None and may_try(steps.get("publish"), now)
    collected = True
    if collecting_due(config, steps.get("collect"), now, for_edition=due):
        collected = do_step(store, "collect", clock, owner, work.collect, failures)
    # Whoever is collecting at the moment publishes it, too.
    if slot and due and collected:

        def publish() -> None:
            if due_slot(config, store, now) == slot:
                work.publish(slot)

        do_step(store, "publish", clock, owner, publish, failures)
    try:
        work.deliver()
    except StoreError:
        raise
    except DigestError as error:
        failures.append(Failure("deliver", error))
    return tuple(failures)


def due_slot(config: Config, store: Store, now: datetime) -> Slot | None:
    """The last hour of publication, when its edition is wanting and it is not too late to make up for it."""
    schedule = config.schedule
    slot = last_slot(now, config.zone, schedule.publish_at, schedule.days)
    if slot is None or now - slot.moment > timedelta(hours=schedule.grace_hours):
        return None
    issued = store.issued(slot.day)
    return slot if issued is None or issued < slot.moment else None


def collecting_due(config: Config, step: Job | None, now: datetime, for_edition: bool) -> bool:
    """Whether to visit the sources now: it is time, or an edition is to be made of what they have.

    step: the last collecting.
    """
    every = timedelta(minutes=config.collect.every_minutes)
    # What was begun and not brought to its end, because somebody was killed, is begun again.
    return collect_due(now, min(FRESH, every) if for_edition else every, step.ended if step else None)


def may_try(step: Job | None, now: datetime) -> bool:
    """Whether a step that failed may be tried again; a pause that long was set before the clock was."""
    return not (step and step.next_try and now < step.next_try <= now + LONGEST_PAUSE)


def do_step(
    store: Store,
    name: str,
    clock: Clock,
    owner: str,
    step: Callable[[], None],
    failures: list[Failure],
) -> bool:
    """Do a step unless somebody else is at it; whether it was done. Its failure is kept and added."""
    if not store.take_claim(name, owner, clock(), LEASE):
        return False
    try:
        step()
    except Exception as error:
        failure = error if isinstance(error, DigestError) else unexpected(error)
        tries = store.steps()[name].tries
        pause = min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_PAUSE)
        now = clock()
        store.end_step(name, owner, now, failure, now + pause)
        failures.append(Failure(name, failure))
        return False
    except BaseException:
        store.free_claim(name, owner, clock())
        raise
    store.end_step(name, owner, clock())
    return True


def unexpected(error: Exception) -> DigestError:
    """A mistake of the program: told like any other failure, its traceback for the log."""
    told = DigestError("", f"something unexpected went wrong ({type(error).__name__}: {error})", "Report it.")
    told.__cause__ = error
    return told


def await_step(
    store: Store, name: str, owner: str, clock: Callable[[], datetime], pause: Callable[[str], None]
) -> None:
    """Take a step as soon as nobody else has it.

    pause: is given the name of who has it, and returns when it is time to look again. At the latest the
    lease of the other ends it.
    """
    while not store.take_claim(name, owner, clock(), LEASE):
        pause(store.steps()[name].owner)


@contextmanager
def hold_step(store: Store, name: str, owner: str, clock: Clock) -> Iterator[None]:
    """A step done by hand, while nobody else does it.

    Raises:
        StoreError: somebody else is at it.
    """
    now = clock()
    if not store.take_claim(name, owner, now, LEASE):
        step = store.steps()[name]
        minutes = max((now - step.began) // timedelta(minutes=1), 0)
        began = f"{minutes} min ago" if minutes else "just now"
        lease = LEASE // timedelta(minutes=1)
        raise StoreError(
            "",
            f"{describe_owner(step.owner)} began to {name} {began} and has not ended",
            f"Run this again when it has; if it hangs, its place is free {lease} min after it began.",
        )
    try:
        yield
    except BaseException:
        store.free_claim(name, owner, clock())
        raise
    store.end_step(name, owner, clock())
