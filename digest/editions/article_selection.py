"""Select the articles of an edition: the window, what was published before, muted words, copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from digest.config import Config
from digest.models import Article, EditionInputs, LeftOut, Published, Story
from digest.text.urls import find_host


@dataclass(frozen=True, slots=True)
class Window:
    """The time that an edition covers: after `start` (None: everything, however old) up to `end`.

    arrived: reports that arrived after this time are new to this edition; earlier editions had the others.
    """

    start: datetime | None
    end: datetime
    arrived: datetime | None = None

    @property
    def is_gapless(self) -> bool:
        """Whether it leaves no gap after the last edition."""
        return self.start is None or (self.arrived is not None and self.start <= self.arrived)


@dataclass(frozen=True, slots=True)
class Selection:
    """fresh: not yet published. context: published in earlier issues. left_out: the rest, with reasons.

    background: articles that are not shown, but are grouped with the others, because other editions of this
    store show or group them: so the same reports make the same stories in all editions.
    """

    fresh: tuple[Article, ...]
    context: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]
    background: tuple[Article, ...] = ()

    @property
    def grouped(self) -> tuple[Article, ...]:
        """The articles that are grouped, by id."""
        every = (*self.fresh, *self.context, *self.background)
        return tuple(sorted(every, key=lambda article: article.id))


def open_window(
    now: datetime,
    hours: float,
    last_edition: datetime | None,
    since: datetime | None = None,
) -> Window:
    """Return the window of an edition built now.

    Args:
        now: the clock.
        hours: how far it reaches back; 0 means everything.
        last_edition: when the last edition before it was built, or None; the window reaches back to it.
        since: its start, when the reader sets one.
    """
    if since is not None:
        return Window(since, now, last_edition)
    if not hours:
        return Window(None, now, last_edition)
    start = now - timedelta(hours=hours)
    return Window(min(start, last_edition or start), now, last_edition)


def select_inputs(inputs: EditionInputs, window: Window, config: Config) -> Selection:
    """Select the articles of an edition from all that it is made from; see `select_articles`."""
    return select_articles(
        inputs.articles,
        inputs.published,
        inputs.first_visits,
        window,
        config.digest.context_days,
        config.digest.mute,
        inputs.elsewhere,
        inputs.companions,
    )


def select_articles(
    articles: Iterable[Article],
    published: Mapping[str, Published],
    first_visits: Mapping[str, datetime],
    window: Window,
    context_days: int,
    mute: Sequence[str] = (),
    elsewhere: Collection[str] | None = None,
    companions: Iterable[Article] = (),
) -> Selection:
    """Split articles into fresh ones, context and those left out, each in the order given.

    Published articles are context, and what repeats one of them in the same outlet is left out. A late
    report (back-dated, but sent after the first visit to its source) is fresh when it arrived in time.
    Articles dated in the future are skipped. Cost: linear.

    Args:
        articles: from the store.
        published: {article id: its story and first date}, in earlier editions.
        first_visits: {source key: time of its first visit}.
        window: what the edition covers.
        context_days: how old a late report may be, counted back from the window's start.
        mute: words and phrases; an article that contains one is left out.
        elsewhere: ids of articles that other editions have published; None if there are no others.
        companions: articles that other editions group at the same time.
    """
    from digest.store.report_identity import is_same_text  # late: an unchanged edition needs no words
    from digest.text import find_phrase

    others = frozenset(elsewhere or ())
    past = [article for article in articles if article.moment <= window.end]
    context = [article for article in past if article.id in published]
    by_title: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in context:
        by_title[article.source, article.title].append(article)
    fresh, left_out, background = [], [], []
    for article in past:
        if article.id in published:
            continue
        same_title = by_title.get((article.source, article.title), ())
        if any(known.text == article.text and is_same_text(known, article) for known in same_title):
            left_out.append(leave_out(article, "same_text", article.source))
            if elsewhere is not None:
                background.append(article)  # another edition may have no such text
        elif mute and (word := find_phrase(f"{article.title}\n{article.text}", mute)):
            left_out.append(leave_out(article, "muted", word))
        elif is_in_window(article, window) or is_late_arrival(article, first_visits, window, context_days):
            fresh.append(article)
        else:
            if has_arrived(article, window):
                left_out.append(leave_out(article, "too_old"))
            if article.id in others:
                background.append(article)
    grouped = {article.id for article in (*fresh, *context, *background)}
    background += [article for article in companions if article.id not in grouped]
    return Selection(tuple(fresh), tuple(context), tuple(left_out), tuple(background))


def is_in_window(article: Article, window: Window) -> bool:
    """Whether an article appeared in the window. When the backlog of a feed appeared is not known."""
    return window.start is None or (article.moment > window.start and not is_old_backlog(article))


def is_old_backlog(article: Article) -> bool:
    """Whether an article without a date was in its feed before that was known."""
    return article.is_backlog and article.published is None


def has_arrived(article: Article, window: Window) -> bool:
    """Whether no earlier edition could use an article.

    An article that no edition has found in the store yet counts from the visit that brought it.
    """
    return window.arrived is None or (article.arrived or article.first_seen) > window.arrived


def is_late_arrival(
    article: Article, first_visits: Mapping[str, datetime], window: Window, context_days: int
) -> bool:
    """Whether a known source sent an article only now, dated in the days before the window.

    The first visit to a feed brings dozens of old entries: those are old, not late. A visit that began
    before the last edition may have been stored only after it.
    """
    known_since = first_visits.get(article.feed)
    return (
        known_since is not None
        and window.start is not None
        and not is_old_backlog(article)
        and known_since < article.first_seen <= window.end
        and has_arrived(article, window)
        and (article.first_seen > window.start or window.is_gapless)
        and article.moment > window.start - timedelta(days=context_days)
    )


def is_new_to_edition(article: Article, published: Collection[str], window: Window) -> bool:
    """Whether an article that is left out would be news of this edition, so that its absence is reported.

    published: the ids of those in earlier editions. See `select_articles`.
    """
    return (
        article.id not in published
        and article.moment <= window.end
        and (is_in_window(article, window) or has_arrived(article, window))
    )


def leave_out(article: Article, why: str, detail: str = "") -> LeftOut:
    """Return the row for an article that is not in the edition. why: a key of the reasons table."""
    return LeftOut(article.id, article.title, article.source, why, detail, article.url)


def fold_copies(story: Story) -> tuple[Story, tuple[LeftOut, ...]]:
    """Drop the copies that an outlet made of its own text; return the story and every copy as left out.

    A copy in another outlet stays in the story, which names it; it does not count as a report of its own.
    Two outlets may have one name (feeds that nobody has named): they are different if their sites are.
    """
    if not story.copies:
        return story, ()
    by_id = {article.id: article for article in story.articles}
    left_out = tuple(
        leave_out(by_id[copy], "same_text", by_id[original].source) for copy, original in story.copies
    )
    own = {copy for copy, original in story.copies if _is_same_outlet(by_id[copy], by_id[original])}
    if not own:
        return story, left_out
    return drop_articles(story, own), left_out


def _is_same_outlet(one: Article, other: Article) -> bool:
    sites = {".".join(host.split(".")[-2:]) for article in (one, other) if (host := find_host(article.url))}
    return one.source == other.source and len(sites) < 2


def drop_articles(story: Story, dropped: Collection[str]) -> Story:
    """Return a story without some of its articles, given by their ids; a copy of one counts as original."""
    return replace(
        story,
        articles=tuple(article for article in story.articles if article.id not in dropped),
        new=tuple(id_ for id_ in story.new if id_ not in dropped),
        copies=tuple(pair for pair in story.copies if pair[0] not in dropped and pair[1] not in dropped),
        links=tuple(link for link in story.links if link[0] not in dropped and link[1] not in dropped),
    )
