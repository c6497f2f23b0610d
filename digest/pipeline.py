"""Run the digest: collect articles, build an edition from them, publish and deliver it.

    sources --collect--> articles --(store)--> window --group--> stories --rank--> plan --summarize-->
    edition --render--> pages --deliver-->

The commands and `digest serve` call these functions. The executors (threads, processes, a cluster) and the
clock are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config import Config
from digest.config.diagnostics import match_name
from digest.deliveries import link_latest, write_pages
from digest.deliveries.configured_targets import list_targets
from digest.editions.article_selection import Window
from digest.editions.inputs import list_known_sections, require_news, select_edition_sources
from digest.editions.round_inputs import find_clock, read_round
from digest.editions.shared_steps import SharedSteps
from digest.errors import SourceError, explain_missing_edition
from digest.http import Client
from digest.models import Article, Collected, Edition, EditionData, EditionInputs, Visit
from digest.publishing.edition_records import delete_old_data, record_edition
from digest.publishing.leases import Clock, hold_lease, name_publish_job
from digest.publishing.outbox import DeliveryResult, deliver_pending
from digest.publishing.site import render_archive_pages, render_settings
from digest.publishing.unchanged_editions import (
    find_unchanged_pages,
    fingerprint_edition,
    fingerprint_surroundings,
    format_written,
)
from digest.runtime.environment import release_dead_owners
from digest.runtime.redaction import redact_error
from digest.sources import collect_source, collect_whole_sources
from digest.sources.configured_sources import ADD_SOURCE_ADVICE, list_sources, recall_names
from digest.sources.sharing import Sharing, share_sources, sort_visits, visit_in_parts
from digest.store import Store

if TYPE_CHECKING:
    from digest.runtime.executors import Map

# What builds and renders editions is imported inside the functions: a run with nothing new does neither.

Report = Callable[[str], None]
"""Called with the name of a step before it starts, to show progress."""


def _ignore(step: str) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class CollectResult:
    """The result of collecting.

    visits: number of sources visited. new: number of articles seen for the first time. failures: the visits
    that failed. unread: number of files, or parts of files, in the other sources that could not be read.
    """

    visits: int
    new: int
    failures: tuple[Collected, ...]
    unread: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every source was read completely."""
        return not self.failures and not self.unread


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """The options of one issue, beyond the configuration.

    since: start of its window, instead of [digest] window_hours. only: the only section to include, in
    separate files, without marking its articles as published; or "" for all. past: the day is over, and an
    edition without stories must not replace the stored one. dry_run: write and record nothing. companions:
    the configurations of the other editions of this hour, see `list_companions`. shared: what the editions of
    one round have in common.
    """

    since: datetime | None = None
    only: str = ""
    past: bool = False
    dry_run: bool = False
    companions: tuple[Config, ...] = ()
    shared: SharedSteps = field(default_factory=SharedSteps)


@dataclass(frozen=True, slots=True)
class Publication:
    """A published edition: its data and the files it was written to."""

    data: EditionData
    files: tuple[Path, ...]


def collect(
    config: Config,
    store: Store,
    client: Client,
    now: datetime,
    read_map: Map,
    report: Callable[[Collected, int], None] = lambda result, total: None,
    sharing: Sharing | None = None,
) -> CollectResult:
    """Visit every source once and save the results. A source that fails does not affect the others.

    report: called with each result as it arrives, and with the total number of sources. sharing: leave to the
    other collectors of the store what they visit, if the database can. If the visits are interrupted, what
    has arrived is saved first. Of a large source one part after the other is read and saved. Raises
    SourceError if no source is configured. Cost: linear.
    """
    sources, unreadable_lists = list_sources(config)
    total = len(sources) + len(unreadable_lists)
    if not total:
        raise SourceError("", "there are no sources", ADD_SOURCE_ADVICE)
    sources = recall_names(store, sources)
    # While a list of feeds cannot be read, it is unknown which sources are configured.
    configured = None if unreadable_lists else {source.key for source in sources}

    def visit(visits: Sequence[Visit], failed_lists: Iterable[Collected]) -> Iterator[Collected]:
        results = read_map(partial(collect_source, client=client), visits)
        for result in chain(failed_lists, results):
            if result.failure:
                result = replace(result, failure=redact_error(result.failure, config.secrets))
            yield result
            report(result, total)

    parts = share_sources(store, sharing, sources)
    visited, new, failures = visit_in_parts(store, parts, visit, now, unreadable_lists, configured)
    failures = sort_visits(failures, sources)
    answered = {source.key for source in sources} - {result.source.key for result in failures}
    # Counted in the store, because a folder that is unchanged since the last visit is not read again.
    unread = sum(row.why in ("unreadable", "failed") for row in store.sources.left_out(answered))
    return CollectResult(visited, new, failures, unread)


def read_articles(
    config: Config, client: Client, now: datetime, read_map: Map
) -> tuple[tuple[Article, ...], tuple[SourceError, ...]]:
    """Return the articles of all sources, each id once, newest first, and the errors of those that fail.

    Nothing is stored. Raises SourceError if no source is configured.
    """
    listed, unreadable_lists = list_sources(config)
    sources = select_edition_sources(listed, config)
    if not sources and not unreadable_lists:
        raise SourceError("", "there are no sources", ADD_SOURCE_ADVICE)
    results = collect_whole_sources([Visit(source, now) for source in sources], client, read_map)
    articles: dict[str, Article] = {}
    errors: list[SourceError] = []
    for result in chain(unreadable_lists, results):
        for article in result.articles:
            articles.setdefault(article.id, article)
        if result.failure:
            errors.append(redact_error(result.failure, config.secrets))
    newest_first = sorted(articles.values(), key=lambda article: article.id)
    newest_first.sort(key=lambda article: article.moment, reverse=True)
    return tuple(newest_first), tuple(errors)


def publish(
    config: Config,
    store: Store,
    day: date,
    now: datetime,
    work_map: Map,
    options: PublishOptions | None = None,
    owner: str = "",
    client: Client | None = None,
    report: Report = _ignore,
) -> Publication:
    """Build the edition of a day, write its files, and then mark its articles as published.

    Its deliveries are recorded in the same transaction; `deliver_pending` sends them. Publishing
    the same day again gives the same edition, byte for byte, unless new articles have arrived.

    Args:
        config: that of the edition, see `list_edition_configs`.
        store: contains the collected articles and the earlier editions.
        day: the date of the edition in the configured time zone.
        now: the current time or, for a past day, its time of publication.
        work_map: the map that runs the summaries.
        options: see PublishOptions.
        owner: the holder of the lease on publishing this edition, or "" if no lease is needed.
        client: fetches images, if the configuration enables them.
        report: called with the name of each step before it starts.

    Raises:
        SourceError: there is no news to make an edition of.
        RenderError: a template or an output format cannot be used.
        DeliveryError: the files cannot be written.
        StoreError: another process has taken over the lease.
    """
    options = options or PublishOptions()
    shared, every_edition = options.shared, store
    store = store.of_edition(config.edition)
    made_at = shared.call(find_clock, every_edition, config.edition, day, now)
    is_recorded = not (options.dry_run or options.only)
    if is_recorded:
        delete_old_data(config, store, day, made_at)
    window, inputs = read_round(config, every_edition, day, now, options.since, options.companions, shared)
    surroundings = fingerprint_surroundings(config)
    fingerprint = partial(fingerprint_edition, surroundings, config, store, day, window, shared=shared)
    if is_recorded and (unchanged := _find_unchanged(config, store, day, lambda: fingerprint(inputs))):
        record_edition(config, store, day, made_at, owner, lambda: store.editions.mark_issued(day, now))
        return unchanged
    edition, data = prepare_edition(config, store, day, window, inputs, work_map, options, client, report)
    pages = _render(data, config, report, edition.only)
    if options.dry_run:
        return Publication(data, ())
    if edition.only:
        write_pages({}, config.output_folder, other_pages=pages)
        return Publication(data, _list_files(config, pages))
    archive_pages = render_archive_pages(config, store, data)
    write_pages(pages, config.output_folder, archive_pages)

    def record() -> None:
        published = {row["id"]: story["id"] for story in data["stories"] for row in story["articles"]}
        store.editions.record(day, made_at, data, published, now)
        # Made again, the edition starts from what it has just published itself, and is the same.
        published_through_today = store.editions.published(day + timedelta(days=1))
        made_from = fingerprint(replace(inputs, published_through_today=published_through_today))
        # What the program could not handle may succeed the next time (when there was not enough memory, say).
        if all(reason["why"] != "failed" for reason in data["reasons"]):
            store.editions.save_written(day, format_written(made_from, pages, archive_pages))

    record_edition(config, store, day, made_at, owner, record)
    return Publication(data, _list_files(config, pages))


def prepare_edition(
    config: Config,
    store: Store,
    day: date,
    window: Window,
    inputs: EditionInputs,
    work_map: Map,
    options: PublishOptions,
    client: Client | None = None,
    report: Report = _ignore,
) -> tuple[Edition, EditionData]:
    """Build the edition of a day from its inputs, and serialize it; see `publish`."""
    from digest.editions.builder import build_edition
    from digest.editions.grouping_engine import choose_grouping
    from digest.editions.serialize import serialize_edition

    def summarize(function: Callable[[Any], Any], plans: Iterable[Any], /) -> Iterator[Any]:
        report("Writing the summaries")
        return work_map(function, plans)

    report("Grouping the articles")
    sections = list_known_sections(inputs, config)
    only = match_name(options.only, sections) or options.only
    group = choose_grouping(config, work_map)
    edition = build_edition(inputs, config, day, window, summarize, only, options.shared, group)
    if not edition.stories:
        if options.past:
            advice = "`digest store info` shows since when the store has articles."
            raise SourceError("", f"no edition of {day}: the store has no news of that day", advice)
        require_news(inputs, only, sections, store.articles.last_first_seen() is not None)
    data = serialize_edition(edition)
    if config.output.images and client:
        from digest.editions.images import add_images, collect_images

        report("Fetching the images")
        shown = {story["id"] for story in data["stories"]}
        stories = [summary.story for summary in edition.stories if summary.story.id in shown]
        data = add_images(data, stories, client, work_map, collect_images(store.editions.data(day)))
    return edition, data


def _find_unchanged(
    config: Config, store: Store, day: date, fingerprint: Callable[[], str]
) -> Publication | None:
    """Return the stored edition of a day if it and its files would be made again as they are."""
    written = store.editions.written(day)
    pages = find_unchanged_pages(written, fingerprint(), config.output_folder) if written else ()
    data = store.editions.data(day) if pages else None
    if data is None:
        return None
    link_latest(pages, config.output_folder)
    return Publication(data, _list_files(config, pages))


def publish_and_deliver(
    config: Config,
    store: Store,
    day: date,
    now: datetime,
    work_map: Map,
    options: PublishOptions,
    owner: str,
    client: Client,
    clock: Clock,
    report: Report = _ignore,
) -> tuple[Publication, tuple[DeliveryResult, ...]]:
    """Publish the edition of a day under its lease, then send whatever of this edition is due.

    See `publish`; a dry run needs no lease and sends nothing. clock: returns the time in UTC.

    Raises:
        StoreError: another process is publishing.
    """
    if options.dry_run:
        return publish(config, store, day, now, work_map, options, client=client, report=report), ()
    release_dead_owners(store, owner)
    with hold_lease(store, name_publish_job(config.edition), owner, clock):
        publication = publish(config, store, day, now, work_map, options, owner, client, report)
    if list_targets(config):
        report("Delivering")
    return publication, deliver_pending(config, store, clock, owner, client)


def republish(config: Config, store: Store, day: date, report: Report = _ignore) -> Publication:
    """Render the stored edition of a day again, with the current templates, and write its files.

    report: see `publish`.

    Raises:
        DigestError: the store has no edition of that day.
        DeliveryError: the files cannot be written.
        RenderError: a template or an output format cannot be used.
    """
    store = store.of_edition(config.edition)
    if (data := store.editions.data(day)) is None:
        raise explain_missing_edition(day)
    pages = _render(data, config, report)
    write_pages(pages, config.output_folder, render_archive_pages(config, store, data))
    return Publication(data, _list_files(config, pages))


def _render(data: EditionData, config: Config, report: Report, only: str = "") -> dict[str, str | bytes]:
    from digest.rendering import render_edition

    return render_edition(data, render_settings(config, only), lambda name: report(f"Rendering {name}"))


def _list_files(config: Config, pages: Iterable[str]) -> tuple[Path, ...]:
    return tuple(config.output_folder / name for name in sorted(pages))
