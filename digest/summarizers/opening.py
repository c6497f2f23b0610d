"""Find the line that opens a summary: it states the event of the story's headline in its newest state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from digest.languages.patterns import is_announcement
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
from digest.summarizers.standalone_sentences import UNDER_HEADLINE

SAME_EVENT = 0.6
"""The share of its headline from which on a line states the same event; a word that two outlets use counts
twice."""

OWN_EVENT = 0.5
"""The share of the story's headline from which on the headline above a sentence is about the same event."""

MIN_COVERAGE = 0.4
"""SAME_EVENT for a sentence under such a headline, and for a headline that is quoted."""

MIN_ADDED = 5
"""A headline with fewer words that are not in the story's would only repeat it, and is not quoted."""

MAX_REPEATED = 0.5
"""The share of its words that a sentence may have in common with the headline and the opening."""

SAME_TITLE = 0.5
"""The share of its words that a headline may have in common with the one above it."""


def open_with_event(
    candidates: Sequence[Candidate],
    story: Story,
    quotable: Collection[int] = (),
    others: Sequence[Candidate] = (),
    brief: bool = False,
) -> list[Candidate]:
    """Return the candidates with the line among them, marked as such, that opens the summary.

    The first sentence of an article that states the event of the headline opens, a new one rather than an old
    one; else what _find_substitute() finds; else, in a brief, the text under the story's headline, if it
    shares a word with it; else the method decides. Sentences that state the event once
    more, or say little else than the headline and the opening, are left out. Stories of one article, and
    those without a headline, have no such line: there the method decides.

    Args:
        candidates: the sentences that may be chosen.
        story: whose lead supplies the headline.
        quotable: indices of the articles whose headlines may be quoted.
        others: sentences that may open, but are not chosen otherwise.
        brief: one sentence stands below the headline. What another report says beside its event would seem to
            be about it.

    Cost: linear in the headlines and the first sentences.
    """
    if len({candidate.article for candidate in candidates} | set(quotable)) < 2 or not story.lead.title:
        return list(candidates)
    event = HeadlineEvent(story, candidates)
    opening = _find_opening(event, candidates, story, quotable, others)
    if opening is None and brief:
        opening = _find_below(event, candidates, story, 0, event.headline_stems)
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
    others: Sequence[Candidate],
) -> Candidate | None:
    possible = [*candidates, *(candidate for candidate in others if candidate not in candidates)]
    recency = measure_recency(story, {*quotable, *(candidate.article for candidate in possible)})
    for line in measure_lines(event, possible, story, recency):
        if _states_event(line) and _may_open(line.candidate, story, event):
            return line.candidate
    headline = _find_headline(event, story, quotable, recency)
    return _find_substitute(event, candidates, story, headline) if headline else None


def _states_event(line: EventLine) -> bool:
    """Return whether a sentence states the event: a teaser does so with the headline above it."""
    is_on_event = line.own >= OWN_EVENT or not line.is_teaser
    return line.coverage >= (MIN_COVERAGE if is_on_event else SAME_EVENT)


def _find_substitute(
    event: HeadlineEvent, candidates: Sequence[Candidate], story: Story, headline: Candidate
) -> Candidate | None:
    """Return the line that opens where only another outlet's headline states the event.

    The text under the story's headline goes on from it, as the summary will without an opening; else the
    text under the other headline does. The headline itself is quoted only where neither can.
    """
    title = find_content_stems(headline.title, headline.language)
    own, other = (_find_below(event, candidates, story, article, title) for article in (0, headline.article))
    return own or other or headline


def _find_below(
    event: HeadlineEvent, candidates: Iterable[Candidate], story: Story, article: int, title: Set[str]
) -> Candidate | None:
    """Return the first sentence of an article if it may open and shares a word with a headline above it."""
    first = next((line for line in candidates if line.article == article and line.position == 0), None)
    if first is None or not _may_open(first, story, event):
        return None
    stems = find_content_stems(first.text, first.language)
    return None if stems.isdisjoint(title | find_content_stems(first.title, first.language)) else first


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
            and event.count_added(stems) >= max(MIN_ADDED, SAME_TITLE * len(stems))
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
        or find_candidate_faults(candidate) - excused
        or (candidate.article != 0 and is_dangling(candidate, story, event.headline_stems))
    )
