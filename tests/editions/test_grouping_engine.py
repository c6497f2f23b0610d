"""Grouping on the workers of the engine: when, with which result, and what is said when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from digest.config import Config, parse_config
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.grouping_engine import GroupArticles, choose_grouping
from digest.editions.shared_steps import SharedSteps
from digest.errors import DigestError
from digest.grouping import DEFAULT_SETTINGS
from digest.models import Article, EditionInputs
from digest.runtime.executors import Map

MORNING = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
EVENTS = (
    "The ferry Alma ran aground off Skarvik and all passengers were taken ashore in lifeboats",
    "The council of Ostmere voted to drain the Lenn reservoir after cracks in the dam",
    "Ines Halloran won the Torvald chess open with a draw in the last round",
)


def make_articles() -> tuple[Article, ...]:
    moments = [MORNING - timedelta(hours=number + 1) for number in range(9)]
    rows = [(str(number), EVENTS[number % 3], moment) for number, moment in enumerate(moments)]
    return tuple(
        Article(
            id_, f"Outlet {id_}", "", event, f"{event}, outlet {id_} said.", moment, moment, "en", feed="f"
        )
        for id_, event, moment in rows
    )


def configure(engine: str, folder: Path) -> Config:
    return parse_config(f"version = 1\n[engine]\n{engine}\n", folder / "digest.toml", {}, {})


@pytest.fixture(autouse=True)
def shard_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.editions.grouping_engine.SHARDED_FROM", 2)


def choose(config: Config, work_map: Map) -> GroupArticles:
    group = choose_grouping(config, work_map)
    assert group
    return group


class RecordingMap:
    """Runs calls here, and counts the steps."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self, function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        self.steps += 1
        return map(function, arguments)


def test_an_edition_is_the_same_when_workers_group_its_articles_once_for_all_editions(tmp_path: Path) -> None:
    config, work_map, shared = configure("kind = 'processes'", tmp_path), RecordingMap(), SharedSteps()
    window, inputs = Window(MORNING - timedelta(days=1), MORNING), EditionInputs(make_articles())
    expected = build_edition(inputs, config, MORNING.date(), window, map)
    assert [len(summary.story.articles) for summary in expected.stories] == [3, 3, 3]
    assert all(summary.story.terms for summary in expected.stories)
    steps = []
    for group in (choose_grouping(config, work_map), choose_grouping(config, work_map)):
        edition = build_edition(inputs, config, MORNING.date(), window, map, shared=shared, group=group)
        assert edition == expected
        steps.append(work_map.steps)
    assert steps[0] == steps[1] > 10


@pytest.mark.parametrize(
    "engine",
    ["kind = 'threads'", "kind = 'serial'", "kind = 'dask'\naddress = 'tcp://10.0.0.5:8786'"],
)
def test_one_process_groups_where_workers_share_no_folder(engine: str, tmp_path: Path) -> None:
    assert choose_grouping(configure(engine, tmp_path), map) is None


def test_few_articles_are_grouped_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.editions.grouping_engine.SHARDED_FROM", 100)
    work_map = RecordingMap()
    group = choose(configure("kind = 'dask'", tmp_path), work_map)
    assert len(group(make_articles(), (), DEFAULT_SETTINGS).stories) == 3
    assert work_map.steps == 0


def test_the_folder_of_the_configuration_is_used_and_left_empty(tmp_path: Path) -> None:
    (tmp_path / "pool").mkdir()
    config = configure("kind = 'dask'\naddress = 'tcp://10.0.0.5:8786'\nscratch = 'pool'", tmp_path)
    seen = []

    def look(function: Callable[[Any], Any], arguments: Iterable[Any], /) -> Iterator[Any]:
        seen.append(len(list((tmp_path / "pool").iterdir())))
        return map(function, arguments)

    assert len(choose(config, look)(make_articles(), (), DEFAULT_SETTINGS).stories) == 3
    assert set(seen) == {2}
    assert list((tmp_path / "pool").iterdir()) == []


def test_a_missing_folder_and_a_dead_worker_are_named(tmp_path: Path) -> None:
    group = choose(configure("kind = 'processes'\nscratch = 'missing'", tmp_path), map)
    with pytest.raises(DigestError, match="grouping in shards failed") as caught:
        group(make_articles(), (), DEFAULT_SETTINGS)
    assert "missing" in str(caught.value)
    assert "Every worker must see the folder" in str(caught.value)

    def die(_function: Callable[[Any], Any], _arguments: Iterable[Any], /) -> Iterator[Any]:
        raise BrokenProcessPool

    group = choose(configure("kind = 'processes'", tmp_path), die)
    with pytest.raises(DigestError, match="a worker process has ended while grouping"):
        group(make_articles(), (), DEFAULT_SETTINGS)
