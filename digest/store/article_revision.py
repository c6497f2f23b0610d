"""Decide what to keep of an article that its source sends again: the same, a correction, or news."""

from __future__ import annotations

from dataclasses import replace

from digest.models import Article
from digest.text import hash_shingles

_MIN_SHINGLES = 30
"""A text with fewer runs of five words is a teaser, and teasers are rewritten for many reasons."""

_NEWS_SHARE = 0.5
"""An article is news again when more than this share of its text is new."""


def revise_article(known: Article, received: Article) -> Article:
    """Return what to keep of a known article that the same source sends again.

    What the source sends now replaces what is known, with some exceptions. A text read from the article's
    page is not replaced by the feed's teaser. A publication time is not replaced by none or by a later one:
    feeds that are rebuilt date all of their entries anew. The time at which the article was first seen
    stays, and so does that it belongs to the backlog of its feed. Only when more than half of its text is
    new, the article is kept as if it came for the first time. Cost: linear in the texts.
    """
    if known.from_page and not received.from_page:
        received = replace(received, text=known.text, language=known.language, from_page=True)
    dates = [date for date in (known.published, received.published) if date]
    published = min(dates, default=None)
    revised = replace(
        received,
        first_seen=known.first_seen,
        arrived=known.arrived,
        published=published,
        is_backlog=known.is_backlog,
    )
    if revised == known or not _is_rewritten(known, received):
        return revised
    return received


def _is_rewritten(known: Article, received: Article) -> bool:
    """Whether more than half of an article's text was not in it before.

    A teaser that is replaced by the whole text is not rewritten.
    """
    if known.from_page != received.from_page or received.text == known.text:
        return False
    after, before = hash_shingles(received.text), hash_shingles(known.text)
    return min(len(after), len(before)) >= _MIN_SHINGLES and len(after - before) > _NEWS_SHARE * len(after)
