"""An edition that would be made again from the same inputs stays as it is; whatever changes makes it anew."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.config import Config, parse_config
from digest.errors import StoreError
from digest.http import Client
from digest.models import Story
from digest.pipeline import Publication, PublishOptions, collect, publish, publish_and_deliver, republish
from digest.publishing import unchanged_editions
from digest.runtime.plugins import add_plugin_folder
from digest.store import open_store

NOW = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
DAY = date(2026, 5, 4)

SETTINGS = """
title = "Valley page"
[[sources]]
folder = "inbox"
[[sources]]
folder = "letters"
[output]
formats = ["html", "markdown", "edition.org.j2"]
templates = "own"
"""

LOCK = (
    "Das Wehr bei Altmühl schließt seit Montag nicht mehr. Taucher suchen nach dem verklemmten Balken, "
    "sagte die Gemeinde. Der Radweg am Ufer bleibt gesperrt, bis das Wasser gefallen ist."
)
BRIDGE = (
    "The footbridge over the Senn reopens on Friday. Carpenters replaced forty planks and the eastern rail. "
    "The council paid for the timber with the money left from the fair."
)
MARKET = "Le marché couvert de Saint-Aubin rouvre samedi. Les halles avaient fermé après la tempête de mars."


@dataclass
class Newsroom:
    """A configuration and its store, and how the editions made with it came about."""

    folder: Path
    settings: str = SETTINGS
    now: datetime = NOW
    steps: list[str] = field(default_factory=list)

    @property
    def config(self) -> Config:
        return parse_config(f"version = 1\n{self.settings}", self.folder / "digest.toml", {}, {})

    def add(self, name: str, title: str, text: str, hours: float = 5) -> None:
        published = (NOW - timedelta(hours=hours)).isoformat()
        row = {"title": title, "text": text, "url": f"https://senn.example/{name}", "published": published}
        (self.folder / "inbox" / f"{name}.json").write_text(json.dumps(row), "utf-8")

    def run(self, minutes: int = 60, options: PublishOptions | None = None) -> Publication:
        """Collect and publish, some time after the last run."""
        self.now += timedelta(minutes=minutes)
        self.steps.clear()
        config = self.config
        with open_store(config.store_url) as store:
            collect(config, store, Client(), self.now, map)
            day = self.now.date()
            return publish(config, store, day, self.now, map, options, report=self.steps.append)

    def run_anew(self) -> dict[str, bytes]:
        """Make today's edition although nothing has changed, and return its files."""
        with open_store(self.config.store_url) as store:
            store.editions.save_written(self.now.date(), "")
        self.run(0)
        assert self.was_made()
        return self.files()

    def was_made(self) -> bool:
        """Whether the last run grouped and rendered."""
        return "Grouping the articles" in self.steps and "Rendering markdown" in self.steps

    def files(self) -> dict[str, bytes]:
        folder = self.config.output_folder
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "letters").mkdir()
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "edition.org.j2").write_text("* {{ title }}\n", "utf-8")
    newsroom = Newsroom(tmp_path)
    newsroom.add("wehr", "Wehr bei Altmühl verklemmt", LOCK)
    newsroom.add("bridge", "Footbridge over the Senn reopens", BRIDGE)
    newsroom.run(0)
    assert newsroom.was_made()
    return newsroom


def test_nothing_new_leaves_the_edition_as_it_is(newsroom: Newsroom) -> None:
    folder = newsroom.config.output_folder
    first = newsroom.files()
    assert newsroom.run_anew() == first
    places = {path.name: path.lstat().st_ino for path in folder.iterdir() if not path.is_symlink()}
    publication = newsroom.run()
    assert newsroom.steps == []
    assert newsroom.files() == first
    assert {path.name: path.lstat().st_ino for path in folder.iterdir() if not path.is_symlink()} == places
    with open_store(newsroom.config.store_url) as store:
        assert publication.data == store.editions.data(DAY)
        assert store.editions.issued_at(DAY) == newsroom.now
        assert store.editions.made_at(DAY) == NOW
    names = ["digest-2026-05-04.html", "digest-2026-05-04.md", "digest-2026-05-04.org"]
    assert [path.name for path in publication.files] == names


def _add_article(newsroom: Newsroom) -> None:
    newsroom.add("halles", "Les halles de Saint-Aubin rouvrent", MARKET)


def _change_article(newsroom: Newsroom) -> None:
    newsroom.add("bridge", "Footbridge over the Senn reopens", BRIDGE.replace("forty", "sixty"))


def _mute_story(newsroom: Newsroom) -> None:
    with open_store(newsroom.config.store_url) as store:
        data = store.editions.data(DAY)
        assert data
        store.corrections.save("muted", data["stories"][0]["id"], target=data["stories"][0]["title"])


def _change_title(newsroom: Newsroom) -> None:
    newsroom.settings = newsroom.settings.replace("Valley page", "Page of the valley")


def _change_length(newsroom: Newsroom) -> None:
    newsroom.settings += "[summary]\nsingle_words = 15\n"


def _weigh_source(newsroom: Newsroom) -> None:
    newsroom.settings = newsroom.settings.replace('"inbox"\n', '"inbox"\nweight = 3\n')


def _add_rule(newsroom: Newsroom) -> None:
    newsroom.settings += "[[rules]]\nmatch.title = 'footbridge'\nboost = 2\n"


def _filter_articles(newsroom: Newsroom) -> None:
    (newsroom.folder / "shorter_titles.py").write_text(
        "from dataclasses import replace\n"
        "def shorten(article):\n    return replace(article, title=article.title[:12])\n",
        "utf-8",
    )
    add_plugin_folder(newsroom.folder)
    newsroom.settings += "[[rules]]\nfilter = 'shorter_titles:shorten'\n"


def _add_format(newsroom: Newsroom) -> None:
    newsroom.settings = newsroom.settings.replace('["html", ', '["text", "html", ')


def _change_template(newsroom: Newsroom) -> None:
    template = newsroom.folder / "own" / "edition.org.j2"
    before = template.stat()
    template.write_text("= {{ title }}\n", "utf-8")
    os.utime(template, ns=(before.st_atime_ns, before.st_mtime_ns))


def _override_template(newsroom: Newsroom) -> None:
    (newsroom.folder / "own" / "edition.md.j2").write_text("# {{ date }}\n", "utf-8")


def _delete_page(newsroom: Newsroom) -> None:
    (newsroom.config.output_folder / "digest-2026-05-04.md").unlink()


def _damage_page(newsroom: Newsroom) -> None:
    page = newsroom.config.output_folder / "digest-2026-05-04.html"
    content = page.read_bytes()
    page.write_bytes(content[:-2] + b"?\n")


def _delete_index(newsroom: Newsroom) -> None:
    (newsroom.config.output_folder / "index.html").unlink()


def _move_output(newsroom: Newsroom) -> None:
    newsroom.settings = newsroom.settings.replace("[output]\n", '[output]\nfolder = "pages"\n')


def _change_earlier_edition(newsroom: Newsroom) -> None:
    with open_store(newsroom.config.store_url) as store:
        data = store.editions.data(DAY)
        assert data
        day = DAY - timedelta(days=1)
        earlier = {**data, "date": str(day), "title": "Yesterday"}
        store.editions.record(day, NOW - timedelta(days=1), earlier, {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        (_add_article, _change_article, _mute_story),
        (_change_title, _change_length, _weigh_source, _add_format, _move_output),
        (_add_rule, _filter_articles),
        (_change_template, _override_template),
        (_delete_page, _damage_page, _delete_index, _change_earlier_edition),
    ],
)
def test_every_change_makes_the_edition_anew(
    changes: Sequence[Callable[[Newsroom], None]], newsroom: Newsroom
) -> None:
    for change in changes:
        newsroom.run()
        assert not newsroom.was_made(), change
        change(newsroom)
        newsroom.run()
        assert newsroom.was_made(), change
        written = newsroom.files()
        newsroom.run()
        assert not newsroom.was_made(), change
        assert newsroom.files() == written == newsroom.run_anew(), change


def test_a_source_that_fails_makes_the_edition_anew(newsroom: Newsroom) -> None:
    (newsroom.folder / "letters").rmdir()
    for failures in (1, 2):  # the edition says how often it has failed
        assert newsroom.run().data["sources"][1]["failures"] == failures
        assert newsroom.was_made()


def test_another_day_has_an_edition_of_its_own(newsroom: Newsroom) -> None:
    newsroom.run(24 * 60)
    assert newsroom.was_made()
    assert "digest-2026-05-05.md" in newsroom.files()
    newsroom.run()
    assert not newsroom.was_made()


@pytest.mark.parametrize("name", ["__version__", "_describe_program"])
def test_another_program_makes_the_edition_anew(
    name: str, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    unchanged_editions._describe_program.cache_clear()
    changed: object = "99.1" if name == "__version__" else lambda: ("another package",)
    with monkeypatch.context() as patch:
        patch.setattr(unchanged_editions, name, changed)
        newsroom.run()
        assert newsroom.was_made()
    unchanged_editions._describe_program.cache_clear()
    newsroom.run()
    assert newsroom.was_made()


def test_options_of_one_edition_count(newsroom: Newsroom) -> None:
    newsroom.run(options=PublishOptions(since=NOW - timedelta(hours=1)))
    assert newsroom.was_made()
    newsroom.run(options=PublishOptions(dry_run=True))
    assert newsroom.was_made()


@pytest.mark.parametrize(
    "settings",
    ['filters = { plain = "html:escape" }', "images = true"],
)
def test_plugins_and_images_are_always_made_anew(settings: str, newsroom: Newsroom) -> None:
    newsroom.settings += f"{settings}\n"
    for _ in range(3):
        newsroom.run()
        assert newsroom.was_made()


@pytest.mark.parametrize("kind", ["large", "link"])
def test_a_folder_of_templates_that_is_not_read_through_is_taken_for_changed(
    kind: str, newsroom: Newsroom
) -> None:
    own = newsroom.folder / "own"
    if kind == "large":
        with (own / "film.mp4").open("wb") as file:
            file.truncate(unchanged_editions.MAX_TEMPLATES_BYTES + 1)
    else:
        (own / "more").symlink_to(newsroom.folder / "letters", target_is_directory=True)
    for _ in range(2):
        newsroom.run()
        assert newsroom.was_made()


def test_an_edition_in_which_the_program_failed_is_made_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(story: Story) -> None:
        if "footbridge" in repr(story):
            raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("digest.editions.story_plans.is_lone_teaser", fail)
        _change_title(newsroom)
        newsroom.run()
    assert len(newsroom.run().data["stories"]) == 2
    assert newsroom.was_made()
    newsroom.run()
    assert not newsroom.was_made()


def test_the_link_to_the_latest_page_is_restored(newsroom: Newsroom) -> None:
    latest = newsroom.config.output_folder / "latest.html"
    latest.unlink()
    newsroom.run()
    assert not newsroom.was_made()
    assert latest.read_bytes() == newsroom.files()["digest-2026-05-04.html"]


def test_old_templates_written_again_are_noticed(newsroom: Newsroom) -> None:
    _change_template(newsroom)
    with open_store(newsroom.config.store_url) as store:
        republish(newsroom.config, store, DAY)
    newsroom.run()
    assert newsroom.was_made()
    assert newsroom.files()["digest-2026-05-04.org"] == b"= Valley page\n"


def test_new_and_waiting_deliveries_of_an_unchanged_edition_are_sent(newsroom: Newsroom) -> None:
    def deliver() -> tuple[str, ...]:
        config, newsroom.now = newsroom.config, newsroom.now + timedelta(minutes=30)
        newsroom.steps.clear()
        with open_store(config.store_url) as store:
            _, sent = publish_and_deliver(
                *(config, store, DAY, newsroom.now, map, PublishOptions(), "test", Client()),
                clock=lambda: newsroom.now,
                report=newsroom.steps.append,
            )
        assert not newsroom.was_made()
        return tuple(f"{row.target} {'failed' if row.failure else 'sent'}" for row in sent)

    newsroom.settings += '[[deliveries]]\nkind = "files"\nname = "copy"\nfolder = "digest.toml/copy"\n'
    (newsroom.folder / "digest.toml").touch()
    assert deliver() == ("copy failed",)
    (newsroom.folder / "digest.toml").unlink()
    assert deliver() == ("copy sent",)
    assert deliver() == ()
    copied = (newsroom.folder / "digest.toml" / "copy" / "digest-2026-05-04.org").read_bytes()
    assert copied == newsroom.files()["digest-2026-05-04.org"]


@pytest.mark.parametrize("written", ["7", '{"pages": 5}', "{"])
def test_a_damaged_record_of_the_files_makes_the_edition_anew(newsroom: Newsroom, written: str) -> None:
    first = newsroom.files()
    with open_store(newsroom.config.store_url) as store:
        store.editions.save_written(DAY, written)
    newsroom.run(0)
    assert newsroom.was_made()
    assert newsroom.files() == first


_Damage = Callable[[dict[str, Any]], None]


def _mistype_key(data: dict[str, Any]) -> None:
    data["storjes"] = data.pop("stories")


def _mistype_key_of_story(data: dict[str, Any]) -> None:
    data["stories"][0]["tiTle"] = data["stories"][0].pop("title")


def _change_time(data: dict[str, Any]) -> None:
    data["made"] = data["made"].replace("2", "r")


def _change_place(data: dict[str, Any]) -> None:
    data["stories"][0]["summary"][0]["article"] = 64


def _change_type(data: dict[str, Any]) -> None:
    data["stories"][0]["articles"] = 5


@pytest.mark.own_store("damages the file")
@pytest.mark.parametrize(
    "damage", [_mistype_key, _mistype_key_of_story, _change_time, _change_place, _change_type]
)
def test_an_earlier_edition_that_is_damaged_is_an_error_of_the_store(
    newsroom: Newsroom, damage: _Damage
) -> None:
    with closing(sqlite3.connect(newsroom.folder / "digest.db")) as database, database:
        (text,) = database.execute("select data from editions").fetchone()
        data = json.loads(text)
        damage(data)
        database.execute("update editions set data = ?", (json.dumps(data),))
    newsroom.add("halles", "Les halles de Saint-Aubin rouvrent", MARKET, -20)
    with pytest.raises(StoreError, match="a stored value is damaged") as error:
        newsroom.run(24 * 60)
    assert "restore a copy" in error.value.advice
