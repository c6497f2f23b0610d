"""Before the first step: what is worded like an earlier report is set aside, and shares its story.

A wire report that a thousand outlets print is one report: comparing its copies with each other would
take a million comparisons, and counting them would make its words look common.
"""

from __future__ import annotations

from collections.abc import Iterable

from digest.grouping.terms import read_start
from digest.model import Article
from digest.text import fingerprint

# A text of fewer words is a formula ("More to follow.") and is a copy only under the same title.
LEAST_WORDS = 12


def set_aside(articles: Iterable[Article], first_terms: int) -> dict[str, str]:
    """{id of an article that need not be compared: id of the earlier one whose wording it has}.

    The wording is that part of the text of which first_terms are read; of a bare title, the title. What
    one outlet says again counts under the same title only: one text under many titles is a formula, and
    so is a bare title told twice. articles: by time. Cost: linear.
    """
    first: dict[str, str] = {}
    told: set[tuple[str, ...]] = set()
    aside = {}
    for article in articles:
        title = fingerprint(article.title)
        wording = fingerprint(read_start(article, first_terms))
        if len(article.text.split(maxsplit=LEAST_WORDS)) < LEAST_WORDS:
            wording += title
        original = first.setdefault(wording, article.id)
        before, word_for_word = (wording, article.source), (wording, article.source, title)
        again = before not in told or (article.text != "" and word_for_word in told)
        if original != article.id and again and (article.title or article.text):
            aside[article.id] = original
        told |= {before, word_for_word}
    return aside
