"""From counts to groups: which articles are one event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.grouping.grouping_settings import GroupingSettings
from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.priors import weigh_circumstances
from digest.grouping.roundups import drop_roundups
from digest.grouping.sampling import Follower, draw_sample, find_followers, weigh_words
from digest.grouping.similarity import compare_articles, join_pairs
from digest.grouping.terms import Counts, Vocabulary
from digest.grouping.title_conflicts import weigh_titles
from digest.grouping.vectors import weigh_terms
from digest.models import Article


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """compared: rows of the articles that were compared with each other.

    groups: each the places in `compared` of one event's articles, of one article, too. links: two places
    and their similarity in millionths. weights: a row for each place, its words those of `vocabulary`.
    followers: the articles left, each of the event of the one it follows.
    """

    compared: np.ndarray
    groups: list[list[int]]
    links: list[tuple[int, int, int]]
    weights: sparse.csr_array
    vocabulary: Vocabulary
    followers: list[Follower]


def group_counted(
    articles: Sequence[Article], counts: Counts, settings: GroupingSettings, series: Collection[str]
) -> Grouped:
    """Group articles of one language by what is counted in them.

    series: ids of instalments of a series. Cost: as `compare_articles`, of the articles that follow none.
    """
    followers = ask_sample(articles, counts, settings, series)
    if followers:
        compared = np.setdiff1d(np.arange(len(articles)), [follower for follower, _, _ in followers])
        articles, counts = [articles[row] for row in compared], counts.only(compared)
    else:
        compared = np.arange(len(articles))
    vectors = weigh_terms(counts)
    pairs = compare_articles(vectors, settings.threshold)
    pairs = weigh_circumstances(pairs, articles, settings.threshold, settings.fade_days)
    # Average linkage joins nothing across the components of the pairs above its threshold.
    component = join_pairs(pairs, settings.threshold, len(articles))
    inside = pairs.only(component[pairs.first] == component[pairs.second])
    inside = drop_roundups(inside, articles, counts)
    links = weigh_titles(inside, articles, counts, series).in_units(UNIT)
    groups = link_groups(links, settings.threshold)
    linked = {place for group in groups for place in group}
    groups += [[place] for place in range(len(articles)) if place not in linked]
    return Grouped(compared, groups, links, vectors.weights, counts.vocabulary, followers)


def ask_sample(
    articles: Sequence[Article], counts: Counts, settings: GroupingSettings, series: Collection[str]
) -> list[Follower]:
    """Those that need not be compared, by the groups of a sample; instalments of a series follow nobody."""
    words = weigh_words(counts)
    sample = draw_sample(words)
    if not len(sample):
        return []
    drawn = group_counted([articles[row] for row in sample], counts.only(sample), settings, series)
    stories = [sample[drawn.compared[group]] for group in drawn.groups]
    return [row for row in find_followers(words, stories) if articles[row[0]].id not in series]
