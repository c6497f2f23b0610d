"""Put the chosen sentences into reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from digest.models import Story
from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.differing_figures import OTHER_TIME
from digest.summarizers.redundancy import find_content_stems
from digest.summarizers.standalone_sentences import QUOTES

READ_CHARACTERS = 500
"""How much of each text is read for what a story without headlines is about."""

STATE = 3 * 3600
"""Seconds: reports closer in time are of the same state of events."""


def order_sentences(chosen: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the sentences in reading order: the opening, the newest state of events, then what led to it.

    The sentences of one article stay together, in its order, and the first one has to stand alone. An opening
    that was found before stays first. Without one, the summary opens with the article whose first chosen
    sentence shares most words with the story's headline, or with the beginnings of several articles where
    there is none: an article introduces its people and places in its first sentence. What is of the same
    state as the opening follows it. Of the same state, quotations come last, and the others in the order of
    the articles; what speaks of an earlier time is background, and follows all of them.
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
        subject = _find_subject(story)
        opening = min(blocks, key=lambda block: (*_rank_opening(block[0], subject, story), age(block)))
    opening.sort(key=lambda sentence: not sentence.opens)
    opened = story.articles[opening[0].article].moment

    def rank(block: Sequence[Candidate]) -> tuple[bool, bool, bool, int, bool]:
        text = block[0].text
        is_background = OTHER_TIME.search(text) is not None
        is_apart = abs((story.articles[block[0].article].moment - opened).total_seconds()) >= STATE
        return block is not opening, is_background, is_apart, age(block), QUOTES.match(text) is not None

    return [sentence for block in sorted(blocks, key=rank) for sentence in block]


def _find_subject(story: Story) -> Mapping[str, int]:
    """Return {stem: weight} of the words of the headline, else of those that several articles begin with."""
    lead = story.lead
    if lead.title or len(story.articles) == 1:
        return dict.fromkeys(find_content_stems(lead.title, lead.language), 1)
    counts = Counter(
        stem
        for article in story.articles
        for stem in find_content_stems(article.text[:READ_CHARACTERS], article.language)
    )
    return {stem: count - 1 for stem, count in counts.items() if count > 1}


def _rank_opening(
    sentence: Candidate, subject: Mapping[str, int], story: Story
) -> tuple[bool, bool, int, bool, int]:
    """Return a sort key for the first sentence of a summary: the less it needs its article, the smaller.

    subject: the weights of stems, see _find_subject(). What stands under the story's headline may lean on it,
    so that it needs to share a word less with it.
    """
    is_own = sentence.article == 0 and bool(story.lead.title)
    stems = find_content_stems(sentence.text, sentence.language)
    shared = sum(subject.get(stem, 0) for stem in stems) + is_own
    has_faults = bool(find_candidate_faults(sentence))
    return has_faults, sentence.position > 0, -shared, not is_own, sentence.position
