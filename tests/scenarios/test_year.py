"""A year of polling, by a clock that runs fast: nothing told twice, nothing lost, nobody pestered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle
from pathlib import Path

import pytest

from digest.editions.selection import open_window, select_articles
from digest.errors import UnreachableError
from digest.http import Client, Request, Response
from digest.models import Source, SourceState, Visit
from digest.sources import collect_source
from digest.store import Store, open_store

START = datetime(2027, 1, 1, 5, tzinfo=UTC)
DAYS = 365
EVERY = timedelta(hours=60)
"""How often an outlet has news."""
SHOWN = 5
"""So many entries stand in a feed."""
CONTEXT_DAYS = 3
HOUR = timedelta(hours=1)


@dataclass
class Outlet:
    """A feed with news of its own and habits of its own; what it shows at a time depends on that time.

    asked: when it was. shown: the titles that stood in an answer of it.
    """

    name: str
    asked: list[datetime] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def answer(self, request: Request, now: datetime) -> Response:
        self.asked.append(now)
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
    """Moves for good twice; a month after each move nothing is left at the old address."""

    def show(self, request: Request, now: datetime) -> Response:
        days = (now - START).days
        home = "b" if 100 <= days < 200 else "c" if days >= 200 else "a"
        at = request.url.rpartition("/")[2]
        if at == home:
            return super().show(request, now)
        if days % 100 > 30:
            return Response(request.url, 404, (), b"")
        new = request.url.removesuffix(at) + home
        return replace(super().show(request, now), url=new, moved_to=new)


class Dying(Outlet):
    """Is off the network for a week, in trouble for three, gone for ten days; always comes back."""

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
    """Gives all entries new guids now and then, and other tracking parameters at every visit."""

    def entry(self, number: int, now: datetime, guid: str = "", query: str = "") -> str:
        query = f"?utm_source=feed&amp;utm_campaign={len(self.asked)}"
        return super().entry(number, now, f"{(now - START).days // 60}/{number}", query)


class Rebuilding(Outlet):
    """Rebuilds its feed every week: all entries are of today, and slightly corrected."""

    def show(self, request: Request, now: datetime) -> Response:
        return super().show(replace(request, etag=""), now)

    def date(self, number: int, now: datetime) -> datetime | None:
        rebuilt = now - (now - START) % timedelta(weeks=1)
        return max(START + (number - 4) * EVERY, rebuilt)

    def entry(self, number: int, now: datetime, guid: str = "", query: str = "") -> str:
        return super().entry(number, now).replace("part", f"in week {(now - START).days // 7} part")


class Late(Outlet):
    """Brings its news two days late, under its true date."""

    def date(self, number: int, now: datetime) -> datetime | None:
        return START + (number - 4) * EVERY - timedelta(days=2)


class Undated(Outlet):
    """Never says when."""

    def date(self, number: int, now: datetime) -> datetime | None:
        return None


class Shy(Outlet):
    """Wants to be left alone: two hours after an answer, and longer after every tenth."""

    def show(self, request: Request, now: datetime) -> Response:
        if len(self.asked) % 10 == 0:
            return Response(request.url, 429, (("retry-after", "18000"),), b"")
        answer = super().show(request, now)
        return replace(answer, headers=(*answer.headers, ("cache-control", "max-age=7200")))


@dataclass(frozen=True)
class FakeClient(Client):
    """A door to the outlets, at one moment."""

    outlets: tuple[Outlet, ...] = ()
    now: datetime = START

    def fetch(self, request: Request) -> Response:
        return next(o for o in self.outlets if f"//{o.name}." in request.url).answer(request, self.now)


OUTLETS = (Outlet, Moving, Dying, Renaming, Rebuilding, Late, Undated, Shy)


def tick() -> Iterator[datetime]:
    """The moments at which the program looks at its sources: hourly, and after a night."""
    now = START
    for hours in cycle((1, 2, 9, 12)):
        if now >= START + timedelta(days=DAYS):
            return
        yield now
        now += timedelta(hours=hours)


def publish(store: Store, now: datetime) -> list[str]:
    """The titles that the edition of a day tells; they are marked as published."""
    day = now.date()
    window = open_window(now, 24, store.last_made(day))
    articles = store.articles(now - timedelta(days=CONTEXT_DAYS))
    chosen = select_articles(articles, store.published(day), store.first_visits(), window, CONTEXT_DAYS)
    store.record_edition(day, now, {"stories": []}, {article.id: "s" for article in chosen.fresh})
    return [article.title for article in chosen.fresh]


pytestmark = pytest.mark.slow  # a year of visits


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Outlet, ...], Counter[str], Counter[str]]:
    """The outlets after a year; how often each title was told; how often each name's failure was."""
    outlets = tuple(kind(kind.__name__.lower()) for kind in OUTLETS)
    sources = [Source(outlet.name, "feed", f"https://{outlet.name}.example/feed/a") for outlet in outlets]
    source_states = {source.name: SourceState() for source in sources}
    told: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    path: Path = tmp_path_factory.mktemp("year") / "digest.db"
    with open_store(f"sqlite:///{path}") as store:
        today = START.date()
        for now in tick():
            client = FakeClient(outlets=outlets, now=now)
            for source in sources:
                visit = collect_source(Visit(source, now, source_states[source.name]), client)
                source_states[source.name] = visit.state
                failures[source.name] += visit.lasting
                # What brought nothing changes nothing in the store but the memory, which is kept here.
                if visit.articles:
                    store.save_collected([visit], now)
            if now.date() != today:
                today = now.date()
                told.update(publish(store, now))
                store.prune(now - timedelta(days=30))
    return outlets, told, failures


def test_nothing_is_told_twice(year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]]) -> None:
    _, told, _ = year
    assert max(told.values()) == 1


def test_nothing_is_lost(year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]]) -> None:
    outlets, told, _ = year
    last = timedelta(days=DAYS) // EVERY
    for outlet in outlets:
        titles = {f"{outlet.name} {number}" for number in range(10, last)}
        missed = {title for title in titles if title not in told}
        if outlet.name == "dying":
            # What came and went while nobody could have it, and what was old when it could be had again.
            assert titles - outlet.shown <= missed
            assert len(missed) < timedelta(days=7 + 22 + 31) / EVERY
        else:
            assert not missed, outlet.name


def test_nobody_is_asked_more_than_once_an_hour(
    year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]],
) -> None:
    for outlet in year[0]:
        gaps = [later - earlier for earlier, later in zip(outlet.asked, outlet.asked[1:], strict=False)]
        assert min(gaps) >= HOUR, outlet.name
        if outlet.name == "shy":
            assert min(gaps) >= 2 * HOUR
            assert sum(gap >= 5 * HOUR for gap in gaps) >= len(gaps) // 10


def test_who_is_ill_is_asked_less_and_never_given_up(
    year: tuple[tuple[Outlet, ...], Counter[str], Counter[str]],
) -> None:
    outlets, _, failures = year
    (dying,) = (outlet for outlet in outlets if outlet.name == "dying")

    def asked(start: int, end: int) -> int:
        return sum(start <= (moment - START).days < end for moment in dying.asked)

    assert 20 < asked(150, 171) < 21 * 3
    assert asked(250, 279) == 1
    assert asked(283, 365) > 200
    assert {name: count for name, count in failures.items() if count} == {"dying": 3}
