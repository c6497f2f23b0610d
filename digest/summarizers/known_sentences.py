"""Choose what of an earlier edition's summary stands below the news of a story, for readers who missed it."""

from __future__ import annotations

from collections.abc import Sequence

from digest.languages.patterns import is_prospect
from digest.models import Sentence, Story
from digest.summarizers.candidates import Candidate, make_candidate
from digest.summarizers.page_references import find_unresolved
from digest.summarizers.past_prospects import names_coming_date
from digest.summarizers.redundancy import are_teasers, drop_repeated
from digest.summarizers.retold_sentences import find_retold

MAX_KNOWN = 2
"""Known sentences of a story at most: they remind of what has happened, and are no summary of their own."""


def select_known(known: Sequence[Sentence], news: Sequence[Sentence], story: Story) -> tuple[Sentence, ...]:
    """Return the known sentences that can stand below the new ones, in their order; all where nothing is new.

    Left out is what the headline and the lines above tell, what was expected then, and what refers to
    something that nothing above names. Cost: sentences times lines.
    """
    language = story.lead.language
    if not news:
        return drop_repeated(known, (), language)
    kept = drop_repeated(known, [story.lead.title, *(line.text for line in news)], language)
    above = [make_candidate(line, story) for line in news]
    below = [candidate for line in kept if _is_lasting(candidate := make_candidate(line, story), story)]
    unresolved = find_unresolved([*above, *below], story)
    lines = [*above, *(candidate for candidate in below if candidate not in unresolved)]
    retold = find_retold(lines, story) if are_teasers(lines) else []
    shown = {line.text for line in lines[len(above) :] if line not in retold}
    return tuple(line for line in kept if line.text in shown)[:MAX_KNOWN]


def _is_lasting(candidate: Candidate, story: Story) -> bool:
    """Return whether a sentence of an earlier day does not speak of what lay ahead on that day."""
    return not is_prospect(candidate.text, candidate.language) or names_coming_date(candidate, story)
