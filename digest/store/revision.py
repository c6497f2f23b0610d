"""What becomes of an article that its source sends again: the same, a correction, or news after all."""

from __future__ import annotations

from dataclasses import replace

from digest.models import Article
from digest.text import shingles

_LEAST_RUNS = 30
"""A text with fewer runs of five words is a teaser, and those are rewritten for many reasons."""

_NEWS_SHARE = 0.5
"""So much of a text must be new for it to be news again."""


def revise_article(known: Article, told: Article) -> Article:
    """Return what is to be kept of an article that came before and comes again, from the same source.

    What the source says now stands, but for three things. A text read from the article's page is not
    given up for the feed's teaser. A time once told is not given up for none or for a later one: feeds
    that are rebuilt date all of their entries anew. It was first seen when it was first seen. Only when
    more than half of its text is new is it as if it came for the first time. Cost: linear in the texts.
    """
    if known.from_page and not told.from_page:
        told = replace(told, text=known.text, language=known.language, from_page=True)
    dates = [date for date in (known.published, told.published) if date]
    published = min(dates, default=None)
    kept = replace(told, first_seen=known.first_seen, arrived=known.arrived, published=published)
    if kept == known or not is_rewritten(known, told):
        return kept
    return told


def is_rewritten(known: Article, told: Article) -> bool:
    """Whether more than half of what an article says now was not in it before.

    A teaser that makes room for the whole text says nothing new.
    """
    if known.from_page != told.from_page or told.text == known.text:
        return False
    now, before = shingles(told.text), shingles(known.text)
    return min(len(now), len(before)) >= _LEAST_RUNS and len(now - before) > _NEWS_SHARE * len(now)
