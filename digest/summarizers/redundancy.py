"""Measure how much sentences overlap, and leave out what the reader knows already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import sqrt
from typing import TypeVar

from digest.models import Sentence
from digest.summarizers.candidates import Candidate
from digest.text import list_stop_words, split_words

DUPLICATE_SIMILARITY = 0.6
"""Two sentences say the same from this cosine of their stems on."""

MAX_KNOWN_SHARE = 0.85
"""A sentence is no news when this share of its words, stop words aside, was published before."""

SUBWORD_LANGUAGES = frozenset({"vi", "zh", "ja", "th", "lo", "km", "my"})
"""Tokens of these languages are parts of words, so two sentences that share half of them may still differ."""

Term = TypeVar("Term", str, int)


def list_content_stems(text: str, language: str) -> list[str]:
    """Return the stems of the words of a text in their order, without stop words.

    language: ISO 639-1. Cost: linear.
    """
    from digest.summarizers.sumy_document import find_stemmer  # here, because importing sumy is slow

    stop, stem = list_stop_words(language), find_stemmer(language)
    return [stem(word) for word in split_words(text) if word not in stop]


@lru_cache(maxsize=8192)
def find_content_stems(text: str, language: str) -> frozenset[str]:
    """Return the distinct stems of list_content_stems(); cached, because several rules read each sentence."""
    return frozenset(list_content_stems(text, language))


def cosine(a: Counter[Term], b: Counter[Term]) -> float:
    """Return the cosine of two bags of words: 0 (no word shared) to 1 (the same words equally often)."""
    shared = sum(count * b[word] for word, count in a.items())
    norm = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return shared / norm if norm else 0.0


def drop_known(candidates: Sequence[Candidate], known: Sequence[Sentence]) -> list[Candidate]:
    """Return the candidates that say something that the known sentences do not, in other words or the same.

    A candidate is dropped when 85 % of its words occur in the known sentences together, or when its cosine
    with one of them is 0.6 or more. Cost: candidates times known sentences.
    """
    language = candidates[0].language if candidates else "und"
    known_bags = [Counter(list_content_stems(sentence.text, language)) for sentence in known]
    known_stems = set().union(*known_bags)
    kept = []
    for candidate in candidates:
        bag = Counter(list_content_stems(candidate.text, language))
        if len(bag.keys() & known_stems) < MAX_KNOWN_SHARE * len(bag) and all(
            cosine(bag, known_bag) < DUPLICATE_SIMILARITY for known_bag in known_bags
        ):
            kept.append(candidate)
    return kept
