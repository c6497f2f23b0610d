"""The story command: describe a story; split, join, mute and restore it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.cli.views.story_view import (
    describe_corrections,
    describe_story,
    find_story,
    join_stories,
    mute_story,
    restore_story,
    split_story,
)
from digest.config import Config, parse_config
from digest.errors import DigestError
from digest.http import Client
from digest.models import complete_edition
from digest.pipeline import Publication, collect, publish
from digest.store import open_store

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)

DAY = date(2026, 3, 12)

TEXTS = {
    "gate": (
        "Flood gate at Port Ellery jams",
        "The flood gate at Port Ellery jammed half way on Monday night. A gale pushed the sea "
        "into the estuary.",
    ),
    "gate-two": (
        "Port Ellery flood gate jammed half way",
        "A gale jammed the flood gate at Port Ellery half way on Monday. The sea came far into the estuary.",
    ),
    "roof": (
        "Library roof to be finished in June",
        "The roof of the town library will be finished in June. The reading room opens first, said "
        "the council.",
    ),
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "inbox").mkdir()
    for name, (title, text) in TEXTS.items():
        row = {
            "url": f"https://{name}.example/",
            "source": name,
            "title": title,
            "text": text,
            "published": (NOW - timedelta(hours=3)).isoformat(),
            "lang": "en",
        }
        (tmp_path / "inbox" / f"{name}.jsonl").write_text(json.dumps(row))
    return parse_config('version = 1\n[[sources]]\nfolder = "inbox"\n', tmp_path / "digest.toml", {}, {})


def run_pipeline(config: Config, now: datetime = NOW) -> Publication:
    with open_store(config.store_url) as store:
        collect(config, store, Client(), now, map)
        return publish(config, store, now.date(), now, map)


def group_sources(publication: Publication) -> list[list[str]]:
    return sorted(sorted(row["source"] for row in story["articles"]) for story in publication.data["stories"])


def test_a_split_applies_on_the_same_day_and_the_next(config: Config) -> None:
    first = run_pipeline(config)
    assert group_sources(first) == [["gate", "gate-two"], ["roof"]]
    flood = next(story for story in first.data["stories"] if story["reports"] == 2)
    taken = next(row["id"] for row in flood["articles"] if row["source"] == "gate-two")
    with open_store(config.store_url) as store:
        new_story = split_story(store, flood["id"][:8], taken[:8])
    again = run_pipeline(config)
    assert group_sources(again) == [["gate"], ["gate-two"], ["roof"]]
    assert {new_story, flood["id"]} < {story["id"] for story in again.data["stories"]}
    late = {
        "url": "https://gate-three.example/",
        "source": "gate-three",
        "title": "Port Ellery flood gate jams half way in a gale",
        "text": TEXTS["gate-two"][1].replace("half way on Monday", "half way as night fell on Monday"),
        "published": (NOW + timedelta(hours=5)).isoformat(),
        "lang": "en",
    }
    (config.folder / "inbox" / "late.jsonl").write_text(json.dumps(late))
    (story,) = run_pipeline(config, NOW + timedelta(days=1)).data["stories"]
    assert len({row["source"] for row in story["articles"]} & {"gate", "gate-two"}) == 1


def test_stories_are_joined_muted_and_restored(config: Config) -> None:
    first = run_pipeline(config)
    one, other = (story["id"] for story in first.data["stories"])
    with open_store(config.store_url) as store:
        assert join_stories(store, one, other) == (one, other)
    assert group_sources(run_pipeline(config)) == [["gate", "gate-two", "roof"]]
    with open_store(config.store_url) as store:
        assert store.corrections.delete(one) == 1
    again = run_pipeline(config)
    assert group_sources(again) == group_sources(first)
    with open_store(config.store_url) as store:
        roof = next(story["id"] for story in again.data["stories"] if story["reports"] == 1)
        mute_story(store, roof)
    quiet = run_pipeline(config)
    assert group_sources(quiet) == [["gate", "gate-two"]]
    assert [row["why"] for row in quiet.data["left_out"]] == ["muted"]
    with open_store(config.store_url) as store:
        assert list(describe_corrections(store)) == [f"mute   {roof} (Library roof to be finished in June)"]
        assert restore_story(store, roof[:6]) == (roof, 1)
        assert list(describe_corrections(store)) == []
        with pytest.raises(DigestError, match="there is no correction of a story"):
            restore_story(store, roof)
    assert group_sources(run_pipeline(config)) == group_sources(first)


def test_corrections_are_listed_with_the_headlines_of_their_stories(config: Config) -> None:
    first = run_pipeline(config)
    one, other = (story["id"] for story in first.data["stories"])
    article = first.data["stories"][0]["articles"][1]["id"]
    with open_store(config.store_url) as store:
        new_story = split_story(store, one, article)
        join_stories(store, one, other)
        titles = {story["id"]: story["title"] for story in first.data["stories"]}
        assert list(describe_corrections(store)) == [
            f"join   {other} ({titles[other]}) into {one} ({titles[one]})",
            f"split  article {article} from {one} ({titles[one]}): {new_story}",
        ]


def test_a_story_is_described_with_shared_words_points_and_reports(config: Config) -> None:
    first = run_pipeline(config)
    flood = next(story for story in first.data["stories"] if story["reports"] == 2)
    with open_store(config.store_url) as store:
        lines = list(describe_story(find_story(store, flood["id"]), ZoneInfo("UTC")))
    text = "\n".join(lines)
    for expected in (
        "shared words: ",
        "Ellery",
        "points",
        "2 reports, 2 independent voices",
        "gate-two",
        "(new)",
    ):
        assert expected in text


@pytest.mark.parametrize(
    ("prefix", "message"), [("nothing", "no edition has a story"), ("", "no edition has a story")]
)
def test_an_unknown_story_raises_an_error(config: Config, prefix: str, message: str) -> None:
    run_pipeline(config)
    with open_store(config.store_url) as store, pytest.raises(DigestError, match=message):
        find_story(store, prefix)


def test_impossible_splits_and_joins_are_refused(config: Config) -> None:
    data = run_pipeline(config).data["stories"]
    roof = next(story for story in data if story["reports"] == 1)
    with open_store(config.store_url) as store:
        with pytest.raises(DigestError, match="has only this article"):
            split_story(store, roof["id"], roof["articles"][0]["id"])
        with pytest.raises(DigestError, match="has no article with the id zzz"):
            split_story(store, roof["id"], "zzz")
        with pytest.raises(DigestError, match="the same story"):
            join_stories(store, roof["id"], roof["id"])


def test_a_story_is_found_in_editions_of_any_age(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'digest.db'}") as store:
        for number in range(405):
            day = DAY - timedelta(days=number)
            row = {"id": f"{number:03}abc", "title": f"Story {number}", "articles": [], "summary": []}
            store.editions.record(day, NOW, complete_edition({"date": day.isoformat(), "stories": [row]}), {})
        oldest = find_story(store, "404")
        assert (oldest.data["title"], oldest.day) == ("Story 404", DAY - timedelta(days=404))
        store.corrections.save("joined", "404abc", target="000abc")
        assert list(describe_corrections(store)) == [
            "join   404abc (Story 404) into 000abc (Story 0)",
        ]
        with pytest.raises(DigestError, match="several stories have ids that begin with 40"):
            find_story(store, "40")
