"""Show the stories on one large event as one block: which they are, and its heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.models import Story, Topic

HEADING_TERMS = 3
"""How many words make the heading of a topic."""

SEPARATOR = " · "


def map_topics(topics: Iterable[Topic]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return {story id: id of its topic}, and {story id: ids of the other stories on its topic}."""
    topic_of = {story: topic.id for topic in topics for story in topic.stories}
    others = {
        story: tuple(other for other in topic.stories if other != story)
        for topic in topics
        for story in topic.stories
    }
    return topic_of, others


def find_angles(kept: Iterable[Story], topic_of: Mapping[str, str]) -> dict[str, str]:
    """Return {id of a story: id of the best story on its topic} of those that a better one stands above.

    Args:
        kept: the stories of the edition, in the order of the page.
        topic_of: {story id: id of its topic}.
    """
    heads: dict[str, str] = {}
    angles: dict[str, str] = {}
    for story in kept:
        if topic := topic_of.get(story.id):
            head = heads.setdefault(topic, story.id)
            if head != story.id:
                angles[story.id] = head
    return angles


def name_topics(topics: Iterable[Topic], shown: Sequence[Story]) -> tuple[Topic, ...]:
    """Return the topics that two or more of the stories shown are on, with headings.

    A heading is made of the words that the stories of the topic share or, if there are none, is the headline
    of its first story.

    Args:
        topics: of the day.
        shown: the stories of the edition, in the order of the page.

    Returns:
        The topics in the order of their first stories, which are in the order of the page.
    """
    topic_of = {story: topic for topic in topics for story in topic.stories}
    found: dict[str, list[Story]] = {}
    for story in shown:
        if story.id in topic_of:
            found.setdefault(topic_of[story.id].id, []).append(story)
    return tuple(
        replace(
            topic_of[stories[0].id],
            stories=tuple(story.id for story in stories),
            title=SEPARATOR.join(topic_of[stories[0].id].terms[:HEADING_TERMS]) or stories[0].lead.title,
        )
        for stories in found.values()
        if len(stories) > 1
    )
