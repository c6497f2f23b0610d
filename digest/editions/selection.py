"""Which of the kept articles an edition is about: the window, what was already told, what is muted.

Pure: the clock comes in as the window's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.models import Article, LeftOut, Published, Skyline, Story
from digest.text import find_phrase

QUARTER = timedelta(minutes=15)
QUARTERS = 96
"""The skyline: quarter hours of one day."""


@dataclass(frozen=True, slots=True)
class Window:
    """The time an edition is about: after `start` (None: everything, however old) up to `end`.

    arrived: reports that arrived after this time did so for this edition; older ones had their chance.
    """

    start: datetime | None
    end: datetime
    arrived: datetime | None = None

    @property
    def reaches_back(self) -> bool:
        """Whether it leaves no gap to the last edition."""
        return self.start is None or (self.arrived is not None and self.start <= self.arrived)


@dataclass(frozen=True, slots=True)
class Selection:
    """fresh: not yet published. context: published in earlier editions. left_out: the rest, with reasons."""

    fresh: tuple[Article, ...]
    context: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]


def open_window(
    now: datetime,
    hours: float,
    last_edition: datetime | None,
    since: datetime | None = None,
) -> Window:
    """The window of an edition made now.

    Args:
        now: the clock.
        hours: how far it goes back; 0 means everything.
        last_edition: when the last edition before it was made, or None; it leaves no gap to that one.
        since: where it starts, when the reader says so.
    """
    if since is not None:
        return Window(since, now, last_edition)
    if not hours:
        return Window(None, now, last_edition)
    start = now - timedelta(hours=hours)
    return Window(min(start, last_edition or start), now, last_edition)


def select_articles(
    articles: Iterable[Article],
    published: Mapping[str, Published],
    first_visits: Mapping[str, datetime],
    window: Window,
    context_days: int,
    mute: Sequence[str] = (),
) -> Selection:
    """Part the articles into fresh ones, context and those left out, each in the order given.

    Published articles are context. A late report (back-dated, but sent after the first visit to its
    source) is fresh when it arrived in time. What lies in the future is not looked at. Linear.
    """
    fresh, context, left_out = [], [], []
    for article in articles:
        if article.moment > window.end:
            continue
        if article.id in published:
            context.append(article)
        elif word := find_phrase(f"{article.title}\n{article.text}", mute):
            left_out.append(leave_out(article, "muted", word))
        elif in_window(article, window) or arrived_late(article, first_visits, window, context_days):
            fresh.append(article)
        elif has_arrived(article, window):
            left_out.append(leave_out(article, "too_old"))
    return Selection(tuple(fresh), tuple(context), tuple(left_out))


def in_window(article: Article, window: Window) -> bool:
    """Whether it appeared in the window."""
    return window.start is None or article.moment > window.start


def has_arrived(article: Article, window: Window) -> bool:
    """Whether no edition before this one had it. What none has found in the store yet goes by its visit."""
    return window.arrived is None or (article.arrived or article.first_seen) > window.arrived


def arrived_late(
    article: Article, first_visits: Mapping[str, datetime], window: Window, context_days: int
) -> bool:
    """Whether a source that was known already sent it only now, under a date of the days before the window.

    The first visit to a feed brings old entries by the dozen: those are old, not late. A visit that began
    before the last edition may have been kept only after it.
    """
    known_since = first_visits.get(article.feed)
    return (
        known_since is not None
        and window.start is not None
        and known_since < article.first_seen <= window.end
        and has_arrived(article, window)
        and (article.first_seen > window.start or window.reaches_back)
        and article.moment > window.start - timedelta(days=context_days)
    )


def leave_out(article: Article, why: str, detail: str = "") -> LeftOut:
    """An article as a row of what was left out."""
    return LeftOut(article.id, article.title, article.source, why, detail, article.url)


def fold_copies(story: Story) -> tuple[Story, tuple[LeftOut, ...]]:
    """A story without the copies that one outlet made of its own text, and every copy as left out.

    A copy in another outlet stays in the story, to be named beside it; it is no report of its own.
    """
    by_id = {article.id: article for article in story.articles}
    left_out = tuple(
        leave_out(by_id[copy], "same_text", by_id[original].source) for copy, original in story.copies
    )
    own = {copy for copy, original in story.copies if by_id[copy].source == by_id[original].source}
    if not own:
        return story, left_out
    kept = replace(
        story,
        articles=tuple(article for article in story.articles if article.id not in own),
        new=tuple(id_ for id_ in story.new if id_ not in own),
        copies=tuple(pair for pair in story.copies if pair[0] not in own),
        links=tuple(link for link in story.links if link[0] not in own and link[1] not in own),
    )
    return kept, left_out


def draw_skyline(
    reports: Iterable[Article], used: Iterable[Article], end: datetime, peak: int = 0
) -> Skyline:
    """Reports per quarter hour of the day before `end`, and those of them that are used.

    peak: the highest quarter hour of the last editions, so that days can be compared. Linear.
    """
    start = end - QUARTERS * QUARTER
    counts = [[0] * QUARTERS, [0] * QUARTERS]
    for row, articles in zip(counts, (reports, used), strict=True):
        for article in articles:
            if start < article.moment <= end:
                row[min(QUARTERS - 1, (article.moment - start) // QUARTER)] += 1
    return Skyline(start, end, tuple(counts[0]), tuple(counts[1]), max(peak, *counts[0]))
