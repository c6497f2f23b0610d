"""Build the stories of groups of articles, with the articles that follow or copy them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from digest.grouping.article_pairs import Pairs
from digest.grouping.large_event_sampling import Follower
from digest.grouping.lead_article import Link
from digest.grouping.linkage import UNIT
from digest.grouping.reasons import GroupReasons, collect_reasons
from digest.grouping.story_builder import build_single_story, build_story
from digest.grouping.terms import Vocabulary
from digest.models import Article, Story


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """The articles of one language in groups, one group for each event.

    compared: the indices of the articles that were compared with each other. groups: each group as positions
    in `compared`, including groups of one. links: the pairs of positions in one component. weights:
    |compared| x |terms|; the first columns are the words of `vocabulary`. word_columns: how many these are.
    followers: the articles that were not compared; each belongs to the group of its leader.
    """

    compared: np.ndarray
    groups: list[list[int]]
    links: Pairs
    weights: sparse.csr_array
    word_columns: int
    vocabulary: Vocabulary
    followers: list[Follower]


def build_group_stories(
    articles: Sequence[Article],
    distinct: Sequence[Article],
    duplicates: Mapping[str, str],
    clustering: Clustering,
) -> tuple[list[Story], GroupReasons]:
    """Build a story from each group, with its followers and near-duplicates; also return their reasons.

    distinct: the articles that are not near-duplicates. duplicates: {id of a near-duplicate: id of its
    original}.
    """
    ids = [distinct[row].id for row in clustering.compared]
    number_of: np.ndarray = np.zeros(len(ids), np.int64)
    for number, group in enumerate(clustering.groups):
        number_of[group] = number
    inside = clustering.links.select(number_of[clustering.links.first] == number_of[clustering.links.second])
    links = [(ids[first], ids[second], units / UNIT) for first, second, units in inside.to_units(UNIT)]
    group_of = dict(zip(ids, number_of.tolist(), strict=True))
    attached = [(distinct[row].id, distinct[leader].id, value) for row, leader, value in clustering.followers]
    attached += [(duplicate, original, 1.0) for duplicate, original in duplicates.items()]
    for follower, leader, similarity in attached:
        group_of[follower] = group_of[leader]
        links.append((min(follower, leader), max(follower, leader), similarity))
    gathered = _gather_members(articles, links, group_of)
    words = clustering.weights[:, : clustering.word_columns]
    reasons = collect_reasons(
        clustering.groups, [members for members, _ in gathered], words, clustering.vocabulary
    )
    return [
        build_story(members, own_links) if len(members) > 1 else build_single_story(members[0])
        for members, own_links in gathered
    ], reasons


def _gather_members(
    articles: Iterable[Article], links: Iterable[Link], group_of: Mapping[str, int]
) -> list[tuple[list[Article], list[Link]]]:
    """Return (articles in the given order, the links between them) for each group.

    group_of: {article id: number of its group}, from 0 without gaps.
    """
    gathered: list[tuple[list[Article], list[Link]]] = [([], []) for _ in range(1 + max(group_of.values()))]
    for article in articles:
        gathered[group_of[article.id]][0].append(article)
    for link in links:
        if group_of[link[0]] == group_of[link[1]]:
            gathered[group_of[link[0]]][1].append(link)
    return gathered
