"""Find stories on one topic: different events in one larger development (a war, a trial, a takeover).

"Topic" is the term of topic detection and tracking (TDT): a seminal event with everything directly related
to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from math import log, sqrt

from digest.models import Story
from digest.text import list_stop_words, split_words, stem_word

MIN_COSINE_OF_TOPICS = 0.14
"""Stories with at least this cosine (0..1) are on one topic; articles on one event are near 0.5."""

FIRST_WORDS = 60
"""How many words of the lead's text are read besides the titles: news names who and what at its start."""


def find_related_stories(stories: Sequence[Story], pool: Iterable[Story]) -> dict[str, tuple[str, ...]]:
    """Find for each story the others on the same topic.

    Args:
        stories: those to compare with each other; few.
        pool: all stories of the day, for the frequency of words.

    Returns:
        {story id: ids of the stories on its topic, most similar first, ties by id}. Stories without any are
        left out; stories in different languages are never related. Cost: linear in the pool's titles and
        first words, quadratic in `stories`.
    """
    find_stem = cache(stem_word)
    frequency: Counter[str] = Counter()
    size = 0
    for story in pool:
        frequency.update(_count_story_terms(story, find_stem).keys())
        size += 1
    vectors = [weigh_story_terms(_count_story_terms(story, find_stem), frequency, size) for story in stories]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    related: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for at, one in enumerate(stories):
        cosines: defaultdict[int, float] = defaultdict(float)
        for term, weight in vectors[at].items():
            for earlier in holders[term]:
                cosines[earlier] += weight * vectors[earlier][term]
            holders[term].append(at)
        for earlier, cosine in cosines.items():
            other = stories[earlier]
            if cosine >= MIN_COSINE_OF_TOPICS and one.lead.language == other.lead.language:
                related[one.id].append((-round(cosine, 6), other.id))
                related[other.id].append((-round(cosine, 6), one.id))
    return {story: tuple(id_ for _, id_ in sorted(near)) for story, near in related.items()}


def _count_story_terms(story: Story, find_stem: Callable[[str, str], str]) -> Counter[str]:
    """Return {stem: in how many of the titles and the lead's first words it occurs}, without stop words.

    find_stem: `stem_word`, which remembers the words of all stories.
    """
    language = story.lead.language
    ignored = list_stop_words(language)
    terms: Counter[str] = Counter()
    first_words = " ".join(story.lead.text.split()[:FIRST_WORDS])
    for text in (*(article.title for article in story.articles), first_words):
        terms.update({find_stem(word, language) for word in split_words(text) if word not in ignored})
    return terms


def weigh_story_terms(terms: Counter[str], frequency: Counter[str], size: int) -> dict[str, float]:
    """Weight a story's terms by TF-IDF, as a vector of length 1.

    The weight is (1 + log count) · log((size + 1) / (frequency + 0.5)).

    Args:
        terms: {term: count} of the story.
        frequency: {term: in how many stories it occurs}.
        size: the number of stories.
    """
    weights = {
        term: (1 + log(count)) * log((size + 1) / (frequency[term] + 0.5)) for term, count in terms.items()
    }
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / norm for term, weight in sorted(weights.items())}
