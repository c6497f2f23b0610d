"""In which order the chosen sentences are read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.standalone import has_faults
from digest.text import stem, stop_words, words


def order_for_reading(chosen: Sequence[Candidate], story: Story) -> list[Candidate]:
    """The sentences as the event unfolds: by the time of their articles, each article's together
    and each source's in its own order.

    The first one must stand alone. An article introduces in its first sentence whom and what it speaks
    of, so one of those opens the summary: the one that takes up most words of the headline above it.
    """
    told = sorted(chosen, key=lambda said: (story.articles[said.article].moment, said.article, said.position))
    blocks = [list(block) for _, block in groupby(told, key=lambda said: said.article)]
    headline = _stems(story.lead.title, story.lead.language)
    # What a source says later is not read before what it says first.
    sources = [block[0].source for block in blocks]
    first = [block for place, block in enumerate(blocks) if sources.index(block[0].source) == place]
    opening = min(first, key=lambda block: _leans(block[0], headline), default=[])
    return opening + [said for block in blocks if block is not opening for said in block]


def _leans(first: Candidate, headline: set[str]) -> tuple[bool, bool, int, int]:
    """How far the first sentence of a summary leans on what is not there."""
    taken_up = len(headline & _stems(first.text, first.language))
    return has_faults(first.text, first.language), first.position > 0, -taken_up, first.position


def _stems(text: str, language: str) -> set[str]:
    """The stems of the words that are not mere grammar."""
    return {stem(word, language) for word in set(words(text)) - stop_words(language)}
