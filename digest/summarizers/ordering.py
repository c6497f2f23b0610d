"""Put the chosen sentences into reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.redundancy import list_content_stems
from digest.summarizers.standalone_sentences import has_faults


def order_sentences(chosen: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the sentences in the order of events.

    By the time of their articles; the sentences of one article stay together, and those of one source in its
    order. The first sentence has to stand alone. An article introduces its people and places in its first
    sentence, so the summary opens with the article whose first chosen sentence shares most words with the
    story's headline. Cost: sorting the chosen sentences.
    """
    in_time = sorted(
        chosen,
        key=lambda sentence: (story.articles[sentence.article].moment, sentence.article, sentence.position),
    )
    blocks = [list(block) for _, block in groupby(in_time, key=lambda sentence: sentence.article)]
    # A later article of a source must not be read before an earlier one of the same source.
    sources = [block[0].source for block in blocks]
    may_open = [block for place, block in enumerate(blocks) if sources.index(block[0].source) == place]
    headline_stems = set(list_content_stems(story.lead.title, story.lead.language))
    opening = min(may_open, key=lambda block: _rank_opening(block[0], headline_stems), default=[])
    return opening + [sentence for block in blocks if block is not opening for sentence in block]


def _rank_opening(sentence: Candidate, headline_stems: set[str]) -> tuple[bool, bool, int, int]:
    """Return a sort key for the first sentence of a summary: the less it needs its article, the smaller."""
    shared = len(headline_stems.intersection(list_content_stems(sentence.text, sentence.language)))
    return has_faults(sentence.text, sentence.language), sentence.position > 0, -shared, sentence.position
