"""What the steps of a grouping in shards know of it, and how they load what several of them need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import pairwise
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from scipy import sparse

from digest.grouping.address_words import list_spellings
from digest.grouping.settings import GroupingSettings
from digest.grouping.shards.scratch_files import ScratchFolder
from digest.grouping.terms import TermCounts, Vocabulary
from digest.grouping.vectors import Vectors
from digest.models import Article

ReadArticles = Callable[[Sequence[str]], Sequence[Article]]
"""Returns the articles with these ids, in their order. It pickles, and workers call it."""

Result = TypeVar("Result")

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class ShardJob:
    """The grouping of the articles of one language.

    folder: the scratch folder. read: how workers get articles. parts: into how many the articles are divided
    for reading, and those that are compared, for comparing. finds_series: whether installments of series are
    looked for among them.
    """

    folder: str
    language: str
    settings: GroupingSettings
    read: ReadArticles
    parts: int
    finds_series: bool

    @property
    def scratch(self) -> ScratchFolder:
        """What the steps pass on."""
        return ScratchFolder(self.folder)

    def load_vocabulary(self) -> tuple[Vocabulary, dict[str, str]]:
        """Return the vocabulary of the pool and its spellings in addresses."""
        return _load_vocabulary(self)

    def load_counts(self, part: int) -> TermCounts:
        """Return the term counts of a part, mapped into memory, without its vocabulary's words."""
        scratch = self.scratch
        return TermCounts(
            scratch.load_matrix(f"counts-{part}"),
            scratch.load_matrix(f"title-counts-{part}"),
            scratch.load("word-columns"),
            scratch.load_array(f"counts-{part}.lengths"),
            scratch.load_array(f"counts-{part}.title_only"),
            scratch.load_array(f"counts-{part}.outlets"),
            Vocabulary(self.language, self.settings),
        )

    def select_counts(self, rows: np.ndarray, with_pairs: bool) -> TermCounts:
        """Return the term counts of some rows of the pool, ascending, with the vocabulary."""
        bounds = self.scratch.load("bounds")
        chosen = []
        for part, (start, end) in enumerate(pairwise(bounds)):
            inside = slice(*np.searchsorted(rows, [start, end]).tolist())
            if inside.start < inside.stop:
                counts = self.load_counts(part).select(rows[inside] - start)
                chosen.append(counts if with_pairs else counts.without_pairs())
        return TermCounts(
            sparse.vstack([counts.matrix for counts in chosen], "csr"),
            sparse.vstack([counts.titles for counts in chosen], "csr"),
            chosen[0].word_columns,
            np.concatenate([counts.lengths for counts in chosen]),
            np.concatenate([counts.title_only for counts in chosen]),
            np.concatenate([counts.outlets for counts in chosen]),
            self.load_vocabulary()[0],
        )

    def load_vectors(self) -> Vectors:
        """Return the vectors of all articles that are compared, mapped into memory."""
        scratch = self.scratch
        return Vectors(
            scratch.load_matrix("weights"),
            None,
            scratch.load_array("scale") if scratch.load("is-large") else None,
            scratch.load_matrix("words"),
            scratch.load_matrix("titles"),
            scratch.load_array("title-only"),
            scratch.load_array("brevity"),
        )

    def read_rows(self, rows: np.ndarray) -> list[Article]:
        """Return the articles in some rows of the pool."""
        return list(self.read(self.scratch.load_array("ids")[rows].tolist()))


@lru_cache(maxsize=1)
def _load_vocabulary(job: ShardJob) -> tuple[Vocabulary, dict[str, str]]:
    """Load the vocabulary once in a process."""
    scratch = job.scratch
    words, columns, terms = scratch.load("vocabulary")
    vocabulary = Vocabulary(job.language, job.settings, scratch.load("compounds"))
    vocabulary.restore(words, columns, terms)
    return vocabulary, list_spellings(vocabulary)


def run_alone(step: Callable[[ShardJob, int], Result]) -> Callable[[ShardJob, int], Result]:
    """Let one step at a time run in a process: two threads would need the memory of two."""

    @wraps(step)
    def run(job: ShardJob, number: int) -> Any:
        with _one_at_a_time:
            return step(job, number)

    return run
