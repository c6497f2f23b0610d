"""The lead baseline: summarize by the beginnings of the articles."""

from __future__ import annotations

from collections.abc import Sequence

from digest.summarizers.candidates import Candidate
from digest.summarizers.length import Length, count_words


def choose(candidates: Sequence[Candidate], length: Length) -> list[int]:
    """Choose the first sentences of the first article, then those of the next ones, in that order.

    Cost: sorting the candidates.
    """
    order = sorted(
        range(len(candidates)), key=lambda index: (candidates[index].article, candidates[index].position)
    )
    return length.fill(order, lambda index: count_words(candidates[index].text))
