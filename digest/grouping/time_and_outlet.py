"""Lower similarities by what is known besides the words: when articles appeared, and in which outlets.

Articles that appeared days apart seldom report one event. And an outlet writes many of its pieces after
one pattern ("How to watch …", the day's best offers): where an outlet's articles resemble each other and
nobody else's, they share the pattern. Other outlets report an event that matters, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digest.grouping.article_pairs import Pairs
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.terms import number_distinct
from digest.models import Article
from digest.text import fingerprint_text

_DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """What is known of articles besides their words.

    times: |articles|, seconds since 1970, NaN if unknown. outlets: |articles|, the number of each one's
    outlet. headlines: |articles|, a number for each outlet's different headlines without text.
    """

    times: np.ndarray
    outlets: np.ndarray
    headlines: np.ndarray


def describe_circumstances(articles: Sequence[Article]) -> Circumstances:
    """Return the circumstances of articles, in their order."""
    times = [article.published.timestamp() if article.published else np.nan for article in articles]
    return Circumstances(
        np.array(times),
        number_distinct([article.source for article in articles]),
        number_distinct([find_headline_key(article) for article in articles]),
    )


def apply_priors(pairs: Pairs, known: Circumstances, settings: GroupingSettings = DEFAULT_SETTINGS) -> Pairs:
    """Lower the similarities of articles days apart, and of articles after one outlet's pattern.

    Args:
        pairs: of rows of the pool.
        known: of the pool. An article without a date loses nothing to time.
        settings: two articles count as neighbors from their `threshold` on.

    Cost: linear in articles and pairs.
    """
    faded = fade_pairs(pairs, known, settings)
    return discount_patterns(faded, known, *count_neighbors(faded, known, settings))


def fade_pairs(pairs: Pairs, known: Circumstances, settings: GroupingSettings = DEFAULT_SETTINGS) -> Pairs:
    """Lower the similarities of articles days apart."""
    gaps = np.nan_to_num(known.times[pairs.first] - known.times[pairs.second]) / (_DAY * settings.fade_days)
    remaining = settings.remaining_share
    faded = pairs.similarity * (remaining + (1 - remaining) * np.exp(-(gaps**2) / 2))
    return Pairs(pairs.first, pairs.second, faded)


def count_neighbors(
    pairs: Pairs, known: Circumstances, settings: GroupingSettings = DEFAULT_SETTINGS
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each article in how many pairs it is a neighbor (in its own outlet, in others)."""
    same = known.outlets[pairs.first] == known.outlets[pairs.second]
    near = pairs.similarity >= settings.threshold
    articles = len(known.outlets)
    return _count_degrees(pairs.select(near & same), articles), _count_degrees(
        pairs.select(near & ~same), articles
    )


def discount_patterns(pairs: Pairs, known: Circumstances, own: np.ndarray, others: np.ndarray) -> Pairs:
    """Keep of each similarity within an outlet the share that none of its patterns explains.

    An article with a neighbors in its own outlet and b in others keeps √((1 + b) / (1 + a + b)). The more
    of the pool comes from its outlet, the less that means; in a pool of one outlet it means nothing. Of
    equal headlines without text in one outlet, nothing is kept.

    own, others: of all pairs of the pool, from `count_neighbors`.
    """
    outlets, headlines = known.outlets, known.headlines
    outlet_share = np.bincount(outlets)[outlets] / len(outlets)
    kept = ((1 + others) / (1 + own + others)) ** ((1 - outlet_share) / 2)
    same = outlets[pairs.first] == outlets[pairs.second]
    discounts = np.where(same, np.sqrt(kept[pairs.first] * kept[pairs.second]), 1)
    factor = np.where(headlines[pairs.first] == headlines[pairs.second], 0, discounts)
    return Pairs(pairs.first, pairs.second, pairs.similarity * factor)


def _count_degrees(pairs: Pairs, articles: int) -> np.ndarray:
    """Return for each article in how many of the pairs it is."""
    return np.bincount(pairs.first, minlength=articles) + np.bincount(pairs.second, minlength=articles)


def find_headline_key(article: Article) -> str:
    """Return the title and outlet of an article without text, as a key; "" for an article with text.

    Equal headlines of an outlet without text ("News in 90 seconds") are a format, not a story.
    """
    return "" if article.text else f"{article.source}\0{fingerprint_text(article.title)}"
