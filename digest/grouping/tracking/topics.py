"""Gather the stories of one large event into topics: its causes, victims, owners and reactions.

The name of a large event is in so many stories that grouping tells them apart by everything else, and each
angle of it becomes a story of its own. A topic gathers them around the story that most outlets report, its
core. "Topic" is the term of topic detection and tracking (TDT): a seminal event with everything directly
related to it. A story joins a core and not another story at the edge of the topic, so topics do not grow by
chains (star clustering; Aslam, Pelekhov and Rus 1998).
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import chain

from digest.grouping.headline_types import is_service
from digest.grouping.story_builder import sort_stories
from digest.grouping.tracking.content_stems import ArticleStems
from digest.grouping.tracking.story_terms import StoryTerms, measure_rarity, weigh_story_terms
from digest.models import Story, Topic
from digest.text import split_words, stem_word

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

CORES_AT_ONCE = 1_024
"""How many cores are compared with all stories at once."""

_WORD = re.compile(r"\w+")


def find_topics(
    stories: Sequence[Story], series: Collection[str] = (), stems: ArticleStems | None = None
) -> tuple[Topic, ...]:
    """Find the topics of a day: two or more stories on one large event.

    Args:
        stories: all of the day, in any order.
        series: ids of articles that are installments of a series. Stories made of these, and service pieces,
            belong to no topic.
        stems: of the articles, if other steps or editions read them, too.

    Returns:
        The topics, those with the largest cores first; a story is in one at most, and stories in different
        languages are never in one. The result does not depend on the order of the stories. Cost: linear in
        titles and first words, and at most MAX_FREQUENCY multiplications for each word of a core.
    """
    kept = (story for story in stories if not is_service_story(story, series))
    ranked = sort_stories(kept, _rank_by_size)
    cores = [place for place, story in enumerate(ranked) if story.voices > 1]
    if not cores:
        return ()
    stems = stems or ArticleStems()
    terms = StoryTerms(ranked, partial(_count_story_terms, stems=stems))
    core_of: dict[int, int] = {}
    for place, candidates in _match_cores(ranked, terms, cores):
        free = [(-closeness, core) for closeness, core in candidates if core not in core_of]
        if free:
            core_of[place] = min(free)[1]
    places: dict[int, list[int]] = {core: [core] for core in sorted(set(core_of.values()))}
    for place, core in core_of.items():
        places[core].append(place)
    return tuple(_make_topic(ranked, terms, some) for some in places.values())


def is_service_story(story: Story, series: Collection[str]) -> bool:
    """Whether half or more of a story's articles are service pieces or installments of a series."""
    service = sum(article.id in series or is_service(article) for article in story.articles)
    return 2 * service >= len(story.articles)


def _rank_by_size(story: Story) -> tuple[int, int]:
    """Return the rank that puts the stories of the most outlets first."""
    return -story.voices, -len(story.articles)


def _match_cores(
    ranked: Sequence[Story], terms: StoryTerms, cores: Sequence[int]
) -> Iterable[tuple[int, list[tuple[float, int]]]]:
    """Yield (place of a story, [(closeness, place of a core that it may join)]), in the order of the stories.

    A core comes before the stories that join it.
    """
    import numpy as np
    from scipy import sparse

    common_columns, weights, ends = array("i"), array("d"), [0]
    for place in cores:
        for column, weight in _weigh_common_terms(ranked[place], place, terms):
            common_columns.append(column)
            weights.append(weight)
        ends.append(len(weights))
    shape = (len(cores), len(terms.frequency))
    common = sparse.csr_array((np.array(weights), np.array(common_columns), ends), shape)
    used = np.zeros(shape[1], bool)
    used[common.indices] = True
    by_term = terms.select(used).T.tocsr()

    @cache
    def weigh(place: int) -> tuple[dict[str, float], dict[str, int]]:
        counts, frequency = terms.read(place)
        return weigh_story_terms(counts, frequency, len(terms)), frequency

    found: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for start in range(0, len(cores), CORES_AT_ONCE):
        block = common[start : start + CORES_AT_ONCE]
        coverage = (block @ by_term).tocoo()
        own = np.array(cores[start : start + CORES_AT_ONCE])
        kept = np.flatnonzero((coverage.data >= MIN_COVERAGE) & (coverage.col > own[coverage.row]))
        if not len(kept):
            continue
        rows, columns = coverage.row[kept], coverage.col[kept]
        # Looked up all at once: a single place of a sparse matrix takes fifty microseconds.
        shared = np.ravel((block.sign() @ by_term).tocsr()[rows, columns])
        found_places = (rows.tolist(), columns.tolist(), coverage.data[kept].tolist(), shared.tolist())
        for row, place, covered, words in zip(*found_places, strict=True):
            core = cores[start + row]
            is_same_language = ranked[place].lead.language == ranked[core].lead.language
            if is_same_language and words >= MIN_SHARED_WORDS:
                vector, frequency = weigh(place)
                similarity = _multiply(vector, weigh(core)[0], frequency)
                if similarity >= MIN_COSINE:
                    found[place].append((round(similarity * covered, 6), core))
    return sorted(found.items())


def _multiply(one: Mapping[str, float], other: Mapping[str, float], frequency: Mapping[str, int]) -> float:
    """Return the dot product of two vectors over the words that relate stories."""
    shared = sorted(term for term in one.keys() & other.keys() if frequency[term] <= MAX_FREQUENCY)
    return sum(one[term] * other[term] for term in shared)


def _weigh_common_terms(story: Story, place: int, terms: StoryTerms) -> list[tuple[int, float]]:
    """Return (number of a term, weight) for what a story's reports have in common; the weights sum to 1."""
    reports = len(story.articles) + 1
    columns, counts = terms.list_columns(place)
    weights = [
        (column, count / reports * measure_rarity(frequency, len(terms)))
        for column, count, frequency in zip(columns, counts, terms.frequency[columns].tolist(), strict=True)
        if count >= MIN_SHARE * reports and frequency <= MAX_FREQUENCY
    ]
    total = sum(weight for _, weight in weights) or 1.0
    return [(column, weight / total) for column, weight in weights]


def _make_topic(ranked: Sequence[Story], terms: StoryTerms, places: Sequence[int]) -> Topic:
    """Make a topic of the stories in some places, the core first.

    The terms of the topic are words of the core's titles that most of the other stories have, too, as they
    are written there: those that are in most reports and in the fewest other stories first.
    """
    stories = [ranked[place] for place in places]
    core, frequency = terms.read(places[0])
    others = [terms.read(place)[0] for place in places[1:]]
    language = stories[0].lead.language
    holders = Counter(term for terms in others for term in terms.keys() & core.keys())
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in stories[0].articles:
        for form in _WORD.findall(article.title):
            for word in split_words(form):
                written[stem_word(word, language)][form] += 1
    weights = {
        term: round(core[term] * measure_rarity(frequency[term], len(terms)), 6)
        for term, count in holders.items()
        if 2 * count >= len(others) and term in written
    }
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:MAX_WORDS]
    forms = [min(written[term], key=lambda form: (-written[term][form], form)) for term in heaviest]
    return Topic(stories[0].id, tuple(story.id for story in stories), tuple(dict.fromkeys(forms)))


def _count_story_terms(story: Story, stems: ArticleStems) -> Counter[str]:
    """Return {stem: in how many of the titles and the lead's first words it occurs}, without stop words."""
    language = story.lead.language
    titles = (stems.read_title(article, language) for article in story.articles)
    return Counter(chain(*titles, stems.read_start(story.lead, language)[1]))
