"""Group articles in shards: workers read them, and the process that asks for it gets ids only.

The stories are those of `compute_grouping`. Each step is mapped over parts of the articles, blocks of the
compared ones or batches of connected components, and passes on arrays in a scratch folder:

    scan_part              fingerprint the wording of a part's articles            map
    find_copies            find near-duplicates by bins of fingerprints            map
    find_series_of_outlets find recurring series, unless they are given            map
    list_words             list the words of a part (compounding languages)        map
    split_compounds        find the compounds of the pool (likewise)               one worker
    read_part              read the terms of a part                                map
    join_vocabularies      number the terms of all parts                           one worker
    number_terms           renumber the terms of a part, list its word pairs       map
    count_pairs            find the word pairs that the pool counts                one worker
    count_part             count the terms of a part                               map
    find_event_followers   reduce very large events to a few articles each         one worker
    measure_compared       count in how many articles each term occurs             one worker
    weigh_part             weight the terms of a part                              map
    join_vectors           join the vectors                                        one worker
    find_pairs             compare a block with what follows it                    map
    join_regions           find provisional stories                                one worker
    measure_block          measure the background of a block                       map
    scale_block            scale the similarities of a block                       map
    fade_block             lower similarities by neighbors and time                map
    join_components        find the connected components                           one worker
    group_batch            group components, build their stories                   map

A step that is repeated, because its worker died, writes the same files again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from digest.grouping.cluster import Grouping, resolve_languages
from digest.grouping.compounds import LANGUAGES
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.shards import comparing_steps, grouping_steps, reading_steps
from digest.grouping.shards.article_file import ArticleFile
from digest.grouping.shards.filed_terms import FiledTerms, ShardedGrouping
from digest.grouping.shards.grouping_steps import StoryRow
from digest.grouping.shards.shard_job import ReadArticles, ShardJob
from digest.grouping.story_builder import make_story_id, sort_stories
from digest.models import Article, Story
from digest.runtime.executors import Map
from digest.runtime.scratch_folders import open_scratch_folder

PART = 25_000
"""Articles in one part: some hundred megabytes in each step."""

_PREFIX = "digest-grouping-"

Step = Callable[[ShardJob, int], Any]


def group_in_shards(
    languages: Mapping[str, str],
    read: ReadArticles,
    work_map: Map,
    series: Collection[str] | None = None,
    settings: GroupingSettings = DEFAULT_SETTINGS,
    scratch: Path | None = None,
    part: int = PART,
) -> Iterator[StoryRow]:
    """Group articles into the stories of `group_articles`, without their texts in this process.

    Args:
        languages: {article id: its language}, or "und".
        read: how a worker gets articles.
        work_map: what the steps run on. Its workers share the scratch folder.
        series: ids of articles that are installments of a series. None: find them among these articles.
        settings: all constants of the grouping.
        scratch: a folder for about 10 KB for each article while it runs; None: the one for temporary files.
        part: articles in one part. The stories do not depend on it.

    Returns:
        Every article in exactly one story; the stories in no particular order, but always in the same one.

    Cost: that of `group_articles` and up to a fifth more. A worker needs about 2 KB of memory for each
    article of the pool, and 10 KB for each of a part; this process some 300 bytes for each.
    """
    for language, ids in resolve_languages(languages):
        with open_scratch_folder(_PREFIX, scratch) as folder:
            job = ShardJob(
                str(folder), language, settings, read, max(1, ceil(len(ids) / part)), series is None
            )
            yield from _group_language(job, ids, series, work_map)


def _group_language(
    job: ShardJob, ids: list[str], series: Collection[str] | None, work_map: Map
) -> Iterator[StoryRow]:
    """Group articles of one language; ids: sorted."""
    scratch, parts = job.scratch, range(job.parts)

    def run(step: Step, numbers: Iterable[int] = parts) -> list[Any]:
        return list(work_map(partial(step, job), numbers))

    if len(ids) < 2:
        yield from (StoryRow((id_,)) for id_ in ids)
        return
    _save_ids(job, ids)
    run(reading_steps.scan_part)
    duplicates: dict[str, str] = {}
    for found in run(reading_steps.find_copies):
        duplicates |= found
    if series is None:
        series = frozenset(chain.from_iterable(run(reading_steps.find_series_of_outlets)))
    scratch.save("series", frozenset(series))
    scratch.delete("wording-", "outlets-")
    distinct = [id_ for id_ in ids if id_ not in duplicates]
    _save_ids(job, distinct)
    row_of = {id_: row for row, id_ in enumerate(distinct)}
    scratch.save("duplicates", [(copy, row_of[original]) for copy, original in duplicates.items()])
    del duplicates, distinct, row_of
    scratch.save("compounds", {})
    if job.language in LANGUAGES:
        run(reading_steps.list_words)
        run(reading_steps.split_compounds, [0])
    run(reading_steps.read_part)
    run(reading_steps.join_vocabularies, [0])
    run(reading_steps.number_terms)
    run(reading_steps.count_pairs, [0])
    run(reading_steps.count_part)
    scratch.delete("own-", "terms-", "pair-", "addresses-", "frequent-", "all-words-")
    run(comparing_steps.find_event_followers, [0])
    scratch.delete("event-words")
    run(comparing_steps.measure_compared, [0])
    run(comparing_steps.weigh_part)
    run(comparing_steps.join_vectors, [0])
    scratch.delete(*(f"{name}-{part}." for name in comparing_steps.JOINED for part in parts))
    run(comparing_steps.find_pairs)
    run(comparing_steps.join_regions, [0])
    run(comparing_steps.measure_block)
    run(comparing_steps.scale_block)
    run(comparing_steps.fade_block)
    scratch.delete("found-", "pairs-", "edges-", "scaled-", "near-")
    (batches,) = run(comparing_steps.join_components, [0])
    scratch.delete("faded-", "discounted-")
    for rows in work_map(partial(grouping_steps.group_batch, job), range(batches)):
        yield from rows


def _save_ids(job: ShardJob, ids: list[str]) -> None:
    """Save the ids of articles and divide them into parts."""
    bounds = [len(ids) * part // job.parts for part in range(job.parts + 1)]
    job.scratch.save("bounds", bounds)
    for part in range(job.parts):
        job.scratch.save(f"ids-{part}", ids[bounds[part] : bounds[part + 1]])
    job.scratch.save_array("ids", np.array(ids))


def assemble_stories(rows: Iterable[StoryRow], articles: Mapping[str, Article]) -> tuple[Story, ...]:
    """Return the stories of rows, sorted as those of `group_articles`. articles: by id."""
    stories = []
    for row in rows:
        members = tuple(articles[id_] for id_ in row.articles)
        # The ids that the articles have, not those that came from a worker: each is in memory once.
        own = {article.id: article.id for article in members}
        stories.append(
            Story(
                id=make_story_id(members),
                articles=members,
                new=tuple(sorted(own.values())),
                terms=row.terms,
                links=tuple((own[one], own[other], similarity) for one, other, similarity in row.links),
                copies=tuple((own[copy], own[original]) for copy, original in row.copies),
            )
        )
    return tuple(sort_stories(stories))


def compute_grouping_in_shards(
    articles: Iterable[Article],
    series: Collection[str] | None,
    settings: GroupingSettings,
    work_map: Map,
    scratch: Path | None = None,
    part: int = PART,
) -> Grouping:
    """Return what `compute_grouping` returns, of articles that this process has.

    See `group_in_shards`. The articles are written to the scratch folder for the workers.
    """
    by_id = {article.id: article for article in articles}
    languages = {article.id: article.language for article in by_id.values()}
    with open_scratch_folder(_PREFIX, scratch) as folder:
        file = ArticleFile.write(folder, by_id.values())
        rows = group_in_shards(languages, file, work_map, series, settings, scratch, part)
        filed = FiledTerms()
        return ShardedGrouping(assemble_stories(filed.take(rows), by_id), filed=filed)
