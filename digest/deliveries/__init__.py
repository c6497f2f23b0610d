"""Where an edition goes: the table of deliveries."""

from digest.deliveries.channels import (
    DELIVERIES,
    Content,
    Delivery,
    Payload,
    Target,
    check_folder,
    find_delivery,
    open_delivery,
    write_pages,
)

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
