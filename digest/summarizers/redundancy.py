"""Measure how much sentences overlap, and leave out what the reader knows already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
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

MAX_RESTATED = 0.6
MAX_RESTATED_OF_TEASERS = 0.35
"""A sentence tells a fact again from this share of the words of the line that told it on; see restates()."""

MIN_RESTATED = 3
"""A sentence tells no fact again that shares fewer words with its line: a first and a last name are two."""

MAX_KNOWN_SHARE_OF_REPETITION = 0.5
"""The same as MAX_KNOWN_SHARE, for a sentence that tells a known fact again."""

TEASER_SENTENCES = 3
"""Where articles have at most so many sentences, each says mainly the same: teasers."""

MAX_LATER_SHARE = 0.25
"""The share of later sentences below which they are teasers: one may have four or five short ones."""

SUBWORD_LANGUAGES = frozenset({"vi", "zh", "ja", "th", "lo", "km", "my"})
"""Tokens of these languages are parts of words, so two sentences that share half of them may still differ."""

Term = TypeVar("Term", str, int)

_INNER_WORD = re.compile(r"(?<=[\w,;:] )[^\W\d_]\w+")
_WORD = re.compile(r"[^\W\d_]\w+")


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


@lru_cache(maxsize=8192)
def find_name_stems(text: str, language: str) -> frozenset[str]:
    """Return the stems of the words that a text has with a capital inside its sentences, and never without.

    "Mayor Quist" and "the mayor" are one office, and no name. Cached.
    """
    names = (word for word in _INNER_WORD.findall(text) if word[0].isupper())
    others = (word for word in _WORD.findall(text) if word[0].islower())
    return find_content_stems(" ".join(names), language) - find_content_stems(" ".join(others), language)


def cosine(a: Counter[Term], b: Counter[Term]) -> float:
    """Return the cosine of two bags of words: 0 (no word shared) to 1 (the same words equally often)."""
    shared = sum(count * b[word] for word, count in a.items())
    norm = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return shared / norm if norm else 0.0


def are_teasers(candidates: Iterable[Candidate]) -> bool:
    """Return whether the candidates come from teasers: nearly all articles have a few sentences."""
    positions = [candidate.position for candidate in candidates]
    later = sum(position >= TEASER_SENTENCES for position in positions)
    return later == 0 or later < MAX_LATER_SHARE * len(positions)


def limit_restatement(candidates: Sequence[Candidate]) -> float:
    """Return the share of a line's words from which on one of these candidates tells it again."""
    return MAX_RESTATED_OF_TEASERS if are_teasers(candidates) else MAX_RESTATED


def restates(stems: Set[Term], line: Set[Term], limit: float) -> bool:
    """Return whether a sentence tells once more what a line has told.

    Other words for a fact come with many words that say nothing new, so the share of the sentence that the
    line covers finds fewer repetitions than the share of the line that the sentence repeats.

    Args:
        stems: the distinct stems of the sentence, without stop words.
        line: those of the line.
        limit: the share of the line, from limit_restatement().

    Cost: linear.
    """
    shared = len(stems & line)
    return shared >= MIN_RESTATED and shared >= limit * len(line)


def drop_known(candidates: Sequence[Candidate], known: Sequence[Sentence]) -> list[Candidate]:
    """Return the candidates that say something that the known sentences do not, in other words or the same.

    A candidate is dropped when 85 % of its words occur in the known sentences together, or when its cosine
    with one of them is 0.6 or more. If others are left, those are dropped, too, that tell a known fact again
    and share half of their words with the known sentences. Cost: candidates times known sentences.
    """
    language = candidates[0].language if candidates else "und"
    known_bags = [Counter(list_content_stems(sentence.text, language)) for sentence in known]
    known_stems = set().union(*known_bags)
    limit = limit_restatement(candidates)
    kept, news = [], []
    for candidate in candidates:
        bag = Counter(list_content_stems(candidate.text, language))
        known_share = len(bag.keys() & known_stems) / (len(bag) or 1)
        is_same = any(cosine(bag, known_bag) >= DUPLICATE_SIMILARITY for known_bag in known_bags)
        if is_same or known_share >= MAX_KNOWN_SHARE:
            continue
        kept.append(candidate)
        is_repetition = any(restates(bag.keys(), known_bag.keys(), limit) for known_bag in known_bags)
        if language in SUBWORD_LANGUAGES or not is_repetition or known_share < MAX_KNOWN_SHARE_OF_REPETITION:
            news.append(candidate)
    return news or kept
