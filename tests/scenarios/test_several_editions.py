"""Ten simulated days of `digest serve` with three editions: each says everything that it wants, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import Config, list_edition_configs, parse_config
from digest.models import EditionData
from digest.serve.daemon import Daemon
from digest.store import open_store
from tests.support.mailserver import MailServer

FIRST_DAY = date(2026, 3, 5)  # a Thursday
DAYS = 10

CONFIG = """version = 1
title = "Town news"
timezone = "Europe/London"
[[sources]]
folder = "inbox"
[output]
formats = ["json", "html"]
[digest]
per_section = 100
max_stories = 100
[schedule]
grace_hours = 6
[[deliveries]]
name = "ada"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "news@example.org"
to = ["ada@example.org"]
[[deliveries]]
name = "bo"
kind = "email"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "news@example.org"
to = ["bo@example.org"]
[[editions]]
name = "daily"
deliveries = ["ada"]
[[editions]]
name = "sport"
title = "Sport at six"
timezone = "America/New_York"
sections = ["Sport"]
publish_at = ["18:00"]
days = ["mon", "tue", "wed", "thu", "fri"]
deliveries = ["bo"]
[[editions]]
name = "weekly"
title = "The week"
publish_at = ["17:00"]
days = ["thu"]
window_hours = 168
deliveries = ["ada", "bo"]
"""

HARBOUR = ("crane", "dredger", "lighthouse", "trawler", "customs shed", "slipway", "pilot boat", "breakwater",
           "ferry berth", "cold store")  # fmt: skip
SPORT = ("rowing", "hurdles", "fencing", "archery", "curling", "bowls", "sailing", "judo", "cricket",
         "shinty")  # fmt: skip
PLACES = ("Aldmouth", "Brackwell", "Corrie", "Dunholm", "Eskdale", "Farrow", "Garvie", "Holmby", "Invermay",
          "Jedwater")  # fmt: skip
VIADUCT = {
    0: (
        "Engineers inspect the cracked Tarn viaduct near Selby Moor",
        "Engineers found a crack in the third pier of the Tarn viaduct. Trains to Selby Moor end at "
        "Tarn Halt, and buses take passengers over the pass. The viaduct has carried the railway since 1871.",
    ),
    4: (
        "Tarn viaduct near Selby Moor to stay shut until June",
        "The railway over the Tarn viaduct stays shut until June, because the third pier has to be rebuilt. "
        "Buses from Tarn Halt to Selby Moor will run twice an hour over the pass.",
    ),
    8: (
        "Steel for the cracked Tarn viaduct reaches Selby Moor",
        "Forty girders for the Tarn viaduct came over the pass to Selby Moor by night. Workers will lift the "
        "first of them onto the third pier next week, and passengers keep taking the buses from Tarn Halt.",
    ),
}
"""{number of a day: headline and text of a report on one event}"""

BRIDGE = tuple(title for title, _ in VIADUCT.values())


def write_articles(inbox: Path, number: int) -> None:
    """Write the articles of one day: one on the harbour, one on sport, and some days one on the viaduct."""
    day = FIRST_DAY + timedelta(days=number)
    place, ship, sport = PLACES[number], HARBOUR[number], SPORT[number]
    rows = [
        (
            f"harbour-{number}",
            f"{place} gets a new {ship}",
            f"The {ship} at {place} cost {number + 2} million pounds. Its keeper comes from {place}.",
            "Harbour",
        ),
        (
            f"sport-{number}",
            f"{place} wins the {sport} title",
            f"The {sport} club of {place} beat last year's champions after extra time on Saturday.",
            "Sport",
        ),
    ]
    if number in VIADUCT:
        title, text = VIADUCT[number]
        rows.append((f"viaduct-{number}", title, text, "Harbour"))
    lines = [
        json.dumps(
            {
                "id": id_,
                "url": f"https://post.example/{id_}",
                "title": title,
                "text": text,
                "section": section,
            }
            | {"source": "Quay Post", "lang": "en", "published": f"{day}T05:00:00Z"}
        )
        for id_, title, text, section in rows
    ]
    (inbox / f"{day}.jsonl").write_text("\n".join(lines), "utf-8")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def serve_ten_days(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the daemon tick at some hours of each day; on the fourth day the machine sleeps until noon."""
    clock = [datetime(2026, 3, 5, tzinfo=UTC)]
    monkeypatch.setattr("digest.serve.daemon.read_clock", lambda: clock[0])
    monkeypatch.setattr("digest.serve.daemon.find_config", lambda file: config)
    daemon = Daemon(config, None)
    for number in range(DAYS):
        for hour in (5, 6.5, 7, 12, 17, 22, 23):
            clock[0] = datetime.combine(FIRST_DAY, datetime.min.time(), UTC) + timedelta(
                days=number, hours=hour
            )
            if hour == 6.5:
                write_articles(config.folder / "inbox", number)
            if number == 3 and hour < 12:
                continue
            daemon.tick()


def list_issues(config: Config) -> dict[str, list[EditionData]]:
    """Return {name of an edition: its issues, the oldest first}."""
    issues = {}
    with open_store(config.store_url) as store:
        for own in list_edition_configs(config):
            found = store.of_edition(own.edition).editions.recent(date(2027, 1, 1), 100)
            issues[own.edition] = list(reversed(found))
    return issues


def count_new_articles(issues: list[EditionData]) -> Counter[str]:
    return Counter(
        article["title"]
        for data in issues
        for story in data["stories"]
        for article in story["articles"]
        if article["new"]
    )


@pytest.mark.slow
def test_each_edition_says_everything_that_it_wants_once(
    tmp_path: Path, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inbox").mkdir()
    config = parse_config(CONFIG.format(port=mail_server.port), tmp_path / "digest.toml", {}, {})
    serve_ten_days(config, monkeypatch)
    issues = list_issues(config)
    days = {name: [date.fromisoformat(data["date"]) for data in found] for name, found in issues.items()}
    every_day = [FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    assert days["daily"] == every_day
    assert days["sport"] == [day for day in every_day if day.weekday() < 5]
    assert days["weekly"] == [FIRST_DAY, FIRST_DAY + timedelta(days=7)]
    check_continuation(*issues["weekly"])
    assert [data["catch_up"] for data in issues["daily"]] == [None] * DAYS

    harbour = Counter(f"{place} gets a new {ship}" for place, ship in zip(PLACES, HARBOUR, strict=True))
    sport = Counter(f"{place} wins the {game} title" for place, game in zip(PLACES, SPORT, strict=True))
    assert count_new_articles(issues["daily"]) == harbour + sport + Counter(BRIDGE)
    # The last two days are a Friday and a Saturday; Saturday's sport is for Monday.
    assert count_new_articles(issues["sport"]) == Counter(list(sport)[:9])
    week = Counter([*list(harbour)[:8], *list(sport)[:8], *BRIDGE[:2]])
    assert count_new_articles(issues["weekly"]) == week

    sent = Counter((address, str(mail["Subject"]).split(":")[0]) for address, mail in mail_server.got)
    assert sent == {
        ("ada@example.org", "Town news"): DAYS,
        ("bo@example.org", "Sport at six"): 7,
        ("ada@example.org", "The week"): 2,
        ("bo@example.org", "The week"): 2,
    }
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == DAYS + 7 + 2
    pages = {path.name for path in (tmp_path / "editions" / "weekly").iterdir()}
    assert pages >= {"digest-weekly-2026-03-12.html", "index.html", "feed.xml", "latest.html"}


def check_continuation(first: EditionData, second: EditionData) -> None:
    """Check that the second weekly issue goes on with the story that the first one had."""
    (story,) = (story for story in second["stories"] if "viaduct" in story["title"])
    assert story["continuing"]
    assert story["since"] == first["date"]
    new = {article["title"]: article["new"] for article in story["articles"]}
    assert new == {BRIDGE[0]: False, BRIDGE[1]: True}
    assert story["known_on"] == first["date"]
