"""Find near-duplicates: articles that repeat the wording of an earlier one.

A wire report that a thousand outlets print is one report. Comparing all its copies would take a million
comparisons, and counting them would make its words look common. So near-duplicates are removed before
anything is counted, and join the story of their original afterwards. Articles are hashed into bins by the
two lowest fingerprints of their sentences (after Broder 1997, "On the resemblance and containment of
documents"), and each is compared only with the first article of its bin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from digest.grouping.terms import read_start
from digest.models import Article
from digest.text import fingerprint_text

# Two articles are near-duplicates when they share this share of the sentences of the longer one.
SHARED_SENTENCES = 0.75
# Only the start of each text is compared, as far as this many terms reach.
COMPARED_TERMS = 100
# Shorter sentences are formulas ("More to follow.").
MIN_SENTENCE_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[.!?]\s|\n|[。！？]")


Fingerprints = frozenset[str]
"""Of the first sentences of an article, from `fingerprint_sentences`."""


def find_near_duplicates(
    articles: Iterable[Article], fingerprint: Callable[[Article], Fingerprints] | None = None
) -> dict[str, str]:
    """Find the articles whose wording repeats that of an earlier article.

    Articles of the same outlet count as near-duplicates only under the same title and with a text: one
    text under many titles is a formula, and so is a headline without text that an outlet prints twice.

    Args:
        articles: sorted by time. Only the start of each text is read.
        fingerprint: `fingerprint_sentences`, or what knows its results, so that no text is read.

    Returns:
        {id of a near-duplicate: id of its original}. An original is never itself a near-duplicate.
        Cost: linear.
    """
    fingerprint = fingerprint or fingerprint_sentences
    bins: dict[tuple[str, ...], list[Article]] = {}
    for article in articles:
        if article.title or article.text:
            bins.setdefault(choose_bin(fingerprint(article)), []).append(article)
    return {
        duplicate.id: original.id
        for original, *others in bins.values()
        if others
        for duplicate in _find_duplicates_of(original, others, fingerprint)
    }


def choose_bin(fingerprints: Fingerprints) -> tuple[str, ...]:
    """Return the bin of an article: only articles of one bin are compared."""
    return tuple(sorted(fingerprints)[:2])


def _find_duplicates_of(
    original: Article, others: Iterable[Article], fingerprint: Callable[[Article], Fingerprints]
) -> Iterator[Article]:
    """Yield the near-duplicates of an article among others, in their order."""
    fingerprints = fingerprint(original)
    titles_by_outlet = {original.source: {original.title}}
    for article in others:
        candidate = fingerprint(article)
        longer = max(len(candidate), len(fingerprints))
        is_alike = len(candidate & fingerprints) >= SHARED_SENTENCES * longer
        titles = titles_by_outlet.setdefault(article.source, set())
        if is_alike and (not titles or (article.text and article.title in titles)):
            yield article
        titles.add(article.title)


def fingerprint_sentences(article: Article) -> Fingerprints:
    """Return the fingerprints of an article's first sentences; if fewer than two, one of title and text."""
    start = read_start(article, COMPARED_TERMS)
    sentences = (text for text in _SENTENCE_END.split(start) if len(text) >= MIN_SENTENCE_CHARACTERS)
    fingerprints = frozenset(map(fingerprint_text, sentences))
    if len(fingerprints) > 1:
        return fingerprints
    return frozenset([fingerprint_text(f"{article.title} {article.text}")])
