"""The reader's word on stories: taken apart, joined, muted, taken back; it holds over days."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.cli.views.story_view import (
    describe,
    describe_corrections,
    find_story,
    join_stories,
    mute_story,
    restore_story,
    split_story,
)
from digest.config import Config, parse_config
from digest.errors import DigestError
from digest.grouping import correct_published, correct_stories
from digest.http import Client
from digest.models import Article, Corrections, Published, Story
from digest.pipeline import Publication, collect, publish
from digest.store import open_store

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
DAY = date(2026, 3, 12)


def article(id_: str, hours: float = 1) -> Article:
    moment = NOW - timedelta(hours=hours)
    return Article(id_, f"Outlet {id_}", f"https://{id_}.example/", f"Title {id_}", "Text.", moment, NOW)


def story(*ids: str, links: tuple[tuple[str, str, float], ...] = ()) -> Story:
    return Story(
        f"s-{ids[0]}", tuple(article(id_, at) for at, id_ in enumerate(ids, 1)), tuple(ids), links=links
    )


def stood(**homes: str) -> dict[str, Published]:
    return {article: Published(home, DAY) for article, home in homes.items()}


def ids(stories: tuple[Story, ...]) -> list[set[str]]:
    return [{article.id for article in story.articles} for story in stories]


def test_without_corrections_stories_stay_as_they_are() -> None:
    stories = (story("a", "b"), story("c"))
    assert correct_stories(stories, {}, Corrections()) == stories


def test_what_was_taken_apart_stays_apart_and_new_articles_go_where_they_fit() -> None:
    corrections = Corrections(moved=(("b", "S", "T"),))
    home = correct_published(stood(a="S", b="S", c="S"), corrections)
    assert home["b"].story_id == "T"
    links = (("a", "c", 0.9), ("b", "n", 0.8), ("a", "n", 0.3), ("b", "c", 0.2))
    parts = correct_stories([story("a", "b", "c", "n", links=links)], home, corrections)
    assert sorted(map(sorted, ids(parts))) == [["a", "c"], ["b", "n"]]
    for part in parts:
        held = {article.id for article in part.articles}
        assert all(one in held and other in held for one, other, _ in part.links)
        assert set(part.new) == held


def test_a_new_article_that_is_like_none_goes_to_the_larger_part() -> None:
    corrections = Corrections(moved=(("b", "S", "T"),))
    home = correct_published(stood(a="S", b="S", c="S"), corrections)
    parts = correct_stories([story("a", "b", "c", "n")], home, corrections)
    assert sorted(map(sorted, ids(parts))) == [["a", "c", "n"], ["b"]]


def test_what_was_joined_is_one_however_many_days_later() -> None:
    corrections = Corrections(joined=(("B", "A"), ("C", "B")))
    home = correct_published(stood(a="A", b="B", c="C", d="D"), corrections)
    assert {home[id_].story_id for id_ in "abc"} == {"A"}
    stories = correct_stories([story("a"), story("x", "b"), story("d"), story("c")], home, corrections)
    assert sorted(map(sorted, ids(stories))) == [["a", "b", "c", "x"], ["d"]]


def test_a_circle_of_joins_ends() -> None:
    corrections = Corrections(joined=(("A", "B"), ("B", "A")))
    home = correct_published(stood(a="A", b="B"), corrections)
    assert len(correct_stories([story("a"), story("b")], home, corrections)) in (1, 2)


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
def town(tmp_path: Path) -> Config:
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


def run(config: Config, now: datetime = NOW) -> Publication:
    with open_store(config.store_url) as store:
        collect(config, store, Client(), now, map)
        return publish(config, store, now.date(), now, map)


def sources(publication: Publication) -> list[list[str]]:
    return sorted(sorted(row["source"] for row in story["articles"]) for story in publication.data["stories"])


def test_the_reader_s_word_holds_the_same_day_and_the_next(town: Config) -> None:
    first = run(town)
    assert sources(first) == [["gate", "gate-two"], ["roof"]]
    flood = next(story for story in first.data["stories"] if story["reports"] == 2)
    taken = next(row["id"] for row in flood["articles"] if row["source"] == "gate-two")
    with open_store(town.store_url) as store:
        own = split_story(store, flood["id"][:8], taken[:8])
    again = run(town)
    assert sources(again) == [["gate"], ["gate-two"], ["roof"]]
    assert {own, flood["id"]} < {story["id"] for story in again.data["stories"]}
    late = {
        "url": "https://gate-three.example/",
        "source": "gate-three",
        "title": "Port Ellery flood gate jams half way in a gale",
        "text": TEXTS["gate-two"][1].replace("half way on Monday", "half way as night fell on Monday"),
        "published": (NOW + timedelta(hours=5)).isoformat(),
        "lang": "en",
    }
    (town.folder / "inbox" / "late.jsonl").write_text(json.dumps(late))
    (told,) = run(town, NOW + timedelta(days=1)).data["stories"]
    assert len({row["source"] for row in told["articles"]} & {"gate", "gate-two"}) == 1


def test_joined_muted_and_restored(town: Config) -> None:
    first = run(town)
    one, other = (story["id"] for story in first.data["stories"])
    with open_store(town.store_url) as store:
        assert join_stories(store, one, other) == (one, other)
    assert sources(run(town)) == [["gate", "gate-two", "roof"]]
    with open_store(town.store_url) as store:
        assert store.forget_corrections(one) == 1
    again = run(town)
    assert sources(again) == sources(first)
    with open_store(town.store_url) as store:
        roof = next(story["id"] for story in again.data["stories"] if story["reports"] == 1)
        mute_story(store, roof)
    quiet = run(town)
    assert sources(quiet) == [["gate", "gate-two"]]
    assert [row["why"] for row in quiet.data["left_out"]] == ["muted"]
    with open_store(town.store_url) as store:
        assert list(describe_corrections(store)) == [f"mute   {roof} (Library roof to be finished in June)"]
        assert restore_story(store, roof[:6]) == (roof, 1)
        assert list(describe_corrections(store)) == []
        with pytest.raises(DigestError, match="nothing was said of a story"):
            restore_story(store, roof)
    assert sources(run(town)) == sources(first)


def test_every_word_on_stories_is_listed_with_what_it_was_about(town: Config) -> None:
    first = run(town)
    one, other = (story["id"] for story in first.data["stories"])
    article = first.data["stories"][0]["articles"][1]["id"]
    with open_store(town.store_url) as store:
        own = split_story(store, one, article)
        join_stories(store, one, other)
        titles = {story["id"]: story["title"] for story in first.data["stories"]}
        assert list(describe_corrections(store)) == [
            f"join   {other} ({titles[other]}) into {one} ({titles[one]})",
            f"split  article {article} from {one} ({titles[one]}): {own}",
        ]


def test_a_dossier_tells_why_and_where(town: Config) -> None:
    first = run(town)
    flood = next(story for story in first.data["stories"] if story["reports"] == 2)
    with open_store(town.store_url) as store:
        lines = list(describe(find_story(store, flood["id"]), ZoneInfo("UTC")))
    text = "\n".join(lines)
    for said in (
        "shared words: ",
        "Ellery",
        "points",
        "2 reports, 2 independent voices",
        "gate-two",
        "(new)",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("given", "told"), [("nothing", "no edition holds a story"), ("", "no edition holds a story")]
)
def test_a_story_that_is_not_there(town: Config, given: str, told: str) -> None:
    run(town)
    with open_store(town.store_url) as store, pytest.raises(DigestError, match=told):
        find_story(store, given)


def test_a_split_that_makes_no_sense_is_refused(town: Config) -> None:
    data = run(town).data["stories"]
    roof = next(story for story in data if story["reports"] == 1)
    with open_store(town.store_url) as store:
        with pytest.raises(DigestError, match="is this one article"):
            split_story(store, roof["id"], roof["articles"][0]["id"])
        with pytest.raises(DigestError, match="holds no single article"):
            split_story(store, roof["id"], "zzz")
        with pytest.raises(DigestError, match="the same story"):
            join_stories(store, roof["id"], roof["id"])
