"""The story of the program: collect, make an edition, publish it.

    sources --collect--> articles --(store)--> the window --group--> stories --rank--> --summarise-->
    edition --render--> pages --deliver-->

What the stages run on (threads, processes, a cluster) and what time it is are arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from digest.address import without_password
from digest.composition import Holdings, make_edition
from digest.config import Config, list_rows
from digest.deliveries import write_pages
from digest.deliveries.targets import list_targets
from digest.edition import edition_data
from digest.engine import Map
from digest.errors import DeliveryError, SourceError
from digest.http import Door
from digest.model import Collected, Memory, Source, Told, Visit
from digest.pictures import add_pictures, known_pictures
from digest.render import RenderSettings, archive_suffix, render_edition
from digest.render.archive import render_archive
from digest.schedule import missed_days
from digest.selection import Window, open_window
from digest.sources import collect_source
from digest.sources.opml import read_opml
from digest.store import Store

BATCH = 64
"""So many visits are kept in one transaction: a crash costs at most so many visits, and no article."""

ARCHIVE_EDITIONS = 100
"""The pages beside the editions go back so far; `digest archive` knows all that the store keeps."""

SKYLINE_DAYS = 28
"""The highest quarter hour of so many editions is the scale of a skyline."""

SERIES_DAYS = 15
"""So far back headlines are looked at: a weekly series has appeared three times by then."""


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
class Publication:
    """A published edition: its data, the files it was written to."""

    data: Mapping[str, Any]
    files: tuple[Path, ...]


def collect(
    config: Config,
    store: Store,
    door: Door,
    now: datetime,
    read_map: Map,
    report: Callable[[Collected, int], None] = lambda visit, total: None,
) -> Collecting:
    """Visit every source once and keep what it brings. A source that fails stops nobody else.

    report: is told of each visit as it comes in, and how many there are. When it is interrupted, what
    has come in is kept first. Cost: linear in what the sources send.
    """
    sources, failed = list_sources(config)
    memories = store.memories()
    visits = [
        Visit(source, now, memories.get((source.name, without_password(source.location)), Memory()))
        for source in sources
    ]
    results = read_map(partial(collect_source, door=door), visits)
    new = unread = 0
    failures: list[Collected] = []

    def arriving() -> Iterator[Collected]:
        for visit in chain(failed, results):
            report(visit, len(visits) + len(failed))
            yield visit

    for batch in batches(arriving(), BATCH):
        new += store.save_collected(batch, now)
        failures += (visit for visit in batch if visit.failure)
        unread += sum(row.why == "unreadable" for visit in batch for row in visit.left_out)
    return Collecting(len(visits) + len(failed), new, tuple(failures), unread)


def publish(
    config: Config,
    store: Store,
    day: date,
    now: datetime,
    work_map: Map,
    since: datetime | None = None,
    only: str = "",
    deliver: bool = True,
    owner: str = "",
    door: Door | None = None,
) -> Publication:
    """Make the edition of a day from the store, write its files, and only then mark its articles as
    published.

    Where else it is to go is noted in the same step; see dispatch.py. The same day again gives the same
    edition again, byte for byte, unless something new came in.

    Args:
        day: the edition's date in the reader's zone. now: the clock.
        since: where its window starts, instead of the configuration's hours. only: one section.
        deliver: False writes and marks nothing.
        owner: who has claimed the step "publish", if anybody has to.
        door: to fetch pictures through, where they are wanted.

    Raises:
        StoreError: somebody else has taken the step over. SourceError: there is no news at all to make an
            edition of.
        RenderError: a template cannot be used. DeliveryError: the files cannot be written.
    """
    clock = edition_clock(store, day, now)
    window = open_window(
        clock, config.digest.window_hours, config.digest.context_days, store.last_made(day), since
    )
    holdings = read_holdings(store, config, day, window)
    edition = make_edition(holdings, config, day, window, work_map, only)
    if not edition.stories:
        refuse_nothing(holdings, only)
    data = edition_data(edition)
    if config.output.images and door:
        stories = [told.story for told in edition.stories]
        data = add_pictures(data, stories, door, work_map, known_pictures(store.edition(day)))
    pages = render_edition(data, render_settings(config))
    if not deliver:
        return Publication(data, ())
    write_pages(pages, config.output_folder, archive_pages(config, store, data))
    held = {article.id: told.story.id for told in edition.stories for article in told.story.articles}
    with store.step():
        if owner:
            store.confirm_claim("publish", owner)
        store.record_edition(day, clock, data, held, now)
        store.plan_deliveries(day, clock, [target.name for target in list_targets(config)])
    store.prune(now - timedelta(days=config.store.keep_days))
    return Publication(data, tuple(config.output_folder / name for name in sorted(pages)))


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
    return Publication(data, tuple(config.output_folder / name for name in sorted(pages)))


def list_sources(config: Config) -> tuple[tuple[Source, ...], tuple[Collected, ...]]:
    """The sources of a configuration, OPML files taken apart, and the OPML files that cannot be read.

    A place that is listed twice is visited once; a name that stands twice gets a number.
    """
    sources: dict[str, Source] = {}
    failed: list[Collected] = []
    for row in list_rows(config):
        try:
            listed = open_list(row) if row.kind == "opml" else (row,)
        except SourceError as error:
            failed.append(Collected(row, failure=error))
            continue
        for source in listed:
            sources.setdefault(source.location, source)
    return name_apart(sources.values()), tuple(failed)


def name_apart(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources with names that differ: a second "News" is called "News 2"."""
    named: dict[str, Source] = {}
    for source in sources:
        name, number = source.name, 2
        while name in named:
            name, number = f"{source.name} {number}", number + 1
        named[name] = replace(source, name=name)
    return tuple(named.values())


def open_list(row: Source) -> tuple[Source, ...]:
    """The feeds of an OPML file, with what its row in the configuration says of all of them."""
    try:
        listed = read_opml(Path(row.location).read_bytes(), row.location)
    except OSError as error:
        raise SourceError(row.location, f"the list of feeds cannot be read ({error.strerror})") from None
    return tuple(
        replace(
            row, kind=feed.kind, name=feed.name, location=feed.location, section=feed.section or row.section
        )
        for feed in listed
    )


def read_holdings(store: Store, config: Config, day: date, window: Window) -> Holdings:
    """Everything that the store holds for the edition of a day.

    What came through a source that is no longer configured is not looked at.
    """
    reach = window.end - timedelta(days=config.digest.context_days)
    editions = store.editions(day, SKYLINE_DAYS)
    sources, failed = list_sources(config)
    names = dict.fromkeys(source.name for source in (*sources, *(visit.source for visit in failed)))
    articles = store.articles(min(reach, window.start) if window.start else None)
    return Holdings(
        # The feeds of a list that cannot be read just now are not known by name.
        articles=tuple(article for article in articles if failed or article.feed in names),
        first_visits=store.first_visits(),
        published=store.published(day),
        stood=store.published(day + timedelta(days=1)),
        told=last_tellings(editions),
        corrections=store.corrections(),
        weights={source.name: source.weight for source in sources if source.weight != 1},
        left_out=store.left_out(names, window.arrived),
        health=store.health(tuple(names)),
        earlier=store.earlier(day, 6),
        sections=tuple(dict.fromkeys(source.section for source in sources if source.section)),
        headlines=store.headlines(window.end - timedelta(days=SERIES_DAYS)),
        missed=missed_days(store.last_date(before=day), day, config.schedule.days),
        peak=max((data["skyline"]["peak"] for data in editions if data.get("skyline")), default=0),
    )


def last_tellings(editions: Iterable[Mapping[str, Any]]) -> dict[str, Told]:
    """{story id: how the last of these editions that holds it told it}; editions come newest first."""
    told: dict[str, Told] = {}
    for data in editions:
        for story in data["stories"]:
            articles = [article["id"] for article in story["articles"]]
            said = tuple(
                (articles[sentence["article"]], sentence["text"], sentence["position"])
                for sentence in story["summary"]
            )
            day = date.fromisoformat(data["date"])
            telling = Told(day, story["title"], said, story["brief"], story["language"])
            told.setdefault(story["id"], telling)
    return told


def edition_clock(store: Store, day: date, now: datetime) -> datetime:
    """The time an edition is made at: that of the day's first making, unless something came in since."""
    made = store.made(day)
    newest = store.newest_arrival()
    return made if made and newest and newest <= made else now


def refuse_nothing(holdings: Holdings, only: str) -> None:
    """An edition without stories is a quiet day; without any news at all it is none.

    Raises:
        SourceError: no source answered, or none has ever brought an article, or none of the one section
            that was asked for: an empty page must not take the place of the day's.
    """
    if only:
        sections = sorted({article.section for article in holdings.articles if article.section})
        known = f"There are {', '.join(sections)}." if sections else "No source names its section."
        raise SourceError("", f"no edition: the section {only} has no new story", known)
    failed = [row for row in holdings.health if row.status != "ok"]
    if holdings.health and len(failed) == len(holdings.health):
        reasons = "; ".join(dict.fromkeys(f"{row.name}: {row.message}" for row in failed[:3]))
        advice = "When all fail at once, look at this machine's network connection, or at the paths given."
        raise SourceError("", f"no news: none of {len(failed)} sources answered ({reasons})", advice)
    if not holdings.articles:
        advice = "`digest check` looks at every source."
        raise SourceError("", "no news: no source has brought an article yet, so there is no edition", advice)


def archive_pages(config: Config, store: Store, data: Mapping[str, Any]) -> dict[str, str | bytes]:
    """{file name: text} of what lies beside the editions, this one among them; none when it is not wanted."""
    if not config.output.archive:
        return {}
    settings = render_settings(config)
    return render_archive(list_kept(store, data), settings, archive_suffix(settings))


def list_kept(store: Store, data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The last editions of the store, and this one in the place of its day, the newest first.

    The others are without what the pages beside them do not tell, and what weighs most: left-out reports,
    sources, pictures.
    """
    kept = {str(data["date"]): data}
    for past in store.earlier(date.max, ARCHIVE_EDITIONS):
        day = past.date.isoformat()
        if day not in kept and (other := store.edition(past.date)):
            stories = [{**story, "picture": None, "coverage": None} for story in other["stories"]]
            kept[day] = {**other, "stories": stories, "left_out": [], "sources": []}
    return [kept[day] for day in sorted(kept, reverse=True)]


def render_settings(config: Config) -> RenderSettings:
    """The reader's settings for rendering."""
    return RenderSettings(
        formats=config.output.formats,
        name=config.output.name,
        templates=config.templates_folder,
        theme=config.output.theme,
        address=config.output.address,
        archive=config.output.archive,
        script=config.output.script,
        filters=tuple(sorted(config.output.filters.items())),
    )


def batches(visits: Iterable[Collected], size: int) -> Iterator[list[Collected]]:
    """Visits in lists of at most `size`, as they come in; an interruption comes after the last of them."""
    batch: list[Collected] = []
    try:
        for visit in visits:
            batch.append(visit)
            if len(batch) == size:
                yield batch
                batch = []
    except KeyboardInterrupt:
        yield batch
        raise
    yield batch
