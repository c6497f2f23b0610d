"""Find sentences of teasers that tell again, in other words, what other outlets have told above them."""

from __future__ import annotations

from collections.abc import Sequence, Set

from digest.languages import get_language
from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.redundancy import SUBWORD_LANGUAGES, find_content_stems, find_name_stems

MIN_SHARED, MIN_SHARED_PLAIN = 3, 2
"""A sentence that shares so many words with what stands above it, so many of them no names, tells the same:
all sentences on an event share its names, but what is new happens in other words."""

MIN_SHARED_WHERE_NAMES_ARE_UNKNOWN = 4
"""The same in languages whose names have no capital of their own."""

MIN_REPEATED, MAX_ADDED = 0.6, 0.45
"""A sentence with this share of the headline's words, and at most this share of words of its own, adds next
to nothing to it. Chosen by reading the briefs of ten real days."""


def find_retold(ordered: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the sentences that tell what lines of other articles above them have told.

    An article does not repeat itself, nor its headline; what another outlet writes on the same event often
    does. Sentences that are found do not count as lines above later ones.

    Args:
        ordered: sentences of teasers in reading order; the first one is never found.
        story: whose lead supplies the headline.

    Cost: linear in the words of the sentences times their number.
    """
    if not ordered or ordered[0].language in SUBWORD_LANGUAGES:
        return []
    lead = story.lead
    names = find_name_stems(" ".join(candidate.text for candidate in ordered), lead.language)
    above: list[tuple[int, Set[str]]] = [(0, find_content_stems(lead.title, lead.language))]
    retold: list[Candidate] = []
    for place, candidate in enumerate(ordered):
        stems = find_content_stems(candidate.text, candidate.language)
        others = set[str]().union(*(line for article, line in above if article != candidate.article))
        if place and shares_fact(stems & others, names, candidate.language):
            retold.append(candidate)
        else:
            above.append((candidate.article, stems))
    return retold


def drop_headline_repeats(candidates: Sequence[Candidate], story: Story) -> list[Candidate]:
    """Return the candidates without those that only repeat the headline of the story in other words.

    Under the headline of a brief stands one sentence, and it should add something. A sentence repeats the
    headline if it has MIN_REPEATED of its words, and at most MAX_ADDED of its own words are others. Cost:
    linear.
    """
    title = find_content_stems(story.lead.title, story.lead.language)
    if story.lead.language in SUBWORD_LANGUAGES or len(title) < MIN_SHARED:
        return list(candidates)

    def is_repeat(candidate: Candidate) -> bool:
        stems = find_content_stems(candidate.text, candidate.language)
        repeated, added = len(stems & title), len(stems - title)
        return repeated >= MIN_REPEATED * len(title) and added <= MAX_ADDED * len(stems)

    return [candidate for candidate in candidates if not is_repeat(candidate)]


def shares_fact(shared: Set[str], names: Set[str], language: str) -> bool:
    """Return whether the stems that two texts share are of a fact, and not only of whom it is about.

    names: the stems that are names in either text.
    """
    if get_language(language).capital_nouns or not names:
        return len(shared) >= MIN_SHARED_WHERE_NAMES_ARE_UNKNOWN
    return len(shared) >= MIN_SHARED and len(shared - names) >= MIN_SHARED_PLAIN
