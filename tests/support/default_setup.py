"""Run the tests with another store and another engine than the defaults, where the environment names them.

DIGEST_TEST_STORE=postgresql: a configuration without [store] has its store in the database server that
DIGEST_TEST_POSTGRES names. DIGEST_TEST_ENGINE=dask: what is called with the built-in `map`, or opens the
engine of a configuration without [engine], runs on two workers, which all tests of a process share.
DIGEST_TEST_GROUPING=shards: articles are grouped in three shards.

A test that is about the default itself keeps it and says why: @pytest.mark.own_store("reason"),
@pytest.mark.own_engine("reason"). Commands that a test starts as processes have the defaults, too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from digest import grouping, pipeline
from digest.config import Config
from digest.config.schema import EngineSection, StoreSection
from digest.grouping import DEFAULT_SETTINGS, GroupingSettings
from digest.models import Article, Story
from digest.runtime import dask_cluster, environment
from digest.runtime.executors import open_map
from tests.support.stores import create_database

STORE = os.environ.get("DIGEST_TEST_STORE", "sqlite")
ENGINE = os.environ.get("DIGEST_TEST_ENGINE", "serial")
GROUPING = os.environ.get("DIGEST_TEST_GROUPING", "whole")
MARKERS = ("own_store", "own_engine")
_WORKERS = 2
_OPENED = ExitStack()
_kept: set[str] = set()
"""Those of MARKERS that the running test has."""


def choose_setup() -> None:
    """Call this before a test imports a function of the pipeline, of the grouping or of the runtime."""
    if STORE != "sqlite":
        Config.store_url = property(_find_store_url)  # type: ignore[assignment, method-assign]
    if ENGINE != "serial":
        for name in ("collect", "publish", "publish_and_deliver"):
            setattr(pipeline, name, _use_engine(getattr(pipeline, name)))
        environment.open_maps = _open_engine  # type: ignore[assignment]
        dask_cluster._connect = _share_cluster
    if GROUPING == "shards":
        grouping.group_articles = _group_in_shards


def keep_defaults(test: pytest.Item) -> None:
    """Let a test have the defaults that its markers name."""
    _kept.clear()
    _kept.update(name for name in MARKERS if test.get_closest_marker(name))


def close_engine() -> None:
    """Call this after the last test."""
    _OPENED.close()


def _group_in_shards(
    articles: Sequence[Article],
    series: Collection[str] | None = None,
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> tuple[Story, ...]:
    from digest.grouping.shards import compute_grouping_in_shards

    part = len(articles) // 3 + 1
    computed = compute_grouping_in_shards(articles, series, settings, map, part=part)
    return computed.explain(computed.stories)


_find_configured_url: Callable[[Config], str] = Config.store_url.fget  # type: ignore[attr-defined]


def _find_store_url(config: Config) -> str:
    is_default = config.store.url == StoreSection.model_construct().url
    if is_default and "own_store" not in _kept:
        return _create_store(config.folder.absolute())
    return _find_configured_url(config)


@cache
def _create_store(folder: Path) -> str:
    """Create a schema for the configuration in a folder, and return its URL."""
    import psycopg

    name = f"s{sha256(os.fsencode(folder)).hexdigest()[:20]}"
    url = make_url(_create_database())
    server = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create schema {name}".encode())
    chosen = url.update_query_dict({"options": f"-csearch_path={name}"})
    return chosen.render_as_string(hide_password=False)


@cache
def _create_database() -> str:
    return create_database(STORE, Path(), "default")


def _use_engine(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        if "own_engine" not in _kept:
            arguments = tuple(_open_map() if argument is map else argument for argument in arguments)
        return function(*arguments, **options)

    return call


@cache
def _open_map() -> Any:
    return _OPENED.enter_context(open_map(ENGINE, _WORKERS))


_open_configured_engine = environment.open_maps


def _open_engine(config: Config, *arguments: Any) -> Any:
    if "own_engine" not in _kept and config.engine == EngineSection():
        config = config.model_copy(update={"engine": EngineSection(kind="dask", workers=_WORKERS)})
    return _open_configured_engine(config, *arguments)


_connect = dask_cluster._connect


@contextmanager
def _share_cluster(workers: int, address: str | None, certificates: Any) -> Iterator[Any]:
    """Connect to the cluster of this process, unless a test has one of its own."""
    if address is None and "own_engine" not in _kept:
        yield _start_cluster()
        return
    with _connect(workers, address, certificates) as client:
        yield client


@cache
def _start_cluster() -> Any:
    return _OPENED.enter_context(_connect(_WORKERS, None, None))
