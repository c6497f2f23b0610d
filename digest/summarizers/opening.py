"""Find the line that opens a summary: it states the event of the story's headline in its newest state."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache

from digest.languages.patterns import is_announcement, is_prospect
from digest.models import Article, Story
from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.headline_event import (
    NEWEST,
    RECENCY_BONUS,
    EventLine,
    HeadlineEvent,
    measure_lines,
    measure_recency,
)
from digest.summarizers.page_references import is_dangling
from digest.summarizers.redundancy import (
    SUBWORD_LANGUAGES,
    find_content_stems,
    limit_restatement,
    restates,
)
from digest.summarizers.standalone_sentences import MAX_CHARACTERS, QUOTES, UNDER_HEADLINE

MIN_COVERAGE = 0.4
"""The share of its headline from which on a line is about the same event; a word that two outlets use counts
twice."""

SAME_EVENT = 0.6
"""The share of the headline from which on another one, or a sentence of a teaser, states the same event."""

MIN_ADDED, ENOUGH_ADDED = 2, 5
"""A line with fewer words that are not in the headline would only repeat it; one with more is preferred, and
the only kind of headline that is quoted."""

MIN_AGREEMENT = 2 / 3
"""The share of its words that two outlets use from which on a first sentence with MIN_COVERAGE states the
event; with fewer, it states an aspect that a single outlet has. Chosen on three days of teasers."""

OWN_EVENT = 0.5
"""The share of the story's headline that the headline above a teaser has to say: under one on something else,
the teaser only mentions the event. Chosen on nine days of teasers."""

OWN_COVERAGE = 0.25
"""MIN_COVERAGE for the first sentence under the story's headline: it may lean on it."""

MAX_REPEATED = 0.5
"""The share of its words that a sentence may have in common with the headline and the opening."""

SAME_TITLE = 0.5
"""The share of its words that a headline may have in common with the one above it."""


def open_with_event(
    candidates: Sequence[Candidate],
    story: Story,
    quotable: Collection[int] = (),
    list_others: Callable[[], Sequence[Candidate]] = tuple,
) -> list[Candidate]:
    """Return the candidates with the line among them, marked as such, that opens the summary.

    A sentence that states the event of the headline opens, a new one rather than an old one; else one that
    goes on from a headline that states it; else one of the other sentences that states it; else what
    _find_substitute() finds; else what the method decides. Sentences that state the event once more, or say
    little else than the headline and the opening, are left out. Stories of one article, and those without a
    headline, have no such line: there the method decides.

    Args:
        candidates: the sentences that may be chosen.
        story: whose lead supplies the headline.
        quotable: indices of the articles whose headlines may be quoted.
        list_others: returns sentences that may open, but are not chosen otherwise. It is called where none
            of the candidates states the event.

    Cost: linear in the headlines and the first sentences.
    """
    if len({candidate.article for candidate in candidates} | set(quotable)) < 2 or not story.lead.title:
        return list(candidates)
    event = HeadlineEvent(story, candidates)
    opening = _find_opening(event, candidates, story, quotable, list_others)
    if opening is None:
        return list(candidates)
    marked = replace(opening, opens=True)
    if opening.language in SUBWORD_LANGUAGES:
        return [marked, *(candidate for candidate in candidates if candidate != opening)]
    lines = [event.headline_stems, find_content_stems(opening.text, opening.language)]
    page = lines[0] | lines[1]
    limit = limit_restatement(candidates)
    others = []
    for candidate in candidates:
        stems = find_content_stems(candidate.text, candidate.language)
        is_restatement = any(restates(stems, line, limit) for line in lines)
        if candidate != opening and not is_restatement and len(stems & page) < MAX_REPEATED * len(stems):
            others.append(candidate)
    return [marked, *others]


def _find_opening(
    event: HeadlineEvent,
    candidates: Sequence[Candidate],
    story: Story,
    quotable: Collection[int],
    list_others: Callable[[], Sequence[Candidate]],
) -> Candidate | None:
    recency = measure_recency(story, {*quotable, *(candidate.article for candidate in candidates)})
    lines = measure_lines(event, candidates, story, recency)

    @cache
    def may_open(candidate: Candidate) -> bool:
        return _may_open(candidate, story, event)

    def find(is_possible: Callable[[EventLine], bool], *least_added: int) -> Candidate | None:
        return _find_line(lines, is_possible, may_open, least_added)

    def find_elsewhere() -> Candidate | None:
        others = list_others()
        if not others:
            return None
        recency = measure_recency(story, {candidate.article for candidate in others})
        measured = measure_lines(event, others, story, recency)
        return _find_line(measured, lambda line: _tells(line, event), may_open, (ENOUGH_ADDED, MIN_ADDED))

    def find_substitute() -> Candidate | None:
        """Return the best line where no sentence states the event: a sentence on an aspect of it.

        Where a headline of another outlet does state it, the text under the story's headline or under that
        one goes on from it; the headline itself is quoted only where neither has a sentence for it.
        """
        aspect = find(lambda line: line.coverage >= MIN_COVERAGE, ENOUGH_ADDED, MIN_ADDED)
        headline = _find_headline(event, story, quotable, recency)
        if headline is None:
            return aspect
        title = find_content_stems(headline.title, headline.language)
        below = [_find_first(candidates, article, title) for article in (0, headline.article)]
        own, other = (line if line and may_open(line) else None for line in below)
        return (aspect or own) if own else (other or headline)

    return (
        find(_states_event, ENOUGH_ADDED)
        or find(lambda line: _goes_on(line) and line.candidate.article == 0, ENOUGH_ADDED)
        or find(_states_event, MIN_ADDED)
        or find(_goes_on, ENOUGH_ADDED, MIN_ADDED)
        or find_elsewhere()
        or find_substitute()
    )


def _find_first(candidates: Iterable[Candidate], article: int, title: Set[str]) -> Candidate | None:
    """Return the first sentence of an article if it shares a word with its headline or another one."""
    first = next((line for line in candidates if line.article == article and line.position == 0), None)
    if first is None:
        return None
    stems = find_content_stems(first.text, first.language)
    return None if stems.isdisjoint(title | find_content_stems(first.title, first.language)) else first


def _find_line(
    lines: Sequence[EventLine],
    is_possible: Callable[[EventLine], bool],
    may_open: Callable[[Candidate], bool],
    least_added: Iterable[int],
) -> Candidate | None:
    """Return the first possible line that adds enough to the headline, by the first limit that one meets."""
    for least in least_added:
        for line in lines:
            if line.added >= least and is_possible(line) and may_open(line.candidate):
                return line.candidate
    return None


def _states_event(line: EventLine) -> bool:
    if not line.is_teaser:
        return line.coverage >= MIN_COVERAGE
    if line.own < OWN_EVENT:
        return False
    is_on_event = line.agreement >= MIN_AGREEMENT or line.own >= SAME_EVENT
    is_first = line.candidate.position == 0
    return line.coverage >= SAME_EVENT or (line.coverage >= MIN_COVERAGE and is_on_event and is_first)


def _goes_on(line: EventLine) -> bool:
    least = OWN_COVERAGE if line.candidate.article == 0 else MIN_COVERAGE
    return line.candidate.position == 0 and line.own >= SAME_EVENT and line.coverage >= least


def _tells(line: EventLine, event: HeadlineEvent) -> bool:
    """Return whether a sentence of a page that is no report, a video or an explanation, tells the event."""
    stems = find_content_stems(line.candidate.text, line.candidate.language)
    says_the_same = line.own >= SAME_EVENT and line.coverage >= MIN_COVERAGE
    return event.shares_plain_word(stems) and (line.coverage >= SAME_EVENT or says_the_same)


def _find_headline(
    event: HeadlineEvent, story: Story, quotable: Collection[int], recency: Mapping[int, float]
) -> Candidate | None:
    """Return the headline of another outlet that says most, not older than the story's and half of it new."""
    announces = is_announcement(story.lead.title, story.lead.language)
    best: tuple[float, Candidate] | None = None
    for index in sorted(quotable):
        article = story.articles[index]
        stems = find_content_stems(article.title, article.language)
        coverage = event.measure_coverage(stems)
        value = coverage + RECENCY_BONUS * recency[index]
        if (
            article.source != story.lead.source
            and story.lead.moment - article.moment <= NEWEST
            and coverage >= MIN_COVERAGE
            and event.shares_name(stems)
            and event.shares_plain_word(stems)
            and (announces or not is_announcement(article.title, article.language))
            and event.count_added(stems) >= max(ENOUGH_ADDED, SAME_TITLE * len(stems))
            and (best is None or value > best[0])
        ):
            best = value, quote_headline(article, index)
    return best[1] if best else None


def quote_headline(article: Article, index: int) -> Candidate:
    """Return the headline of an article as a line of its own."""
    return Candidate(
        article.title, index, -1, article.source, article.title, article.language, is_headline=True
    )


def _may_open(candidate: Candidate, story: Story, event: HeadlineEvent) -> bool:
    text, language = candidate.text, candidate.language
    # The first sentence under the story's headline may refer to it, if it shares a word with it.
    is_under = candidate.article == candidate.position == 0
    is_clear = is_under and not event.headline_stems.isdisjoint(find_content_stems(text, language))
    excused = UNDER_HEADLINE if is_clear else frozenset[str]()
    return not (
        candidate.in_quotation
        or len(text) > MAX_CHARACTERS
        or QUOTES.match(text)
        or find_candidate_faults(candidate) - excused
        or (is_prospect(text, language) and not is_announcement(story.lead.title, story.lead.language))
        or (candidate.article != 0 and is_dangling(candidate, story, event.headline_stems))
    )
