"""The registry of deliveries.

A delivery is a function `deliver(payload, target) -> None`; see payload.py. It raises DeliveryError when the
edition was not delivered, and RefusalError when trying again cannot help. Further ones are plug-ins, see
docs/plugins.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digest.deliveries.command import check_command, deliver_command
from digest.deliveries.files import check_files, deliver_files
from digest.deliveries.notification import check_notify, deliver_notify
from digest.deliveries.payload import Payload, Target
from digest.deliveries.webhook import check_webhook, deliver_webhook
from digest.errors import ConfigError, DeliveryError, explain_missing_variables
from digest.runtime.plugins import load_function, load_plugin


def _describe_plugin(target: Target) -> str:
    return f"{target.kind} is there"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One kind of delivery.

    deliver: sends an edition to a target. check: describes what can be verified without sending anything,
    or raises DeliveryError. formats: those it needs in addition to the formats of the output folder.
    needs_archive: it needs the pages about all editions and those of earlier editions.
    """

    deliver: Callable[[Payload, Target], None]
    check: Callable[[Target], str] = _describe_plugin
    formats: tuple[str, ...] = ()
    needs_archive: bool = False


def _deliver_email(payload: Payload, target: Target) -> None:
    load_function("digest.deliveries.email:deliver_email")(payload, target)


def _check_email(target: Target) -> str:
    # By name, because smtplib and ssl take as long to import as all other deliveries.
    result: str = load_function("digest.deliveries.email:check_email")(target)
    return result


DELIVERIES: dict[str, Delivery] = {
    "files": Delivery(deliver_files, check_files, needs_archive=True),
    "email": Delivery(_deliver_email, _check_email, ("mail", "text")),
    "notify": Delivery(deliver_notify, check_notify),
    "command": Delivery(deliver_command, check_command),
    "webhook": Delivery(deliver_webhook, check_webhook),
}


def open_delivery(target: Target) -> Delivery:
    """Return the delivery of a target whose environment variables are all set.

    Raises:
        DeliveryError: a variable is not set. ConfigError: there is no delivery of this kind.
    """
    if target.missing_variables:
        raise DeliveryError("", *explain_missing_variables(target.missing_variables))
    return find_delivery(target.kind)


def find_delivery(kind: str) -> Delivery:
    """Return the delivery of a kind: a key of DELIVERIES or the name of a plug-in.

    Raises:
        ConfigError: there is none.
    """
    if kind in DELIVERIES:
        return DELIVERIES[kind]
    try:
        plugin = load_plugin(kind, "delivery")
        if isinstance(plugin, Delivery):
            return plugin
        if callable(plugin):
            return Delivery(plugin)
        raise LookupError(f"{kind!r} is not a function")
    except LookupError as error:
        advice = f"Use {', '.join(DELIVERIES)}, or a plug-in (module:function)."
        raise ConfigError("deliveries.kind", str(error), advice) from error
