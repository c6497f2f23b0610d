"""Deliver editions: files in another folder, mail, notifications, programs, webhooks, plug-ins."""

from digest.deliveries.channels import (
    DELIVERIES,
    Delivery,
    find_delivery,
    open_delivery,
)
from digest.deliveries.files import check_folder, link_latest, write_pages
from digest.deliveries.payload import Content, Payload, Target

__all__ = [
    "DELIVERIES",
    "Content",
    "Delivery",
    "Payload",
    "Target",
    "check_folder",
    "find_delivery",
    "link_latest",
    "open_delivery",
    "write_pages",
]
