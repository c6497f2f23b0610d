"""Rank stories by points, and cut the list to the size of an edition, where a topic takes one place.

The points come from the rules in `ranking_rules` and are rounded to three decimal places, so that the order
is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from digest.editions.story_scoring import (
    ALWAYS_LISTED,
    RULES,
    TOPIC,
    RankingContext,
    RankingRule,
    list_new_articles,
)
from digest.models import Story

PLACES = 3
MAX_ANGLES = 5
"""The most stories of one topic in an edition."""

MAX_TRADE_ITEMS = 4
"""The most stories of one section that only trade papers report; see `is_trade_item`."""


def rank_stories(
    stories: Iterable[Story], context: RankingContext, rules: Mapping[str, RankingRule] = RULES
) -> tuple[Story, ...]:
    """Return the stories with their scores, highest score first, ties by id.

    Voices and freshness count only the new articles of a story. Cost: linear in the length of the texts.

    rules: {name of the part of the score: rule}.
    """
    scored = [replace(story, score=score_story(story, context, rules)) for story in stories]
    return tuple(sorted(scored, key=_by_points))


def lift_topics(
    ranked: Iterable[Story],
    topic_of: Mapping[str, str],
    context: RankingContext,
    rules: Mapping[str, RankingRule] = RULES,
) -> tuple[Story, ...]:
    """Give the best story on each topic of hard news the points that all stories on it would have as one.

    Outlets that report another angle of an event report the event, too. Much coverage of a gala or a launch
    makes it no bigger. Cost: that of `rank_stories`.

    Args:
        ranked: from `rank_stories`.
        topic_of: {story id: the topic it is on}.
        context, rules: as for `rank_stories`.

    Returns:
        The stories, highest score first. Where the others on a topic add points, these are the part "topic"
        of the best one's score.
    """
    ranked = tuple(ranked)
    by_topic: dict[str, list[Story]] = {}
    for story in ranked:
        if topic := topic_of.get(story.id):
            by_topic.setdefault(topic, []).append(story)
    lifted = {}
    for best, *others in by_topic.values():
        if others and "hard_news" in dict(best.score):
            points = sum(points for _, points in score_story(_unite(best, others), context, rules))
            if (more := round(points - best.total, PLACES)) > 0:
                lifted[best.id] = replace(best, score=(*best.score, (TOPIC, more)))
    stories = (lifted.get(story.id, story) for story in ranked)
    return tuple(sorted(stories, key=_by_points))


def _unite(best: Story, others: Iterable[Story]) -> Story:
    """Return a story with what several report that is new, in the best one's section."""
    stories = (best, *others)
    return replace(
        best,
        articles=tuple(article for story in stories for article in list_new_articles(story)),
        copies=tuple(copy for story in stories for copy in story.copies),
        new=tuple(id_ for story in stories for id_ in story.new),
    )


def _by_points(story: Story) -> tuple[float, str]:
    return -round(story.total, PLACES), story.id


def score_story(
    story: Story, context: RankingContext, rules: Mapping[str, RankingRule] = RULES
) -> tuple[tuple[str, float], ...]:
    """Return a story's score as (part, points), in the order of the rules; most parts are omitted at 0."""
    score = []
    for name, rule in rules.items():
        points = rule(story, context)
        if points:  # most parts of most stories are 0
            points = round(points, PLACES)
        if points or name in ALWAYS_LISTED:
            score.append(_make_part(name, points))
    return tuple(score)


@lru_cache(maxsize=10_000)
def _make_part(name: str, points: float) -> tuple[str, float]:
    """Return a part of a score: a few thousand different ones are in those of a million stories."""
    return name, points


def cut_stories(
    ranked: Iterable[Story],
    max_stories: int,
    per_section: int,
    topic_of: Mapping[str, str] | None = None,
    trade: Collection[str] = (),
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Split ranked stories into (kept, below the cut).

    The stories on one topic take one place together: the best one's, the others directly after it and in its
    section. A topic has at most MAX_ANGLES stories; what a single outlet reports today is among them only if
    it would be in the edition without its topic. Otherwise both parts are in the order given.

    Args:
        ranked: best first.
        max_stories: the limit for the edition, at least 1.
        per_section: the limit for one section, at least 1; stories without a section are limited by
            max_stories alone.
        topic_of: {story id: the topic it is on}.
        trade: ids of the stories that only a few trade papers report; a section has at most MAX_TRADE_ITEMS
            places for these.
    """
    kept: list[list[Story]] = []
    below: list[Story] = []
    by_topic: dict[str, list[Story]] = {}
    counts: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for story in ranked:
        topic = (topic_of or {}).get(story.id, story.id)
        is_item = story.id in trade
        fits_section = not story.section or counts[story.section] < per_section
        fits_section &= not is_item or items[story.section] < MAX_TRADE_ITEMS
        has_place = fits_section and len(kept) < max_stories
        if block := by_topic.get(topic):
            if len(block) < MAX_ANGLES and (_has_news_of_several(story) or has_place):
                block.append(replace(story, section=block[0].section))
            else:
                below.append(story)
        elif has_place:
            by_topic[topic] = [story]
            kept.append(by_topic[topic])
            counts[story.section] += 1
            items[story.section] += is_item
        else:
            below.append(story)
    return tuple(story for block in kept for story in block), tuple(below)


def _has_news_of_several(story: Story) -> bool:
    """Whether two outlets or more report in their own words what no earlier edition published."""
    copied = {copy for copy, _ in story.copies}
    return len({row.source for row in list_new_articles(story) if row.id not in copied}) > 1
