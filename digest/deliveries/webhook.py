"""Post an edition to a URL."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError, SourceError
from digest.http import Request

TEMPORARY_STATUS = frozenset({408, 425, 429})
"""Client errors that a later attempt may not meet again. Server errors are always retried."""


def deliver_webhook(payload: Payload, target: Target) -> None:
    """Post the edition as JSON; a status from 200 to 299 means that it was accepted, whatever follows it.

    The header Idempotency-Key is the same whenever the same edition is sent to the same target.

    Raises:
        RefusalError: the server rejects the edition.
        DeliveryError: the server does not respond, fails, or asks to try again later.
    """
    settings = target.settings
    own = {"Content-Type": "application/json", "Idempotency-Key": payload.make_key(target)}
    configured = {name.lower() for name in settings["headers"]}
    headers = [(name, value) for name, value in own.items() if name.lower() not in configured]
    request = Request(
        settings["url"],
        origin=settings["url"],
        headers=(*headers, *settings["headers"].items()),
        timeout=settings["timeout_seconds"],
        body=json.dumps(payload.data, ensure_ascii=False).encode(),
    )
    try:
        response = target.client.fetch(request)
    except SourceError as error:
        raise DeliveryError("", error.message, error.advice) from None
    if 200 <= response.status < 300:
        return
    host = urlsplit(settings["url"]).hostname
    if response.status >= 500 or response.status in TEMPORARY_STATUS:
        message = f"{host} cannot accept the edition at the moment ({response.status})"
        raise DeliveryError("", message)
    advice = "Correct url or headers."
    raise RefusalError("", f"{host} does not accept the edition ({response.status})", advice)


def check_webhook(target: Target) -> str:
    """Describe where the edition would be posted; no request is sent."""
    return f"posts to {urlsplit(target.settings['url']).hostname}"
