"""The reader's list of sources: what each is worth and how it does, and changing the list."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from digest.config import Config, add_rows, list_rows, remove_row
from digest.config.diagnostics import find_name, nearest
from digest.errors import ConfigError
from digest.models import Source, SourceHealth
from digest.sources.subscriptions import list_sources
from digest.store import Store
from digest.text.urls import without_password


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source and how it does. health: None before its first visit. per_week: articles it brings."""

    source: Source
    health: SourceHealth | None
    per_week: float


def list_subscriptions(sources: Iterable[Source], store: Store, now: datetime) -> tuple[Subscription, ...]:
    """How each of these sources does, in their order. Cost: linear in the articles kept."""
    listed = tuple(sources)
    health = {row.key: row for row in store.health(listed)}
    paces = store.paces(now)
    return tuple(
        Subscription(source, health.get(source.key), paces.get(source.key, 0.0)) for source in listed
    )


def describe_subscription(subscription: Subscription, zone: ZoneInfo) -> str:
    """How a source does, in a few words: "12 a week", "fails since 2 March 09:00, 5 times: …"."""
    health = subscription.health
    if health is None:
        return "not visited yet"
    moved = f", moved to {without_password(health.moved_to)}" if health.moved_to else ""
    if health.status == "ok":
        return f"{subscription.per_week:.0f} a week{moved}"
    told = describe_failure(health, zone)
    if health.last_success:
        told += f"; last answered {health.last_success.astimezone(zone):%Y-%m-%d %H:%M}"
    if health.not_before:
        told += f"; asked again {health.not_before.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{told}{moved}"


def describe_failure(health: SourceHealth, zone: ZoneInfo) -> str:
    """Since when a source fails, how often, and why."""
    since = f" since {health.since.astimezone(zone):%Y-%m-%d %H:%M}" if health.since else ""
    return f"fails{since}, {health.failures} in a row: {health.message}"


def subscribe(path: Path, config: Config, listed: Iterable[Source]) -> tuple[Source, ...]:
    """Write sources into a configuration file, those left out that it names already, lists included.

    Returns those written. Raises ConfigError when the file cannot be changed.
    """
    known = {source.location for source in list_sources(config)[0]}
    fresh = tuple(source for source in listed if source.location not in known)
    rows = [
        {source.kind: source.location, "name": source.name, "section": source.section} for source in fresh
    ]
    if rows:
        _write(path, add_rows(_read(path), rows, path))
    return fresh


def unsubscribe(path: Path, config: Config, name: str) -> Source:
    """Take the source of a name, or at a place, out of a configuration file; returns it.

    Raises ConfigError when there is none in the file itself, or the file cannot be changed.
    """
    rows = list_rows(config)
    names = [source.name for source in rows]
    meant = find_name(name, [*names, *(source.location for source in rows)])
    for number, source in enumerate(rows):
        if meant in (source.name, source.location):
            _write(path, remove_row(_read(path), number, path))
            return source
    told = f"it names no source {name!r}{nearest(name, names)}, only {', '.join(names)}"
    raise ConfigError(str(path), told, "What stands in a list of feeds (OPML) is taken out there.")


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _write(path: Path, text: str) -> None:
    """The whole file or nothing: a file half written would be no configuration at all."""
    aside = path.with_name(f".{path.name}.new")
    try:
        aside.write_bytes(text.encode())
        os.replace(aside, path)
    except OSError as error:
        raise ConfigError(str(path), f"the file cannot be written ({error.strerror})") from None
