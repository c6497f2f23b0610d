"""The doctor: looks at everything an edition needs, one finding for each, with what to do about it.

What can be mended without harm is mended on request: folders that are missing are made, what a program that
was killed left claimed is freed, the store's file is packed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from digest.cli.views.console import count
from digest.config import Config
from digest.config.delivery_rows import FilesRow
from digest.deliveries import Target, check_folder, open_delivery
from digest.deliveries.targets import list_targets
from digest.editions.builder import make_edition
from digest.editions.calendar import next_slot
from digest.editions.edition_data import edition_data
from digest.editions.selection import Window
from digest.errors import DeliveryError, DigestError, StoreError
from digest.http import Client
from digest.models import Collected, EditionInputs, Source, SourceHealth, Visit
from digest.publishing.site import render_settings
from digest.render import archive_suffix, render_edition
from digest.render.archive_pages import render_archive
from digest.runtime.environment import free_the_gone
from digest.runtime.executors import Map
from digest.runtime.redaction import redact_error
from digest.sources import collect_source
from digest.sources.subscriptions import FIRST_SOURCE, list_sources
from digest.store import open_store
from digest.text.urls import without_password

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


def examine(config: Config, client: Client, now: datetime, read_map: Map) -> tuple[Finding, ...]:
    """Look at everything; nothing is kept, sent or published. Cost: one visit to every source."""
    return (
        Finding("Configuration", True, f"version {config.version}, {config.title}"),
        *examine_sources(config, client, now, read_map),
        attempt("Store", partial(examine_store, config)),
        attempt("Templates", partial(examine_templates, config, now)),
        attempt("Output", partial(check_folder, config.output_folder)),
        *(
            attempt(f"Delivery {target.name}", partial(examine_target, target))
            for target in list_targets(config, client)
        ),
        examine_clock(config, now),
        examine_schedule(config, now),
    )


def mend(config: Config, us: str) -> tuple[str, ...]:
    """Mend what can be mended without harm; what was done, a sentence each.

    us: our name as an owner of claims.

    Raises:
        DigestError: a folder cannot be made, or the store not be opened.
    """
    done = []
    for folder in needed_folders(config):
        if not folder.exists():
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise DigestError(str(folder), f"the folder cannot be made ({error.strerror})") from None
            done.append(f"made the folder {folder}")
    with open_store(config.store_url) as store:
        done += (f"freed what {owner} had left half done" for owner in free_the_gone(store, us))
        if store.tidy():
            done.append("packed the store's file")
    return tuple(done)


def needed_folders(config: Config) -> tuple[Path, ...]:
    """The folders that the configuration names: of sources, of editions, of deliveries."""
    sources = (config.path(row.folder) for row in config.sources if row.folder and not row.unset)
    copies = (row for row in config.deliveries if isinstance(row, FilesRow) and not row.unset)
    deliveries = (config.path(row.folder) for row in copies)
    return (*sources, config.output_folder, *deliveries)


def attempt(what: str, look: Callable[[], str]) -> Finding:
    """The finding of a look that says what it found, or raises."""
    try:
        return Finding(what, True, look())
    except DigestError as error:
        where = f"{error.where}: " if error.where else ""
        return Finding(what, False, where + error.message, error.advice)


def examine_sources(config: Config, client: Client, now: datetime, read_map: Map) -> Iterator[Finding]:
    """One finding for each source, in the order of the configuration."""
    listed, failed = list_sources(config)
    if not listed and not failed:
        yield Finding("Sources", False, "there are none", FIRST_SOURCE)
    # What can be read is told by the feed alone; the pages of its articles are left in peace.
    visits = [Visit(replace(source, full_text="never"), now) for source in listed]
    health = recall_health(config, listed)
    for visit in (*failed, *read_map(partial(collect_source, client=client), visits)):
        yield examine_visit(visit, health.get(visit.source.key), config.zone)


def recall_health(config: Config, sources: Sequence[Source]) -> dict[str, SourceHealth]:
    """{key of a source: how it has done until now}; nothing when the store cannot say."""
    try:
        with open_store(config.store_url, keep=False) as store:
            return {row.key: row for row in store.health(sources)}
    except DigestError:
        return {}


def examine_visit(visit: Collected, health: SourceHealth | None, zone: ZoneInfo) -> Finding:
    """What a visit to a source says of it, and the visits before."""
    name = visit.source.name
    if visit.failure:
        since = ""
        if health and health.since and health.failures > 1:
            since = f", {health.failures} times since {health.since.astimezone(zone):%Y-%m-%d %H:%M}"
        return Finding(name, False, visit.failure.message + since, visit.failure.advice)
    if visit.state.moved_to:
        moved = f"it has moved to {without_password(visit.state.moved_to)}"
        return Finding(name, True, moved, "It is followed there; put the new address into the configuration.")
    if not visit.articles:
        message = "; ".join(visit.warnings) or "it answers, and holds no article"
        return Finding(name, True, message)
    newest = max((article.published for article in visit.articles if article.published), default=None)
    dated = f", the newest of {newest:%Y-%m-%d %H:%M} UTC" if newest else ", none with a date"
    return Finding(name, True, f"{count(len(visit.articles), 'article', 'articles')}{dated}")


def examine_store(config: Config) -> str:
    """Open the store, look for damage, and change nothing; one that is yet to be made has to find room."""
    file = config.store_file
    if file and not file.exists():
        try:
            check_folder(file.parent)
        except DeliveryError as error:
            advice = "Make its folder writable, or set [store] url to another place."
            raise StoreError(str(file), error.message, advice) from None
        return f"{config.store_url}, made by the first run"
    with open_store(config.store_url, keep=False) as store:
        if damage := store.find_damage():
            advice = (
                "Move it away and restore a copy, or begin a new one; `digest store backup` makes copies."
            )
            raise StoreError(store.url, f"the file is damaged ({damage})", advice)
        newest = store.newest_arrival()
        return f"{store.url}, " + (f"newest article of {newest:%Y-%m-%d %H:%M} UTC" if newest else "empty")


def examine_templates(config: Config, now: datetime) -> str:
    """Render an edition without stories in every format, and what lies beside the editions."""
    day = now.astimezone(config.zone).date()
    data = edition_data(make_edition(EditionInputs(()), config, day, Window(None, now), map))
    settings = render_settings(config)
    pages = render_edition(data, settings)
    if config.output.archive:
        pages |= render_archive([data], settings, archive_suffix(settings))
    return ", ".join(pages)


def examine_target(target: Target) -> str:
    """Whether something could be delivered there; nothing is. Raises DigestError."""
    try:
        return open_delivery(target).check(target)
    except DigestError as error:
        raise redact_error(error, target.secrets) from None


def examine_clock(config: Config, now: datetime) -> Finding:
    """The clock as the reader sees it: a wrong zone or year is plain at once."""
    local = now.astimezone(config.zone)
    if now.year < RELEASED:
        return Finding("Clock", False, f"it says {local:%Y-%m-%d %H:%M}", "Set this machine's clock.")
    return Finding("Clock", True, f"{local:%A %Y-%m-%d %H:%M} in {config.timezone}")


def examine_schedule(config: Config, now: datetime) -> Finding:
    """When `digest serve` would publish next."""
    schedule = config.schedule
    slot = next_slot(now, config.zone, schedule.publish_at, schedule.days)
    if slot is None:
        advice = "Name an hour in [schedule] publish_at."
        return Finding("Schedule", False, "there is no hour at which an edition is published", advice)
    return Finding("Schedule", True, f"next edition {slot.moment.astimezone(config.zone):%A %Y-%m-%d %H:%M}")
