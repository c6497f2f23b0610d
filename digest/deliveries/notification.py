"""Send the headlines of an edition as a message to a phone or a chat, by Apprise."""

from __future__ import annotations

from typing import Any

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError

NOT_INSTALLED = ("Apprise is not installed", "Install the extra: `pip install 'daily-news-digest[notify]'`.")


def deliver_notify(payload: Payload, target: Target) -> None:
    """Send the first headlines and the public address of the page, or its file name if it has none.

    Raises:
        RefusalError: Apprise is not installed, or does not know the URL. DeliveryError: the service did not
            accept the message.
    """
    limit = target.settings["headlines"]
    lines = [f"{rank}. {title}" for rank, title in enumerate(payload.headlines[:limit], start=1)]
    if place := payload.address or next(iter(payload.pages), ""):
        lines.append(place)
    notifier = _open_notifier(target)

    import apprise  # installed, or _open_notifier would have raised

    with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as log:
        accepted = notifier.notify(
            title=f"{payload.data['title']}, {payload.data['date']}",
            body="\n".join(lines),
            body_format=apprise.NotifyFormat.TEXT,
        )
        reason = log.getvalue().strip() or "no reason given"
    if not accepted:
        raise DeliveryError("", f"the service did not accept the message ({reason})", "Check urls.")


def check_notify(target: Target) -> str:
    """Check that Apprise is installed and knows the URL; nothing is sent. Raises RefusalError."""
    _open_notifier(target)
    return "Apprise knows the service"


def _open_notifier(target: Target) -> Any:
    """Return an Apprise object with the URL of the target."""
    try:
        import apprise
    except ModuleNotFoundError:
        raise RefusalError("", *NOT_INSTALLED) from None
    notifier = apprise.Apprise()
    if not notifier.add(target.settings["url"]):
        advice = "Its documentation lists the URLs of each service."
        raise RefusalError("", "Apprise does not know this address", advice)
    return notifier
