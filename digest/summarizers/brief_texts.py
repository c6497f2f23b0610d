"""Find the text of a brief: what stands under the story's headline in its own article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digest.models import Story
from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.redundancy import find_content_stems
from digest.summarizers.standalone_sentences import QUOTES, UNDER_HEADLINE


def find_own_text(candidates: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the sentences of the article that supplies the headline, the first one marked as the opening.

    Under the single line of a headline, nothing reads as well as the text that was written for it: it adds to
    the headline and is never about something else. Its first sentence may refer to the headline if it shares
    a word with it. Empty if that sentence is missing, a quotation, or cannot be understood there.

    Cost: linear.
    """
    own = [candidate for candidate in candidates if candidate.article == 0]
    first, lead = own[0] if own else None, story.lead
    if first is None or first.position or first.in_quotation or QUOTES.match(first.text) or not lead.title:
        return []
    stems = find_content_stems(first.text, first.language)
    shares_word = not stems.isdisjoint(find_content_stems(lead.title, lead.language))
    excused = UNDER_HEADLINE if shares_word else frozenset[str]()
    return [] if find_candidate_faults(first) - excused else [replace(first, opens=True), *own[1:]]
