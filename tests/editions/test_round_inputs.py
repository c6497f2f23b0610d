"""The editions of one hour group the same articles, once, and each shows its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.config import Config, list_edition_configs, parse_config
from digest.editions import arrangement
from digest.editions.round_inputs import list_companions
from digest.editions.shared_steps import SharedSteps
from digest.grouping import Grouping, compute_grouping
from digest.http import Client
from digest.models import Article, EditionData
from digest.pipeline import PublishOptions, collect, publish
from digest.store import open_store

FIRST_DAY = date(2026, 3, 9)  # a Monday
DAYS = 3

ROWS = {
    "words": 'words = ["ferry", "Fähre"]',
    "sections": 'sections = ["Hafen", "Harbour"]',
    "sources": 'sources = ["Kurier"]',
    "window": "window_hours = 168",
    "few": 'max_stories = 1\ntitle = "One a day"',
}
WANTED = {
    ROWS["words"]: ("Post", "Radio"),
    ROWS["sources"]: ("Kurier",),
    ROWS["window"]: ("Post", "Radio", "Kurier"),
}
"""{row: the sources whose articles of a day its edition has}"""

TEXTS = {
    "Post": (
        "Ferry {} aground off Lorn",
        "The ferry {} ran onto a sandbank off Lorn at dawn. A tug waits for the tide to pull it free.",
    ),
    "Radio": (
        "Ferry {} stuck on a sandbank",
        "A sandbank off Lorn holds the ferry {} since dawn. The tide is to lift it, says the tug's crew.",
    ),
    "Kurier": (
        "Bibliothek {} öffnet den Lesesaal",
        "Die Bibliothek {} hat ihren Lesesaal unter der Kuppel nach drei Jahren wieder geöffnet.",
    ),
}
NAMES = ("Annika", "Bertha", "Cosima")


def make_config(folder: Path, *rows: str, more: str = "") -> Config:
    sections = {"Post": "Hafen"}
    sources = more + "".join(
        f'[[sources]]\nfolder = "{name}"\nname = "{name}"\nsection = "{sections.get(name, "Town")}"\n'
        for name in TEXTS
    )
    editions = "".join(f'[[editions]]\nname = "e{n}"\n{row}\n' for n, row in enumerate(rows))
    return parse_config(f"version = 1\n{sources}{editions}", folder / "digest.toml", {}, {})


def write_day(folder: Path, number: int) -> None:
    day = FIRST_DAY + timedelta(days=number)
    for name, (title, text) in TEXTS.items():
        (folder / name).mkdir(exist_ok=True)
        row = {
            "url": f"https://{name.casefold()}.example/{number}",
            "title": title.format(NAMES[number]),
            "text": text.format(NAMES[number]),
            "lang": "de" if name == "Kurier" else "en",
            "published": f"{day}T04:00:00Z",
        }
        (folder / name / f"{day}.jsonl").write_text(json.dumps(row), "utf-8")


def publish_days(config: Config, days: int = DAYS) -> list[dict[str, EditionData]]:
    """Publish the editions of some days, each day in one round: [{name: issue}]."""
    issues = []
    with open_store(config.store_url) as store:
        for number in range(days):
            now = datetime.combine(FIRST_DAY + timedelta(days=number), datetime.min.time(), UTC)
            now += timedelta(hours=6, minutes=30)
            write_day(config.folder, number)
            collect(config, store, Client(), now, map)
            shared, every = SharedSteps(), list_edition_configs(config)
            issues.append(
                {own.edition: publish_one(own, every, store, now, shared) for own in every},
            )
    return issues


def publish_one(
    own: Config, every: Sequence[Config], store: Any, now: datetime, shared: SharedSteps
) -> EditionData:
    options = PublishOptions(companions=list_companions(own, every, now.date()), shared=shared)
    return publish(own, store, now.date(), now, map, options).data


def list_new(data: EditionData) -> list[str]:
    return sorted(
        article["title"] for story in data["stories"] for article in story["articles"] if article["new"]
    )


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_editions_of_one_hour_are_grouped_once(
    row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped: list[int] = []

    def count(articles: Sequence[Article], *others: Any) -> Grouping:
        grouped.append(len(articles))
        return compute_grouping(articles, *others)

    monkeypatch.setattr(arrangement, "compute_grouping", count)
    issues = publish_days(make_config(tmp_path, "", row))
    assert len(grouped) == DAYS
    for number, issue in enumerate(issues):
        titles = {name: title.format(NAMES[number]) for name, (title, _) in TEXTS.items()}
        assert list_new(issue["e0"]) == sorted(titles.values())
        assert set(list_new(issue["e1"])) <= set(titles.values())
        if row in WANTED:
            assert list_new(issue["e1"]) == sorted(titles[name] for name in WANTED[row])


def test_an_edition_that_is_published_again_by_itself_is_the_same(tmp_path: Path) -> None:
    config = make_config(tmp_path, "", ROWS["window"], ROWS["sources"])
    last = publish_days(config)[-1]
    every = list_edition_configs(config)
    now = datetime(2026, 3, 11, 9, tzinfo=UTC)
    for own in reversed(every):
        for path in own.output_folder.glob("digest-*"):
            path.unlink()
        with open_store(config.store_url) as store:
            assert publish_one(own, every, store, now, SharedSteps()) == last[own.edition]


def test_companions_have_an_hour_of_the_day_in_common(tmp_path: Path) -> None:
    config = make_config(
        tmp_path,
        "",
        'publish_at = ["06:30", "18:00"]',
        'publish_at = ["18:00"]',
        'days = ["sun"]',
        'timezone = "Asia/Tokyo"',
        "publish_at = []",
    )
    every = list_edition_configs(config)

    def name(number: int, day: date) -> list[str]:
        return [own.edition for own in list_companions(every[number], every, day)]

    sunday = FIRST_DAY - timedelta(days=1)
    assert [name(number, FIRST_DAY) for number in range(6)] == [["e1"], ["e0", "e2"], ["e1"], [], [], []]
    assert name(0, sunday) == ["e1", "e3"]
    assert name(3, sunday) == ["e0", "e1"]


def test_a_companion_that_cannot_be_read_does_not_affect_the_others(tmp_path: Path) -> None:
    # The names of the feeds of a list are known when it is read.
    (tmp_path / "list.opml").write_text(
        '<opml><body><outline type="rss" text="Gone" xmlUrl="http://127.0.0.1:1/feed"/></body></opml>',
        "utf-8",
    )
    more = '[[sources]]\nopml = "list.opml"\n'
    config = make_config(tmp_path, "", 'sources = ["Nobody"]', more=more)
    write_day(tmp_path, 0)
    now = datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    every = list_edition_configs(config)
    with open_store(config.store_url) as store:
        collect(config, store, Client(), now, map)
        assert len(list_new(publish_one(every[0], every, store, now, SharedSteps()))) == len(TEXTS)
