"""Rank stories by points, spread topics, and cut the list to the size of an edition.

The points come from the rules in `ranking_rules`. One more part, "subject", depends on the order itself:
−0.75 for each story on the same topic that ranks higher, up to −2.25 in total. Points are rounded to three
decimal places, so that the order is the same on every machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from digest.editions.story_scoring import ALWAYS_LISTED, RULES, RankingContext, RankingRule
from digest.models import Story

SUBJECT, LEAST_SUBJECT = -0.75, -2.25
PLACES = 3
MAX_ANGLES = 5
"""The most stories of one topic in an edition."""


def rank_stories(
    stories: Iterable[Story], context: RankingContext, rules: Mapping[str, RankingRule] = RULES
) -> tuple[Story, ...]:
    """Return the stories with their scores, highest score first, ties by id.

    Voices and freshness count only the new articles of a story. Cost: linear in the length of the texts.

    rules: {name of the part of the score: rule}.
    """
    scored = [replace(story, score=score_story(story, context, rules)) for story in stories]
    return tuple(sorted(scored, key=lambda story: (-round(story.total, PLACES), story.id)))


def score_story(
    story: Story, context: RankingContext, rules: Mapping[str, RankingRule] = RULES
) -> tuple[tuple[str, float], ...]:
    """Return a story's score as (part, points), in the order of the rules; most parts are omitted at 0."""
    parts = ((name, round(rule(story, context), PLACES)) for name, rule in rules.items())
    return tuple((name, points) for name, points in parts if points or name in ALWAYS_LISTED)


def spread_topics(ranked: Sequence[Story], related: Mapping[str, Sequence[str]]) -> tuple[Story, ...]:
    """Reorder ranked stories so that several on one topic do not crowd out the others.

    The story with the most points is taken repeatedly, and each time the stories related to it lose points.
    Cost: quadratic in the number of stories, which is small.

    related: {story id: ids of the stories on the same topic}.
    """
    remaining = {story.id: story for story in ranked}
    penalties = dict.fromkeys(remaining, 0.0)
    order: list[Story] = []
    while remaining:
        best = min(
            remaining.values(),
            key=lambda story: (-round(story.total + penalties[story.id], PLACES), story.id),
        )
        del remaining[best.id]
        if penalties[best.id]:
            best = replace(best, score=(*best.score, ("subject", penalties[best.id])))
        order.append(best)
        for story_id in related.get(best.id, ()):
            if story_id in penalties:
                penalties[story_id] = max(penalties[story_id] + SUBJECT, LEAST_SUBJECT)
    return tuple(order)


def cut_stories(
    ranked: Iterable[Story],
    max_stories: int,
    per_section: int,
    topic_of: Mapping[str, str] | None = None,
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Split ranked stories into (kept, below the cut).

    The stories on one topic take one place together: the best one's, the others directly after it and in its
    section. A topic has at most MAX_ANGLES stories. Otherwise both parts are in the order given.

    Args:
        ranked: best first.
        max_stories: the limit for the edition, at least 1.
        per_section: the limit for one section, at least 1; stories without a section are limited by
            max_stories alone.
        topic_of: {story id: the topic it is on}.
    """
    kept: list[list[Story]] = []
    below: list[Story] = []
    by_topic: dict[str, list[Story]] = {}
    counts: Counter[str] = Counter()
    for story in ranked:
        topic = (topic_of or {}).get(story.id, story.id)
        fits_section = not story.section or counts[story.section] < per_section
        if block := by_topic.get(topic):
            if len(block) < MAX_ANGLES:
                block.append(replace(story, section=block[0].section))
            else:
                below.append(story)
        elif fits_section and len(kept) < max_stories:
            by_topic[topic] = [story]
            kept.append(by_topic[topic])
            counts[story.section] += 1
        else:
            below.append(story)
    return tuple(story for block in kept for story in block), tuple(below)
