"""In which order the chosen sentences are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digest.model import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.readability import find_faults


def order_for_reading(chosen: Sequence[Candidate], story: Story) -> list[Candidate]:
    """The sentences as the event unfolds: by the time of their articles, each article's together.

    The first one must stand alone. An article introduces whom and what it speaks of in its first
    sentences, so the article with the earliest chosen sentence opens the summary.
    """
    told = sorted(chosen, key=lambda said: (story.articles[said.article].moment, said.article, said.position))
    blocks = [list(block) for _, block in groupby(told, key=lambda said: said.article)]
    opening = min(blocks, key=lambda block: _leans(block[0]), default=[])
    return opening + [said for block in blocks if block is not opening for said in block]


def _leans(first: Candidate) -> tuple[bool, int]:
    """How far the first sentence of a summary leans on what is not there."""
    return bool(find_faults(first.text, first.language)), first.position
