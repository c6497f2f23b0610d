"""Continue stories over days: find which story of today is one that earlier editions published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from digest.grouping.lead_article import by_time, choose_lead
from digest.models import Published, Story
from digest.text.urls import make_article_id


def continue_stories(
    stories: Sequence[Story],
    published: Mapping[str, Published],
    published_through_today: Mapping[str, Published] | None = None,
    starts: Mapping[str, date] | None = None,
) -> tuple[Story, ...]:
    """Give stories the ids, dates and new articles that follow from earlier editions.

    A story takes over the id under which most of its articles were published, and no two stories have one
    id. Where several claim the same id, it goes to the one with the largest product of (articles published
    under it) and (new articles), then to the one with more of the articles published under it, then to the
    one with the lower id of its own. A story that gets none of the ids it claims keeps its own.

    Args:
        stories: of today.
        published: {article id: the story it was published in}, in editions before this day's.
        published_through_today: the same including this day's edition, when that is built again, so that
            its stories keep their ids. None: as `published`.
        starts: {story id: its `since` in the last edition that had it}. No story becomes younger when the
            article that began it has moved to another.

    Returns:
        The stories in the same order. `since` is the date of the first edition that published the story or
        any of its articles, or what `starts` says if that is earlier, `new` the ids of the articles that no
        edition published. Of articles that repeat one text, a published one is the original. The lead is a
        new article that copies no other, if there is one. Cost: linear in articles.
    """
    known = published if published_through_today is None else published_through_today
    ids = _assign_ids(stories, published, known)
    first = dict(starts or {})
    for row in published.values():
        first[row.story_id] = min(row.date, first.get(row.story_id, row.date))
    return tuple(
        _continue_story(story, id_, published, first) for story, id_ in zip(stories, ids, strict=True)
    )


def _assign_ids(
    stories: Sequence[Story], published: Mapping[str, Published], known: Mapping[str, Published]
) -> list[str]:
    """Return the id of each story, by the rules of `continue_stories`."""
    claims: list[tuple[int, int, str, str, int]] = []
    for place, story in enumerate(stories):
        counts = Counter(known[article.id].story_id for article in story.articles if article.id in known)
        new = sum(article.id not in published for article in story.articles)
        claims += ((-new * count, -count, earlier, story.id, place) for earlier, count in counts.items())
    assigned: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, earlier, _, place in sorted(claims):
        if place not in assigned and earlier not in taken:
            assigned[place] = earlier
            taken.add(earlier)
    for place, story in enumerate(stories):
        if place not in assigned:
            assigned[place] = _make_unique_id(story.id, taken)
            taken.add(assigned[place])
    return [assigned[place] for place in range(len(stories))]


def _make_unique_id(id_: str, taken: Iterable[str]) -> str:
    """Return an id that is not taken. The id of a story's first article may stay with another part of it."""
    while id_ in taken:
        id_ = make_article_id(f"part:{id_}")
    return id_


def _continue_story(
    story: Story, id_: str, published: Mapping[str, Published], first: Mapping[str, date]
) -> Story:
    """Return a story under its lasting id, with `new`, `since` and lead.

    first: {story id: the earliest date known of it}.
    """
    dates = [published[article.id].date for article in story.articles if article.id in published]
    if not dates:
        return story if story.id == id_ else replace(story, id=id_)
    if id_ in first:
        dates.append(first[id_])
    new = tuple(sorted(article.id for article in story.articles if article.id not in published))
    articles = story.articles
    story = replace(story, copies=_prefer_published(story, published))
    candidates = [article for article in story.originals if article.id not in published]
    if candidates:
        lead = choose_lead(candidates, story.links)
        articles = (lead, *sorted((article for article in articles if article is not lead), key=by_time))
    return replace(story, id=id_, articles=articles, new=new, since=min(dates))


def _prefer_published(story: Story, published: Mapping[str, Published]) -> tuple[tuple[str, str], ...]:
    """Return a story's copies with a published article as the original wherever a text has one."""
    ordered = sorted(story.articles, key=by_time)
    original_of = dict(story.copies)
    published_originals: dict[str, str] = {}
    for article in ordered:
        if article.id in published:
            published_originals.setdefault(original_of.get(article.id, article.id), article.id)
    pairs = []
    for article in ordered:
        original = original_of.get(article.id, article.id)
        original = published_originals.get(original, original)
        if article.id != original:
            pairs.append((article.id, original))
    return tuple(pairs)
