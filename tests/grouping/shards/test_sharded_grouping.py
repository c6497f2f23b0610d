"""Grouping in shards: the stories of the grouping at once, whatever the parts and the workers."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.world import make_reports, make_words
from digest.grouping.cluster import cluster_articles, compute_grouping, group_articles
from digest.grouping.settings import DEFAULT_SETTINGS
from digest.grouping.shards import ArticleFile, assemble_stories, compute_grouping_in_shards, group_in_shards
from digest.grouping.story_builder import rebuild_story
from digest.grouping.terms import count_terms
from digest.grouping.tracking.recurring_series import find_series
from digest.grouping.vectors import build_vectors
from digest.models import Article, Story
from digest.runtime.executors import open_map

pytestmark = pytest.mark.own_engine("its workers are killed")

NOW = datetime(2026, 3, 11, 6, 30, tzinfo=UTC)


def make_day(size: int, language: str = "en", outlets: int = 40) -> list[Article]:
    """Make a day of planted stories: full texts, teasers, headlines, copies, and numbered titles."""
    day = []
    for report in make_reports(size, outlets, 5, NOW.timestamp()):
        sentences = (report.sentences, report.sentences[:2], ())[report.number % 3]
        moment = datetime.fromtimestamp(report.moment, UTC)
        day.append(
            Article(
                id=f"{language}{report.number * 7919 % 100_003:06}",
                source=f"Outlet {report.outlet}" if report.outlet else "",
                url=f"https://outlet{report.outlet}.example/{'-'.join(report.title.split()[:3])}/{report.number}",
                title=report.title,
                text=" ".join(sentences),
                published=moment if report.number % 11 else None,
                first_seen=NOW,
                language=language if report.number % 13 else "und",
            )
        )
    copies = [
        replace(article, id=f"{article.id}c", source="Copyist", first_seen=NOW + timedelta(hours=1))
        for article in day[::9]
    ]
    puzzles = [
        replace(
            day[0], id=f"puzzle{number}", title=f"Word puzzle hints for #{number}", source=f"Outlet {number}"
        )
        for number in (611, 612)
    ]
    return [*day, *copies, *puzzles]


def make_large_event(size: int, others: int) -> list[Article]:
    """Make an event that outlets report in their own words, and their copies; most are not compared."""
    chance = Random(3)
    words = make_words(chance, 4_000)
    event = chance.sample(words, 40)
    reports = [
        Article(f"e{number:04}", f"Outlet {number}", "", " ".join(chance.sample(event, 6)),
                " ".join(chance.sample(event, 25) + chance.sample(words, 10)) + ".", NOW, NOW, "en")
        for number in range(size)
    ]  # fmt: skip
    copies = [replace(report, id=f"f{report.id}", source="Copyist") for report in reports[::4]]
    return [*reports, *copies, *make_day(others)]


def group(articles: list[Article], part: int, work_map: Any = map) -> tuple[Story, ...]:
    grouping = compute_grouping_in_shards(articles, None, DEFAULT_SETTINGS, work_map, part=part)
    assert not any(story.terms for story in grouping.stories)
    return grouping.explain(grouping.stories)


def test_stories_that_were_joined_or_cut_have_the_terms_of_the_grouping_at_once() -> None:
    day = make_day(120)
    at_once = compute_grouping(day, find_series(day))
    in_shards = compute_grouping_in_shards(day, None, DEFAULT_SETTINGS, map, part=50)
    assert in_shards.stories == at_once.stories
    large = [story for story in at_once.stories if len(story.articles) > 2]
    joined = [rebuild_story([*one.articles, *other.articles], [one, other]) for one, other in pairwise(large)]
    cut = [rebuild_story(story.articles[1:], [story]) for story in large]
    assert len(joined) > 3
    for stories in (joined, cut, at_once.stories[:5], []):
        assert in_shards.explain(stories) == at_once.explain(stories)


@pytest.mark.parametrize(
    "shards", [pytest.param(1, marks=pytest.mark.slow), 2, pytest.param(8, marks=pytest.mark.slow)]
)
def test_the_stories_are_those_of_the_grouping_at_once(shards: int) -> None:
    day = make_day(240)
    expected = group_articles(day)
    assert any(story.copies for story in expected)
    assert group(day, len(day) // shards + 1) == expected


@pytest.mark.slow
@pytest.mark.parametrize("language", ["de", "ru", "ja"])
def test_the_stories_are_the_same_in_languages_with_compounds_and_in_other_scripts(language: str) -> None:
    day = [*make_day(60, language), *make_day(40, "fr")]
    assert group(day, 30) == group_articles(day)


@pytest.mark.slow
def test_the_stories_are_the_same_with_a_large_event_and_its_copies() -> None:
    day = make_large_event(120, 200)
    assert cluster_articles(day, count_terms(day, "en"), (), DEFAULT_SETTINGS).followers
    assert group(day, 100) == group_articles(day)


@pytest.mark.slow
def test_the_stories_are_the_same_where_common_words_are_left_out_of_the_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digest.grouping.vectors.MIN_WORK", 10_000)
    monkeypatch.setattr("digest.grouping.vectors.WORK_PER_ARTICLE", 1)
    monkeypatch.setattr("digest.grouping.vectors.SCORED_SHARE", 0.2)
    day = make_day(240)
    assert build_vectors(count_terms(day, "en")).scale is not None
    assert group(day, 60) == group_articles(day)


@pytest.mark.parametrize(
    "articles",
    [
        [],
        make_day(1)[:1],
        [replace(row, title="", text="") for row in make_day(4)],
        [replace(make_day(1)[0], id=name, source=name) for name in ("one", "other", "third")],
    ],
)
def test_few_and_empty_articles_are_grouped(articles: list[Article]) -> None:
    assert [group(articles, part) for part in (1, 2)] == [group_articles(articles)] * 2


@pytest.mark.slow
def test_a_step_that_is_repeated_changes_nothing() -> None:
    def repeat(function: Callable[[int], object], numbers: Iterable[int]) -> Iterator[object]:
        for number in numbers:
            function(number)
            yield function(number)

    day = make_day(120)
    assert group(day, 50, repeat) == group_articles(day)


def test_no_text_reaches_the_process_that_asks_and_no_file_is_left(tmp_path: Path) -> None:
    received = []

    def record(function: Callable[[int], Any], numbers: Iterable[int]) -> Iterator[Any]:
        for number in numbers:
            result = function(number)
            received.append(pickle.dumps((function, number, result)))
            yield result

    day = [replace(article, text=f"{article.text} Zanzibarine.") for article in make_day(80)]
    (tmp_path / "articles").mkdir()
    (tmp_path / "scratch").mkdir()
    file = ArticleFile.write(tmp_path / "articles", day)
    languages = {article.id: article.language for article in day}
    work_map: Any = record
    rows = list(group_in_shards(languages, file, work_map, scratch=tmp_path / "scratch", part=30))
    assert assemble_stories(rows, {article.id: article for article in day}) == group_articles(day)
    assert not [content for content in received if b"Zanzibarine." in content]
    assert list((tmp_path / "scratch").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_the_stories_are_the_same_on_other_processes(engine: str) -> None:
    if engine == "dask":
        pytest.importorskip("distributed", reason="the extra dask is not installed")
    day = make_day(240)
    expected = group_articles(day)
    for workers in (1, 2):
        with open_map(engine, workers) as work_map:
            assert group(day, 60, work_map) == expected


def die_once(folder: Path, function: Callable[[Any], Any], number: Any) -> Any:
    """Call a function with a number, but kill this process when its step is called for the first time."""
    try:
        (folder / function.func.__name__).touch(exist_ok=False)  # type: ignore[attr-defined]
    except FileExistsError:
        return function(number)
    return os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", ["scan_part", "read_part", "find_event_followers", "find_pairs", "group_batch"]
)
def test_the_stories_are_the_same_when_a_worker_dies_in_a_step(step: str, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    day = make_day(120)
    with open_map("dask", 2) as work_map:

        def kill(function: Any, numbers: Iterable[Any]) -> Iterator[Any]:
            is_chosen = function.func.__name__ == step
            return work_map(partial(die_once, tmp_path, function) if is_chosen else function, numbers)

        assert group(day, 60, kill) == group_articles(day)
    assert [path.name for path in tmp_path.iterdir()] == [step]
