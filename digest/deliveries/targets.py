"""The rows of [[deliveries]] as the targets they describe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from digest.config import Config, DeliveryRow
from digest.config.delivery_rows import part_mailbox
from digest.deliveries.payload import Target
from digest.http import Client

EACH = {"email": ("to", "to"), "notify": ("urls", "url")}
"""{kind: (a key whose every value is a target of its own, what it is called there)}: what one mailbox
refuses, another has got."""


def list_targets(config: Config, client: Client | None = None) -> tuple[Target, ...]:
    """Every target of a configuration, in its order, named apart: a second "webhook" is "webhook 2".

    door: what is posted to the web goes through it.
    """
    targets: dict[str, Target] = {}
    for row in config.deliveries:
        for settings in part_row(row):
            first = row.name or describe_target(row.kind, settings)
            if row.name and len(getattr(row, "to", ())) > 1:
                first = f"{row.name} {part_mailbox(settings['to'])[1]}"
            name, number = first, 2
            while name in targets:
                name, number = f"{first} {number}", number + 1
            secrets = (*config.secrets, *list_secrets(settings))
            unset = tuple(variable for variable in row.unset if f"${{{variable}}}" in str(settings))
            targets[name] = Target(
                name, row.kind, settings, config.folder, client or Client(), secrets, unset
            )
    return tuple(targets.values())


def part_row(row: DeliveryRow) -> Iterator[dict[str, Any]]:
    """The settings of each target of a row."""
    settings = row.model_dump()
    if row.kind not in EACH:
        yield settings
        return
    several, one = EACH[row.kind]
    for value in settings.pop(several):
        yield {**settings, one: value}


def describe_target(kind: str, settings: dict[str, Any]) -> str:
    """What a target is called whose row gives no name; nothing secret."""
    match kind:
        case "files":
            return f"files {settings['folder']}"
        case "email":
            return f"email {part_mailbox(settings['to'])[1]}"
        case "notify":
            return f"notify {urlsplit(settings['url']).scheme}".strip()
        case "command":
            return f"command {settings['command'][0]}"
        case "webhook":
            return f"webhook {urlsplit(settings['url']).hostname or ''}".strip()
        case _:
            return kind


def list_secrets(settings: dict[str, Any]) -> tuple[str, ...]:
    """What must not be told of a target's settings: passwords, headers, and the keys inside an address."""
    url = str(settings.get("url") or "")
    hostname = urlsplit(url).hostname or ""
    pieces = [piece for piece in re.split(r"[/@:?&=]+", url) if len(piece) > 7 and piece.lower() != hostname]
    headers = settings.get("headers") or {}
    found = (settings.get("password"), *headers.values(), *pieces)
    return tuple(str(secret) for secret in found if secret)
