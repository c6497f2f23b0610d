"""Find the line that opens a summary: it states the event of the story's headline in its newest state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from digest.languages.patterns import is_announcement, is_prospect
from digest.models import Article, Story
from digest.summarizers.candidates import Candidate, find_candidate_faults
from digest.summarizers.page_references import TEASER_CHARACTERS, is_dangling
from digest.summarizers.redundancy import (
    SUBWORD_LANGUAGES,
    find_content_stems,
    find_name_stems,
    limit_restatement,
    restates,
)
from digest.summarizers.standalone_sentences import MAX_CHARACTERS, QUOTES, UNDER_HEADLINE

MIN_COVERAGE = 0.4
"""The share of its headline from which on a line is about the same event; a word that two outlets use counts
twice."""

OWN_BONUS = 0.3
"""What a sentence gains that stands under its own headline, or under one that says the same."""

SAME_EVENT = 0.6
"""The share of the headline from which on another one, or a sentence of a teaser, states the same event."""

MIN_ADDED, ENOUGH_ADDED = 2, 5
"""A line with fewer words that are not in the headline would only repeat it; one with more is preferred, and
the only kind of headline that is quoted."""

ADDED_BONUS, MUCH_ADDED = 0.15, 10
"""What a line gains that adds so many words to the headline or more; in proportion if it adds fewer."""

MIN_AGREEMENT = 2 / 3
"""The share of its words that two outlets use from which on a first sentence with MIN_COVERAGE states the
event; with fewer, it states an aspect that a single outlet has. Chosen on three days of teasers."""

AGREEMENT_BONUS = 0.3
"""What a sentence gains if two outlets use each of its words: it states the event, and no aspect of it."""

OWN_COVERAGE = 0.25
"""MIN_COVERAGE for the first sentence of an article whose headline states the same event: it may lean on
it."""

NEWEST = timedelta(hours=3)
"""A line so much older than the headline reports an earlier state."""

REACH = 2
"""Sentences of an article among which an opening is looked for: news begins with the news."""

RECENCY_BONUS = 0.1
"""What the newest line gains over the oldest one."""

MAX_REPEATED = 0.5
"""The share of its words that a sentence may have in common with the headline and the opening."""

SAME_TITLE = 0.5
"""The share of its words that a headline may have in common with the one above it."""


class _Event:
    """The words of a story's headline and of its reports, twice as heavy if two outlets use them.

    The number of outlets would weigh the subject that all reports have in common, not what has happened.
    """

    def __init__(self, story: Story, candidates: Iterable[Candidate]) -> None:
        outlets: defaultdict[str, set[str]] = defaultdict(set)
        for article in story.originals:
            for stem in find_content_stems(article.title, article.language):
                outlets[stem].add(article.source)
        for candidate in candidates:
            if candidate.position < REACH:
                for stem in find_content_stems(candidate.text, candidate.language):
                    outlets[stem].add(candidate.source)
        names = {
            stem
            for candidate in candidates
            if candidate.position < REACH
            for stem in find_name_stems(candidate.text, candidate.language)
        }
        self._weights = {stem: min(len(sources), 2) for stem, sources in outlets.items()}
        self.headline_stems = find_content_stems(story.lead.title, story.lead.language)
        self._headline_names = self.headline_stems & names
        self._headline_weight = self._weigh(self.headline_stems) or 1

    def _weigh(self, stems: Iterable[str]) -> int:
        return sum(self._weights.get(stem, 0) for stem in stems)

    def measure_coverage(self, stems: Set[str]) -> float:
        """Return how much of the headline a line says: 0 to 1."""
        return self._weigh(self.headline_stems & stems) / self._headline_weight

    def shares_name(self, stems: Set[str]) -> bool:
        """Return whether a line holds a name of the headline, or the headline has none."""
        return not self._headline_names or not self._headline_names.isdisjoint(stems)

    def measure_agreement(self, stems: Set[str]) -> float:
        """Return the share of the words of a line that two or more outlets use: 0 to 1."""
        return sum(self._weights.get(stem, 0) > 1 for stem in stems) / (len(stems) or 1)

    def count_added(self, stems: Set[str]) -> int:
        """Return how many words of a line are not in the headline."""
        return len(stems - self.headline_stems)


def open_with_event(
    candidates: Sequence[Candidate], story: Story, quotable: Collection[int]
) -> list[Candidate]:
    """Return the candidates with the line among them, marked as such, that opens the summary.

    A sentence that states the event of the headline opens, a new one rather than an old one; else one that
    goes on from a headline that states it; else the headline of another outlet that says most; else a
    sentence on an aspect of the event; else what the method decides. Sentences that state the
    event once more, or say little else than the headline and the opening, are left out. Stories of one
    article, and those without a headline, have no such line: there the method decides.

    Args:
        candidates: the sentences that may be chosen.
        story: whose lead supplies the headline.
        quotable: indices of the articles whose headlines may be quoted.

    Cost: linear in the headlines and the first sentences.
    """
    if len({candidate.article for candidate in candidates} | set(quotable)) < 2 or not story.lead.title:
        return list(candidates)
    event = _Event(story, candidates)
    opening = _find_opening(event, candidates, story, quotable)
    if opening is None:
        return list(candidates)
    marked = replace(opening, opens=True)
    if opening.language in SUBWORD_LANGUAGES:
        return [marked if candidate == opening else candidate for candidate in candidates]
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence that may open, and what it says.

    coverage: how much of the headline it says. own: how much of it the headline of its article says.
    agreement: the share of its words that two outlets use. added: its words that are not in the headline.
    value: what it is worth as an opening.
    """

    candidate: Candidate
    coverage: float
    own: float
    agreement: float
    added: int
    value: float


def _find_opening(
    event: _Event, candidates: Sequence[Candidate], story: Story, quotable: Collection[int]
) -> Candidate | None:
    recency = _measure_recency(story, {*quotable, *(candidate.article for candidate in candidates)})
    lines = _measure_lines(event, candidates, story, recency)

    def is_teaser(line: _Line) -> bool:
        # A longer text says in its beginning what it is about; a teaser leaves that to its headline.
        return len(story.articles[line.candidate.article].text) <= TEASER_CHARACTERS

    def states_event(line: _Line) -> bool:
        is_on_event = line.agreement >= MIN_AGREEMENT or line.own >= SAME_EVENT or not is_teaser(line)
        is_first = line.candidate.position == 0 or not is_teaser(line)
        return line.coverage >= SAME_EVENT or (line.coverage >= MIN_COVERAGE and is_on_event and is_first)

    def goes_on(line: _Line) -> bool:
        return line.candidate.position == 0 and line.own >= SAME_EVENT and line.coverage >= OWN_COVERAGE

    @cache
    def may_open(candidate: Candidate) -> bool:
        return _may_open(candidate, story, event)

    def find(is_possible: Callable[[_Line], bool], *least_added: int) -> Candidate | None:
        for least in least_added:
            for line in lines:
                is_found = line.added >= least and is_possible(line)
                if is_found and may_open(line.candidate):
                    return line.candidate
        return None

    return (
        find(states_event, ENOUGH_ADDED)
        or find(lambda line: goes_on(line) and line.candidate.article == 0, ENOUGH_ADDED)
        or find(states_event, MIN_ADDED)
        or find(goes_on, ENOUGH_ADDED, MIN_ADDED)
        or _find_headline(event, story, quotable, recency)
        or find(lambda line: line.coverage >= MIN_COVERAGE, ENOUGH_ADDED, MIN_ADDED)
    )


def _measure_recency(story: Story, articles: Iterable[int]) -> dict[int, float]:
    """Return {article: 0 for the oldest to 1 for the newest}."""
    moments = {index: story.articles[index].moment.timestamp() for index in articles}
    first, last = min(moments.values()), max(moments.values())
    return {index: (moment - first) / ((last - first) or 1.0) for index, moment in moments.items()}


def _measure_lines(
    event: _Event, candidates: Sequence[Candidate], story: Story, recency: Mapping[int, float]
) -> list[_Line]:
    """Return the first sentences of the articles that are not older than the headline, the best first."""
    lines = []
    for candidate in candidates:
        age = story.lead.moment - story.articles[candidate.article].moment
        if candidate.position >= REACH or age > NEWEST:
            continue
        stems = find_content_stems(candidate.text, candidate.language)
        if candidate.article != 0 and not event.shares_name(stems):
            continue
        coverage, agreement = event.measure_coverage(stems), event.measure_agreement(stems)
        own = event.measure_coverage(find_content_stems(candidate.title, candidate.language))
        added = event.count_added(stems)
        value = (
            coverage
            + RECENCY_BONUS * recency[candidate.article]
            + AGREEMENT_BONUS * agreement
            + OWN_BONUS * own
            + ADDED_BONUS * min(added / MUCH_ADDED, 1)
        )
        lines.append(_Line(candidate, coverage, own, agreement, added, value))
    # A stable sort: of equal ones, the first is the best.
    return sorted(lines, key=lambda line: -line.value)


def _find_headline(
    event: _Event, story: Story, quotable: Collection[int], recency: Mapping[int, float]
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


def _may_open(candidate: Candidate, story: Story, event: _Event) -> bool:
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
