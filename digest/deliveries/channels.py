"""Where an edition goes: the table of deliveries.

A delivery is one function `deliver(parcel, target) -> None`; see parcel.py. It raises DeliveryError when
the edition did not get there, RefusalError when it never will. A dotted path ("mypackage.module:function")
as kind lets outside code in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digest.deliveries.command import check_command, deliver_command
from digest.deliveries.email import check_email, deliver_email
from digest.deliveries.files import check_files, check_folder, deliver_files, write_pages
from digest.deliveries.notify import check_notify, deliver_notify
from digest.deliveries.payload import Content, Payload, Target
from digest.deliveries.webhook import check_webhook, deliver_webhook
from digest.errors import ConfigError, DeliveryError, tell_unset
from digest.runtime.plugins import load_function

__all__ = [
    "DELIVERIES",
    "Content",
    "Delivery",
    "Payload",
    "Target",
    "check_folder",
    "find_delivery",
    "open_delivery",
    "write_pages",
]


def trust(target: Target) -> str:
    """What can be said of a delivery of the reader's own without delivering anything."""
    return f"{target.kind} is there"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way to deliver.

    check: says of a target what can be known without delivering, or raises DeliveryError. forms: the
    formats it needs, whatever those of the output folder are. beside: whether it needs what lies there
    beside all editions, and the pages of the others.
    """

    deliver: Callable[[Payload, Target], None]
    check: Callable[[Target], str] = trust
    forms: tuple[str, ...] = ()
    beside: bool = False


DELIVERIES: dict[str, Delivery] = {
    "files": Delivery(deliver_files, check_files, beside=True),
    "email": Delivery(deliver_email, check_email, ("mail", "text")),
    "notify": Delivery(deliver_notify, check_notify),
    "command": Delivery(deliver_command, check_command),
    "webhook": Delivery(deliver_webhook, check_webhook),
}


def open_delivery(target: Target) -> Delivery:
    """The delivery of a target that has all it needs.

    Raises:
        DeliveryError: a variable of the environment is not set. ConfigError: there is no such kind.
    """
    if target.unset:
        raise DeliveryError("", *tell_unset(target.unset))
    return find_delivery(target.kind)


def find_delivery(kind: str) -> Delivery:
    """The delivery of a name or of a dotted path.

    Raises:
        ConfigError: there is none.
    """
    if kind in DELIVERIES:
        return DELIVERIES[kind]
    try:
        return Delivery(load_function(kind))
    except LookupError as error:
        advice = f"Take one of {', '.join(DELIVERIES)}, or module:function of your own."
        raise ConfigError("deliveries.kind", str(error), advice) from error
