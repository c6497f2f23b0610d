"""The story of the program: collect, make an edition, publish it.

    sources --collect--> articles --(store)--> the window --group--> stories --rank--> --summarise-->
    edition --render--> pages --deliver-->

What the stages run on (threads, processes, a cluster) and what time it is are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from digest.config import Config
from digest.config.diagnostics import find_name
from digest.deliveries import write_pages
from digest.deliveries.targets import list_targets
from digest.editions.builder import make_edition
from digest.editions.edition_data import edition_data
from digest.editions.images import add_pictures, known_pictures
from digest.editions.inputs import (
    edition_clock,
    edition_window,
    known_sections,
    read_inputs,
    refuse_nothing,
)
from digest.errors import DeliveryError, SourceError, StoreError
from digest.http import Client
from digest.models import Collected, SourceState, Visit
from digest.publishing.site import archive_pages, render_settings
from digest.render import render_edition
from digest.runtime.executors import Map
from digest.runtime.redaction import redact_error
from digest.sources import collect_source
from digest.sources.backoff import remember_visit
from digest.sources.subscriptions import FIRST_SOURCE, list_sources
from digest.store import Store

BATCH = 64
"""So many visits are kept in one transaction. A crash costs those behind the last one kept, in the order of
the configuration; they are made again at the next collecting."""

LONGEST_LEAP = timedelta(days=7)
"""How old things are is counted from so long after the edition before, at the latest: a clock that is years
ahead drops a week, and whoever was away for long catches up edition by edition."""


@dataclass(frozen=True, slots=True)
class Collecting:
    """What collecting brought.

    visits: made. new: articles never seen before. failures: the visits that failed. unread: files and parts
    of files that could not be read in sources that answered.
    """

    visits: int
    new: int
    failures: tuple[Collected, ...]
    unread: int = 0

    @property
    def whole(self) -> bool:
        """Whether every source was read, and all of it."""
        return not self.failures and not self.unread


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What is wished of one making beyond the configuration.

    since: where its window starts, instead of the configuration's hours. only: the one section it is to
    hold, or "": its files lie beside the day's edition, and nothing counts as published. past: it is for a
    day that is over, whose edition must not become an empty one. deliver: False writes and marks nothing.
    """

    since: datetime | None = None
    only: str = ""
    past: bool = False
    deliver: bool = True


@dataclass(frozen=True, slots=True)
class Publication:
    """A published edition: its data, the files it was written to."""

    data: Mapping[str, Any]
    files: tuple[Path, ...]


def collect(
    config: Config,
    store: Store,
    client: Client,
    now: datetime,
    read_map: Map,
    report: Callable[[Collected, int], None] = lambda visit, total: None,
) -> Collecting:
    """Visit every source once and keep what it brings. A source that fails stops nobody else.

    report: is told of each visit as it comes in, and how many there are. When the waiting is interrupted,
    what has come in is kept first. Raises SourceError where there is no source. Cost: linear in what the
    sources send.
    """
    sources, failed = list_sources(config)
    if not sources and not failed:
        raise SourceError("", "there are no sources", FIRST_SOURCE)
    source_states = store.source_states()
    # The feeds of a list that cannot be read just now are not known.
    configured = None if failed else {source.key for source in sources}
    visits = [Visit(source, now, source_states.get(source.key, SourceState())) for source in sources]
    results = read_map(partial(collect_source, client=client), visits)
    new = 0
    failures: list[Collected] = []

    def arriving() -> Iterator[Collected]:
        for visit in chain(failed, results):
            if visit.failure:
                visit = replace(visit, failure=redact_error(visit.failure, config.secrets))
            yield visit
            report(visit, len(visits) + len(failed))

    for batch in batches(arriving(), BATCH):
        kept, added = keep_visits(store, batch, visits, now, configured)
        new += added
        failures += (visit for visit in kept if visit.failure)
    answered = {visit.source.key for visit in visits} - {visit.source.key for visit in failures}
    # Of the store, not of the visits: what did not change since the last one is not read again.
    unread = sum(row.why == "unreadable" for row in store.left_out(answered))
    return Collecting(len(visits) + len(failed), new, tuple(failures), unread)


def keep_visits(
    store: Store,
    made: Sequence[Collected],
    visits: Iterable[Visit],
    now: datetime,
    configured: Collection[str] | None,
) -> tuple[Sequence[Collected], int]:
    """Keep what visits brought: (as it was kept, how many articles are new).

    What the database does not take costs only the visit that brought it, which has failed then. visits:
    those that were made, with what was known before. configured: see save_collected. Raises StoreError when
    no failure can be kept, either.
    """
    try:
        return made, store.save_collected(made, now, configured)
    except StoreError:
        before = {visit.source.key: visit for visit in visits}
    kept: list[Collected] = []
    new = 0
    for visit in made:
        try:
            new += store.save_collected([visit], now, configured)
            kept.append(visit)
        except StoreError as error:
            where, told = visit.source.key, f"it cannot be kept: {error.message}"
            known = before.get(visit.source.key, Visit(visit.source, now))
            failed = Collected(visit.source, failure=SourceError(where, told), state=known.state)
            kept.append(remember_visit(failed, known))
            store.save_collected(kept[-1:], now, configured)
    return kept, new


def publish(
    config: Config,
    store: Store,
    day: date,
    now: datetime,
    work_map: Map,
    options: PublishOptions | None = None,
    owner: str = "",
    client: Client | None = None,
) -> Publication:
    """Make the edition of a day from the store, write its files, and only then mark its articles as
    published.

    Where else it is to go is noted in the same step; see dispatch.py. The same day again gives the same
    edition again, byte for byte, unless something new came in.

    Args:
        day: the edition's date in the reader's zone. now: the clock.
        owner: who has claimed the step "publish", if anybody has to.
        door: to fetch pictures through, where they are wanted.

    Raises:
        StoreError: somebody else has taken the step over. SourceError: there is no news at all to make an
            edition of.
        RenderError: a template cannot be used. DeliveryError: the files cannot be written.
    """
    options = options or PublishOptions()
    clock = edition_clock(store, day, now)
    window = edition_window(store, config, day, clock, options.since)
    inputs = read_inputs(store, config, day, window)
    sections = known_sections(inputs, config)
    only = find_name(options.only, sections) or options.only
    edition = make_edition(inputs, config, day, window, work_map, only)
    if not edition.stories:
        if options.past:
            raise SourceError("", f"no edition of {day}: nothing that is kept is news of that day")
        refuse_nothing(inputs, only, sections, store.newest_arrival() is not None)
    data = edition_data(edition)
    if config.output.images and client:
        stories = [told.story for told in edition.stories]
        data = add_pictures(data, stories, client, work_map, known_pictures(store.edition(day)))
    pages = render_edition(data, render_settings(config, only))
    if not options.deliver:
        return Publication(data, ())
    if only:
        write_pages({}, config.output_folder, beside=pages)
        return Publication(data, name_files(config, pages))
    write_pages(pages, config.output_folder, archive_pages(config, store, data))
    held = {article.id: told.story.id for told in edition.stories for article in told.story.articles}
    with store.step():
        if owner:
            store.confirm_claim("publish", owner)
        store.record_edition(day, clock, data, held, now)
        store.plan_deliveries(day, clock, [target.name for target in list_targets(config)])
    last = store.last_made(day)
    store.prune((min(now, last + LONGEST_LEAP) if last else now) - timedelta(days=config.store.keep_days))
    return Publication(data, name_files(config, pages))


def publish_again(config: Config, store: Store, day: date) -> Publication:
    """The edition of a day once more, from its data in the store, with today's templates.

    Raises:
        DeliveryError: there was none that day, or the files cannot be written.
    """
    data = store.edition(day)
    if data is None:
        raise DeliveryError(str(day), "the store holds no edition of that day", "See [store] keep_days.")
    pages = render_edition(data, render_settings(config))
    write_pages(pages, config.output_folder, archive_pages(config, store, data))
    return Publication(data, name_files(config, pages))


def name_files(config: Config, pages: Iterable[str]) -> tuple[Path, ...]:
    """Where these pages stand, by name."""
    return tuple(config.output_folder / name for name in sorted(pages))


def batches(visits: Iterable[Collected], size: int) -> Iterator[list[Collected]]:
    """Visits in lists of at most `size`, as they come in; an interruption comes after the last of them."""
    batch: list[Collected] = []
    try:
        for visit in visits:
            batch.append(visit)
            if len(batch) == size:
                full, batch = batch, []
                yield full
    except GeneratorExit:  # nobody wants any more of them
        raise
    except BaseException:
        yield batch
        raise
    yield batch
