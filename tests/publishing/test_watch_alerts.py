"""Watches: a matching story is sent once, at once, outside of quiet hours, to the targets of its watch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import Config
from digest.config.loader import parse_config
from digest.http import Client
from digest.models import Article, Collected, Source
from digest.publishing.watch_alerts import AlertResult, plan_alerts, send_alerts
from digest.serve.health import describe_state
from digest.store import Store, open_store
from tests.support.webserver import Route, WebServer

NOW = datetime(2026, 3, 12, 15, tzinfo=UTC)
INBOX = Source("Inbox", "folder", "/inbox")

AGROUND = (
    (
        "Harbour Post",
        "Ferry runs aground off Port Ellis",
        "The ferry ran aground off Port Ellis in thick fog.",
    ),
    (
        "Coast Radio",
        "Port Ellis ferry aground, all safe",
        "The ferry off Port Ellis is aground in fog; all are safe.",
    ),
)
ROOF = ("Town Crier", "Library roof finished", "The new roof of the town library was finished on Monday.")


class Town:
    """A store with articles, a configuration with one watch, and a server that receives what is sent."""

    def __init__(self, store: Store, web: WebServer, folder: Path, **keys: object) -> None:
        self.store, self.web, self.now = store, web, NOW
        web.routes["/hook"] = Route()
        rows = {"name": "Ellis", "words": ["Port Ellis"], "deliveries": ["hook"], **keys}
        watch = "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items())
        hook = f'[[deliveries]]\nkind = "webhook"\nname = "hook"\nurl = "{web.url("/hook")}"\n'
        head = 'version = 1\ntimezone = "Europe/Berlin"\n[[sources]]\nfolder = "/inbox"\n'
        text = f"{head}[[watches]]\n{watch}{hook}"
        self.config: Config = parse_config(text, folder / "digest.toml", {}, {})

    def collect(self, *rows: tuple[str, str, str], at: datetime | None = None) -> None:
        articles = [
            Article(
                id=f"{source}-{title}".lower().replace(" ", "-")[:60],
                source=source,
                url=f"https://{source.split()[0].lower()}.example/{number}",
                title=title,
                text=text,
                published=at or self.now,
                first_seen=at or self.now,
                language="en",
                feed=INBOX.key,
            )
            for number, (source, title, text) in enumerate(rows)
        ]
        self.store.save_visits([Collected(INBOX, tuple(articles))], self.now)

    def tick(self) -> tuple[AlertResult, ...]:
        plan_alerts(self.config, self.store, self.now)
        return send_alerts(self.config, self.store, lambda: self.now, Client(timeout_seconds=5))

    @property
    def received(self) -> list[list[str]]:
        """The headlines of each message that arrived."""
        bodies = [json.loads(request.body) for request in self.web.requests]
        return [[story["title"] for story in body["stories"]] for body in bodies]


@pytest.fixture
def make_town(tmp_path: Path, web: WebServer) -> Iterator[Callable[..., Town]]:
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        yield lambda **keys: Town(store, web, tmp_path, **keys)


@contextmanager
def at(town: Town, **later: float) -> Iterator[None]:
    town.now = NOW + timedelta(**later)
    yield


def test_a_matching_story_is_sent_once_however_it_grows(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.collect(AGROUND[0], ROOF)
    (result,) = town.tick()
    assert result.failure is None
    assert town.received == [["Ferry runs aground off Port Ellis"]]
    body = json.loads(town.web.requests[0].body)
    assert (body["title"], body["kind"]) == ("Ellis", "full")
    assert body["stories"][0]["summary"][0]["text"].startswith("The ferry ran aground off Port Ellis")
    assert town.tick() == ()
    with at(town, hours=5):
        town.collect(*AGROUND, ROOF)
        assert town.tick() == ()
    with at(town, days=1, hours=2):
        town.collect(("Harbour Post", "Ferry off Port Ellis still aground in fog", AGROUND[1][2]))
        assert town.tick() == ()
    assert len(town.received) == 1


def test_another_story_of_the_watch_is_sent_too(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.collect(AGROUND[0])
    town.tick()
    with at(town, hours=1):
        school = "Pupils planted forty apple trees behind the school of Port Ellis, their teacher said."
        town.collect(("Town Crier", "Pupils plant an orchard", school), ROOF)
        town.tick()
    assert [titles[0] for titles in town.received] == [
        "Ferry runs aground off Port Ellis",
        "Pupils plant an orchard",
    ]


def test_a_story_needs_its_least_voices(make_town: Callable[..., Town]) -> None:
    town = make_town(least_voices=2)
    town.collect(AGROUND[0])
    assert town.tick() == ()
    with at(town, hours=1):
        town.collect(*AGROUND)
        town.tick()
    assert [len(titles) for titles in town.received] == [1]


@pytest.mark.parametrize(
    ("keys", "is_sent"),
    [
        ({"words": ["ferry AND fog"]}, True),
        ({"words": ["ferry AND strike"]}, False),
        ({"words": ["strike", "PORT  ellis"]}, True),
        ({"words": ["Port Ell"]}, False),
        ({"not": ["aground"]}, False),
        ({"not": ["Port Ellis United"]}, True),
        ({"sources": ["harbour post"]}, True),
        ({"sources": ["Coast Radio"]}, False),
        ({"words": ["渡船"]}, False),
        ({"deliveries": []}, False),
    ],
)
def test_words_and_conditions(make_town: Callable[..., Town], keys: dict[str, object], is_sent: bool) -> None:
    town = make_town(**keys)
    town.collect(AGROUND[0], ROOF)
    town.tick()
    assert len(town.received) == is_sent


def test_words_of_other_scripts_match(make_town: Callable[..., Town]) -> None:
    town = make_town(words=["渡船", "паром AND туман"])
    town.collect(("Hafen", "埃利斯港渡船搁浅", "渡船周一在浓雾中搁浅，乘客全部获救。"))
    town.collect(("Порт", "Паром сел на мель", "Паром сел на мель в тумане. Виноват туман."))
    town.tick()
    assert sorted(town.received[0]) == ["Паром сел на мель", "埃利斯港渡船搁浅"]


def test_old_articles_are_no_news(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.collect(AGROUND[0], at=NOW - timedelta(days=2))
    assert town.tick() == ()


def test_in_quiet_hours_nothing_is_sent_and_it_comes_when_they_end(make_town: Callable[..., Town]) -> None:
    # It is 16:00 in Berlin.
    town = make_town(quiet=["12:00-13:00", "15:30-06:30"])
    town.collect(AGROUND[0])
    assert town.tick() == ()
    with at(town, hours=14, minutes=29):
        assert town.tick() == ()
    with at(town, hours=14, minutes=30):
        (result,) = town.tick()
    assert result.failure is None
    assert len(town.received) == 1


def test_what_has_not_arrived_is_tried_again(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.web.routes["/hook"] = Route(status=503)
    town.collect(AGROUND[0])
    (result,) = town.tick()
    assert result.failure is not None
    assert result.failure.advice == "It is tried again automatically."
    assert not result.is_final
    assert town.tick() == ()
    town.web.routes["/hook"] = Route()
    with at(town, minutes=1):
        (again,) = town.tick()
    assert again.failure is None
    (alert,) = town.store.watches.alerts()
    assert (alert.state, alert.attempts, alert.message) == ("done", 2, "")


@pytest.mark.parametrize(("quiet", "last_hour"), [((), 24), (("15:30-18:00",), 26)])
def test_retries_end_a_day_after_an_alert_could_first_be_sent(
    make_town: Callable[..., Town], quiet: tuple[str, ...], last_hour: int
) -> None:
    town = make_town(quiet=quiet)
    town.web.routes["/hook"] = Route(status=503)
    town.collect(AGROUND[0])
    tried = []
    for half_hours in range(80):
        with at(town, hours=half_hours / 2):
            tried += [half_hours / 2 for _ in town.tick()]
    assert last_hour - 1 <= tried[-1] <= last_hour + 1
    (alert,) = town.store.watches.alerts()
    assert alert.state == "failed"


def test_status_says_what_has_not_arrived(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.collect(AGROUND[0])
    town.web.routes["/hook"] = Route(status=503)
    town.tick()
    expected = "What the watch Ellis found has not reached hook: "

    def list_problems() -> list[str]:
        problems: list[str] = describe_state(town.config, town.store, town.now)["problems"]
        return [problem for problem in problems if problem.startswith(expected)]

    assert len(list_problems()) == 1
    town.web.routes["/hook"] = Route()
    with at(town, minutes=5):
        town.tick()
        assert list_problems() == []


def test_what_is_refused_is_not_tried_again(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.web.routes["/hook"] = Route(status=403)
    town.collect(AGROUND[0])
    (result,) = town.tick()
    assert result.failure is not None
    assert result.failure.advice == "Correct url or headers.", "no command sends an alert again"
    assert result.is_final
    with at(town, hours=3):
        assert town.tick() == ()
    assert town.store.watches.alerts()[0].state == "failed"
