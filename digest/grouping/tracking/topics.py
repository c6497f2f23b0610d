"""Gather the stories of one large event into topics: its causes, victims, owners and reactions.

The name of a large event is in so many stories that grouping tells them apart by everything else, and each
angle of it becomes a story of its own. A topic gathers them around the story that most outlets report, its
core. "Topic" is the term of topic detection and tracking (TDT): a seminal event with everything directly
related to it. A story joins a core and not another story at the edge of the topic, so topics do not grow by
chains (star clustering; Aslam, Pelekhov and Rus 1998).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from math import log, sqrt
from typing import TYPE_CHECKING

from digest.grouping.headline_types import is_service
from digest.grouping.lead_article import by_time
from digest.grouping.tracking.content_stems import StemTables
from digest.models import Story, Topic
from digest.text import split_words, stem_word

if TYPE_CHECKING:
    from datetime import datetime

    from scipy import sparse

MIN_COSINE = 0.18
"""A story on a topic and the topic's core have at least this cosine (0..1); articles on one event are near
0.5."""

MIN_COVERAGE = 0.5
"""It has at least this share (0..1) of what the reports of the core have in common, weighted by rarity."""

MIN_SHARE = 0.4
"""The reports of a story have a word in common if it is in this share of them."""

MIN_SHARED_WORDS = 3
"""It has at least this many words of the core."""

MAX_FREQUENCY = 150
"""A word that occurs in more stories than this relates none of them."""

MAX_WORDS = 5
"""How many words are named as the reason of a topic."""

FIRST_WORDS = 60
"""How many words of the lead's text are read besides the titles: news names who and what at its start."""

_WORD = re.compile(r"\w+")


def find_topics(
    stories: Sequence[Story], series: Collection[str] = (), tables: StemTables | None = None
) -> tuple[Topic, ...]:
    """Find the topics of a day: two or more stories on one large event.

    Args:
        stories: all of the day, in any order.
        series: ids of articles that are installments of a series. Stories made of these, and service pieces,
            belong to no topic.
        tables: of the stems, to share them with other steps.

    Returns:
        The topics, those with the largest cores first; a story is in one at most, and stories in different
        languages are never in one. The result does not depend on the order of the stories. Cost: linear in
        titles and first words, and at most MAX_FREQUENCY multiplications for each word of a core.
    """
    ranked = sorted((story for story in stories if not is_service_story(story, series)), key=_by_size)
    cores = [place for place, story in enumerate(ranked) if story.voices > 1]
    if not cores:
        return ()
    tables = StemTables() if tables is None else tables
    counted = [_count_story_terms(story, tables) for story in ranked]
    frequency = Counter(term for terms in counted for term in terms)
    core_of: dict[int, int] = {}
    for place, candidates in _match_cores(ranked, counted, frequency, cores):
        free = [(-closeness, core) for closeness, core in candidates if core not in core_of]
        if free:
            core_of[place] = min(free)[1]
    places: dict[int, list[int]] = {core: [core] for core in sorted(set(core_of.values()))}
    for place, core in core_of.items():
        places[core].append(place)
    return tuple(
        _make_topic([ranked[n] for n in some], [counted[n] for n in some], frequency, len(ranked))
        for some in places.values()
    )


def is_service_story(story: Story, series: Collection[str]) -> bool:
    """Whether half or more of a story's articles are service pieces or installments of a series."""
    service = sum(article.id in series or is_service(article) for article in story.articles)
    return 2 * service >= len(story.articles)


def _by_size(story: Story) -> tuple[int, int, tuple[datetime, str, str, str]]:
    """Return the sort key that puts the stories of the most outlets first, ties by content."""
    return -story.voices, -len(story.articles), min(map(by_time, story.articles))


def _match_cores(
    ranked: Sequence[Story],
    counted: Sequence[Counter[str]],
    frequency: Counter[str],
    cores: Sequence[int],
) -> Iterable[tuple[int, list[tuple[float, int]]]]:
    """Yield (place of a story, [(closeness, place of a core that it may join)]), in the order of the stories.

    A core comes before the stories that join it.
    """
    import numpy as np

    size = len(ranked)
    shares = [_weigh_common_terms(ranked[place], counted[place], frequency, size) for place in cores]
    numbers = {term: number for number, term in enumerate(dict.fromkeys(chain.from_iterable(shares)))}
    words = [[term for term in terms if term in numbers] for terms in counted]
    by_term = _fill_rows([dict.fromkeys(terms, 1.0) for terms in words], numbers).T.tocsr()
    common = _fill_rows(shares, numbers)
    coverage = (common @ by_term).tocoo()
    shared = (common.sign() @ by_term).tocsr()
    kept = np.flatnonzero((coverage.data >= MIN_COVERAGE) & (coverage.col > np.array(cores)[coverage.row]))
    weigh = cache(lambda place: weigh_story_terms(counted[place], frequency, size))
    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for row, place, covered in zip(
        coverage.row[kept].tolist(), coverage.col[kept].tolist(), coverage.data[kept].tolist(), strict=True
    ):
        core = cores[row]
        is_same_language = ranked[place].lead.language == ranked[core].lead.language
        if is_same_language and shared[row, place] >= MIN_SHARED_WORDS:
            similarity = _multiply(weigh(place), weigh(core), frequency)
            if similarity >= MIN_COSINE:
                found[place].append((round(similarity * covered, 6), core))
    return sorted(found.items())


def _multiply(one: Mapping[str, float], other: Mapping[str, float], frequency: Mapping[str, int]) -> float:
    """Return the dot product of two vectors over the words that relate stories."""
    shared = sorted(term for term in one.keys() & other.keys() if frequency[term] <= MAX_FREQUENCY)
    return sum(one[term] * other[term] for term in shared)


def _fill_rows(rows: Sequence[Mapping[str, float]], numbers: Mapping[str, int]) -> sparse.csr_array:
    """Return a matrix with the given weights. rows: {term: weight} of each. numbers: {term: its column}."""
    import numpy as np
    from scipy import sparse

    ends = np.cumsum([0, *map(len, rows)])
    columns = [numbers[term] for row in rows for term in row]
    weights = [weight for row in rows for weight in row.values()]
    return sparse.csr_array((weights, columns, ends), (len(rows), len(numbers)))


def _weigh_common_terms(
    story: Story, terms: Counter[str], frequency: Mapping[str, int], size: int
) -> dict[str, float]:
    """Return {term: weight} of what a story's reports have in common; the weights sum to 1."""
    reports = len(story.articles) + 1
    weights = {
        term: count / reports * _measure_rarity(frequency[term], size)
        for term, count in terms.items()
        if count >= MIN_SHARE * reports and frequency[term] <= MAX_FREQUENCY
    }
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def _make_topic(
    stories: Sequence[Story], counted: Sequence[Counter[str]], frequency: Mapping[str, int], size: int
) -> Topic:
    """Make a topic of its stories, the core first. counted: their terms.

    The terms of the topic are words of the core's titles that most of the other stories have, too, as they
    are written there: those that are in most reports and in the fewest other stories first.
    """
    core, *others = counted
    language = stories[0].lead.language
    holders = Counter(term for terms in others for term in terms.keys() & core.keys())
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in stories[0].articles:
        for form in _WORD.findall(article.title):
            for word in split_words(form):
                written[stem_word(word, language)][form] += 1
    weights = {
        term: round(core[term] * _measure_rarity(frequency[term], size), 6)
        for term, count in holders.items()
        if 2 * count >= len(others) and term in written
    }
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:MAX_WORDS]
    forms = [min(written[term], key=lambda form: (-written[term][form], form)) for term in heaviest]
    return Topic(stories[0].id, tuple(story.id for story in stories), tuple(dict.fromkeys(forms)))


def _count_story_terms(story: Story, tables: StemTables) -> Counter[str]:
    """Return {stem: in how many of the titles and the lead's first words it occurs}, without stop words."""
    first_words = " ".join(story.lead.text.split(None, FIRST_WORDS)[:FIRST_WORDS])
    texts = (*(article.title for article in story.articles), first_words)
    language = story.lead.language
    return Counter(chain.from_iterable(tables.read(language, text) for text in texts))


def weigh_story_terms(terms: Mapping[str, int], frequency: Mapping[str, int], size: int) -> dict[str, float]:
    """Weight a story's terms by TF-IDF, as a vector of length 1.

    The weight is (1 + log count) · log((size + 1) / (frequency + 0.5)).

    Args:
        terms: {term: count} of the story.
        frequency: {term: in how many stories it occurs}.
        size: the number of stories.
    """
    weights = {
        term: (1 + log(count)) * _measure_rarity(frequency[term], size) for term, count in terms.items()
    }
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / norm for term, weight in sorted(weights.items())}


def _measure_rarity(frequency: int, size: int) -> float:
    return log((size + 1) / (frequency + 0.5))
