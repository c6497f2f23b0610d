"""Measure how much of the event of a story's headline a line tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.page_references import TEASER_CHARACTERS
from digest.summarizers.redundancy import find_content_stems, find_name_stems

NEWEST = timedelta(hours=3)
"""A line so much older than the headline reports an earlier state."""

REACH = 2
"""Sentences of an article among which an opening is looked for: news begins with the news."""

OWN_BONUS = 0.3
"""What a sentence gains that stands under its own headline, or under one that says the same."""

ADDED_BONUS, MUCH_ADDED = 0.15, 10
"""What a line gains that adds so many words to the headline or more; in proportion if it adds fewer."""

AGREEMENT_BONUS = 0.3
"""What a sentence gains if two outlets use each of its words: it states the event, and no aspect of it."""

RECENCY_BONUS = 0.1
"""What the newest line gains over the oldest one."""


class HeadlineEvent:
    """The words of a story's headline and of its reports, twice as heavy if two outlets use them.

    The number of outlets would weigh the subject that all reports have in common, not what has happened.
    """

    def __init__(self, story: Story, candidates: Iterable[Candidate]) -> None:
        """Read the headlines of a story, and the candidates among the first sentences. Cost: linear."""
        outlets: defaultdict[str, set[str]] = defaultdict(set)
        for article in story.originals:
            for stem in find_content_stems(article.title, article.language):
                outlets[stem].add(article.source)
        names: set[str] = set()
        for candidate in candidates:
            if candidate.position < REACH:
                for stem in find_content_stems(candidate.text, candidate.language):
                    outlets[stem].add(candidate.source)
                names |= find_name_stems(candidate.text, candidate.language)
        self._weights = {stem: min(len(sources), 2) for stem, sources in outlets.items()}
        self.headline_stems = find_content_stems(story.lead.title, story.lead.language)
        self._names = self.headline_stems & names
        self._plain_words = self.headline_stems - names
        self._headline_weight = self._weigh(self.headline_stems) or 1

    def _weigh(self, stems: Iterable[str]) -> int:
        return sum(self._weights.get(stem, 0) for stem in stems)

    def measure_coverage(self, stems: Set[str]) -> float:
        """Return how much of the headline a line says: 0 to 1."""
        return self._weigh(self.headline_stems & stems) / self._headline_weight

    def shares_name(self, stems: Set[str]) -> bool:
        """Return whether a line holds a name of the headline, or the headline has none."""
        return not self._names or not self._names.isdisjoint(stems)

    def shares_plain_word(self, stems: Set[str]) -> bool:
        """Return whether a line holds a word of the headline that is no name: names alone are no event."""
        return not self._plain_words.isdisjoint(stems)

    def measure_agreement(self, stems: Set[str]) -> float:
        """Return the share of the words of a line that two or more outlets use: 0 to 1."""
        return sum(self._weights.get(stem, 0) > 1 for stem in stems) / (len(stems) or 1)

    def count_added(self, stems: Set[str]) -> int:
        """Return how many words of a line are not in the headline."""
        return len(stems - self.headline_stems)


@dataclass(frozen=True, slots=True)
class EventLine:
    """A sentence that may open a summary, and what it says.

    coverage: how much of the headline it says. own: how much of it the headline of its article says.
    agreement: the share of its words that two outlets use. added: its words that are not in the headline.
    is_teaser: its article leaves it to its headline to say what it is about; a longer text does so itself.
    value: what it is worth as an opening.
    """

    candidate: Candidate
    coverage: float
    own: float
    agreement: float
    added: int
    is_teaser: bool
    value: float


def measure_recency(story: Story, articles: Iterable[int]) -> dict[int, float]:
    """Return {article: 0 for the oldest to 1 for the newest}. articles: indices of at least one."""
    moments = {index: story.articles[index].moment.timestamp() for index in articles}
    first, last = min(moments.values()), max(moments.values())
    return {index: (moment - first) / ((last - first) or 1.0) for index, moment in moments.items()}


def measure_lines(
    event: HeadlineEvent, candidates: Sequence[Candidate], story: Story, recency: Mapping[int, float]
) -> list[EventLine]:
    """Return the first sentences of the articles that are not older than the headline, the best first.

    recency: that of the articles of the candidates, see measure_recency(). Cost: linear, and sorting.
    """
    lines = []
    for candidate in candidates:
        article = story.articles[candidate.article]
        if candidate.position >= REACH or story.lead.moment - article.moment > NEWEST:
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
        is_teaser = len(article.text) <= TEASER_CHARACTERS
        lines.append(EventLine(candidate, coverage, own, agreement, added, is_teaser, value))
    # A stable sort: of equal ones, the first is the best.
    return sorted(lines, key=lambda line: -line.value)
