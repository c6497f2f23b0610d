"""A simulated year of polling: no entry is published twice or lost, no server is polled too often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle
from pathlib import Path

import pytest

from digest.editions.article_selection import open_window, select_articles
from digest.errors import UnreachableError
from digest.http import Client, Request, Response
from digest.models import Source, SourceState, Visit, complete_edition
from digest.sources import collect_source
from digest.store import Store, open_store

START = datetime(2027, 1, 1, 5, tzinfo=UTC)
DAYS = 365
EVERY = timedelta(hours=60)
"""How often an outlet has news."""
SHOWN = 5
"""How many entries a feed has."""
CONTEXT_DAYS = 3
HOUR = timedelta(hours=1)


@dataclass
class Outlet:
    """A simulated feed with regular news; its contents depend on the time.

    visits: when it was visited. shown: the titles that it has sent.
    """

    name: str
    visits: list[datetime] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def answer(self, request: Request, now: datetime) -> Response:
        self.visits.append(now)
        return self.show(request, now)

    def show(self, request: Request, now: datetime) -> Response:
        etag = f'"{self.count(now)}"'
        if request.etag == etag:
            return Response(request.url, 304, (), b"")
        numbers = range(max(self.count(now) - SHOWN, 0), self.count(now))
        self.shown.update(f"{self.name} {number}" for number in numbers)
        items = "".join(f"<item>{self.entry(number, now)}</item>" for number in numbers)
        body = f"<rss version='2.0'><channel><title>T</title><language>en</language>{items}</channel></rss>"
        return Response(request.url, 200, (("etag", etag),), body.encode())

    def count(self, now: datetime) -> int:
        return (now - START) // EVERY + 5

    def date(self, number: int, now: datetime) -> datetime | None:
        return START + (number - 4) * EVERY

    def entry(self, number: int, now: datetime, guid: str = "", query: str = "") -> str:
        date = self.date(number, now)
        dated = f"<pubDate>{format_datetime(date)}</pubDate>" if date else ""
        link = f"https://{self.name}.example/{number}{query}"
        guid = guid or f"{self.name}-{number}"
        return (
            f"<title>{self.name} {number}</title><link>{link}</link>{dated}"
            f"<guid isPermaLink='false'>{guid}</guid>"
            f"<description>What happened at {self.name}, part {number}.</description>"
        )


class Moving(Outlet):
    """Move permanently twice; a month after each move the old address answers 404."""

    def show(self, request: Request, now: datetime) -> Response:
        days = (now - START).days
        current = "b" if 100 <= days < 200 else "c" if days >= 200 else "a"
        path = request.url.rpartition("/")[2]
        if path == current:
            return super().show(request, now)
        if days % 100 > 30:
            return Response(request.url, 404, (), b"")
        new = request.url.removesuffix(path) + current
        return replace(super().show(request, now), url=new, moved_to=new)


class Dying(Outlet):
    """Be unreachable for a week, fail for three, answer 410 for ten days; recover each time."""

    def show(self, request: Request, now: datetime) -> Response:
        days = (now - START).days
        if 50 <= days < 57:
            raise UnreachableError(request.url, "there is no such host")
        if 150 <= days < 171:
            return Response(request.url, 500, (), b"")
        if 250 <= days < 260:
            return Response(request.url, 410, (), b"")
        return super().show(request, now)


class Renaming(Outlet):
    """Give all entries new guids every 60 days, and other tracking parameters at every visit."""

    def entry(self, number: int, now: datetime, guid: str = "", query: str = "") -> str:
        query = f"?utm_source=feed&amp;utm_campaign={len(self.visits)}"
        return super().entry(number, now, f"{(now - START).days // 60}/{number}", query)


class Rebuilding(Outlet):
    """Rebuild the feed every week: all entries get the present date and a small correction."""

    def show(self, request: Request, now: datetime) -> Response:
        return super().show(replace(request, etag=""), now)

    def date(self, number: int, now: datetime) -> datetime | None:
        rebuilt = now - (now - START) % timedelta(weeks=1)
        return max(START + (number - 4) * EVERY, rebuilt)

    def entry(self, number: int, now: datetime, guid: str = "", query: str = "") -> str:
        return super().entry(number, now).replace("part", f"in week {(now - START).days // 7} part")


class Late(Outlet):
    """Publish entries two days late, with their true date."""

    def date(self, number: int, now: datetime) -> datetime | None:
        return START + (number - 4) * EVERY - timedelta(days=2)


class Undated(Outlet):
    """Publish entries without dates."""

    def date(self, number: int, now: datetime) -> datetime | None:
        return None


class RateLimited(Outlet):
    """Ask for two hours between visits (max-age), and for five after every tenth (429)."""

    def show(self, request: Request, now: datetime) -> Response:
        if len(self.visits) % 10 == 0:
            return Response(request.url, 429, (("retry-after", "18000"),), b"")
        answer = super().show(request, now)
        return replace(answer, headers=(*answer.headers, ("cache-control", "max-age=7200")))


@dataclass(frozen=True)
class FakeClient(Client):
    """A client of the simulated outlets at one moment."""

    outlets: tuple[Outlet, ...] = ()
    now: datetime = START

    def fetch(self, request: Request) -> Response:
        return next(o for o in self.outlets if f"//{o.name}." in request.url).answer(request, self.now)


OUTLETS = (Outlet, Moving, Dying, Renaming, Rebuilding, Late, Undated, RateLimited)


def list_collect_times() -> Iterator[datetime]:
    """Yield the times at which sources are collected: 1, 2, 9 and 12 hours apart."""
    now = START
    for hours in cycle((1, 2, 9, 12)):
        if now >= START + timedelta(days=DAYS):
            return
        yield now
        now += timedelta(hours=hours)


def publish(store: Store, now: datetime) -> list[str]:
    """Publish the edition of a day; return the titles of its articles."""
    day = now.date()
    window = open_window(now, 24, store.editions.last_made_at(day))
    articles = store.articles.find(now - timedelta(days=CONTEXT_DAYS))
    chosen = select_articles(
        articles, store.editions.published(day), store.sources.first_visits(), window, CONTEXT_DAYS
    )
    store.editions.record(
        day, now, complete_edition({"stories": []}), {article.id: "s" for article in chosen.fresh}
    )
    return [article.title for article in chosen.fresh]


pytestmark = pytest.mark.slow  # a year of visits


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Outlet, ...], Counter[str], Counter[str]]:
    """Return the outlets after a year, {title: times published}, {outlet: persistent failures}."""
    outlets = tuple(kind(kind.__name__.lower()) for kind in OUTLETS)
    sources = [Source(outlet.name, "feed", f"https://{outlet.name}.example/feed/a") for outlet in outlets]
    source_states = {source.name: SourceState() for source in sources}
    published: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    path: Path = tmp_path_factory.mktemp("year") / "digest.db"
    with open_store(f"sqlite:///{path}") as store:
        today = START.date()
        for now in list_collect_times():
            client = FakeClient(outlets=outlets, now=now)
            for source in sources:
                visit = collect_source(Visit(source, now, source_states[source.name]), client)
                source_states[source.name] = visit.state
                failures[source.name] += visit.failure_became_persistent
                # Without articles a visit changes only the source state, which is kept here.
                if visit.articles:
                    store.save_visits([visit], now)
            if now.date() != today:
                today = now.date()
                published.update(publish(store, now))
                store.prune(now - timedelta(days=30))
    return outlets, published, failures


def test_no_entry_is_published_twice(year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]]) -> None:
    _, published, _ = year
    assert max(published.values()) == 1


def test_no_entry_is_lost(year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]]) -> None:
    outlets, published, _ = year
    last = timedelta(days=DAYS) // EVERY
    for outlet in outlets:
        titles = {f"{outlet.name} {number}" for number in range(10, last)}
        missed = {title for title in titles if title not in published}
        if outlet.name == "dying":
            # Entries that came and went during an outage, and entries that were too old after it.
            assert titles - outlet.shown <= missed
            assert len(missed) < timedelta(days=7 + 22 + 31) / EVERY
        else:
            assert not missed, outlet.name


def test_no_feed_is_visited_more_than_once_an_hour(
    year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]],
) -> None:
    for outlet in year[0]:
        gaps = [later - earlier for earlier, later in zip(outlet.visits, outlet.visits[1:], strict=False)]
        assert min(gaps) >= HOUR, outlet.name
        if outlet.name == "ratelimited":
            assert min(gaps) >= 2 * HOUR
            assert sum(gap >= 5 * HOUR for gap in gaps) >= len(gaps) // 10


def test_failing_feeds_are_visited_less_often_but_never_given_up(
    year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]],
) -> None:
    outlets, _, failures = year
    (dying,) = (outlet for outlet in outlets if outlet.name == "dying")

    def count_visits(start: int, end: int) -> int:
        return sum(start <= (moment - START).days < end for moment in dying.visits)

    assert 20 < count_visits(150, 171) < 21 * 3
    assert count_visits(250, 279) == 1
    assert count_visits(283, 365) > 200
    assert {name: count for name, count in failures.items() if count} == {"dying": 3}
