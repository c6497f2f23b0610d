"""Lower similarities by what is known besides the words: when articles appeared, and in which outlets.

Articles that appeared days apart seldom report one event. And an outlet writes many of its pieces after
one pattern ("How to watch …", the day's best offers): where an outlet's articles resemble each other and
nobody else's, they share the pattern. Other outlets report an event that matters, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.similarity import Pairs
from digest.grouping.terms import number_distinct
from digest.models import Article
from digest.text import fingerprint_text

_DAY = 86_400


def apply_priors(
    pairs: Pairs, articles: Sequence[Article], settings: GroupingSettings = DEFAULT_SETTINGS
) -> Pairs:
    """Lower the similarities of articles days apart, and of articles after one outlet's pattern.

    Args:
        pairs: of rows of `articles`.
        articles: the pool, in row order. One without a date loses nothing to time.
        settings: two articles count as neighbors from their `threshold` on.

    Cost: linear in articles and pairs.
    """
    times = np.array([article.published.timestamp() if article.published else np.nan for article in articles])
    gaps = np.nan_to_num(times[pairs.first] - times[pairs.second]) / (_DAY * settings.fade_days)
    remaining = settings.remaining_share
    faded = pairs.similarity * (remaining + (1 - remaining) * np.exp(-(gaps**2) / 2))
    faded_pairs = Pairs(pairs.first, pairs.second, faded)
    outlets = number_distinct([article.source for article in articles])
    headlines = number_distinct([_headline_key(article) for article in articles])
    discounts = _discount_patterns(faded_pairs, outlets, settings.threshold)
    factor = np.where(headlines[pairs.first] == headlines[pairs.second], 0, discounts)
    return Pairs(pairs.first, pairs.second, faded * factor)


def _discount_patterns(pairs: Pairs, outlets: np.ndarray, threshold: float) -> np.ndarray:
    """Return for each pair the share of its similarity that no outlet's pattern explains; 1 across outlets.

    An article with a neighbors in its own outlet and b in others keeps √((1 + b) / (1 + a + b)). The more
    of the pool comes from its outlet, the less that means; in a pool of one outlet it means nothing.
    """
    articles = len(outlets)
    same = outlets[pairs.first] == outlets[pairs.second]
    near = pairs.similarity >= threshold
    own = _count_degrees(pairs.select(near & same), articles)
    others = _count_degrees(pairs.select(near & ~same), articles)
    outlet_share = np.bincount(outlets)[outlets] / articles
    kept = ((1 + others) / (1 + own + others)) ** ((1 - outlet_share) / 2)
    return np.where(same, np.sqrt(kept[pairs.first] * kept[pairs.second]), 1)


def _count_degrees(pairs: Pairs, articles: int) -> np.ndarray:
    """Return for each article in how many of the pairs it is."""
    return np.bincount(pairs.first, minlength=articles) + np.bincount(pairs.second, minlength=articles)


def _headline_key(article: Article) -> str:
    """Return the title and outlet of an article without text, as a key; "" for an article with text.

    Equal headlines of an outlet without text ("News in 90 seconds") are a format, not a story.
    """
    return "" if article.text else f"{article.source}\0{fingerprint_text(article.title)}"
