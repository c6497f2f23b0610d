"""Group articles into stories. The steps from articles to stories, and their modules:

    find_series            find recurring series: installments are separate events   tracking.recurring_series
    split_by_language      never group articles in different languages
    find_near_duplicates   set copies aside until their originals are grouped        near_duplicates
    count_terms            count terms in a sparse matrix, |articles| x |terms|      terms
    find_followers         reduce very large events to a few articles each           large_event_sampling
    build_vectors          weight the terms by BM25                                  vectors
    compare_articles       list pairs with their locally scaled cosine similarities  similarity
    apply_priors           lower similarities for time and outlet patterns           time_and_outlet
    drop_roundups          drop pairs with articles on several events                roundups
    apply_title_conflicts  lower similarities where titles contradict each other     title_conflicts
    link_groups            group by average linkage                                  linkage
    split_intruders        take out members that the others hardly resemble          intruders
    build_story            find lead, copies and links                               story_builder
    explain                find the terms that explain a story                       reasons

The modules of the numeric steps are imported only when there is something to group: numpy and scipy take
longer to load than most commands run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.grouping.lead_article import Link, by_time
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.story_builder import build_single_story, build_story
from digest.grouping.tracking.recurring_series import find_series
from digest.models import Article, Story

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

    from digest.grouping.large_event_sampling import Follower
    from digest.grouping.reasons import GroupReasons
    from digest.grouping.similarity import Pairs
    from digest.grouping.terms import TermCounts, Vocabulary


def group_articles(
    articles: Sequence[Article],
    series: Collection[str] | None = None,
    settings: GroupingSettings = DEFAULT_SETTINGS,
) -> tuple[Story, ...]:
    """Group articles into stories: one story for each event.

    Args:
        articles: any number, in any order, each id once. Articles in different languages are never one
            story; those of unknown language count as the most frequent one.
        series: ids of articles that are installments of a series, from `find_series`. None: find them
            among these articles.
        settings: all constants of the grouping. A higher threshold makes smaller stories.

    Returns:
        Every article in exactly one story; the stories sorted by the time and id of their earliest article.
        The result does not depend on the order of the articles. `new` contains all ids and `since` is None:
        `continue_stories` adds what earlier editions published.

    Cost: about n^1.1. On a busy machine, 10,000 articles of 300 words took 9 CPU seconds, and 100,000 took
    100 CPU seconds and 0.8 GB of memory in addition to the articles. A report that thousands of outlets
    repeat is processed once. If thousands report an event in their own words, only a few of their articles
    are compared with each other.

    The methods are BM25 weights (Robertson and Zaragoza 2009), term discrimination (Salton, Wong and Yang
    1975), cosine similarity, local scaling (Zelnik-Manor and Perona 2004) and average linkage (Sokal and
    Michener 1958), each in a module of its own.
    """
    grouping = compute_grouping(articles, find_series(articles) if series is None else series, settings)
    return grouping.explain(grouping.stories)


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """What `group_articles` returns, but without the terms of the stories, which take a tenth of the time.

    stories: sorted, without terms. reasons: of the groups of each language that has a group of two or more.
    """

    stories: tuple[Story, ...]
    reasons: tuple[GroupReasons, ...] = ()

    def explain(self, stories: Iterable[Story]) -> tuple[Story, ...]:
        """Return stories with their terms, in the order given.

        stories: made of `self.stories`: some of them, or what became of these by corrections and follow-ups.
        One made of several has the heaviest terms of all.
        """
        if not self.reasons:
            return tuple(stories)
        from digest.grouping.reasons import explain_story

        return tuple(explain_story(story, self.reasons) for story in stories)


def compute_grouping(
    articles: Sequence[Article], series: Collection[str], settings: GroupingSettings = DEFAULT_SETTINGS
) -> Grouping:
    """Group articles into stories, and find what explains a story only when it is asked for.

    See `group_articles`. Of a hundred thousand articles an edition shows thirty stories.
    """
    parts = [
        _group_language(part, language, series, settings) for language, part in split_by_language(articles)
    ]
    stories = (story for found, _ in parts for story in found)
    return Grouping(
        tuple(sorted(stories, key=lambda story: min(map(by_time, story.articles)))),
        tuple(reasons for _, reasons in parts if reasons),
    )


def split_by_language(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """Return (language, its articles sorted by id), sorted by language code.

    Articles of unknown language go to the most frequent language.
    """
    known = Counter(article.language for article in articles if article.language != "und")
    most_frequent = min(known, key=lambda language: (-known[language], language), default="und")
    parts: dict[str, list[Article]] = {}
    for article in sorted(articles, key=lambda article: article.id):
        language = most_frequent if article.language == "und" else article.language
        parts.setdefault(language, []).append(article)
    return sorted(parts.items())


def _group_language(
    articles: Sequence[Article], language: str, series: Collection[str], settings: GroupingSettings
) -> tuple[list[Story], GroupReasons | None]:
    """Group articles in one language, sorted by id."""
    if len(articles) < 2:
        return [build_single_story(article) for article in articles], None
    from digest.grouping.near_duplicates import find_near_duplicates
    from digest.grouping.terms import count_terms

    duplicates = find_near_duplicates(sorted(articles, key=by_time))
    distinct = [article for article in articles if article.id not in duplicates]
    # The counts are not assigned to a variable here: cluster_articles can then free the full matrix once it
    # needs only a part of it.
    clustering = cluster_articles(distinct, count_terms(distinct, language, settings), series, settings)
    return _build_stories(articles, distinct, duplicates, clustering)


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


def cluster_articles(
    articles: Sequence[Article],
    counts: TermCounts,
    series: Collection[str],
    settings: GroupingSettings,
    min_size: int = 2,
) -> Clustering:
    """Cluster articles of one language by their term counts.

    Args:
        articles: without near-duplicates.
        counts: the term counts of these articles.
        series: ids of articles that are installments of a series.
        settings: the constants of the grouping.
        min_size: articles that cannot belong to a group of this many may be left as groups of one.

    Cost: that of `compare_articles` for the articles that are not followers.
    """
    import numpy as np

    from digest.grouping.intruders import find_candidates, split_weak_pairs
    from digest.grouping.roundups import drop_roundups
    from digest.grouping.similarity import compare_articles, label_components
    from digest.grouping.time_and_outlet import apply_priors
    from digest.grouping.title_conflicts import apply_title_conflicts
    from digest.grouping.vectors import build_vectors

    followers = _find_followers(articles, counts, series, settings)
    compared: np.ndarray = np.arange(len(articles))
    if followers:
        compared = np.setdiff1d(compared, [follower for follower, _, _ in followers])
        articles, counts = [articles[row] for row in compared], counts.select(compared)
    vectors = build_vectors(counts, settings)
    counts = counts.without_pairs()
    pairs = compare_articles(vectors, settings, min_size)
    pairs = apply_priors(pairs, articles, settings)
    # Average linkage never joins articles that no chain of pairs above its threshold connects.
    component = label_components(pairs, settings.threshold, len(articles))
    pairs = pairs.select(component[pairs.first] == component[pairs.second])
    pairs = drop_roundups(pairs, articles, counts, settings)
    pairs = apply_title_conflicts(pairs, articles, counts, series, settings)
    may_leave = find_candidates(vectors)
    groups = _link_components(pairs, component, may_leave, settings)
    groups = split_weak_pairs(groups, vectors.words, may_leave, settings)
    linked = {position for group in groups for position in group}
    groups += [[position] for position in range(len(articles)) if position not in linked]
    return Clustering(
        compared, groups, pairs, vectors.weights, counts.word_columns, counts.vocabulary, followers
    )


def _link_components(
    pairs: Pairs, component: np.ndarray, may_leave: Sequence[bool], settings: GroupingSettings
) -> list[list[int]]:
    """Link each component by itself: what is known of all similarities at once would take more memory.

    may_leave: from `find_candidates`. Returns: the groups of two or more, without intruders.
    """
    import numpy as np

    from digest.grouping.intruders import split_intruders
    from digest.grouping.linkage import UNIT, link_groups

    of_pairs = component[pairs.first]
    order = np.argsort(of_pairs, kind="stable")
    starts = np.flatnonzero(np.diff(of_pairs[order], prepend=-1))
    groups = []
    for part in np.split(order, starts[1:]):
        links = pairs.select(part).to_units(UNIT)
        groups += split_intruders(link_groups(links, settings.threshold), links, may_leave, settings)
    return sorted(groups)


def _find_followers(
    articles: Sequence[Article], counts: TermCounts, series: Collection[str], settings: GroupingSettings
) -> list[Follower]:
    """Find the articles that need not be compared, because they belong to large events found in a sample.

    Installments of a series are never followers.
    """
    from digest.grouping.large_event_sampling import draw_sample, find_followers, weigh_words

    words = weigh_words(counts)
    sample = draw_sample(words, settings)
    if not len(sample):
        return []
    sampled = [articles[row] for row in sample]
    clustering = cluster_articles(sampled, counts.select(sample), series, settings, settings.min_core)
    stories = [sample[clustering.compared[group]] for group in clustering.groups]
    found = find_followers(words, stories, settings)
    return [row for row in found if articles[row[0]].id not in series]


def _build_stories(
    articles: Sequence[Article],
    distinct: Sequence[Article],
    duplicates: Mapping[str, str],
    clustering: Clustering,
) -> tuple[list[Story], GroupReasons]:
    """Build a story from each group, with its followers and near-duplicates; also return their reasons.

    distinct: the articles that are not near-duplicates. duplicates: {id of a near-duplicate: id of its
    original}.
    """
    import numpy as np

    from digest.grouping.linkage import UNIT
    from digest.grouping.reasons import collect_reasons

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
