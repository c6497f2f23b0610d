"""Find sentences that refer to something that nothing before them on the page names."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from digest.languages import get_language
from digest.languages.patterns import compile_patterns
from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.redundancy import find_content_stems
from digest.text import list_stop_words

TEASER_CHARACTERS = 400
"""A longer text introduces what it speaks of in its own first sentence; a shorter one leaves that to its
headline."""

NOUN_WORDS = 3
"""Words behind a definite article of which one must occur before: an adjective or two, and the noun."""

MIN_SHARED_STEMS = 2
"""From so many stems on that a sentence shares with the page, its subject is clear."""

SAME_SUBJECT = 0.5
"""The share of a headline from which on another one is about the same event."""

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_START = re.compile(r"[\W_]*[^\W_]+(?:['’](?=\w)|\s+)")
_CLAUSE_END = re.compile(r"[,;:–—.!?]")


def find_unresolved(ordered: Sequence[Candidate], story: Story, brief: bool = False) -> list[Candidate]:
    """Return the sentences that begin with a definite reference that the page does not resolve.

    "The tactic" is resolved by the headline of the story and by the lines before it, or if the sentence
    stands directly behind a line of its own article, or under its own headline; and by what else it shares
    with them: "The harbor office" is clear when the bridge and the port have been named. Sentences that are
    found do not resolve later ones.

    Args:
        ordered: in reading order.
        brief: the first sentence stands alone below the headline. One of another report is found, too, if it
            shares no word with it, nor its own headline half of its words.

    Cost: linear in the words.
    """
    page: Set[str] = find_content_stems(story.lead.title, story.lead.language)
    previous_article = 0 if story.lead.title or len(story.articles) == 1 else -1
    unresolved: list[Candidate] = []
    for place, candidate in enumerate(ordered):
        is_behind_own = candidate.article == previous_article
        is_apart = bool(page) and not is_behind_own
        stems = find_content_stems(candidate.text, candidate.language)
        is_first = len(unresolved) == place
        is_beside = brief and is_first and stems.isdisjoint(page) and not is_introduced(candidate, page)
        is_unclear = len(stems & page) < MIN_SHARED_STEMS and is_dangling(candidate, story, page)
        if is_apart and (is_beside or is_unclear):
            unresolved.append(candidate)
            continue
        page = page | stems
        previous_article = candidate.article
    return unresolved


def is_introduced(candidate: Candidate, headline: Set[str]) -> bool:
    """Return whether the headline above a sentence has half of the story's words. headline: its stems."""
    title = find_content_stems(candidate.title, candidate.language)
    return len(title & headline) >= SAME_SUBJECT * len(headline)


def is_dangling(candidate: Candidate, story: Story, page: Set[str]) -> bool:
    """Return whether a sentence begins with "the" and a noun that neither the page nor a name explains.

    page: the stems of what stands before it.
    """
    patterns = compile_patterns(candidate.language)
    if candidate.is_headline or patterns is None or not patterns.definite.match(_lower_start(candidate)):
        return False
    if candidate.position == 0 and len(story.articles[candidate.article].text) > TEASER_CHARACTERS:
        return False
    start = _START.match(candidate.text)
    clause = _CLAUSE_END.split(candidate.text[start.end() if start else 0 :], maxsplit=1)[0]
    noun = _list_noun_words(clause, candidate.language)
    has_name = not get_language(candidate.language).capital_nouns and any(word[0].isupper() for word in noun)
    return not has_name and page.isdisjoint(find_content_stems(" ".join(noun), candidate.language))


def _list_noun_words(clause: str, language: str) -> list[str]:
    """Return the first words of a clause up to a stop word, at most NOUN_WORDS."""
    stop = list_stop_words(language)
    noun: list[str] = []
    for word in _WORD.findall(clause)[:NOUN_WORDS]:
        is_name = len(word) > 1 and word.isupper()  # the US is not "us"
        if word.casefold() in stop and not is_name:
            break
        noun.append(word)
    return noun


def _lower_start(candidate: Candidate) -> str:
    return candidate.text[:60].lower().lstrip("-–—•*\"“”„«»'‘ ")
