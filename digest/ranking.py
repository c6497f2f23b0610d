"""Stories to their order and their sections, by points that a reader can add up.

    voices      2 · log2 of the outlets that tell something new in words of their own: 1 → 0, 2 → 2, 4 → 4
    freshness   up to 2, for the newest of its new articles; half after every 12 hours
    substance   up to 1, for the longest text of its own: 1,800 characters or more
    continuing  0.5 when an earlier edition told it
    boost       2 when an article holds a word that the reader asked for

Points are rounded to three places, so that every machine comes to the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log2

from digest.model import Article, Story

POINTS_PER_DOUBLING = 2.0
FRESHNESS = 2.0
HALF_LIFE = timedelta(hours=12)
SUBSTANCE = 1.0
LONG_TEXT = 1_800
CONTINUING = 0.5
BOOST = 2.0
PLACES = 3


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """max_stories: the most stories of an edition, at least 1. per_section: the most of one section, at
    least 1; stories without a section are not limited. boost: words or phrases that lift a story.
    """

    max_stories: int = 30
    per_section: int = 10
    boost: tuple[str, ...] = ()


def rank_stories(stories: Iterable[Story], settings: RankingSettings, now: datetime) -> tuple[Story, ...]:
    """Return the stories with their scores and sections, highest score first, ties by id.

    now: the edition's clock, aware. Only what is new in a story counts as voices and as fresh.
    Cost: linear in the texts.
    """
    boosted = compile_words(settings.boost)
    ranked = [
        replace(story, score=score_story(story, boosted, now), section=find_section(story))
        for story in stories
    ]
    return tuple(sorted(ranked, key=lambda story: (-round(story.total, PLACES), story.id)))


def place_stories(
    ranked: Iterable[Story], settings: RankingSettings
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Part ranked stories into (kept, left below the cut), both in the order given."""
    kept: list[Story] = []
    below: list[Story] = []
    placed: Counter[str] = Counter()
    for story in ranked:
        room = not story.section or placed[story.section] < settings.per_section
        if room and len(kept) < settings.max_stories:
            kept.append(story)
            placed[story.section] += 1
        else:
            below.append(story)
    return tuple(kept), tuple(below)


def score_story(
    story: Story, boosted: re.Pattern[str] | None, now: datetime
) -> tuple[tuple[str, float], ...]:
    """The points of a story as (part, points); parts that only some stories have are left out at 0."""
    new = set(story.new)
    news = [article for article in story.articles if article.id in new] or story.articles
    copied = {copy for copy, _ in story.copies}
    voices = len({article.source for article in news if article.id not in copied})
    age = max(now - max(article.moment for article in news), timedelta(0))
    length = max(len(article.text) for article in story.originals)
    parts = {
        "voices": POINTS_PER_DOUBLING * log2(max(voices, 1)),
        "freshness": FRESHNESS * 0.5 ** (age / HALF_LIFE),
        "substance": SUBSTANCE * min(1, length / LONG_TEXT),
    }
    if story.continuing:
        parts["continuing"] = CONTINUING
    if boosted and any(holds_word(article, boosted) for article in story.articles):
        parts["boost"] = BOOST
    return tuple((part, round(points, PLACES)) for part, points in parts.items())


def find_section(story: Story) -> str:
    """The section of most of a story's articles; of equals the lead's, then by the alphabet; "" if none."""
    counts = Counter(article.section for article in story.articles if article.section)
    return min(counts, key=lambda name: (-counts[name], name != story.lead.section, name), default="")


def compile_words(wanted: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of these words or phrases as whole words in any case; None without any."""
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)


def holds_word(article: Article, wanted: re.Pattern[str]) -> bool:
    """Whether a title or text holds a wanted word."""
    return bool(wanted.search(article.title) or wanted.search(article.text))
