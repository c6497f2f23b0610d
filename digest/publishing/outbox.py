"""Send editions to their targets.

Publishing records a delivery for each target in the same transaction as the edition (the outbox pattern).
Targets are independent of each other. A delivery that fails is tried again after growing pauses until a day
after the edition was made; a refused one only on request; one that has arrived is never repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from digest.config import Config, list_edition_configs
from digest.deliveries import DELIVERIES, Content, Delivery, Payload, Target
from digest.deliveries.configured_targets import list_targets
from digest.errors import DeliveryError, DigestError
from digest.publishing.delivery_attempts import advise_on_next_attempt, attempt_delivery, plan_retry
from digest.publishing.leases import Clock
from digest.publishing.site import (
    list_dates,
    list_earlier_pages,
    make_portable,
    render_archive_pages,
    render_settings,
)

if TYPE_CHECKING:
    from digest.http import Client
    from digest.models import EditionData
    from digest.rendering import RenderSettings
    from digest.store import Store

DELIVERY_LEASE = timedelta(minutes=10)
"""After so long another process may take over a delivery that has not ended."""

REMOVED = DeliveryError("", "it is not in the configuration any more")


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """The result of one delivery. failure: None on success. is_final: it is tried again only on request.

    edition: the name of its edition, "" for the only one.
    """

    date: date
    target: str
    failure: DigestError | None = None
    is_final: bool = False
    edition: str = ""


def deliver_pending(
    config: Config,
    store: Store,
    clock: Clock,
    owner: str,
    client: Client,
    day: date | None = None,
) -> tuple[DeliveryResult, ...]:
    """Send every delivery of an edition that is due.

    Args:
        config: that of the edition.
        store: has the editions and the state of their deliveries.
        clock: returns the time in UTC; the lease of each delivery starts when the delivery does.
        owner: the name of this process, so that no other sends the same at the same time.
        client: for targets that send HTTP requests.
        day: only the issue of this day, including what failed for good or waits for a later try.

    Returns:
        What was tried, newest issue first, then by target.
    """
    store = store.of_edition(config.edition)
    targets = {target.name: target for target in list_targets(config, client)}
    open_edition = cache(partial(OutgoingEdition.open, config, store))
    results = []
    for job in store.deliveries.undelivered(day, config.edition):
        if not store.deliveries.acquire(job, owner, clock(), DELIVERY_LEASE, force=day is not None):
            continue
        target = targets.get(job.target)
        edition = partial(open_edition, job.date)
        failure = attempt_delivery(target, partial(_make_payload, edition, target)) if target else REMOVED
        now = clock()
        next_try = plan_retry(failure, job.attempts, job.made, now) if failure and target else None
        is_final = failure is not None and next_try is None
        if failure and target:
            command = " ".join(filter(None, ("digest deliver", job.edition, "--again", str(job.date))))
            failure = advise_on_next_attempt(failure, is_final, command)
        store.deliveries.finish(job, owner, now, failure, next_try)
        results.append(DeliveryResult(job.date, job.target, failure, is_final, job.edition))
    return tuple(results)


def deliver_all_pending(
    config: Config, store: Store, clock: Clock, owner: str, client: Client, day: date | None = None
) -> tuple[DeliveryResult, ...]:
    """Send every delivery of every edition that is due; see `deliver_pending`.

    config: that of the file. Deliveries of an edition that is not in it any more are given up.
    """
    results: list[DeliveryResult] = []
    configs = list_edition_configs(config)
    for own in configs:
        results += deliver_pending(own, store, clock, owner, client, day)
    names = {own.edition for own in configs}
    for job in store.deliveries.undelivered(day):
        if job.edition not in names and store.deliveries.acquire(job, owner, clock(), DELIVERY_LEASE):
            store.deliveries.finish(job, owner, clock(), REMOVED)
            results.append(DeliveryResult(job.date, job.target, REMOVED, True, job.edition))
    return tuple(results)


@dataclass(frozen=True, slots=True)
class OutgoingEdition:
    """An edition of the store and its files, without links to files of this machine.

    Formats that only some targets need, and the pages about all editions, are rendered on demand.
    """

    data: EditionData
    settings: RenderSettings
    payload: Payload
    render_archive: Callable[[], Mapping[str, Content]]
    earlier_pages: Mapping[str, Callable[[], Content]]

    @classmethod
    def open(cls, config: Config, store: Store, day: date) -> OutgoingEdition:
        """Open the published edition of a day. Raises RenderError."""
        from digest.rendering import render_edition
        from digest.rendering.template_filters import format_public_url

        stored = store.editions.data(day)
        assert stored is not None, "the store deletes an edition together with its deliveries"
        data = make_portable(stored, list_dates(store))
        settings = render_settings(config)
        pages = render_edition(data, settings)
        address = format_public_url(settings.address, quote(next(iter(pages))))
        return cls(
            data,
            settings,
            payload=Payload(data, pages, config.output_folder, address=address, edition=config.edition),
            render_archive=partial(render_archive_pages, config, store, data),
            earlier_pages=list_earlier_pages(config, store, data),
        )

    def make_payload(self, formats: Sequence[str], with_archive: bool) -> Payload:
        """Return the payload with these further formats, and with the archive if it is needed."""
        from digest.rendering import render_edition

        rendered = {}
        for name in formats:
            (page,) = render_edition(self.data, replace(self.settings, formats=(name,))).items()
            rendered[name] = page
        if not with_archive:
            return replace(self.payload, formats=rendered)
        return replace(
            self.payload,
            formats=rendered,
            archive=self.render_archive(),
            earlier_pages=self.earlier_pages,
        )


def _make_payload(open_edition: Callable[[], OutgoingEdition], target: Target, delivery: Delivery) -> Payload:
    return open_edition().make_payload(_list_formats(delivery, target), delivery.needs_archive)


def _list_formats(delivery: Delivery, target: Target) -> tuple[str, ...]:
    """List the formats that a target needs in addition to the edition's files."""
    attached = target.settings.get("attach", ()) if target.kind in DELIVERIES else ()
    return (*delivery.formats, *attached)
