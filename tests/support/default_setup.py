"""Run the tests with another store and another engine than the defaults, where the environment names them.

DIGEST_TEST_STORE=postgresql: a configuration without [store] has its store in the database server that
DIGEST_TEST_POSTGRES names. DIGEST_TEST_ENGINE=dask: what is called with the built-in `map` runs on two
workers. DIGEST_TEST_GROUPING=shards: articles are grouped in three shards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from functools import cache, wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from digest import grouping, pipeline
from digest.config import Config
from digest.config.schema import StoreSection
from digest.grouping import DEFAULT_SETTINGS, GroupingSettings
from digest.models import Article, Story
from digest.runtime.executors import open_map
from tests.support.stores import create_database

STORE = os.environ.get("DIGEST_TEST_STORE", "sqlite")
ENGINE = os.environ.get("DIGEST_TEST_ENGINE", "serial")
GROUPING = os.environ.get("DIGEST_TEST_GROUPING", "whole")
_WORKERS = 2
_OPENED = ExitStack()


def choose_setup() -> None:
    """Call this before a test imports a function of the pipeline or of the grouping."""
    if STORE != "sqlite":
        Config.store_url = property(_find_store_url)  # type: ignore[assignment, method-assign]
    if ENGINE != "serial":
        for name in ("collect", "publish", "publish_and_deliver"):
            setattr(pipeline, name, _use_engine(getattr(pipeline, name)))
    if GROUPING == "shards":
        grouping.group_articles = _group_in_shards


def _group_in_shards(
    articles: Sequence[Article],
    series: Collection[str] | None = None,
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> tuple[Story, ...]:
    from digest.grouping.shards import compute_grouping_in_shards

    part = len(articles) // 3 + 1
    return compute_grouping_in_shards(articles, series, settings, map, part=part).stories


def close_engine() -> None:
    """Call this after the last test."""
    _OPENED.close()


_find_configured_url: Callable[[Config], str] = Config.store_url.fget  # type: ignore[attr-defined]


def _find_store_url(config: Config) -> str:
    is_default = config.store.url == StoreSection.model_construct().url
    return _create_store(config.folder) if is_default else _find_configured_url(config)


@cache
def _create_store(folder: Path) -> str:
    """Create a schema for the configuration in a folder, and return its URL."""
    import psycopg

    name = f"s{sha256(str(folder.absolute()).encode()).hexdigest()[:20]}"
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
        replaced = [_open_map() if argument is map else argument for argument in arguments]
        return function(*replaced, **options)

    return call


@cache
def _open_map() -> Any:
    return _OPENED.enter_context(open_map(ENGINE, _WORKERS))
