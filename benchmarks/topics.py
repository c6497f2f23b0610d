"""Score topics against the alternative readings of labeled stories.

A labeler marks an article as `unsure` when it could as well belong to another story: {"story": "quake",
"unsure": ["quake-aid"]}. Two stories are on one topic when an article of one could belong to the other, or
when articles of both could belong to a third one of several articles. Pairs of articles are counted, within
stories, too. Many stories on one topic have no such article, so precision is underestimated, and recall is
that of the marked ones only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from digest.grouping import find_series, find_topics, group_articles
from digest.models import Article

Row = Mapping[str, Any]

_NO_STORY = "alone"
"""The alternative of an article that could be a story of its own."""


def has_readings(rows: Iterable[Row]) -> bool:
    """Whether any article has an alternative reading."""
    return any(row.get("unsure") for row in rows)


def measure_topics(rows: Sequence[Row], articles: Sequence[Article]) -> dict[str, float]:
    """Return the pairwise precision and recall (0..1) of topics, and those of the stories alone."""
    series = find_series(articles)
    stories = group_articles(articles, series)
    topics = find_topics(stories, series)
    topic_of = {story: topic.id for topic in topics for story in topic.stories}
    alone = {article.id: story.id for story in stories for article in story.articles}
    labels = {id_: topic_of.get(story, story) for id_, story in alone.items()}
    precision, recall = score_topics(rows, labels)
    story_precision, story_recall = score_topics(rows, alone)
    return {
        "topics": len(topics),
        "stories_in_topics": len(topic_of),
        "pair_p": round(precision, 4),
        "pair_r": round(recall, 4),
        "stories_pair_p": round(story_precision, 4),
        "stories_pair_r": round(story_recall, 4),
    }


def score_topics(rows: Iterable[Row], labels: Mapping[str, str]) -> tuple[float, float]:
    """Return the pairwise precision and recall of a grouping against the topics of labeled rows.

    labels: {article id: its group}.
    """
    rows = list(rows)
    near = _relate_stories(rows)
    groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        groups[labels[str(row["id"])]][str(row["story"])] += 1
    sizes = Counter(str(row["story"]) for row in rows)
    expected = _count_pairs(sizes, near, sizes)
    found = sum(size * (size - 1) // 2 for size in (sum(counts.values()) for counts in groups.values()))
    right = sum(_count_pairs(counts, near, sizes) for counts in groups.values())
    return right / max(found, 1), right / max(expected, 1)


def _relate_stories(rows: Iterable[Row]) -> dict[str, set[str]]:
    """Return for each story those that an article of either could belong to."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        for other in row.get("unsure") or ():
            if other != _NO_STORY:
                near[str(row["story"])].add(other)
                near[other].add(str(row["story"]))
    return near


def _count_pairs(counts: Mapping[str, int], near: Mapping[str, set[str]], sizes: Mapping[str, int]) -> int:
    """Count the pairs of articles on one topic. counts: {story: articles}. sizes: of all stories."""
    within = sum(count * (count - 1) // 2 for count in counts.values())
    none: set[str] = set()
    return within + sum(
        counts[one] * counts[other]
        for one, other in combinations(counts, 2)
        if other in near.get(one, none)
        or any(sizes.get(third, 0) > 1 for third in near.get(one, none) & near.get(other, none))
    )
