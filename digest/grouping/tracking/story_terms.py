"""Count the terms of all stories of a day, in little memory, and weight those of a story."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING

from digest.models import Story

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

KEPT = 3_000
"""Of more stories than this, the words are counted again when they are needed."""

TERMS_AT_ONCE = 1_000_000
"""How many terms are numbered at once."""


class StoryTerms:
    """The terms of all stories of a day, as numbers: as words they would need more memory than the articles.

    frequency: in how many stories each term occurs.
    """

    def __init__(self, stories: Sequence[Story], count: Callable[[Story], Counter[str]]) -> None:
        """Count the terms of stories. count: returns {term of a story: in how many of its texts it is}."""
        import numpy as np

        self._stories, self._count = stories, count
        self._kept: list[Counter[str]] | None = [] if len(stories) <= KEPT else None
        # The hashes only tell terms apart. How terms are numbered decides nothing: each sum over the terms of
        # a story is in the order of its texts.
        hashes, counts, ends = array("q"), array("i"), array("q", [0])
        for story in stories:
            counted = count(story)
            if self._kept is not None:
                self._kept.append(counted)
            hashes.extend(map(hash, counted))
            counts.extend(counted.values())
            ends.append(len(hashes))
        self._counts, self._ends = np.frombuffer(counts, np.int32), np.frombuffer(ends, np.int64)
        self._columns = _number_values(np.frombuffer(hashes, np.int64))
        self.frequency = np.bincount(self._columns)

    def __len__(self) -> int:
        return len(self._stories)

    def list_columns(self, place: int) -> tuple[list[int], list[int]]:
        """Return the numbers of a story's terms, and in how many of its texts each occurs."""
        own = slice(self._ends[place], self._ends[place + 1])
        return self._columns[own].tolist(), self._counts[own].tolist()

    def read(self, place: int) -> tuple[Counter[str], dict[str, int]]:
        """Return {term of a story: in how many of its texts it occurs}, {term: in how many stories}."""
        counts = self._count(self._stories[place]) if self._kept is None else self._kept[place]
        columns, _ = self.list_columns(place)
        return counts, dict(zip(counts, self.frequency[columns].tolist(), strict=True))

    def find_shared(self, labels: Sequence[int | None]) -> np.ndarray:
        """Find the terms of stories with different labels.

        Args:
            labels: of each story, 0 or more; None for one with several.

        Returns:
            |terms|, whether a term is in stories of different labels, or in one with several.
        """
        import numpy as np

        several = -1
        values = np.array([several if label is None else label for label in labels], np.int32)
        of_entries = np.repeat(values, np.diff(self._ends))
        lowest = np.full(len(self.frequency), np.iinfo(np.int32).max, np.int32)
        highest = np.full(len(self.frequency), several, np.int32)
        np.minimum.at(lowest, self._columns, of_entries)
        np.maximum.at(highest, self._columns, of_entries)
        found: np.ndarray = (lowest != highest) | (lowest == several)
        return found

    def select(self, used: np.ndarray) -> sparse.csr_array:
        """Return a matrix |stories| x |terms| with a one for each term of a story that is marked as used."""
        import numpy as np
        from scipy import sparse

        kept = used[self._columns]
        ends = np.concatenate([[0], np.cumsum(kept)])[self._ends]
        columns = self._columns[kept]
        return sparse.csr_array((np.ones(len(columns)), columns, ends), (len(self), len(used)))


def _number_values(values: np.ndarray) -> np.ndarray:
    """Return the number of each value among the different ones, part by part: sorting all needs four times
    the memory."""
    import numpy as np

    parts = np.array_split(values, len(values) // TERMS_AT_ONCE + 1)
    different = parts[0][:0]
    for part in parts:
        different = np.union1d(different, part)
    return np.concatenate([np.searchsorted(different, part).astype(np.int32) for part in parts])


def weigh_story_terms(terms: Mapping[str, int], frequency: Mapping[str, int], size: int) -> dict[str, float]:
    """Weight a story's terms by TF-IDF, as a vector of length 1.

    The weight is (1 + log count) · log((size + 1) / (frequency + 0.5)).

    Args:
        terms: {term: count} of the story.
        frequency: {term: in how many stories it occurs}.
        size: the number of stories.
    """
    weights = {
        term: (1 + log(count)) * measure_rarity(frequency[term], size) for term, count in terms.items()
    }
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / norm for term, weight in sorted(weights.items())}


def measure_rarity(frequency: int, size: int) -> float:
    """Return the logarithm of how rare a term is that occurs in so many of `size` stories."""
    return log((size + 1) / (frequency + 0.5))
