"""The chain from articles to stories. The numeric rooms are imported when there is something to group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from digest.grouping.copies import set_aside
from digest.grouping.linkage import UNIT, link_groups
from digest.grouping.series import find_series
from digest.grouping.settings import DEFAULTS, GroupingSettings
from digest.grouping.stories import Link, by_time, make_story, tell_alone
from digest.model import Article, Story


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
    hundred, and 0.8 GB beside them. A report that thousands of outlets repeat counts as one.

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
    from digest.grouping.circumstances import weigh_circumstances
    from digest.grouping.pairs import compare_articles, join_pairs
    from digest.grouping.reasons import find_terms
    from digest.grouping.roundups import drop_roundups
    from digest.grouping.terms import Forms, count_terms
    from digest.grouping.titles import weigh_titles
    from digest.grouping.vectors import weigh_terms

    aside = set_aside(sorted(articles, key=by_time), settings.first_terms)
    compared = [article for article in articles if article.id not in aside]
    counts = count_terms(compared, language, settings.first_terms)
    vectors = weigh_terms(counts)
    pairs = compare_articles(vectors, settings.threshold)
    pairs = weigh_circumstances(pairs, compared, settings.threshold, settings.fade_days)
    # Average linkage joins nothing across the components of the pairs above its threshold.
    component = join_pairs(pairs, settings.threshold, len(compared))
    inside = pairs.only(component[pairs.first] == component[pairs.second])
    inside = drop_roundups(inside, compared, counts)
    similarities = weigh_titles(inside, compared, counts, series).in_units(UNIT)
    groups = link_groups(similarities, settings.threshold)
    linked = {item for group in groups for item in group}
    groups += [[item] for item in range(len(compared)) if item not in linked]
    home = {compared[item].id: number for number, group in enumerate(groups) for item in group}
    home |= {copy: home[original] for copy, original in aside.items()}
    links = [(compared[one].id, compared[other].id, units / UNIT) for one, other, units in similarities]
    links += [(min(copied), max(copied), 1.0) for copied in aside.items()]
    forms = Forms(counts.vocabulary)
    return [
        make_story(members, near, find_terms(vectors.weights[group], members, forms))
        if len(members) > 1
        else tell_alone(members[0])
        for group, (members, near) in zip(groups, gather_members(articles, links, home), strict=True)
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
