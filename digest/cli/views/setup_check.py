"""Check everything that an edition needs; each check has one finding, with advice when it failed.

Some problems are fixed on request: missing folders are created, leases of killed processes are released, the
file of the store is compacted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from digest.cli.views.console import count
from digest.config import Config, list_edition_configs
from digest.config.delivery_schema import FilesRow
from digest.deliveries import Target, check_folder, open_delivery
from digest.deliveries.configured_targets import list_targets
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.calendar import find_next_slot
from digest.editions.serialize import serialize_edition
from digest.errors import ConfigError, DeliveryError, DigestError, StoreError
from digest.http import Client
from digest.models import Collected, EditionInputs, Source, SourceHealth, Visit
from digest.publishing.site import render_settings
from digest.rendering import find_archive_suffix, render_edition
from digest.rendering.archive_pages import render_archive
from digest.runtime.environment import release_dead_owners
from digest.runtime.executors import Map
from digest.runtime.redaction import sanitize_error
from digest.sources import collect_source
from digest.sources.configured_sources import ADD_SOURCE_ADVICE, find_address_conflicts, list_sources
from digest.store import open_store
from digest.text.urls import remove_credentials

RELEASE_YEAR = 2026
"""The year of this program; a clock that shows an earlier one is wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. subject: what was checked. advice: what to do, or ""."""

    subject: str
    ok: bool
    message: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.subject}: {self.message}" + (f". {self.advice}" if self.advice else "")


def check_setup(
    config: Config,
    client: Client,
    now: datetime,
    read_map: Map,
    report: Callable[[Collected, int], None] = lambda visit, total: None,
) -> tuple[Finding, ...]:
    """Check everything; nothing is stored, sent or published. Cost: one visit to every source.

    report: called with each visit to a source, and the number of all.
    """
    return (
        Finding("Configuration", True, f"version {config.version}, {config.title}"),
        *_check_sources(config, client, now, read_map, report),
        _run_check("Store", partial(_check_store, config)),
        *(row for own in list_edition_configs(config) for row in _check_edition(own, now)),
        *(
            _run_check(f"Delivery {target.name}", partial(_check_target, target))
            for target in list_targets(config, client)
        ),
        _check_clock(config, now),
        *(_check_schedule(own, now) for own in list_edition_configs(config)),
    )


def _check_edition(config: Config, now: datetime) -> Iterator[Finding]:
    """Yield the findings about one edition. config: that of the edition."""
    if config.edition_row and config.edition_row.sources:
        yield _run_check(_name_subject("Sources", config), partial(_check_source_names, config))
    yield _run_check(_name_subject("Templates", config), partial(_check_templates, config, now))
    yield _run_check(_name_subject("Output", config), partial(check_folder, config.output_folder))


def _name_subject(subject: str, config: Config) -> str:
    """Return the subject of a check of one of several editions."""
    return f"{subject} of {config.edition}" if config.edition else subject


def _check_source_names(config: Config) -> str:
    """Check that every source that an edition names exists. Raises ConfigError."""
    row = config.edition_row
    wanted = row.sources if row else ()
    listed, _ = list_sources(config)
    names = {source.name for source in listed}
    if unknown := [name for name in wanted if name not in names]:
        advice = f"There are {', '.join(sorted(names))}."
        raise ConfigError("", f"no source is called {', '.join(unknown)}", advice)
    return ", ".join(wanted)


def fix_setup(config: Config, owner: str) -> tuple[str, ...]:
    """Fix what can be fixed safely. Return what was done, a line each.

    owner: the name of this process; see `make_owner_name`.

    Raises:
        DigestError: a folder cannot be created, or the store cannot be opened.
    """
    fixed = []
    for folder in _list_folders(config):
        if not folder.exists():
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise DigestError(str(folder), f"the folder cannot be created ({error.strerror})") from None
            fixed.append(f"created the folder {folder}")
    with open_store(config.store_url) as store:
        fixed += (
            f"released the leases of {dead}, which has ended" for dead in release_dead_owners(store, owner)
        )
        if store.maintenance.compact():
            fixed.append("compacted the file of the store")
    return tuple(fixed)


def _list_folders(config: Config) -> tuple[Path, ...]:
    """Return the folders that the configuration names: of sources, editions and deliveries."""
    sources = (config.path(row.folder) for row in config.sources if row.folder and not row.missing_variables)
    copies = (row for row in config.deliveries if isinstance(row, FilesRow) and not row.missing_variables)
    deliveries = (config.path(row.folder) for row in copies)
    outputs = (own.output_folder for own in list_edition_configs(config))
    return (*sources, *outputs, *deliveries)


def _run_check(subject: str, check: Callable[[], str]) -> Finding:
    """Return the finding of a check that returns its message, or raises DigestError."""
    try:
        return Finding(subject, True, check())
    except DigestError as error:
        where = f"{error.where}: " if error.where else ""
        return Finding(subject, False, where + error.message, error.advice)


def _check_sources(
    config: Config,
    client: Client,
    now: datetime,
    read_map: Map,
    report: Callable[[Collected, int], None],
) -> Iterator[Finding]:
    """Yield a finding for each source, in the order of the configuration."""
    listed, failed = list_sources(config)
    if not listed and not failed:
        yield Finding("Sources", False, "there are no sources", ADD_SOURCE_ADVICE)
    visits = [Visit(_limit_visit(source), now) for source in listed]
    health = _load_health(config, listed)
    for visit in (*failed, *read_map(partial(collect_source, client=client), visits)):
        # Of a large folder, the first part shows whether it works.
        report(replace(visit, has_more=False), len(failed) + len(visits))
        yield _describe_visit(visit, health.get(visit.source.key), config.zone)
    for conflict in find_address_conflicts(config):
        yield Finding(conflict.where, False, conflict.message, conflict.advice)


def _limit_visit(source: Source) -> Source:
    """Return a source of which a visit fetches no pages, as its feed alone shows whether it works, and marks
    no mails as read."""
    mailbox = source.mailbox and replace(source.mailbox, mark_read=False)
    return replace(source, full_text="never", mailbox=mailbox)


def _load_health(config: Config, sources: Sequence[Source]) -> dict[str, SourceHealth]:
    """Return {key of a source: its state}; empty when the store cannot be read."""
    try:
        with open_store(config.store_url, keep=False) as store:
            return {row.key: row for row in store.sources.health(sources)}
    except DigestError:
        return {}


def _describe_visit(visit: Collected, health: SourceHealth | None, zone: ZoneInfo) -> Finding:
    """Return the finding of a visit to a source. health: its state before, or None."""
    name = visit.source.name
    if visit.failure:
        since = ""
        if health and health.since and health.failures > 1:
            since = f", {health.failures} times since {health.since.astimezone(zone):%Y-%m-%d %H:%M}"
        return Finding(name, False, visit.failure.message + since, visit.failure.advice)
    if visit.state.moved_to:
        moved = f"it has moved to {remove_credentials(visit.state.moved_to)}"
        return Finding(name, True, moved, "The new address is used; change it in the configuration, too.")
    if not visit.articles:
        message = "no article in its first files" if visit.has_more else "it answers, but has no articles"
        message = "; ".join(visit.warnings) or message
        return Finding(name, True, message)
    newest = max((article.published for article in visit.articles if article.published), default=None)
    dated = f", the newest from {newest:%Y-%m-%d %H:%M} UTC" if newest else ", none with a date"
    part = " in its first files" if visit.has_more else ""
    return Finding(name, True, f"{count(len(visit.articles), 'article', 'articles')}{part}{dated}")


def _check_store(config: Config) -> str:
    """Look for damage in the store, changing nothing; if there is none yet, check that it can be created."""
    file = config.store_file
    if file and not file.exists():
        try:
            check_folder(file.parent)
        except DeliveryError as error:
            advice = "Make its folder writable, or set [store] url to another path."
            raise StoreError(str(file), error.message, advice) from None
        return f"{config.store_url}, created by the first run"
    with open_store(config.store_url, keep=False) as store:
        if damage := store.maintenance.find_damage():
            advice = "Move it away, then restore a copy made by `digest store backup`, or start anew."
            raise StoreError(store.url, f"the file is damaged ({damage})", advice)
        newest = store.articles.last_first_seen()
        return f"{store.url}, " + (f"newest article from {newest:%Y-%m-%d %H:%M} UTC" if newest else "empty")


def _check_templates(config: Config, now: datetime) -> str:
    """Render an edition without stories in every format, and the pages beside it; return the file names."""
    day = now.astimezone(config.zone).date()
    data = serialize_edition(build_edition(EditionInputs(()), config, day, Window(None, now), map))
    settings = render_settings(config)
    pages = render_edition(data, settings)
    if config.output.archive:
        pages |= render_archive([data], settings, find_archive_suffix(settings))
    return ", ".join(pages)


def _check_target(target: Target) -> str:
    """Check a target without delivering anything; return its message. Raises DigestError."""
    try:
        return open_delivery(target).check(target)
    except DigestError as error:
        raise sanitize_error(error, target.secrets) from None


def _check_clock(config: Config, now: datetime) -> Finding:
    """Show the time in the configured zone, so that a wrong zone is noticed; a wrong year fails."""
    local = now.astimezone(config.zone)
    if now.year < RELEASE_YEAR:
        return Finding("Clock", False, f"it shows {local:%Y-%m-%d %H:%M}", "Set the clock of this machine.")
    return Finding("Clock", True, f"{local:%A %Y-%m-%d %H:%M} in {config.timezone}")


def _check_schedule(config: Config, now: datetime) -> Finding:
    """Return the finding about the next issue that `digest serve` publishes."""
    subject = _name_subject("Schedule", config)
    schedule = config.schedule
    slot = find_next_slot(now, config.zone, schedule.publish_at, schedule.days)
    if slot is None:
        advice = "Set a time in [schedule] publish_at."
        return Finding(subject, False, "there is no time at which an edition is published", advice)
    return Finding(subject, True, f"next edition {slot.moment.astimezone(config.zone):%A %Y-%m-%d %H:%M}")
