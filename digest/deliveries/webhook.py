"""An edition posted to an address of the web."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError, SourceError
from digest.http import Request

TRY_LATER = frozenset({408, 425, 429})


def deliver_webhook(payload: Payload, target: Target) -> None:
    """Post the edition as JSON; any answer of 200 to 299 means that it has arrived.

    Raises:
        RefusalError: the address answers that it will not take it. DeliveryError: it does not answer, is in
            trouble, or wants to be asked later.
    """
    settings = target.settings
    request = Request(
        settings["url"],
        origin=settings["url"],
        headers=(("Content-Type", "application/json"), *settings["headers"].items()),
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
    if response.status >= 500 or response.status in TRY_LATER:
        raise DeliveryError(
            "", f"{host} cannot take it just now ({response.status})", "It is tried again by itself."
        )
    advice = "Mend url or headers, then run `digest deliver --again DATE`."
    raise RefusalError("", f"{host} does not take it ({response.status})", advice)


def check_webhook(target: Target) -> str:
    """Where it would be posted; nobody is asked."""
    return f"posts to {urlsplit(target.settings['url']).hostname}"
