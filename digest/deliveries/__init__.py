"""Where an edition goes: the table of deliveries.

A delivery is one function `deliver(pages, target) -> None`. pages: {file name: text or bytes}. target: the
keys of its row in the configuration, its paths made absolute. It raises DeliveryError when the edition did
not get there. A dotted path ("mypackage.module:function") as kind lets outside code in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from digest.deliveries.files import deliver_files
from digest.dotted import load_function
from digest.errors import ConfigError

Deliver = Callable[[Mapping[str, str | bytes], Mapping[str, Any]], None]

DELIVERIES: dict[str, Deliver] = {
    "files": deliver_files,
}


def find_delivery(kind: str) -> Deliver:
    """The delivery of a name or of a dotted path.

    Raises:
        ConfigError: there is none.
    """
    if kind in DELIVERIES:
        return DELIVERIES[kind]
    try:
        return load_function(kind)
    except LookupError as error:
        advice = f"Take one of {', '.join(DELIVERIES)}, or module:function of your own."
        raise ConfigError("deliveries.kind", str(error), advice) from error
