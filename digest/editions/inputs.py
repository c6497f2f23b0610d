"""What an edition is made of, as the store holds it, and when it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from digest.config import Config
from digest.config.diagnostics import nearest
from digest.editions.calendar import missed_days
from digest.editions.selection import Window, open_window
from digest.errors import SourceError
from digest.models import EditionInputs, PreviousSummary
from digest.sources.subscriptions import list_sources
from digest.store import Store

SKYLINE_DAYS = 28
"""The highest quarter hour of so many editions is the scale of a skyline."""

SERIES_DAYS = 15
"""So far back headlines are looked at: a weekly series has appeared three times by then."""


def read_inputs(store: Store, config: Config, day: date, window: Window) -> EditionInputs:
    """Everything that the store holds for the edition of a day.

    What came through a source that is no longer configured is not looked at.
    """
    reach = window.end - timedelta(days=config.digest.context_days)
    editions = store.editions(day, SKYLINE_DAYS)
    sources, failed = list_sources(config)
    configured = (*sources, *(visit.source for visit in failed))
    keys = {source.key for source in configured}
    articles = store.articles(min(reach, window.start) if window.start else None, window.arrived)
    return EditionInputs(
        # The feeds of a list that cannot be read just now are not known.
        articles=tuple(article for article in articles if failed or article.feed in keys),
        first_visits=store.first_visits(),
        published=store.published(day),
        stood=store.published(day + timedelta(days=1)),
        told=previous_summaries(editions),
        corrections=store.corrections(),
        weights={source.key: source.weight for source in sources if source.weight != 1},
        left_out=store.left_out(keys, window.arrived),
        health=store.health(configured),
        earlier=store.earlier(day, 6),
        sections=tuple(dict.fromkeys(source.section for source in sources if source.section)),
        headlines=store.headlines(window.end - timedelta(days=SERIES_DAYS)),
        missed=missed_days(store.last_date(before=day), day, config.schedule.days),
        peak=max((data["skyline"]["peak"] for data in editions if data.get("skyline")), default=0),
    )


def previous_summaries(editions: Iterable[Mapping[str, Any]]) -> dict[str, PreviousSummary]:
    """{story id: how the last of these editions that holds it told it}; editions come newest first."""
    told: dict[str, PreviousSummary] = {}
    for data in editions:
        for story in data["stories"]:
            articles = [article["id"] for article in story["articles"]]
            said = tuple(
                (articles[sentence["article"]], sentence["text"], sentence["position"])
                for sentence in story["summary"]
            )
            day = date.fromisoformat(data["date"])
            telling = PreviousSummary(day, story["title"], said, story["brief"], story["language"])
            told.setdefault(story["id"], telling)
    return told


def edition_clock(store: Store, day: date, now: datetime) -> datetime:
    """The time an edition is made at: that of the day's first making, unless something came in since.

    From here on, what has come in has arrived for this edition.

    now: the clock, or the hour of publication of a day that is past.
    """
    store.admit(now)
    made = store.made(day)
    last = store.last_arrival()
    return made if made and last and (last <= made or now <= made) else now


def edition_window(
    store: Store, config: Config, day: date, clock: datetime, since: datetime | None
) -> Window:
    """What an edition made at a time is about; made again, no less than what it was about before.

    since: where it starts, when the reader says so.
    """
    window = open_window(clock, config.digest.window_hours, store.last_made(day), since)
    held = store.edition(day)
    if since or window.start is None or held is None:
        return window
    began = held["window"]["from"] and datetime.fromisoformat(held["window"]["from"])
    return replace(window, start=began and min(began, window.start))


def known_sections(inputs: EditionInputs, config: Config) -> frozenset[str]:
    """The sections that a story may stand in."""
    named = (*inputs.sections, *config.digest.sections, *config.digest.section_rules)
    return frozenset((*named, *(article.section for article in inputs.articles))) - {""}


def refuse_nothing(inputs: EditionInputs, only: str, sections: Collection[str], arrived: bool) -> None:
    """An edition without stories is a quiet day; without any news at all it is none.

    arrived: whether any source has ever brought an article.

    Raises:
        SourceError: no source answered, or none has brought anything that is not too old for a first
            edition, or none of the one section that was asked for: an empty page must not take the place of
            the day's.
    """
    if only:
        known = f"There are {', '.join(sorted(sections))}." if sections else "No source names its section."
        meant = nearest(only, sections) if only not in sections else ""
        raise SourceError("", f"no edition: the section {only} has no new story{meant}", known)
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
    if arrived:
        advice = "`digest run --since all` takes everything, however old."
        raise SourceError("", "no edition: all that the sources have brought is older than some days", advice)
    advice = "`digest check` looks at every source."
    raise SourceError("", "no news: no source has brought an article yet, so there is no edition", advice)
