"""The fourth step: what is known of two articles besides their words, when and by whom.

Articles days apart are seldom one event. And one outlet writes many of its pieces after one pattern
("How to watch …", the day's best offers): where an outlet's articles resemble each other and nobody
else's, it is the pattern that they share. An event that matters is told by others, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digest.grouping.similarity import Pairs
from digest.grouping.terms import number_distinct
from digest.models import Article
from digest.text import fingerprint

# What is left of a similarity however many days lie between.
LASTING = 0.5
_DAY = 86_400


def weigh_circumstances(
    pairs: Pairs, articles: Sequence[Article], threshold: float, fade_days: float
) -> Pairs:
    """The pairs with their similarities lowered for days between and for a pattern of one outlet.

    threshold: 0..1, from which similarity on articles count as neighbours. fade_days: days, above 0.
    Cost: linear.
    """
    days = np.array([article.published.timestamp() if article.published else np.nan for article in articles])
    gaps = np.nan_to_num(days[pairs.first] - days[pairs.second]) / (_DAY * fade_days)
    faded = pairs.similarity * (LASTING + (1 - LASTING) * np.exp(-(gaps**2) / 2))
    by_date = Pairs(pairs.first, pairs.second, faded)
    outlets = number_distinct([article.source for article in articles])
    titles = number_distinct([bare_title(article) for article in articles])
    factor = np.where(titles[pairs.first] == titles[pairs.second], 0, patterns(by_date, outlets, threshold))
    return Pairs(pairs.first, pairs.second, faded * factor)


def patterns(pairs: Pairs, outlets: np.ndarray, threshold: float) -> np.ndarray:
    """For each pair the share of its similarity that is not one outlet's pattern: 1 across outlets.

    An article with a neighbours in its own outlet and b in others keeps √((1 + b) / (1 + a + b)); the
    more of the pool comes from this outlet, the less that says, and in a pool of one outlet nothing.
    """
    articles = len(outlets)
    same = outlets[pairs.first] == outlets[pairs.second]
    near = pairs.similarity >= threshold
    own = count_ends(pairs.only(near & same), articles)
    others = count_ends(pairs.only(near & ~same), articles)
    share = np.bincount(outlets)[outlets] / articles
    kept = ((1 + others) / (1 + own + others)) ** ((1 - share) / 2)
    return np.where(same, np.sqrt(kept[pairs.first] * kept[pairs.second]), 1)


def count_ends(pairs: Pairs, articles: int) -> np.ndarray:
    """In how many of the pairs each article stands."""
    return np.bincount(pairs.first, minlength=articles) + np.bincount(pairs.second, minlength=articles)


def bare_title(article: Article) -> str:
    """What an article that is nothing but a title says, with its outlet; "" when it has a text.

    An outlet's bare titles that are equal ("News in 90 seconds") are a format, not a story.
    """
    return "" if article.text else f"{article.source}\0{fingerprint(article.title)}"
