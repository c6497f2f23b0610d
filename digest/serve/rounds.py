"""One round of `digest serve`: compute from the store what is due now, and do it once.

The scheduler only wakes the daemon. What is due depends only on what the store records as done. So it makes
no difference whether the machine slept through a publication time, the clock was changed, the last process
was killed halfway, or two processes share one store.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.config import Config, list_edition_configs
from digest.editions.calendar import Slot, find_last_slot, is_collection_due
from digest.errors import DigestError, StoreError
from digest.models import Job
from digest.publishing.leases import Clock, may_try, name_publish_job, try_job
from digest.store import Store

FRESH_FOR = timedelta(minutes=5)
"""Before an edition, the sources are not visited again if the last collection ended less than this ago."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a round; each raises DigestError if it fails.

    publish takes the configuration of an edition and its slot that is due.
    """

    collect: Callable[[], None]
    publish: Callable[[Config, Slot], None]
    deliver: Callable[[], None]


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A step that failed in a round. name: "collect", "deliver", or from `name_publish_job`."""

    name: str
    error: DigestError


def run_round(config: Config, store: Store, clock: Clock, owner: str, steps: Steps) -> tuple[FailedStep, ...]:
    """Collect, publish and deliver what is due; failures are recorded in the store and tried again later.

    Args:
        clock: returns the time in UTC. What is due is computed once, at the start of the round.
        owner: the unique name of this process; see `make_owner_name`.

    Returns:
        The steps that failed.

    Raises:
        StoreError: the store itself cannot be used.
    """
    failures: list[FailedStep] = []

    def try_step(name: str, run: Callable[[], None]) -> bool:
        done, failure = try_job(store, name, owner, clock, run)
        if failure:
            failures.append(FailedStep(name, failure))
        return done

    now = clock()
    jobs = store.leases.jobs()
    due = [
        (own, slot)
        for own in list_edition_configs(config)
        if (slot := find_due_slot(own, store, now)) and may_try(jobs.get(name_publish_job(own.edition)), now)
    ]
    collected = True
    if should_collect(config, jobs.get("collect"), now, for_edition=bool(due)):
        collected = try_step("collect", steps.collect)
        if not (collected or failures) and store.hosts.are_shared:
            # Another process is collecting: share the sources with it.
            try:
                steps.collect()
            except StoreError:
                raise
            except DigestError as error:
                failures.append(FailedStep("collect", error))
    # If another process is collecting now, that process also publishes.
    for own, slot in due if collected else ():

        def publish(own: Config = own, slot: Slot = slot) -> None:
            # Collecting may take long, and somebody may have published this edition in the meantime.
            if find_due_slot(own, store, now) == slot:
                steps.publish(own, slot)

        try_step(name_publish_job(own.edition), publish)
    try:
        steps.deliver()
    except StoreError:
        raise
    except DigestError as error:
        failures.append(FailedStep("deliver", error))
    return tuple(failures)


def find_due_slot(config: Config, store: Store, now: datetime) -> Slot | None:
    """Return the last slot if its edition is missing and still within [schedule] grace_hours, else None.

    config: that of the edition.
    """
    schedule = config.schedule
    slot = find_last_slot(now, config.zone, schedule.publish_at, schedule.days)
    if slot is None or now - slot.moment > timedelta(hours=schedule.grace_hours):
        return None
    issued = store.of_edition(config.edition).editions.issued_at(slot.day)
    return slot if issued is None or issued < slot.moment else None


def should_collect(config: Config, job: Job | None, now: datetime, for_edition: bool) -> bool:
    """Return whether to visit the sources now: the interval has passed, or editions need fresh articles.

    job: the last collection, or None.
    """
    every = timedelta(minutes=config.collect.every_minutes)
    interval = min(FRESH_FOR, every) if for_edition else every
    # A collection that was killed has no `ended`, so it is repeated.
    return is_collection_due(now, interval, job.ended if job else None)
