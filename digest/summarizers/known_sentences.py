"""Choose what of an earlier edition's summary stands below the news of a story, for readers who missed it."""

from __future__ import annotations

from collections.abc import Sequence

from digest.languages.patterns import is_prospect
from digest.models import Sentence, Story
from digest.summarizers.candidates import make_candidate
from digest.summarizers.page_references import MIN_SHARED_STEMS
from digest.summarizers.past_prospects import names_coming_date
from digest.summarizers.redundancy import (
    MAX_RESTATED,
    MAX_RESTATED_OF_TEASERS,
    SUBWORD_LANGUAGES,
    find_content_stems,
    restates,
)

MIN_REPEATED_WORDS = 2
"""With this many words of the lines above it, the headline aside, a sentence tells them once more."""


def select_known(known: Sequence[Sentence], news: Sequence[Sentence], story: Story) -> tuple[Sentence, ...]:
    """Return the sentence that opened the last edition's summary, if it can stand below the new ones.

    The opening told what the story was about; what followed it were details of that day. It can stand by
    itself if it tells what the headline of its own article says. Nothing is returned if headline or news
    tell it, if it spoke of what lay ahead, or if it shares fewer than two words with what stands above: then
    the story has moved on to something else. The words of the headline name what the story is about: to share
    them with the news is no repetition. Cost: linear in the lines.

    known: the sentences of the last edition that had the story, in their order.
    """
    if not known:
        return ()
    lead = story.lead
    line, above = make_candidate(known[0], story), [make_candidate(sentence, story) for sentence in news]
    stems = find_content_stems(line.text, line.language)
    headline = find_content_stems(lead.title, lead.language)
    lines = [headline, *(find_content_stems(row.text, row.language) for row in above)]
    title = find_content_stems(line.title, line.language)
    is_clear = line.is_headline or not title or restates(stems, title, MAX_RESTATED_OF_TEASERS)
    is_past = is_prospect(line.text, line.language) and not names_coming_date(line, story)
    shared = stems & set[str]().union(*lines)
    is_repeated = line.language not in SUBWORD_LANGUAGES and (
        restates(stems, headline, MAX_RESTATED) or len(shared - headline) >= MIN_REPEATED_WORDS
    )
    can_stand = is_clear and len(shared) >= MIN_SHARED_STEMS
    return (known[0],) if can_stand and not is_past and not is_repeated else ()
