"""The doctor: looks at everything an edition needs, one finding for each, with what to do about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from digest.composition import Holdings, make_edition
from digest.config import Config, DeliveryRow
from digest.deliveries import find_delivery
from digest.edition import edition_data
from digest.engine import Map
from digest.errors import DigestError
from digest.http import Door
from digest.model import Collected, Visit
from digest.pipeline import list_sources, render_settings
from digest.render import archive_suffix, render_edition
from digest.render.archive import render_archive
from digest.selection import Window
from digest.sources import collect_source
from digest.store import open_store

RELEASED = 2026
"""The year of this program: a clock that shows an earlier one is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """what was looked at, whether it is well, what was found, what to do."""

    what: str
    ok: bool
    message: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.message}" + (f". {self.advice}" if self.advice else "")


def examine(config: Config, door: Door, now: datetime, read_map: Map) -> tuple[Finding, ...]:
    """Look at everything; nothing is kept, sent or published. Cost: one visit to every source."""
    return (
        Finding("Configuration", True, f"version {config.version}, {config.title}"),
        *examine_sources(config, door, now, read_map),
        attempt("Store", partial(examine_store, config)),
        attempt("Templates", partial(examine_templates, config, now)),
        examine_folder("Output", config.output_folder, "[output]"),
        *(examine_delivery(row, config) for row in config.deliveries),
        examine_clock(config, now),
    )


def attempt(what: str, look: Callable[[], str]) -> Finding:
    """The finding of a look that says what it found, or raises."""
    try:
        return Finding(what, True, look())
    except DigestError as error:
        where = f"{error.where}: " if error.where else ""
        return Finding(what, False, where + error.message, error.advice)


def examine_sources(config: Config, door: Door, now: datetime, read_map: Map) -> Iterator[Finding]:
    """One finding for each source, in the order of the configuration."""
    listed, failed = list_sources(config)
    if not listed and not failed:
        yield Finding("Sources", False, "there are none", "Add a [[sources]] row to the configuration.")
    visits = read_map(partial(collect_source, door=door), [Visit(source, now) for source in listed])
    for visit in (*failed, *visits):
        yield examine_visit(visit)


def examine_visit(visit: Collected) -> Finding:
    """What a visit to a source says of it."""
    name = visit.source.name
    if visit.failure:
        return Finding(name, False, visit.failure.message, visit.failure.advice)
    if not visit.articles:
        message = "; ".join(visit.warnings) or "it answers, and holds no article"
        return Finding(name, True, message)
    newest = max((article.published for article in visit.articles if article.published), default=None)
    dated = f", the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else ", none with a date"
    return Finding(name, True, f"{len(visit.articles)} articles{dated}")


def examine_store(config: Config) -> str:
    """Open the store, and change nothing."""
    with open_store(config.store_url, keep=False) as store:
        newest = store.newest_arrival()
        return f"{store.url}, " + (f"newest article of {newest:%Y-%m-%d %H:%M} UTC" if newest else "empty")


def examine_templates(config: Config, now: datetime) -> str:
    """Render an edition without stories in every format, and what lies beside the editions."""
    day = now.astimezone(config.zone).date()
    data = edition_data(make_edition(Holdings(()), config, day, Window(None, now), map))
    settings = render_settings(config)
    pages = render_edition(data, settings)
    if config.output.archive:
        pages |= render_archive([data], settings, archive_suffix(settings))
    return ", ".join(pages)


def examine_folder(what: str, folder: Path, table: str) -> Finding:
    """Whether files can be written there; table: the one of the configuration that names it."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir():
        return Finding(what, False, f"{there} is not a folder", f"Set {table} folder to another one.")
    if not os.access(there, os.W_OK):
        return Finding(what, False, f"{there} is not writable", f"Make it writable, or set {table} folder.")
    return Finding(what, True, f"{folder}")


def examine_delivery(row: DeliveryRow, config: Config) -> Finding:
    """Whether a delivery is known, and its folder, if it has one, writable. Nothing is delivered."""
    what = f"Delivery {row.kind}"
    found = attempt(what, partial(find_named_delivery, row.kind))
    folder = (row.model_extra or {}).get("folder")
    return examine_folder(what, config.path(str(folder)), "[[deliveries]]") if found.ok and folder else found


def find_named_delivery(kind: str) -> str:
    """Find a delivery, and say so."""
    find_delivery(kind)
    return "found"


def examine_clock(config: Config, now: datetime) -> Finding:
    """The clock as the reader sees it: a wrong zone or year is plain at once."""
    local = now.astimezone(config.zone)
    if now.year < RELEASED:
        return Finding("Clock", False, f"it says {local:%Y-%m-%d %H:%M}", "Set this machine's clock.")
    return Finding("Clock", True, f"{local:%A %Y-%m-%d %H:%M} in {config.timezone}")
