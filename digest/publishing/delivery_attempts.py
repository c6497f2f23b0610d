"""Attempt a delivery, and plan the next attempt after a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from digest.deliveries import Delivery, Payload, Target, open_delivery
from digest.errors import DeliveryError, DigestError, RefusalError
from digest.runtime.redaction import sanitize_error
from digest.store import LONGEST_PAUSE

Error = TypeVar("Error", bound=DigestError)

RETRY_PERIOD = timedelta(hours=24)
"""A failing delivery is tried again until so long after it could first be sent."""


def attempt_delivery(target: Target, make_payload: Callable[[Delivery], Payload]) -> DigestError | None:
    """Deliver to one target; return the failure, without the secrets of the target, or None.

    make_payload: makes what is delivered. It may raise DigestError.
    """
    try:
        delivery = open_delivery(target)
        delivery.deliver(make_payload(delivery), target)
    except DigestError as error:
        return sanitize_error(error, target.secrets)
    except Exception as error:  # a plug-in may raise anything
        failure = DeliveryError(target.kind, f"it failed ({type(error).__name__}: {error})")
        return sanitize_error(failure, target.secrets)
    return None


def advise_on_next_attempt(failure: Error, is_final: bool, command: str = "") -> Error:
    """Return a failure whose advice says whether it is tried again by itself.

    command: tries it once more; "" if none does.
    """
    if not is_final:
        next_attempt = "It is tried again automatically."
    elif isinstance(failure, RefusalError):
        next_attempt = f"Then run `{command}`." if command else ""
    else:
        next_attempt = "It was tried for a day" + (f"; `{command}` tries it once more." if command else ".")
    return type(failure)(failure.where, failure.message, f"{failure.advice} {next_attempt}".strip())


def plan_retry(failure: DigestError, attempts: int, start: datetime, now: datetime) -> datetime | None:
    """Return the time of the next attempt, after 1, 2, 4 ... minutes, at most LONGEST_PAUSE; None: never.

    Args:
        failure: of this attempt. A refusal is final.
        attempts: how many there were before this one.
        start: when the delivery could first be sent; RETRY_PERIOD begins then.
        now: the time in UTC.
    """
    next_try = now + min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_PAUSE)
    return None if isinstance(failure, RefusalError) or next_try > start + RETRY_PERIOD else next_try
