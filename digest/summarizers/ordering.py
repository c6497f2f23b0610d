"""Put the chosen sentences into reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from digest.models import Story
from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.differing_figures import OTHER_TIME
from digest.summarizers.redundancy import find_content_stems
from digest.summarizers.standalone_sentences import QUOTES

STATE = 3 * 3600
"""Seconds: reports closer in time are of the same state of events."""


def order_sentences(chosen: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the sentences in reading order: the opening, the newest state of events, then what led to it.

    The sentences of one article stay together, in its order, and the first one has to stand alone. An opening
    that was found before stays first. Without one, the summary opens with the article whose first chosen
    sentence shares most words with the story's headline: an article introduces its people and places in its
    first sentence. Of the same state, quotations come last, and the others in the order of the articles;
    what speaks of an earlier time is background, and follows all of them.
    Cost: sorting the chosen sentences.
    """
    in_order = sorted(chosen, key=lambda sentence: (sentence.article, sentence.position))
    blocks = [list(block) for _, block in groupby(in_order, key=lambda sentence: sentence.article)]
    if not blocks:
        return []
    newest = max(story.articles[block[0].article].moment for block in blocks)

    def age(block: Sequence[Candidate]) -> int:
        return int((newest - story.articles[block[0].article].moment).total_seconds() // STATE)

    opening = next((block for block in blocks if any(sentence.opens for sentence in block)), None)
    if opening is None:
        headline_stems = find_content_stems(story.lead.title, story.lead.language)
        opening = min(blocks, key=lambda block: (*_rank_opening(block[0], headline_stems), age(block)))
    opening.sort(key=lambda sentence: not sentence.opens)

    def rank(block: Sequence[Candidate]) -> tuple[bool, bool, int, bool]:
        text = block[0].text
        is_background = OTHER_TIME.search(text) is not None
        return block is not opening, is_background, age(block), QUOTES.match(text) is not None

    return [sentence for block in sorted(blocks, key=rank) for sentence in block]


def _rank_opening(sentence: Candidate, headline_stems: frozenset[str]) -> tuple[bool, bool, int, int]:
    """Return a sort key for the first sentence of a summary: the less it needs its article, the smaller."""
    shared = len(headline_stems & find_content_stems(sentence.text, sentence.language))
    return bool(find_candidate_faults(sentence)), sentence.position > 0, -shared, sentence.position
