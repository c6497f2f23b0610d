"""Stories to their order and their sections, by points that a reader can add up.

    voices      2 · log2 of the outlets, each with its weight, that tell something new in words of their
                own: 1 → 0, 2 → 2, 4 → 4
    freshness   up to 2, for the newest of its new articles; half after every 12 hours
    substance   up to 1, for the longest text of its own: 1,800 characters or more
    spread      up to 0.5, for new articles in more than one hour: 6 or more
    continuing  0.5 when an earlier edition told it
    boost       2 when an article holds a word that the reader asked for
    service     −5 when most of it are puzzles, deals, horoscopes, programme notes, or instalments of a series
    teaser      −1 when one outlet alone tells it, in a line or two
    manner      −0.5 when none of its headlines tells news: questions, advice, live pages, opinion
    subject     −0.75 for every story of the same saga that stands above it, at most −2.25

Points are rounded to three places, so that every machine comes to the same order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import log2

from digest.grouping.headline_types import is_plain, is_service
from digest.models import Article, Story

POINTS_PER_DOUBLING = 2.0
FRESHNESS = 2.0
HALF_LIFE = timedelta(hours=12)
SUBSTANCE = 1.0
LONG_TEXT = 1_800
SPREAD = 0.5
LONG_SPREAD = 6
CONTINUING = 0.5
BOOST = 2.0
SERVICE = -5.0
TEASER = -1.0
TEASER_TEXT = 300
MANNER = -0.5
SUBJECT, LEAST_SUBJECT = -0.75, -2.25
PLACES = 3
PATH_MARK = re.compile(r"[/>|,:]")
"""What outlets put between a category and the one that it is part of."""


@dataclass(frozen=True, slots=True)
class RankingSettings:
    """max_stories: the most stories of an edition, at least 1. per_section: the most of one section, at
    least 1; stories without a section are not limited. boost: words or phrases that lift a story.
    weights: {configured source: how much its voice counts}, 1 where it says nothing, 0 or more. series:
    ids of articles that are instalments of a series. rules: (section, words): a story goes there when
    most of its articles hold one of the words; the first rule that holds decides. categories: {what an
    outlet may file an article under, casefolded: the section that is}.
    """

    max_stories: int = 30
    per_section: int = 10
    boost: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    series: frozenset[str] = frozenset()
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)


def rank_stories(stories: Iterable[Story], settings: RankingSettings, now: datetime) -> tuple[Story, ...]:
    """Return the stories with their scores and sections, highest score first, ties by id.

    now: the edition's clock, aware. Only what is new in a story counts as voices and as fresh.
    Cost: linear in the texts.
    """
    boosted = compile_words(settings.boost)
    rules = [(section, pattern) for section, told in settings.rules if (pattern := compile_words(told))]
    ranked = [
        replace(
            story,
            score=score_story(story, boosted, now, settings),
            section=find_section(story, rules, settings.categories),
        )
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


def spread_subjects(ranked: Sequence[Story], related: Mapping[str, Sequence[str]]) -> tuple[Story, ...]:
    """The stories in the order they have when those of one saga make room for other subjects.

    related: {story id: ids of the stories of the same saga}. Each time the story with the most points is
    taken, its relatives lose some. Quadratic in `ranked`, of which there are few.
    """
    left = {story.id: story for story in ranked}
    loss = dict.fromkeys(left, 0.0)
    order: list[Story] = []
    while left:
        best = min(left.values(), key=lambda story: (-round(story.total + loss[story.id], PLACES), story.id))
        del left[best.id]
        if loss[best.id]:
            best = replace(best, score=(*best.score, ("subject", loss[best.id])))
        order.append(best)
        for relative in related.get(best.id, ()):
            if relative in loss:
                loss[relative] = max(loss[relative] + SUBJECT, LEAST_SUBJECT)
    return tuple(order)


def score_story(
    story: Story,
    boosted: re.Pattern[str] | None,
    now: datetime,
    settings: RankingSettings,
) -> tuple[tuple[str, float], ...]:
    """The points of a story as (part, points); parts that only some stories have are left out at 0."""
    new = set(story.new)
    news = [article for article in story.articles if article.id in new] or story.articles
    copied = {copy for copy, _ in story.copies}
    heard: dict[str, float] = {}
    for article in news:
        if article.id not in copied:
            weight = settings.weights.get(article.feed, 1.0)
            heard[article.source] = max(weight, heard.get(article.source, 0.0))
    voices = sum(heard.values())
    hours = len({article.moment.replace(minute=0, second=0, microsecond=0) for article in news})
    age = max(now - max(article.moment for article in news), timedelta(0))
    length = max(len(article.text) for article in story.originals)
    parts = {
        "voices": POINTS_PER_DOUBLING * log2(max(voices, 1)),
        "freshness": FRESHNESS * 0.5 ** (age / HALF_LIFE),
        "substance": SUBSTANCE * min(1, length / LONG_TEXT),
    }
    if hours > 1:
        parts["spread"] = SPREAD * min(1, (hours - 1) / (LONG_SPREAD - 1))
    if story.continuing:
        parts["continuing"] = CONTINUING
    if boosted and any(holds_word(article, boosted) for article in story.articles):
        parts["boost"] = BOOST
    if 2 * sum(article.id in settings.series or is_service(article) for article in news) > len(news):
        parts["service"] = SERVICE
    if is_teaser(story):
        parts["teaser"] = TEASER
    if not any(map(is_plain, news)):
        parts["manner"] = MANNER
    return tuple((part, round(points, PLACES)) for part, points in parts.items())


def is_teaser(story: Story) -> bool:
    """Whether one outlet alone tells a story, and in no more than a line or two."""
    return story.voices == 1 and all(len(article.text) <= TEASER_TEXT for article in story.articles)


def find_section(
    story: Story, rules: Iterable[tuple[str, re.Pattern[str]]], categories: Mapping[str, str]
) -> str:
    """The section that a rule says, else that of most of a story's articles; "" if none has one.

    Of equals it is the lead's, then the first by the alphabet.
    """
    for section, wanted in rules:
        if 2 * sum(holds_word(article, wanted) for article in story.articles) > len(story.articles):
            return section
    lead, *others = (name_section(article, categories) for article in story.articles)
    counts = Counter(name for name in (lead, *others) if name)
    return min(counts, key=lambda name: (-counts[name], name != lead, name), default="")


def name_section(article: Article, categories: Mapping[str, str]) -> str:
    """The section of an article's source, else that of the first of its categories that is one ("World",
    "News / World"), else ""."""
    if article.section or not categories:
        return article.section
    for category in article.categories:
        for part in (category, *PATH_MARK.split(category)):
            if section := categories.get(part.strip().casefold()):
                return section
    return ""


def compile_words(wanted: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of these words or phrases as whole words in any case; None without any."""
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?!\w)", re.IGNORECASE)


def holds_word(article: Article, wanted: re.Pattern[str]) -> bool:
    """Whether a title or text holds a wanted word."""
    return bool(wanted.search(article.title) or wanted.search(article.text))
