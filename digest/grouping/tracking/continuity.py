"""Stories over days: which story of today is one that earlier editions told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from digest.grouping.story_builder import by_time, choose_lead
from digest.models import Published, Story
from digest.text.urls import article_id


def continue_stories(
    stories: Sequence[Story], published: Mapping[str, Published], stood: Mapping[str, Published] | None = None
) -> tuple[Story, ...]:
    """The stories with the ids, dates and news that earlier editions give them, in the same order.

    A story takes over the id under which most of its articles were published; where two claim one id, the
    one has it where most of what was told and most of what is new come together (the product of both
    numbers), then the one with more of what was told, then the one with the lower id of its own, and no
    two have one id. `since` is the date of the first edition that told it or any of its
    articles, `new` the ids of those that none told, and its lead is one of the new ones that repeat no
    other, where there are any.

    published: {article id: the story it stood in}, in editions before this day's. stood: the same with
    this day's edition, when it is made anew, so that its stories keep their ids. Cost: linear in
    articles.
    """
    homes = published if stood is None else stood
    claims: list[tuple[int, int, str, str, int]] = []
    for place, story in enumerate(stories):
        counts: dict[str, int] = {}
        for article in story.articles:
            if article.id in homes:
                earlier = homes[article.id].story_id
                counts[earlier] = counts.get(earlier, 0) + 1
        news = sum(article.id not in published for article in story.articles)
        claims += ((-news * count, -count, earlier, story.id, place) for earlier, count in counts.items())
    named: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, earlier, _, place in sorted(claims):
        if place not in named and earlier not in taken:
            named[place] = earlier
            taken.add(earlier)
    for place, story in enumerate(stories):
        if place not in named:
            named[place] = name_apart(story.id, taken)
            taken.add(named[place])
    first: dict[str, date] = {}
    for stands in published.values():
        first[stands.story_id] = min(stands.date, first.get(stands.story_id, stands.date))
    return tuple(tell_news(story, named[place], published, first) for place, story in enumerate(stories))


def name_apart(name: str, taken: set[str]) -> str:
    """An id of its own for a part of a story whose id, that of its first article, another part has kept."""
    while name in taken:
        name = article_id(f"part:{name}")
    return name


def tell_news(
    story: Story, name: str, published: Mapping[str, Published], first: Mapping[str, date]
) -> Story:
    """The story under its lasting id, with what is new in it. first: {story id: when first told}."""
    dates = [published[article.id].date for article in story.articles if article.id in published]
    if not dates:
        return replace(story, id=name)
    if name in first:
        dates.append(first[name])
    new = tuple(sorted(article.id for article in story.articles if article.id not in published))
    articles = story.articles
    fresh = [article for article in story.originals if article.id not in published]
    if fresh:
        lead = choose_lead(fresh, story.links)
        articles = (lead, *sorted((article for article in articles if article is not lead), key=by_time))
    return replace(story, id=name, articles=articles, new=new, since=min(dates))
