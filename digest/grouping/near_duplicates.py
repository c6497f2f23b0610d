"""Before the first step: what is worded like an earlier report is set aside, and shares its story.

A wire report that a thousand outlets print is one report: comparing its copies with each other would
take a million comparisons, and counting them would make its words look common. So reports are sorted
into bins by the two lowest fingerprints of their sentences (after Broder 1997, "On the resemblance and
containment of documents"), and each is compared with the first of its bin only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digest.grouping.terms import read_start
from digest.models import Article
from digest.text import fingerprint

# A copy shares this share of the sentences of the longer of the two.
COPIED_SHARE = 0.75
# Shorter sentences are formulas ("More to follow.").
LEAST_CHARACTERS = 40
_SENTENCE_END = re.compile(r"[.!?]\s|\n|[。！？]")


def set_aside(articles: Iterable[Article], first_terms: int) -> dict[str, str]:
    """{id of an article that need not be compared: id of the earlier one whose wording it has}.

    What one outlet says again counts under the same title only: one text under many titles is a
    formula, and so is a bare title told twice. articles: by time. first_terms: so many terms of each
    text are read. Cost: linear.
    """
    bins: dict[tuple[str, ...], list[Article]] = {}
    for article in articles:
        if article.title or article.text:
            bins.setdefault(tuple(sorted(read_wording(article, first_terms))[:2]), []).append(article)
    return {
        copy.id: original.id
        for original, *others in bins.values()
        if others
        for copy in find_copied(original, others, first_terms)
    }


def find_copied(original: Article, others: Iterable[Article], first_terms: int) -> Iterator[Article]:
    """Those of the others, in their order, that copy the original."""
    model = read_wording(original, first_terms)
    told = {original.source: {original.title}}
    for article in others:
        wording = read_wording(article, first_terms)
        alike = len(wording & model) >= COPIED_SHARE * max(len(wording), len(model))
        titles = told.setdefault(article.source, set())
        if alike and (not titles or (article.text and article.title in titles)):
            yield article
        titles.add(article.title)


def read_wording(article: Article, first_terms: int) -> frozenset[str]:
    """The fingerprints of an article's first sentences; of all it says where these are fewer than two."""
    start = read_start(article, first_terms)
    sentences = (part for part in _SENTENCE_END.split(start) if len(part) >= LEAST_CHARACTERS)
    wording = frozenset(map(fingerprint, sentences))
    return wording if len(wording) > 1 else frozenset([fingerprint(f"{article.title} {article.text}")])
