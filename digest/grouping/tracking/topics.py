"""Stories of one saga: different events, one larger course of things (a war, a trial, a takeover)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log, sqrt

from digest.models import Story
from digest.text import stem, stop_words, words

RELATED = 0.14
"""Stories whose likeness (cosine, 0..1) is at least this are of one saga; one event's are near 0.5."""

OPENING = 60
"""So many words of a lead's text are read beside the headlines: news names who and what at its start."""


def relate_stories(stories: Sequence[Story], pool: Iterable[Story]) -> dict[str, tuple[str, ...]]:
    """{story id: ids of the stories of the same saga, the most alike first, ties by id}.

    stories: those to be related with one another, few. pool: all stories of the day, which tell how
    common a word is. Cost: linear in the pool's headlines and openings, quadratic in `stories`.
    """
    common: Counter[str] = Counter()
    size = 0
    for story in pool:
        common.update(set(read_terms(story)))
        size += 1
    vectors = [weigh_terms(read_terms(story), common, size) for story in stories]
    likeness: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for at, one in enumerate(stories):
        for beside in range(at + 1, len(stories)):
            other = stories[beside]
            if one.lead.language != other.lead.language:
                continue
            alike = sum(weight * vectors[beside].get(term, 0.0) for term, weight in vectors[at].items())
            if alike >= RELATED:
                likeness[one.id].append((-round(alike, 6), other.id))
                likeness[other.id].append((-round(alike, 6), one.id))
    return {story: tuple(id_ for _, id_ in sorted(near)) for story, near in likeness.items()}


def read_terms(story: Story) -> Counter[str]:
    """The stems of a story's headlines and of its lead's opening, each counted once for each headline."""
    language = story.lead.language
    stops = stop_words(language)
    terms: Counter[str] = Counter()
    for text in (*(article.title for article in story.articles), " ".join(story.lead.text.split()[:OPENING])):
        terms.update({stem(word, language) for word in words(text) if word not in stops})
    return terms


def weigh_terms(terms: Counter[str], common: Counter[str], size: int) -> dict[str, float]:
    """TF-IDF of length 1: log of the count times log of how rare the term is among `size` stories."""
    weights = {
        term: (1 + log(count)) * log((size + 1) / (common[term] + 0.5)) for term, count in terms.items()
    }
    norm = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / norm for term, weight in sorted(weights.items())}
