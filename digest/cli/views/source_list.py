"""The user's list of sources: describe them, and change the configuration file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from digest.config import Config, add_rows, build_sources, remove_row
from digest.config.diagnostics import match_name, suggest_name
from digest.errors import ConfigError
from digest.models import Source, SourceHealth
from digest.sources.configured_sources import list_sources, recall_names
from digest.store import Store
from digest.text.urls import normalize_address, remove_credentials


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source and its state. health: None before its first visit. per_week: new articles in a week."""

    source: Source
    health: SourceHealth | None
    per_week: float


def list_subscriptions(sources: Iterable[Source], store: Store, now: datetime) -> tuple[Subscription, ...]:
    """Return the sources with their states, in the same order. Cost: linear in the stored articles."""
    listed = tuple(sources)
    health = {row.key: row for row in store.sources.health(listed)}
    rates = store.sources.weekly_rates(now)
    return tuple(
        Subscription(source, health.get(source.key), rates.get(source.key, 0.0)) for source in listed
    )


def describe_subscription(subscription: Subscription, zone: ZoneInfo) -> str:
    """Describe the state of a source, such as "12 articles a week" or "failing since …, 5 times: …"."""
    health = subscription.health
    if health is None:
        return "not visited yet"
    moved = f", moved to {remove_credentials(health.moved_to)}" if health.moved_to else ""
    if health.status == "ok":
        return f"{subscription.per_week:.0f} a week{moved}"
    since = f" since {health.since.astimezone(zone):%Y-%m-%d %H:%M}" if health.since else ""
    text = f"failing{since}, {health.failures} times in a row: {health.message}"
    if health.last_success:
        text += f"; last success {health.last_success.astimezone(zone):%Y-%m-%d %H:%M}"
    if health.not_before:
        text += f"; next visit after {health.not_before.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{text}{moved}"


def subscribe(path: Path, config: Config, listed: Iterable[Source]) -> tuple[Source, ...]:
    """Add sources to a configuration file, except those it has already, in the file or in its lists.

    Returns those added. Raises ConfigError when the file cannot be changed.
    """
    known = {normalize_address(source.location) for source in list_sources(config)[0]}
    added = tuple(source for source in listed if normalize_address(source.location) not in known)
    rows = [
        {
            source.kind: source.location,
            "password": source.mailbox.password if source.mailbox else "",
            "name": "" if source.takes_title else source.name,
            "section": source.section,
        }
        for source in added
    ]
    if rows:
        _write(path, add_rows(_read(path), rows, path))
    return added


def unsubscribe(path: Path, config: Config, name: str, store: Store) -> Source:
    """Remove a source from a configuration file, and return it.

    name: its name or its location; case is ignored if that is unambiguous. store: knows the names of sources
    that have none in the file.

    Raises:
        ConfigError: the file itself has no such source, or it cannot be changed.
    """
    rows = recall_names(store, build_sources(config))
    names = [source.name for source in rows]
    match = match_name(name, [*names, *(source.location for source in rows)])
    for number, source in enumerate(rows):
        if match in (source.name, source.location):
            _write(path, remove_row(_read(path), number, path))
            return source
    listed = f"only {', '.join(names)}" if names else "and no other one either"
    message = f"there is no source {name!r}{suggest_name(name, names)}, {listed}"
    raise ConfigError(str(path), message, "A source of a list (OPML) is removed in that list.")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _write(path: Path, text: str) -> None:
    """Replace the configuration file. Raises ConfigError."""
    try:
        replace_file(path, text)
    except OSError as error:
        advice = "Make the file and its folder writable."
        raise ConfigError(str(path), f"the file cannot be written ({error.strerror})", advice) from None


def replace_file(path: Path, text: str) -> None:
    """Write a file, or replace it, as a whole: half a configuration would not be one. Raises OSError."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_bytes(text.encode())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
