"""Turn the rows of [[deliveries]] into targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from digest.config import Config, DeliveryRow
from digest.config.delivery_schema import parse_mailbox
from digest.deliveries.payload import Target
from digest.http import Client

SPLIT_KEYS = {"email": ("to", "to"), "notify": ("urls", "url")}
"""{kind: (key with several values, key for one of them)}. Each value becomes a target of its own, so that one
address can fail while the others get the edition."""

MIN_SECRET_PART = 8
"""Characters. A shorter part of a URL is not taken for a key."""


def list_targets(config: Config, client: Client | None = None) -> tuple[Target, ...]:
    """List the targets of a configuration in its order, with unique names ("webhook", "webhook 2").

    client: for targets that send HTTP requests.
    """
    targets: dict[str, Target] = {}
    for row in config.deliveries:
        for settings in _split_row(row):
            first = row.name or _choose_name(row.kind, settings)
            if row.name and len(getattr(row, "to", ())) > 1:
                first = f"{row.name} {parse_mailbox(settings['to'])[1]}"
            name, number = first, 2
            while name in targets:
                name, number = f"{first} {number}", number + 1
            secrets = (*config.secrets, *_find_secrets(settings))
            missing = tuple(
                variable for variable in row.missing_variables if f"${{{variable}}}" in str(settings)
            )
            targets[name] = Target(
                name, row.kind, settings, config.folder, client or Client(), secrets, missing
            )
    return tuple(targets.values())


def _split_row(row: DeliveryRow) -> Iterator[dict[str, Any]]:
    """Yield the settings of each target of a row."""
    settings = row.model_dump()
    if row.kind not in SPLIT_KEYS:
        yield settings
        return
    several, one = SPLIT_KEYS[row.kind]
    for value in settings.pop(several):
        yield {**settings, one: value}


def _choose_name(kind: str, settings: dict[str, Any]) -> str:
    """Choose the name of a target whose row has none; it shows no secret."""
    match kind:
        case "files":
            return f"files {settings['folder']}"
        case "email":
            return f"email {parse_mailbox(settings['to'])[1]}"
        case "notify":
            return f"notify {urlsplit(settings['url']).scheme}".strip()
        case "command":
            return f"command {settings['command'][0]}"
        case "webhook":
            return f"webhook {urlsplit(settings['url']).hostname or ''}".strip()
        case _:
            return kind


def _find_secrets(settings: dict[str, Any]) -> tuple[str, ...]:
    """Find the secrets in a target's settings: the password, headers, and the keys inside a URL."""
    url = str(settings.get("url") or "")
    hostname = urlsplit(url).hostname or ""
    parts = [
        part
        for part in re.split(r"[/@:?&=]+", url)
        if len(part) >= MIN_SECRET_PART and part.lower() != hostname
    ]
    headers = settings.get("headers") or {}
    found = (settings.get("password"), *headers.values(), *parts)
    return tuple(str(secret) for secret in found if secret)
