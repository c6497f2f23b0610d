"""Group articles into stories. The steps from articles to stories, and their modules:

    find_series            find recurring series: installments are separate events   tracking.recurring_series
    split_by_language      never group articles in different languages
    find_near_duplicates   set copies aside until their originals are grouped        near_duplicates
    count_terms            count terms in a sparse matrix, |articles| x |terms|      terms
    find_followers         reduce very large events to a few articles each           large_event_sampling
    build_vectors          weight the terms by BM25                                  vectors
    compare_articles       list pairs with their locally scaled cosine similarities  similarity
    apply_priors           lower similarities for time and outlet patterns           time_and_outlet
    group_components       group each connected component by itself:                 components
    drop_roundups          drop pairs with articles on several events                roundups
    apply_title_conflicts  lower similarities where titles contradict each other     title_conflicts
    link_groups            group by average linkage                                  linkage
    split_bridged          split small stories that one report holds together        bridging_reports
    split_intruders        take out members that the others hardly resemble          intruders
    build_group_stories    find lead, copies and links of each group                 group_stories
    explain                find the terms that explain a story                       reasons

The modules of the numeric steps are imported only when there is something to group: numpy and scipy take
longer to load than most commands run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.grouping.lead_article import by_time
from digest.grouping.settings import DEFAULT_SETTINGS, GroupingSettings
from digest.grouping.sparse_import import import_sparse
from digest.grouping.story_builder import build_single_story, sort_stories
from digest.grouping.tracking.recurring_series import find_series
from digest.models import Article, Story

if TYPE_CHECKING:
    import numpy as np
    from scipy import sparse

    from digest.grouping.group_stories import Clustering
    from digest.grouping.large_event_sampling import Follower
    from digest.grouping.reasons import GroupReasons
    from digest.grouping.terms import TermCounts


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
        tuple(sort_stories(stories)),
        tuple(reasons for _, reasons in parts if reasons),
    )


def split_by_language(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """Return (language, its articles sorted by id), sorted by language code; see `resolve_languages`."""
    by_id = {article.id: article for article in articles}
    parts = resolve_languages({article.id: article.language for article in by_id.values()})
    return [(language, [by_id[id_] for id_ in ids]) for language, ids in parts]


def resolve_languages(languages: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return (language, ids of its articles, sorted), sorted by language code.

    Articles of unknown language go to the most frequent language. languages: {article id: its language}.
    """
    known = Counter(language for language in languages.values() if language != "und")
    most_frequent = min(known, key=lambda language: (-known[language], language), default="und")
    parts: dict[str, list[str]] = {}
    for id_ in sorted(languages):
        language = most_frequent if languages[id_] == "und" else languages[id_]
        parts.setdefault(language, []).append(id_)
    return sorted(parts.items())


def _group_language(
    articles: Sequence[Article], language: str, series: Collection[str], settings: GroupingSettings
) -> tuple[list[Story], GroupReasons | None]:
    """Group articles in one language, sorted by id."""
    if len(articles) < 2:
        return [build_single_story(article) for article in articles], None
    import_sparse()
    from digest.grouping.group_stories import build_group_stories
    from digest.grouping.near_duplicates import find_near_duplicates
    from digest.grouping.terms import count_terms

    duplicates = find_near_duplicates(sorted(articles, key=by_time))
    distinct = [article for article in articles if article.id not in duplicates]
    # The counts are not assigned to a variable here: cluster_articles can then free the full matrix once it
    # needs only a part of it.
    clustering = cluster_articles(distinct, count_terms(distinct, language, settings), series, settings)
    return build_group_stories(articles, distinct, duplicates, clustering)


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

    from digest.grouping.article_pairs import label_components
    from digest.grouping.components import group_components
    from digest.grouping.group_stories import Clustering
    from digest.grouping.similarity import compare_articles
    from digest.grouping.time_and_outlet import apply_priors, describe_circumstances
    from digest.grouping.vectors import build_vectors

    followers = _find_followers(articles, counts, series, settings)
    compared: np.ndarray = np.arange(len(articles))
    if followers:
        compared = np.setdiff1d(compared, [follower for follower, _, _ in followers])
        articles, counts = [articles[row] for row in compared], counts.select(compared)
    vectors = build_vectors(counts, settings)
    counts = counts.without_pairs()
    pairs = compare_articles(vectors, settings, min_size)
    pairs = apply_priors(pairs, describe_circumstances(articles), settings)
    # Average linkage never joins articles that no chain of pairs above its threshold connects.
    component = label_components(pairs, settings.threshold, len(articles))
    pairs = pairs.select(component[pairs.first] == component[pairs.second])
    pairs, groups = group_components(pairs, component, articles, counts, vectors, series, settings)
    return Clustering(
        compared, groups, pairs, vectors.weights, counts.word_columns, counts.vocabulary, followers
    )


def _find_followers(
    articles: Sequence[Article], counts: TermCounts, series: Collection[str], settings: GroupingSettings
) -> list[Follower]:
    """Find the articles that need not be compared, because they belong to large events found in a sample."""
    from digest.grouping.large_event_sampling import weigh_words

    def read_sample(rows: np.ndarray) -> tuple[Sequence[Article], TermCounts]:
        return [articles[row] for row in rows], counts.select(rows)

    found = find_sampled_followers(weigh_words(counts), read_sample, series, settings)
    return [row for row in found if articles[row[0]].id not in series]


def find_sampled_followers(
    words: sparse.csr_array,
    read_sample: Callable[[np.ndarray], tuple[Sequence[Article], TermCounts]],
    series: Collection[str],
    settings: GroupingSettings,
) -> list[Follower]:
    """Find the articles of large events that need not be compared, installments of a series among them.

    Args:
        words: |articles| x |words| of a pool, from `weigh_words`.
        read_sample: returns the articles and the term counts of some rows.
        series: ids of articles that are installments of a series.
        settings: the constants of the grouping.
    """
    from digest.grouping.large_event_sampling import draw_sample, find_followers

    sample = draw_sample(words, settings)
    if not len(sample):
        return []
    sampled, counts = read_sample(sample)
    clustering = cluster_articles(sampled, counts, series, settings, settings.min_core)
    stories = [sample[clustering.compared[group]] for group in clustering.groups]
    return find_followers(words, stories, settings)
