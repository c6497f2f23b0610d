"""Choose what groups the articles of an edition: this process, or the workers of the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path

from digest.config import Config
from digest.errors import DigestError
from digest.grouping import Grouping, GroupingSettings, compute_grouping
from digest.models import Article
from digest.runtime.executors import Map

SHARDED_FROM = 20_000
"""Fewer articles are grouped sooner by one process than they are divided."""

GroupArticles = Callable[[Sequence[Article], Collection[str], GroupingSettings], Grouping]
"""See `compute_grouping`."""


def choose_grouping(config: Config, work_map: Map) -> GroupArticles | None:
    """Return what groups articles on worker processes if there are many; None if this process does.

    The workers of a cluster on other machines take part if [engine] scratch names a folder that all see.
    """
    engine = config.engine
    if engine.kind not in {"processes", "dask"} or (engine.address and not engine.scratch):
        return None
    return partial(_group_many, work_map, config.folder / engine.scratch if engine.scratch else None)


def _group_many(
    work_map: Map,
    scratch: Path | None,
    articles: Sequence[Article],
    series: Collection[str],
    settings: GroupingSettings,
) -> Grouping:
    if len(articles) < SHARDED_FROM:
        return compute_grouping(articles, series, settings)
    from digest.grouping.shards import compute_grouping_in_shards

    try:
        return compute_grouping_in_shards(articles, series, settings, work_map, scratch)
    except OSError as error:
        advice = "Every worker must see the folder, and it needs 10 KB for each article."
        raise DigestError("engine.scratch", f"grouping in shards failed: {error}", advice) from None
    except BrokenExecutor:
        advice = 'Perhaps there is not enough memory: set fewer workers, or kind = "threads".'
        raise DigestError("engine", "a worker process has ended while grouping", advice) from None
