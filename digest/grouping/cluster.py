"""The chain from articles to stories. The numeric rooms are imported when there is something to group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from digest.grouping.grouping_settings import DEFAULTS, GroupingSettings
from digest.grouping.linkage import UNIT
from digest.grouping.near_duplicates import set_aside
from digest.grouping.story_builder import Link, by_time, make_story, tell_alone
from digest.grouping.tracking.series import find_series
from digest.models import Article, Story


def group_articles(
    articles: Sequence[Article],
    settings: GroupingSettings = DEFAULTS,
    series: Collection[str] | None = None,
) -> tuple[Story, ...]:
    """Group articles into stories: one story for each event.

    Args:
        articles: any number, in any order, each id once. Articles in different languages are never one
            story; those of unknown language are read as the commonest one.
        settings: see GroupingSettings. series: ids of those that are instalments of a series, None: as
            far as these articles show it by themselves.

    Returns:
        Every article in exactly one story, the stories by the time and id of their earliest article.
        The same for the same articles in whatever order. `new` holds all ids, `since` is None:
        `continue_stories` knows what was told before.

    Cost: about n^1.1; on a busy machine 10,000 articles of 300 words took nine CPU seconds, 100,000 a
    hundred, and 0.8 GB beside them. A report that thousands of outlets repeat counts as one, and of an
    event that thousands tell in words of their own some reports are compared with each other.

    The parts are BM25 weights (Robertson and Zaragoza 2009), term discrimination (Salton, Wong and Yang
    1975), cosine, local scaling (Zelnik-Manor and Perona 2004) and average linkage (Sokal and Michener
    1958), each in its room.
    """
    serial = find_series(articles) if series is None else series
    stories = [
        story
        for language, sharing in part_by_language(articles)
        for story in group_language(sharing, language, settings, serial)
    ]
    return tuple(sorted(stories, key=lambda story: min(map(by_time, story.articles))))


def part_by_language(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """(language, its articles by id), in the order of the languages' codes."""
    known = Counter(article.language for article in articles if article.language != "und")
    commonest = min(known, key=lambda language: (-known[language], language), default="und")
    parts: dict[str, list[Article]] = {}
    for article in sorted(articles, key=lambda article: article.id):
        language = commonest if article.language == "und" else article.language
        parts.setdefault(language, []).append(article)
    return sorted(parts.items())


def group_language(
    articles: Sequence[Article], language: str, settings: GroupingSettings, series: Collection[str]
) -> list[Story]:
    """The stories of articles in one language, which come by id."""
    if len(articles) < 2:
        return [tell_alone(article) for article in articles]
    from digest.grouping.comparison import group_counted
    from digest.grouping.reasons import find_terms
    from digest.grouping.terms import Forms, count_terms

    aside = set_aside(sorted(articles, key=by_time), settings.first_terms)
    asked = [article for article in articles if article.id not in aside]
    # No name for the counts here: where many articles follow others, theirs are given up on the way.
    found = group_counted(asked, count_terms(asked, language, settings.first_terms), settings, series)
    ids = [asked[row].id for row in found.compared]
    links = [(ids[one], ids[other], units / UNIT) for one, other, units in found.links]
    home = {ids[place]: number for number, group in enumerate(found.groups) for place in group}
    followed = [(asked[one].id, asked[other].id, alike) for one, other, alike in found.followers]
    for follower, leader, alike in (*followed, *((copy, original, 1.0) for copy, original in aside.items())):
        home[follower] = home[leader]
        links.append((min(follower, leader), max(follower, leader), alike))
    forms = Forms(found.vocabulary)
    return [
        make_story(members, near, find_terms(found.weights[group], members, forms))
        if len(members) > 1
        else tell_alone(members[0])
        for group, (members, near) in zip(found.groups, gather_members(articles, links, home), strict=True)
    ]


def gather_members(
    articles: Iterable[Article], links: Iterable[Link], home: Mapping[str, int]
) -> list[tuple[list[Article], list[Link]]]:
    """For each group its articles, in the order given, and the links between them.

    home: {article id: number of its group}, from 0 without gaps.
    """
    gathered: list[tuple[list[Article], list[Link]]] = [([], []) for _ in range(1 + max(home.values()))]
    for article in articles:
        gathered[home[article.id]][0].append(article)
    for link in links:
        if home[link[0]] == home[link[1]]:
            gathered[home[link[0]]][1].append(link)
    return gathered
