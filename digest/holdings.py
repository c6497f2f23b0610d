"""What an edition is made of, as the store holds it, and when it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from digest.config import Config
from digest.errors import SourceError
from digest.mistakes import nearest
from digest.model import Holdings, Told
from digest.roster import list_sources
from digest.schedule import missed_days
from digest.selection import Window
from digest.store import Store

SKYLINE_DAYS = 28
"""The highest quarter hour of so many editions is the scale of a skyline."""

SERIES_DAYS = 15
"""So far back headlines are looked at: a weekly series has appeared three times by then."""


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
    """The time an edition is made at: that of the day's first making, unless something came in since.

    now: the clock, or the hour of publication of a day that is past.
    """
    made = store.made(day)
    newest = store.newest_arrival()
    return made if made and newest and (newest <= made or now <= made) else now


def known_sections(holdings: Holdings, config: Config) -> frozenset[str]:
    """The sections that a story may stand in."""
    named = (*holdings.sections, *config.digest.sections, *config.digest.section_rules)
    return frozenset((*named, *(article.section for article in holdings.articles))) - {""}


def refuse_nothing(holdings: Holdings, only: str, sections: Collection[str], arrived: bool) -> None:
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
    failed = [row for row in holdings.health if row.status != "ok"]
    if holdings.health and len(failed) == len(holdings.health):
        reasons = "; ".join(dict.fromkeys(f"{row.name}: {row.message}" for row in failed[:3]))
        advice = "When all fail at once, look at this machine's network connection, or at the paths given."
        silent = (
            "the only source did not answer"
            if len(failed) == 1
            else f"none of {len(failed)} sources answered"
        )
        raise SourceError("", f"no news: {silent} ({reasons})", advice)
    if holdings.articles or holdings.earlier:
        return
    if arrived:
        advice = "`digest run --since all` takes everything, however old."
        raise SourceError("", "no edition: all that the sources have brought is older than some days", advice)
    advice = "`digest check` looks at every source."
    raise SourceError("", "no news: no source has brought an article yet, so there is no edition", advice)
