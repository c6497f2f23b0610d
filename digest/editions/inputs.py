"""Read what an edition needs from the store, and find its clock and its window."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest.config import Config
from digest.config.diagnostics import suggest_name
from digest.editions.article_selection import Window, open_window
from digest.editions.calendar import list_missed_days
from digest.errors import SourceError, UsageError
from digest.languages.news_sections import list_section_titles
from digest.models import (
    Article,
    EditionData,
    EditionInputs,
    PreviousSummary,
    Published,
    Source,
    SourceHealth,
)
from digest.sources.configured_sources import list_sources, rename_secret_keys
from digest.store import Store

SKYLINE_DAYS = 28
"""The highest quarter hour of this many editions is the scale of a skyline."""

SERIES_DAYS = 15
"""Headlines are searched this far back for series: a weekly one has appeared three times by then."""

EARLIER_EDITIONS = 6
"""How many earlier editions an edition links to."""

_ALWAYS = datetime.min.replace(tzinfo=UTC)


def read_inputs(store: Store, config: Config, day: date, window: Window) -> EditionInputs:
    """Read everything that the store provides for the edition of a day, and apply the rules to it.

    Articles of sources that are no longer configured, or that the edition does not read, are skipped. Raises
    ConfigError if a plug-in of a rule cannot be loaded or fails.
    """
    editions = store.editions.recent(day, SKYLINE_DAYS)
    listed, failed = list_sources(config)
    rename_secret_keys(store, listed)
    sources = select_edition_sources(listed, config)
    configured = (*sources, *(visit.source for visit in failed))
    keys = {source.key for source in configured}
    with store.editions.use():
        articles = find_articles(store, window, config.digest.context_days, editions)
        published = restore_story_ids(store.editions.published(day), editions)
        previous_summaries = find_previous_summaries(editions)
        peak = max((skyline["peak"] for data in editions if (skyline := data["skyline"])), default=0)
    row = config.edition_row
    has_subject = row is not None and bool(row.sections or row.words)
    inputs = EditionInputs(
        # The feeds of a list that cannot be read just now are unknown.
        articles=tuple(article for article in articles if failed or article.feed in keys),
        first_visits=store.sources.first_visits(),
        published=published,
        published_through_today=store.editions.published(day + timedelta(days=1)),
        previous_summaries=previous_summaries,
        corrections=store.corrections.load(),
        weights={source.key: source.weight for source in sources if source.weight != 1},
        # What a source left out has no story, so it is not known whether it is on a subject.
        left_out=() if has_subject else store.sources.left_out(keys, window.arrived),
        health=tuple(map(_omit_visit_times, store.sources.health(configured))),
        earlier=store.editions.headlines(day, EARLIER_EDITIONS),
        sections=tuple(dict.fromkeys(source.section for source in sources if source.section)),
        headlines=store.articles.headlines(
            window.end - timedelta(days=SERIES_DAYS),
            articles,
            find_reach(window, config.digest.context_days) or _ALWAYS,
        ),
        missed=list_missed_days(store.editions.last_date(before=day), day, config.schedule.days),
        peak=peak,
        elsewhere=store.editions.published_elsewhere(day) if len(config.editions) > 1 else None,
    )
    if not config.rules:
        return inputs
    from digest.editions.article_rules import apply_rules

    return apply_rules(inputs, config, window)


def find_reach(window: Window, context_days: int) -> datetime | None:
    """Return since when an edition needs articles: the start of its window, or days before; None for all."""
    return min(window.end - timedelta(days=context_days), window.start) if window.start else None


def find_articles(
    store: Store, window: Window, context_days: int, editions: Sequence[EditionData]
) -> tuple[Article, ...]:
    """Return the articles that an edition may need, by id: of its window and of the days before.

    If the last edition is longer ago than those days, its articles are among them, too: a weekly edition goes
    on from that of the week before.

    editions: the earlier ones, newest first.
    """
    found = store.articles.find(find_reach(window, context_days), window.arrived)
    context_start = window.end - timedelta(days=context_days)
    if not editions or datetime.fromisoformat(editions[0]["made"]) >= context_start:
        return found
    known = {article.id for article in found}
    last = {article["id"] for story in editions[0]["stories"] for article in story["articles"]}
    older = store.articles.find_by_id(sorted(last - known))
    return tuple(sorted((*found, *older), key=lambda article: article.id))


def select_edition_sources(sources: tuple[Source, ...], config: Config) -> tuple[Source, ...]:
    """Return those of the configured sources that an edition reads.

    Raises SourceError if no source has a name in its row of [[editions]].
    """
    row = config.edition_row
    if row is None or not row.sources:
        return sources
    found = tuple(source for source in sources if source.name in row.sources)
    if sources and not found:
        names = ", ".join(sorted({source.name for source in sources}))
        message = f"the edition {row.name} reads {', '.join(row.sources)}, and no source has such a name"
        raise SourceError("", message, f"There are {names}.")
    return found


def restore_story_ids(
    published: Mapping[str, Published], editions: Sequence[EditionData]
) -> dict[str, Published]:
    """Return where articles were published, with the ids that their stories had in these editions.

    The store remembers one story for each article: the one of the edition that was made last. When an
    edition is made again, that is its own first version, and the stories of the days before are wanted.

    Args:
        published: {article id: where it was published}, from the store.
        editions: those before the edition that is made, newest first. An article that is in none of them
            keeps its story.
    """
    ids: dict[str, str] = {}
    for data in editions:
        for story in data["stories"]:
            for article in story["articles"]:
                ids.setdefault(article["id"], story["id"])
    return {id_: replace(row, story_id=ids.get(id_, row.story_id)) for id_, row in published.items()}


def _omit_visit_times(health: SourceHealth) -> SourceHealth:
    """Drop what changes with every visit: an edition shows none of it, and must not depend on it."""
    return replace(health, last_success=None, moved_to="", not_before=None)


def find_previous_summaries(editions: Iterable[EditionData]) -> dict[str, PreviousSummary]:
    """Return {story id: its summary in the newest of these editions that has it}. editions: newest first."""
    found: dict[str, PreviousSummary] = {}
    for data in editions:
        for story in data["stories"]:
            articles = [article["id"] for article in story["articles"]]
            sentences = tuple(
                (articles[sentence["article"]], sentence["text"], sentence["position"])
                for sentence in story["summary"]
            )
            day = date.fromisoformat(data["date"])
            since = date.fromisoformat(story["since"]) if story["since"] else day
            summary = PreviousSummary(
                day, story["title"], sentences, story["brief"], story["language"], since
            )
            found.setdefault(story["id"], summary)
    return found


def find_edition_clock(store: Store, day: date, now: datetime) -> datetime:
    """Return the time an edition is built at: that of the day's first build, unless articles came in since.

    Marks everything that has come in up to now as arrived for this edition.

    now: the clock, or the hour of publication of a past day.
    """
    store.mark_arrivals(now)
    made = store.editions.made_at(day)
    last = store.articles.last_arrival()
    return made if made and last and (last <= made or now <= made) else now


def find_edition_window(
    store: Store, config: Config, day: date, clock: datetime, since: datetime | None
) -> Window:
    """Return the window of an edition; rebuilt, it covers at least what the day's first build covered.

    clock: the time it is built at. since: its start, when the reader sets one.
    """
    window = open_window(clock, config.digest.window_hours, store.editions.last_made_at(day), since)
    stored = store.editions.data(day)
    if since or window.start is None or stored is None:
        return window
    began = stored["window"]["from"]
    return replace(window, start=min(datetime.fromisoformat(began), window.start) if began else None)


def list_known_sections(inputs: EditionInputs, config: Config) -> frozenset[str]:
    """Return the sections that a story may belong to: those that are named, else those that are learned."""
    named = list_named_sections(inputs, config)
    return named or (list_section_titles(config.language) if config.digest.learn_sections else named)


def list_named_sections(inputs: EditionInputs, config: Config) -> frozenset[str]:
    """Return the sections that the configuration, the sources and their articles name."""
    named = (*inputs.sections, *config.digest.sections, *config.digest.section_rules)
    return frozenset((*named, *(article.section for article in inputs.articles))) - {""}


def require_news(inputs: EditionInputs, only: str, sections: Collection[str], has_articles: bool) -> None:
    """Accept an edition without stories on a quiet day, and refuse it when there is no news at all.

    An empty page must not replace the day's edition.

    Args:
        inputs: what the edition was built from.
        only: the one section that was requested, or "".
        sections: all that a story may belong to.
        has_articles: any source has ever brought an article.

    Raises:
        SourceError: no source answered, or everything they brought is too old for a first edition, or the
            requested section has nothing new.
        UsageError: there is no such section.
    """
    if only:
        known = f"There are {', '.join(sorted(sections))}." if sections else "No source names its section."
        if only not in sections:
            raise UsageError("", f"there is no section {only}{suggest_name(only, sections)}", known)
        raise SourceError("", f"no edition: the section {only} has no new story", known)
    failed = [row for row in inputs.health if row.status != "ok"]
    if inputs.health and len(failed) == len(inputs.health):
        reasons = "; ".join(dict.fromkeys(f"{row.name}: {row.message}" for row in failed[:3]))
        advice = "When all fail at once, look at this machine's network connection, or at the paths given."
        silent = (
            "the only source did not answer"
            if len(failed) == 1
            else f"none of {len(failed)} sources answered"
        )
        raise SourceError("", f"no news: {silent} ({reasons})", advice)
    if inputs.articles or inputs.earlier:
        return
    if has_articles:
        advice = "`digest run --since all` takes everything, however old."
        raise SourceError("", "no edition: all that the sources have brought is older than some days", advice)
    if not inputs.first_visits:
        advice = "`digest run` collects and then publishes; `digest collect` only collects."
        raise SourceError("", "no news: nothing has been collected yet, so there is no edition", advice)
    advice = "`digest check` looks at every source."
    raise SourceError("", "no news: no source has brought an article yet, so there is no edition", advice)
