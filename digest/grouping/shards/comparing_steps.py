"""The steps of a grouping in shards that compare articles, block by block of their rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digest.grouping.article_pairs import Pairs, find_pairs_of_rows, join_pairs, label_components
from digest.grouping.cluster import find_sampled_followers
from digest.grouping.large_event_sampling import weigh_words
from digest.grouping.shards.shard_job import ShardJob, run_alone
from digest.grouping.similarity import (
    Regions,
    compare_neighbors,
    compare_titles,
    find_min_cosine,
    find_min_region_cosine,
    find_regions,
    measure_surroundings,
    rescore_pairs,
    scale_pairs,
    select_near,
)
from digest.grouping.terms import TermCounts
from digest.grouping.time_and_outlet import Circumstances, count_neighbors, discount_patterns, fade_pairs
from digest.grouping.vectors import build_vectors, count_articles, measure_words
from digest.models import Article

JOINED = ("weights", "words", "titles", "searched")
"""The matrices that are made part by part and then joined."""


@run_alone
def find_event_followers(job: ShardJob, _: int) -> None:
    """Find the articles of large events that need not be compared."""
    scratch = job.scratch
    series, ids = scratch.load("series"), scratch.load_array("ids")

    def read_sample(rows: np.ndarray) -> tuple[Sequence[Article], TermCounts]:
        return job.read_rows(rows), job.select_counts(rows, with_pairs=True)

    frequency = sum(_count_words(job, part) for part in range(job.parts))
    for part in range(job.parts):
        words = weigh_words(job.load_counts(part), np.asarray(frequency), len(ids))
        scratch.save_matrix(f"event-words-{part}", words)
    del words
    scratch.join_matrices("event-words", [f"event-words-{part}" for part in range(job.parts)])
    words = scratch.load_matrix("event-words")
    found = find_sampled_followers(words, read_sample, series, job.settings)
    followers = [row for row in found if str(ids[row[0]]) not in series]
    scratch.save("followers", followers)
    compared = np.setdiff1d(np.arange(len(ids)), [follower for follower, _, _ in followers])
    scratch.save_array("compared", compared)


def _count_words(job: ShardJob, part: int) -> np.ndarray:
    """Return in how many articles of a part each word of the pool occurs."""
    counts = job.load_counts(part)
    return np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1])[: counts.word_columns]


@run_alone
def measure_compared(job: ShardJob, _: int) -> None:
    """Measure the pool of the articles that are compared."""
    scratch = job.scratch
    frequency: np.ndarray | int = 0
    titles: np.ndarray | int = 0
    for part in range(job.parts):
        counted = count_articles(job.load_counts(part).select(_select_compared(job, part)))
        frequency, titles = frequency + counted[0], titles + counted[1]
    counts = job.select_counts(scratch.load_array("compared"), with_pairs=False)
    measures = measure_words(counts, np.asarray(frequency), np.asarray(titles), job.settings)
    scratch.save("measures", measures)


def _select_compared(job: ShardJob, part: int) -> np.ndarray:
    """Return the rows within a part that are compared."""
    start, end = job.scratch.load("bounds")[part : part + 2]
    compared = job.scratch.load_array("compared")
    first, last = np.searchsorted(compared, [start, end]).tolist()
    chosen: np.ndarray = compared[first:last] - start
    return chosen


@run_alone
def weigh_part(job: ShardJob, part: int) -> None:
    """Build the vectors of the articles of a part that are compared."""
    scratch = job.scratch
    counts = job.load_counts(part).select(_select_compared(job, part))
    vectors = build_vectors(counts, job.settings, scratch.load("measures"))
    for name in JOINED[:3]:
        scratch.save_matrix(f"{name}-{part}", getattr(vectors, name))
    scratch.save_matrix(f"searched-{part}", vectors.select_searched())
    scratch.save(f"marks-{part}", (vectors.scale, vectors.title_only, vectors.brevity))


@run_alone
def join_vectors(job: ShardJob, _: int) -> None:
    """Join the vectors of all parts into matrices that are mapped into the memory of every worker."""
    scratch = job.scratch
    for name in JOINED:
        scratch.join_matrices(name, [f"{name}-{part}" for part in range(job.parts)])
    scratch.save_matrix("inverted", scratch.load_matrix("searched").T.tocsr())
    scales, title_only, brevity = zip(
        *(scratch.load(f"marks-{part}") for part in range(job.parts)), strict=True
    )
    is_large = scales[0] is not None
    scratch.save("is-large", is_large)
    if is_large:
        scratch.save_array("scale", np.concatenate(scales))
    scratch.save_array("title-only", np.concatenate(title_only))
    scratch.save_array("brevity", np.concatenate(brevity))


def _list_block(job: ShardJob, block: int) -> tuple[int, int]:
    """Return where a block of the compared articles begins and ends."""
    compared = len(job.scratch.load_array("compared"))
    return compared * block // job.parts, compared * (block + 1) // job.parts


@run_alone
def find_pairs(job: ShardJob, block: int) -> None:
    """Find and score the pairs of a block with the articles that follow."""
    scratch, vectors = job.scratch, job.load_vectors()
    min_cosine = find_min_cosine(vectors, job.settings)
    searched, inverted = scratch.load_matrix("searched"), scratch.load_matrix("inverted")
    found = find_pairs_of_rows(searched, inverted, _list_block(job, block), min_cosine)
    found = rescore_pairs(found, vectors)
    scratch.save_pairs(f"found-{block}", found)
    pairs = compare_titles(found, vectors)
    scratch.save_pairs(f"pairs-{block}", pairs)
    edges = pairs.select(pairs.similarity >= find_min_region_cosine(job.settings))
    scratch.save_pairs(f"edges-{block}", edges)


@run_alone
def join_regions(job: ShardJob, _: int) -> None:
    """Find the provisional stories and the regions of the pool."""
    edges = join_pairs([job.scratch.load_pairs(f"edges-{block}") for block in range(job.parts)])
    articles = len(job.scratch.load_array("compared"))
    job.scratch.save("regions", find_regions(edges, articles, job.settings))


@run_alone
def measure_block(job: ShardJob, block: int) -> None:
    """Measure the background of the articles of a block."""
    scratch, vectors = job.scratch, job.load_vectors()
    regions: Regions = scratch.load("regions")
    begin, end = _list_block(job, block)
    inside = np.zeros(len(regions.measured), bool)
    inside[begin:end] = regions.measured[begin:end]
    found = []
    for other in range(block + 1 if vectors.scale is not None else 0):
        pairs = scratch.load_pairs(f"found-{other}")
        touches = (pairs.second >= begin) & (pairs.second < end) if other < block else slice(None)
        found.append(Pairs(pairs.first[touches], pairs.second[touches], pairs.similarity[touches]))
    known = join_pairs(found or [scratch.load_pairs(f"found-{block}")])
    own = Regions(regions.stories, regions.regions, inside)
    background = measure_surroundings(known, vectors, own, job.settings)
    scratch.save_array(f"background-{block}", background[begin:end])


@run_alone
def scale_block(job: ShardJob, block: int) -> None:
    """Scale the similarities of the pairs of a block."""
    scratch = job.scratch
    regions: Regions = scratch.load("regions")
    background = np.concatenate([scratch.load_array(f"background-{other}") for other in range(job.parts)])
    pairs = regions.select_pairs(scratch.load_pairs(f"pairs-{block}"), job.settings)
    scaled = scale_pairs(pairs, job.load_vectors(), background, job.settings)
    scratch.save_pairs(f"scaled-{block}", scaled)
    scratch.save_pairs(f"near-{block}", select_near(scaled, job.settings))


@run_alone
def fade_block(job: ShardJob, block: int) -> None:
    """Average the similarities of a block with those of neighbors, and lower those of articles days apart."""
    scratch = job.scratch

    def load_near() -> Pairs:
        return join_pairs([scratch.load_pairs(f"near-{other}") for other in range(job.parts)])

    brevity = scratch.load_array("brevity")
    pairs = compare_neighbors(scratch.load_pairs(f"scaled-{block}"), brevity, job.settings, load_near)
    faded = fade_pairs(pairs, _load_circumstances(job), job.settings)
    scratch.save_pairs(f"faded-{block}", faded)
    scratch.save(f"neighbors-{block}", count_neighbors(faded, _load_circumstances(job), job.settings))


def _load_circumstances(job: ShardJob) -> Circumstances:
    """Return the circumstances of the articles that are compared."""
    known: Circumstances = job.scratch.load("circumstances")
    compared = job.scratch.load_array("compared")
    return Circumstances(known.times[compared], known.outlets[compared], known.headlines[compared])


@run_alone
def join_components(job: ShardJob, _: int) -> int:
    """Discount the patterns of outlets, find the connected components, and divide them into batches.

    Returns the number of batches. Each has about the same number of pairs and articles.
    """
    scratch, settings = job.scratch, job.settings
    known = _load_circumstances(job)
    counted = [scratch.load(f"neighbors-{block}") for block in range(job.parts)]
    own, others = (sum(row[side] for row in counted) for side in (0, 1))
    edges = []
    for block in range(job.parts):
        pairs = discount_patterns(scratch.load_pairs(f"faded-{block}"), known, own, others)
        scratch.save_pairs(f"discounted-{block}", pairs)
        edges.append(pairs.select(pairs.similarity >= settings.threshold))
    component = label_components(join_pairs(edges), settings.threshold, len(known.times))
    sizes = np.bincount(component)
    for block in range(job.parts):
        pairs = scratch.load_pairs(f"discounted-{block}")
        inside = component[pairs.first] == component[pairs.second]
        sizes += np.bincount(component[pairs.first[inside]], minlength=len(sizes))
    batches = job.parts
    limits = int(sizes.sum()) * np.arange(1, batches) // batches
    batch = np.searchsorted(limits, np.cumsum(sizes) - sizes, side="right")[component]
    for block in range(job.parts):
        pairs = scratch.load_pairs(f"discounted-{block}")
        inside = np.flatnonzero(component[pairs.first] == component[pairs.second])
        of_pairs = batch[pairs.first[inside]]
        order = np.argsort(of_pairs, kind="stable")
        scratch.save_pairs(f"inside-{block}", pairs.select(inside[order]))
        ends = np.searchsorted(of_pairs[order], np.arange(batches + 1))
        scratch.save(f"inside-ends-{block}", ends.tolist())
    scratch.save_array("component", component)
    scratch.save_array("batch", batch)
    return batches


def load_batch_pairs(job: ShardJob, batch: int) -> Pairs:
    """Return the pairs of the components of a batch, sorted."""
    found = []
    for block in range(job.parts):
        ends = job.scratch.load(f"inside-ends-{block}")
        found.append(job.scratch.load_pairs(f"inside-{block}").select(slice(*ends[batch : batch + 2])))
    return join_pairs(found)
