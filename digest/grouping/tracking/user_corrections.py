"""Apply the reader's corrections: stories that were split stay split, joined ones stay joined.

Corrections are kept by story, not by pair of articles. A story continues over days with other articles,
and a correction has to continue with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.grouping.story_builder import rebuild_story
from digest.models import Article, Corrections, Published, Story


def correct_published(published: Mapping[str, Published], corrections: Corrections) -> dict[str, Published]:
    """Return where each article was published, with the story ids that the corrections give.

    published: {article id: the story it was published in}. Cost: linear.
    """
    moved = {article: story for article, _, story in corrections.moved}
    joined_into = dict(corrections.joined)
    return {
        article: replace(row, story_id=_resolve(moved.get(article, row.story_id), joined_into))
        for article, row in published.items()
    }


def correct_stories(
    stories: Iterable[Story], published: Mapping[str, Published], corrections: Corrections
) -> tuple[Story, ...]:
    """Split and join stories as the reader corrected them.

    Args:
        stories: of today.
        published: {article id: the story it was published in}, from `correct_published`, including today's
            edition if there is one already.
        corrections: all of the reader's.

    Cost: linear in articles and links.
    """
    if not corrections.moved and not corrections.joined:
        return tuple(stories)
    joined_into = dict(corrections.joined)
    separated = {
        frozenset((_resolve(origin, joined_into), _resolve(story, joined_into)))
        for _, origin, story in corrections.moved
    }
    parts = [part for story in stories for part in _split_story(story, published, separated)]
    return _join_stories(parts, published, frozenset(_resolve(story, joined_into) for story in joined_into))


def _resolve(story: str, joined_into: Mapping[str, str]) -> str:
    """Follow joins to the story that a story is now part of; a cycle ends where it began."""
    seen = {story}
    while (story := joined_into.get(story, story)) not in seen:
        seen.add(story)
    return story


def _split_story(
    story: Story, published: Mapping[str, Published], separated: set[frozenset[str]]
) -> tuple[Story, ...]:
    """Split a story that contains articles of separated stories; return any other story as it is.

    An article that was not published in one of them goes to the part it is most similar to, else to the
    largest part.

    separated: pairs of ids of stories that stay separate.
    """
    published_in = {
        article.id: published[article.id].story_id for article in story.articles if article.id in published
    }
    sizes = Counter(published_in.values())
    names = sorted({name for pair in separated if pair <= sizes.keys() for name in pair})
    if len(names) < 2:
        return (story,)
    largest = min(names, key=lambda name: (-sizes[name], name))
    placed = {id_: name for id_, name in published_in.items() if name in names}
    parts: dict[str, list[Article]] = {name: [] for name in names}
    for article in story.articles:
        similarity_sums: dict[str, float] = {}
        for one, other, similarity in story.links:
            if article.id in (one, other):
                name = placed.get(other if article.id == one else one)
                if name:
                    similarity_sums[name] = similarity_sums.get(name, 0) + similarity
        nearest = min(similarity_sums, key=lambda name: (-similarity_sums[name], name), default=largest)
        parts[placed.get(article.id, nearest)].append(article)
    return tuple(rebuild_story(articles, [story]) for articles in parts.values())


def _join_stories(
    stories: Sequence[Story], published: Mapping[str, Published], joined: frozenset[str]
) -> tuple[Story, ...]:
    """Join the stories that contain articles of the same joined story.

    joined: ids of stories that others were joined into.
    """
    groups: dict[str, list[Story]] = {}
    for story in stories:
        published_in = {
            published[article.id].story_id for article in story.articles if article.id in published
        }
        groups.setdefault(min(published_in & joined, default=f"alone {story.id}"), []).append(story)
    return tuple(
        group[0]
        if len(group) == 1
        else rebuild_story([article for story in group for article in story.articles], group)
        for group in groups.values()
    )
