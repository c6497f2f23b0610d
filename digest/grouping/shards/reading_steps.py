"""The steps of a grouping in shards that read articles, part by part, and count their terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from zlib import crc32

import numpy as np

from digest.grouping.address_words import TermOutlets, find_address_terms
from digest.grouping.compounds import find_compounds
from digest.grouping.lead_article import by_time
from digest.grouping.near_duplicates import choose_bin, find_near_duplicates, fingerprint_sentences
from digest.grouping.shards.shard_job import ShardJob, run_alone
from digest.grouping.terms import (
    TermRuns,
    Vocabulary,
    collect_words,
    fill_counts,
    find_frequent_pairs,
    number_distinct,
    read_terms,
)
from digest.grouping.time_and_outlet import Circumstances, describe_circumstances, find_headline_key
from digest.grouping.tracking.recurring_series import find_series
from digest.models import Article
from digest.text import list_stop_words

_RUN_FIELDS = ("terms", "sizes", "title_only")


@run_alone
def scan_part(job: ShardJob, part: int) -> None:
    """Fingerprint the articles of a part; divide them by the bins of their fingerprints, and by outlet."""
    bins: list[list[tuple[Article, frozenset[str]]]] = [[] for _ in range(job.parts)]
    outlets: list[list[Article]] = [[] for _ in range(job.parts)]
    for article in job.read(job.scratch.load(f"ids-{part}")):
        fingerprints = fingerprint_sentences(article)
        number = crc32(" ".join(choose_bin(fingerprints)).encode()) % job.parts
        short = _shorten(article)
        bins[number].append((short, fingerprints))
        outlets[crc32(article.source.encode()) % job.parts].append(short)
    for number in range(job.parts):
        job.scratch.save(f"wording-{part}-{number}", bins[number])
        if job.finds_series:
            job.scratch.save(f"outlets-{part}-{number}", outlets[number])


def _shorten(article: Article) -> Article:
    """Return what of an article decides whether it is a copy or of a series, and whether it has a text."""
    return Article(
        article.id,
        article.source,
        "",
        article.title,
        article.text[:1],
        article.published,
        article.first_seen,
    )


@run_alone
def find_copies(job: ShardJob, number: int) -> dict[str, str]:
    """Return the near-duplicates of the articles in some bins; see `find_near_duplicates`."""
    found = [row for part in range(job.parts) for row in job.scratch.load(f"wording-{part}-{number}")]
    fingerprints = {article.id: own for article, own in found}
    articles = sorted((article for article, _ in found), key=by_time)
    return find_near_duplicates(articles, lambda article: fingerprints[article.id])


@run_alone
def find_series_of_outlets(job: ShardJob, number: int) -> frozenset[str]:
    """Return the articles of some outlets that are installments of a series."""
    return find_series(
        row for part in range(job.parts) for row in job.scratch.load(f"outlets-{part}-{number}")
    )


@run_alone
def list_words(job: ShardJob, part: int) -> None:
    """Save the words of a part, in a language that writes compounds."""
    job.scratch.save(f"all-words-{part}", collect_words(job.read(job.scratch.load(f"ids-{part}"))))


@run_alone
def split_compounds(job: ShardJob, _: int) -> None:
    """Find the compounds of the pool."""
    words = set[str]().union(*(job.scratch.load(f"all-words-{part}") for part in range(job.parts)))
    job.scratch.save("compounds", find_compounds(words, list_stop_words(job.language)))


@run_alone
def read_part(job: ShardJob, part: int) -> None:
    """Read the terms of a part, as columns of a vocabulary of its own."""
    scratch = job.scratch
    articles = list(job.read(scratch.load(f"ids-{part}")))
    vocabulary = Vocabulary(job.language, job.settings, scratch.load("compounds"))
    runs = read_terms(articles, vocabulary, job.settings.opening)
    _save_runs(job, f"own-terms-{part}", runs)
    scratch.save(f"own-words-{part}", (list(vocabulary), vocabulary.examples))
    has_short_text = runs.sizes[1::2] <= job.settings.opening
    scratch.save(
        f"addresses-{part}",
        [article.url if short else "" for article, short in zip(articles, has_short_text, strict=True)],
    )
    known = describe_circumstances(articles)
    names = [article.source for article in articles], [find_headline_key(article) for article in articles]
    scratch.save(f"circumstances-{part}", (known.times, *names))


def _save_runs(job: ShardJob, name: str, runs: TermRuns) -> None:
    for field in _RUN_FIELDS:
        job.scratch.save_array(f"{name}.{field}", getattr(runs, field))


def _load_runs(job: ShardJob, name: str) -> TermRuns:
    return TermRuns(
        *(job.scratch.load_array(f"{name}.{field}") for field in ("terms", "sizes", "title_only"))
    )


@run_alone
def join_vocabularies(job: ShardJob, _: int) -> None:
    """Number the terms and the outlets of the pool as they are when all of it is read at once."""
    scratch = job.scratch
    vocabulary = Vocabulary(job.language, job.settings, scratch.load("compounds"))
    known = [scratch.load(f"circumstances-{part}") for part in range(job.parts)]
    outlets = number_distinct([name for _, names, _ in known for name in names])
    headlines = number_distinct([key for _, _, keys in known for key in keys])
    circumstances = Circumstances(np.concatenate([times for times, _, _ in known]), outlets, headlines)
    scratch.save("circumstances", circumstances)
    columns: list[np.ndarray] = []
    for part in range(job.parts):
        words, examples = scratch.load(f"own-words-{part}")
        for word in words:
            vocabulary[word]
        columns.append(np.array([vocabulary[word] for word in examples], np.int32))
        scratch.save_array(f"columns-{part}", columns[-1])
    scratch.save("vocabulary", (list(vocabulary), list(vocabulary.values()), list(vocabulary.columns)))
    scratch.save("word-columns", len(vocabulary.columns))
    used = None
    for part, start in enumerate(scratch.load("bounds")[:-1]):
        runs = _load_runs(job, f"own-terms-{part}")
        own = outlets[start : start + len(runs.title_only)]
        found = TermOutlets.find(columns[part][runs.terms], runs.repeat(own), len(vocabulary.columns))
        used = used.join(found) if used else found
    scratch.save("term-outlets", used)


@run_alone
def number_terms(job: ShardJob, part: int) -> None:
    """Renumber the terms of a part as columns of the pool, and count its word pairs."""
    scratch = job.scratch
    runs = _load_runs(job, f"own-terms-{part}")
    runs = replace(runs, terms=scratch.load_array(f"columns-{part}")[runs.terms])
    _save_runs(job, f"terms-{part}", runs)
    keys, counts = np.unique(runs.list_pairs(scratch.load("word-columns"))[1], return_counts=True)
    scratch.save_array(f"pair-keys-{part}", keys)
    scratch.save_array(f"pair-counts-{part}", counts.astype(np.int32))


@run_alone
def count_pairs(job: ShardJob, _: int) -> None:
    """Find the word pairs that the pool counts, range by range of their keys."""
    scratch = job.scratch
    keys = [scratch.load_array(f"pair-keys-{part}") for part in range(job.parts)]
    counts = [scratch.load_array(f"pair-counts-{part}") for part in range(job.parts)]
    articles = scratch.load("bounds")[-1]
    scratch.save_array("frequent-pairs", np.concatenate(list(_merge_pairs(keys, counts, articles))))


def _merge_pairs(keys: list[np.ndarray], counts: list[np.ndarray], articles: int) -> Iterator[np.ndarray]:
    """Yield the frequent ones of sorted keys, in ascending order, from as many ranges as there are parts."""
    longest = max(keys, key=len)
    limits = longest[len(longest) * np.arange(1, len(keys)) // len(keys)] if len(longest) else longest
    ends = [np.concatenate([[0], np.searchsorted(own, limits), [len(own)]]) for own in keys]
    for number in range(len(ends[0]) - 1):
        places = [slice(int(end[number]), int(end[number + 1])) for end in ends]
        found = np.concatenate([own[place] for own, place in zip(keys, places, strict=True)])
        times = np.concatenate([own[place] for own, place in zip(counts, places, strict=True)])
        different, group = np.unique(found, return_inverse=True)
        yield find_frequent_pairs(different, np.bincount(group, times, len(different)), articles)


@run_alone
def count_part(job: ShardJob, part: int) -> None:
    """Count the terms of a part."""
    scratch = job.scratch
    vocabulary, spellings = job.load_vocabulary()
    runs = _load_runs(job, f"terms-{part}")
    start = scratch.load("bounds")[part]
    outlets = scratch.load("circumstances").outlets[start : start + len(runs.title_only)]
    address = find_address_terms(
        scratch.load(f"addresses-{part}"),
        vocabulary,
        spellings,
        vocabulary.compounds,
        runs.terms,
        runs.sizes,
        job.settings.opening,
    )
    used, frequent = scratch.load("term-outlets"), scratch.load_array("frequent-pairs")
    counts = fill_counts(
        runs, used.select_used(*address, outlets), outlets, frequent, vocabulary, job.settings
    )
    scratch.save_matrix(f"counts-{part}", counts.matrix)
    scratch.save_matrix(f"title-counts-{part}", counts.titles)
    for name in ("lengths", "title_only", "outlets"):
        scratch.save_array(f"counts-{part}.{name}", getattr(counts, name))
