"""An edition's headlines as a message on a telephone or in a chat, by Apprise."""

from __future__ import annotations

from typing import Any

from digest.deliveries.payload import Payload, Target
from digest.errors import DeliveryError, RefusalError

NOT_INSTALLED = ("Apprise is not installed", "Install the extra: pip install 'daily-news-digest[notify]'.")


def deliver_notify(payload: Payload, target: Target) -> None:
    """Tell the first headlines, and where the page is: its address, or where it has none, its name.

    Raises:
        RefusalError: Apprise is not installed, or does not know the address. DeliveryError: the service did
            not take the message.
    """
    most = target.settings["headlines"]
    lines = [f"{rank}. {title}" for rank, title in enumerate(payload.headlines[:most], start=1)]
    lines.append(payload.address or next(iter(payload.pages)))
    notifier = open_notifier(target)

    import apprise  # now that it is known to be there

    with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as said:
        arrived = notifier.notify(
            title=f"{payload.data['title']}, {payload.data['date']}",
            body="\n".join(lines),
            body_format=apprise.NotifyFormat.TEXT,
        )
        why = " ".join(said.getvalue().split())
    if not arrived:
        raise DeliveryError(
            "", f"the service did not take the message ({why or 'no reason given'})", "Look at urls."
        )


def check_notify(target: Target) -> str:
    """Whether Apprise is there and knows the address; nothing is sent. Raises RefusalError."""
    open_notifier(target)
    return "Apprise knows the service"


def open_notifier(target: Target) -> Any:
    """An Apprise object with the address of the target."""
    try:
        import apprise
    except ModuleNotFoundError:
        raise RefusalError("", *NOT_INSTALLED) from None
    notifier = apprise.Apprise()
    if not notifier.add(target.settings["url"]):
        advice = "Its documentation lists the addresses of each service."
        raise RefusalError("", "Apprise does not know this address", advice)
    return notifier
