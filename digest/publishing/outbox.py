"""Sending editions out: to every target that has not got the newest making of an edition yet.

Each target stands on its own. One that fails is tried again with growing pauses, and given up a day after
the edition was made; one that refuses is given up at once; one that has got it is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from digest.config import Config
from digest.deliveries import DELIVERIES, Content, Delivery, Payload, Target, open_delivery
from digest.deliveries.targets import list_targets
from digest.errors import DeliveryError, DigestError, RefusalError
from digest.http import Client
from digest.models import DeliveryJob
from digest.publishing.site import archive_pages, fit_elsewhere, list_days, other_pages, render_settings
from digest.render import RenderSettings, render_edition
from digest.render.template_environment import publish_address
from digest.runtime.redaction import redact_error
from digest.store import Store
from digest.store.delivery_repository import LONGEST_PAUSE

LEASE = timedelta(minutes=10)
"""A delivery that has not been heard of for so long was cut short."""

GIVEN_UP = timedelta(hours=24)
GONE = DeliveryError("", "it is not in the configuration any more")


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one delivery; failure: None when it has arrived. final: nobody tries again unasked."""

    date: date
    target: str
    failure: DigestError | None = None
    final: bool = False


def deliver_waiting(
    config: Config,
    store: Store,
    clock: Callable[[], datetime],
    owner: str,
    client: Client,
    day: date | None = None,
) -> tuple[Sent, ...]:
    """Send what waits and whose time has come, each target on its own.

    Args:
        clock: the time in UTC; each delivery is taken from the time it begins at.
        owner: who we are, so that nobody else sends the same meanwhile.
        day: of this edition only, and what failed or waits for a later try at once, too.

    Returns:
        What was tried, newest edition first, then by target.
    """
    targets = {target.name: target for target in list_targets(config, client)}
    open_edition = cache(partial(PackedEdition.open, config, store))
    sent = []
    for dispatch in store.undelivered(day):
        if not store.take_dispatch(dispatch, owner, clock(), LEASE, anyway=day is not None):
            continue
        target = targets.get(dispatch.target)
        failure = send(partial(open_edition, dispatch.date), target) if target else GONE
        now = clock()
        next_try = plan_retry(dispatch, now, failure) if failure and target else None
        store.end_dispatch(dispatch, owner, now, failure, next_try)
        sent.append(Sent(dispatch.date, dispatch.target, failure, final=failure is not None and not next_try))
    return tuple(sent)


def plan_retry(dispatch: DeliveryJob, now: datetime, failure: DigestError) -> datetime | None:
    """When to try again: after 1, 2, 4 … minutes, an hour at most; None: not at all."""
    next_try = now + min(timedelta(minutes=2 ** min(dispatch.tries, 10)), LONGEST_PAUSE)
    return None if isinstance(failure, RefusalError) or next_try > dispatch.made + GIVEN_UP else next_try


@dataclass(frozen=True, slots=True)
class PackedEdition:
    """An edition from the store, fit to be read elsewhere, and its files; forms are made as targets ask for
    them."""

    data: Mapping[str, Any]
    settings: RenderSettings
    payload: Payload
    list_beside: Callable[[], Mapping[str, Content]]
    others: Mapping[str, Callable[[], Content]]

    @classmethod
    def open(cls, config: Config, store: Store, day: date) -> PackedEdition:
        """The edition of a day as it was published. Raises RenderError."""
        kept = store.edition(day)
        assert kept is not None, "a delivery is kept only as long as its edition"
        data = fit_elsewhere(kept, list_days(store))
        settings = render_settings(config)
        pages = render_edition(data, settings)
        address = publish_address(settings.address, quote(next(iter(pages))))
        payload = Payload(data, pages, config.output_folder, address=address)
        beside = partial(archive_pages, config, store, data)
        return cls(data, settings, payload, beside, other_pages(config, store, data))

    def pack(self, forms: Sequence[str], beside: bool) -> Payload:
        """The parcel with these forms in it, and with what lies beside all editions."""
        packed = {}
        for form in forms:
            ((name, content),) = render_edition(self.data, replace(self.settings, formats=(form,))).items()
            packed[form] = (name, content)
        if not beside:
            return replace(self.payload, forms=packed)
        return replace(self.payload, forms=packed, beside=self.list_beside(), others=self.others)


def send(open_edition: Callable[[], PackedEdition], target: Target) -> DigestError | None:
    """Deliver an edition to one target; why it did not get there, or None."""
    try:
        delivery = open_delivery(target)
        payload = open_edition().pack(needed_forms(delivery, target), delivery.beside)
        delivery.deliver(payload, target)
    except DigestError as error:
        return redact_error(error, target.secrets)
    except Exception as error:  # a delivery of the reader's own may raise anything
        told = DeliveryError(target.kind, f"it failed ({type(error).__name__}: {error})")
        return redact_error(told, target.secrets)
    return None


def needed_forms(delivery: Delivery, target: Target) -> tuple[str, ...]:
    """What a target needs beside the edition's files: its kind's forms, and what is to be attached."""
    attached = target.settings.get("attach", ()) if target.kind in DELIVERIES else ()
    return (*delivery.forms, *attached)
