"""The steps of a grouping in shards that group the articles of components, and build their stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from digest.grouping.article_pairs import Pairs
from digest.grouping.components import group_components
from digest.grouping.group_stories import Clustering, build_group_stories
from digest.grouping.lead_article import Link
from digest.grouping.reasons import GroupReasons, explain_story
from digest.grouping.shards.comparing_steps import load_batch_pairs
from digest.grouping.shards.shard_job import ShardJob, run_alone
from digest.grouping.story_builder import Terms
from digest.grouping.vectors import Vectors
from digest.models import Story


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story without its articles' texts: ids of its articles, the lead first; see `Story`."""

    articles: tuple[str, ...]
    terms: Terms = ()
    links: tuple[Link, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()


@run_alone
def group_batch(job: ShardJob, batch: int) -> list[StoryRow]:
    """Group the articles of the components of a batch, and build their stories.

    Articles that resemble no other are not read.
    """
    scratch = job.scratch
    compared, component = scratch.load_array("compared"), scratch.load_array("component")
    in_batch = np.flatnonzero(scratch.load_array("batch") == batch)
    followers, duplicates = _list_attached(job, compared[in_batch])
    ids = scratch.load_array("ids")
    sizes = np.bincount(component)
    leaders = {leader for _, leader, _ in followers} | {original for _, original in duplicates}
    # Alone are those in a component of their own that nothing follows or copies.
    is_alone = (sizes[component[in_batch]] == 1) & ~np.isin(compared[in_batch], list(leaders))
    alone = [StoryRow((id_,)) for id_ in ids[compared[in_batch[is_alone]]].tolist()]
    positions = in_batch[~is_alone]
    if not len(positions):
        return alone
    rows = compared[positions]
    pairs = load_batch_pairs(job, batch)
    pairs = Pairs(
        np.searchsorted(positions, pairs.first), np.searchsorted(positions, pairs.second), pairs.similarity
    )
    every_row = np.union1d(rows, [row for row, _, _ in followers]).astype(np.int64)
    distinct = job.read_rows(every_row)
    place = {row: number for number, row in enumerate(every_row.tolist())}
    compared_places = np.searchsorted(every_row, rows)
    pool, known = job.load_vectors(), job.select_counts(rows, with_pairs=False)
    vectors = Vectors(
        pool.weights[positions],
        None,
        None,
        pool.words[positions],
        pool.titles[positions],
        pool.title_only[positions],
        pool.brevity[positions],
    )
    compared_articles = [distinct[number] for number in compared_places.tolist()]
    pairs, groups = group_components(
        pairs, component[positions], compared_articles, known, vectors, scratch.load("series"), job.settings
    )
    clustering = Clustering(
        compared_places,
        groups,
        pairs,
        vectors.weights,
        known.word_columns,
        known.vocabulary,
        [(place[row], place[leader], similarity) for row, leader, similarity in followers],
    )
    copies = list(job.read([copy for copy, _ in duplicates]))
    originals = {copy: distinct[place[original]].id for copy, original in duplicates}
    articles = sorted([*distinct, *copies], key=lambda article: article.id)
    stories, reasons = build_group_stories(articles, distinct, originals, clustering)
    return alone + _make_rows(stories, [reasons])


def _list_attached(
    job: ShardJob, rows: np.ndarray
) -> tuple[list[tuple[int, int, float]], list[tuple[str, int]]]:
    """Return (the followers, the near-duplicates) of the articles in these rows.

    A near-duplicate of a follower is among them. Returns: (row, row of its leader, similarity), and (id, row
    of its original).
    """
    own = set(rows.tolist())
    followers = [row for row in job.scratch.load("followers") if row[1] in own]
    own.update(row for row, _, _ in followers)
    duplicates = [row for row in job.scratch.load("duplicates") if row[1] in own]
    return followers, duplicates


def _make_rows(stories: Iterable[Story], reasons: Sequence[GroupReasons]) -> list[StoryRow]:
    explained = (explain_story(story, reasons) if len(story.articles) > 1 else story for story in stories)
    return [
        StoryRow(tuple(article.id for article in story.articles), story.terms, story.links, story.copies)
        for story in explained
    ]
