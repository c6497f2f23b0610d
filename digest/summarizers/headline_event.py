"""Measure how much of the event of a story's headline a line tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import timedelta

from digest.languages.patterns import is_announcement, is_prospect
from digest.models import Story
from digest.summarizers.candidates import Candidate
from digest.summarizers.page_references import TEASER_CHARACTERS
from digest.summarizers.redundancy import find_content_stems, find_name_stems

NEWEST = timedelta(hours=3)
"""A line so much older than the headline reports an earlier state."""

REACH = 2
"""Sentences of an article among which an opening is looked for; of a teaser, only the first is."""

BONUS = 0.3
"""What a sentence gains that stands under its own headline or one that says the same; whose words two outlets
use, so that it states the event and no aspect of it; or that adds MUCH_ADDED words to the headline. In
proportion, if it does so in part; and loses that speaks of what lies ahead, if the headline does not. What it
says of the headline weighs three times as much."""

MUCH_ADDED = 10

RECENCY_BONUS = 0.1
"""What the newest line gains over the oldest one."""


class HeadlineEvent:
    """The words of a story's headline and of its reports, twice as heavy if two outlets use them.

    The number of outlets would weigh the subject that all reports have in common, not what has happened.
    """

    def __init__(self, story: Story, candidates: Iterable[Candidate]) -> None:
        """Read the headlines of a story, and the first sentences of its candidates. Cost: linear."""
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
    """One of the first sentences of an article, which may open a summary.

    coverage: how much of the story's headline it says. own: how much of it the headline of its article says.
    is_teaser: its article leaves it to its headline to say what it is about; a longer text does so itself.
    value: what it is worth as an opening.
    """

    candidate: Candidate
    coverage: float
    own: float
    is_teaser: bool
    value: float


def measure_recency(story: Story, articles: Iterable[int]) -> dict[int, float]:
    """Return {article: 0 for the oldest to 1 for the newest}. articles: indices of at least one."""
    moments = {index: story.articles[index].moment.timestamp() for index in articles}
    first, last = min(moments.values()), max(moments.values())
    return {index: (moment - first) / ((last - first) or 1.0) for index, moment in moments.items()}


def measure_lines(
    event: HeadlineEvent, candidates: Iterable[Candidate], story: Story, recency: Mapping[int, float]
) -> list[EventLine]:
    """Return the first sentences of the articles that are not older than the headline, the best first.

    recency: that of the articles of the candidates, see measure_recency(). Cost: linear, and sorting.
    """
    announces = is_announcement(story.lead.title, story.lead.language)
    lines = []
    for candidate in candidates:
        article = story.articles[candidate.article]
        is_teaser = len(article.text) <= TEASER_CHARACTERS
        is_late = candidate.position >= (1 if is_teaser else REACH)
        if is_late or story.lead.moment - article.moment > NEWEST:
            continue
        stems = find_content_stems(candidate.text, candidate.language)
        if candidate.article != 0 and not event.shares_name(stems):
            continue
        coverage = event.measure_coverage(stems)
        own = event.measure_coverage(find_content_stems(candidate.title, candidate.language))
        added = min(event.count_added(stems) / MUCH_ADDED, 1)
        is_ahead = not announces and is_prospect(candidate.text, candidate.language)
        bonus = BONUS * (own + event.measure_agreement(stems) + added - is_ahead)
        value = coverage + bonus + RECENCY_BONUS * recency[candidate.article]
        lines.append(EventLine(candidate, coverage, own, is_teaser, value))
    # A stable sort: of equal ones, the first is the best.
    return sorted(lines, key=lambda line: -line.value)
