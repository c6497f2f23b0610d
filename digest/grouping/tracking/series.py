"""Recurring series (the daily puzzle, "how to watch", the papers), told by their titles over days.

Every instalment is a matter of its own, however much it resembles yesterday's. One outlet's series gives
itself away: its titles recur word for word but for a number that counts the days, or again and again are
the same words around one that varies. No word needs to be known for that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from digest.grouping.tracking.corrections import rebuild_story
from digest.models import Article, Headline, Published, Story

# Two titles are made after one template when they begin and end with so many words in common, and with
# this share of the shorter one; it is a template when it is used so often. Numbers are no words.
TEMPLATE_WORDS = 4
TEMPLATE_SHARE = 0.6
TEMPLATE_USES = 3
# Only titles that share so many words at their beginning or end are compared, and so many of each day.
EDGE = 3
COMPARED_A_DAY = 5
# What appeared within this time is of one day.
APART = timedelta(hours=12)
_DAY = timedelta(days=1)
# Letters and digits apart, so that numbers stand alone in scripts without spaces, too.
_PART = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A title as series are told by it: its words, and its numbers.  moment: when it appeared."""

    moment: datetime
    words: tuple[str, ...]
    numbers: tuple[int, ...]


def read_pattern(title: str, moment: datetime) -> Pattern:
    """The pattern of a title."""
    parts = _PART.findall(title.casefold())
    return Pattern(
        moment,
        tuple(part for part in parts if not part.isdecimal()),
        tuple(int(part) for part in parts if part.isdecimal()),
    )


def find_series(articles: Iterable[Article], earlier: Iterable[Headline] = ()) -> frozenset[str]:
    """The ids of the articles that are instalments of a series.

    earlier: headlines of the days before, of these articles, too, or not. Cost: linear in both; for each
    article at most twice COMPARED_A_DAY titles of each day, no more than tell a series.
    """
    asked = {article.id: article for article in articles}
    known = {headline.id: (headline.source, headline.title, headline.moment) for headline in earlier}
    known |= {article.id: (article.source, article.title, article.moment) for article in asked.values()}
    patterns = {id_: (source, read_pattern(title, moment)) for id_, (source, title, moment) in known.items()}
    near: defaultdict[Edge, defaultdict[date, list[Pattern]]] = defaultdict(lambda: defaultdict(list))
    for source, pattern in sorted(patterns.values(), key=lambda row: (row[0], row[1].words, row[1].moment)):
        for edge in find_edges(source, pattern):
            days = near[edge]
            if len(days[pattern.moment.date()]) < COMPARED_A_DAY:
                days[pattern.moment.date()].append(pattern)
    return frozenset(
        id_
        for id_ in asked
        if any(recurs(patterns[id_][1], near[edge].values()) for edge in find_edges(*patterns[id_]))
    )


Edge = tuple[str, bool, tuple[str, ...]]
"""(outlet, whether it is the end of a title, its words)"""


def find_edges(source: str, pattern: Pattern) -> tuple[Edge, ...]:
    """What a title begins and ends with; nothing of one without words."""
    if not pattern.words:
        return ()
    return (source, False, pattern.words[:EDGE]), (source, True, pattern.words[-EDGE:])


def recurs(pattern: Pattern, days: Iterable[Iterable[Pattern]]) -> bool:
    """Whether other titles show that this is one of a series."""
    uses = [pattern]
    for others in days:
        for other in others:
            if other.words == pattern.words and count_days(pattern, other):
                return True
            if all(share_template(other, use) for use in uses):
                uses.append(other)
                if len(uses) == TEMPLATE_USES:
                    return True
    return False


def count_days(one: Pattern, other: Pattern) -> bool:
    """Whether two titles of the same words, of different days, have the same numbers or one that grew as
    the days did."""
    if len(one.numbers) != len(other.numbers) or abs(one.moment - other.moment) < APART:
        return False
    between = (one.moment - other.moment) / _DAY
    grown = [mine - theirs for mine, theirs in zip(one.numbers, other.numbers, strict=True)]
    return not any(grown) or any(step and abs(step - between) < 1 for step in grown)


def share_template(one: Pattern, other: Pattern) -> bool:
    """Whether two titles are the same words around a number or one place, where each has words of its own."""
    if one.words == other.words:
        return len(one.words) >= TEMPLATE_WORDS and one.numbers != other.numbers
    shorter = min(len(one.words), len(other.words))
    common = count_alike(one.words, other.words) + count_alike(one.words[::-1], other.words[::-1])
    return max(TEMPLATE_WORDS, TEMPLATE_SHARE * shorter) <= common < shorter


def count_alike(one: Iterable[str], other: Iterable[str]) -> int:
    """With how many equal words both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def same_instalment(one: Article, other: Article) -> bool:
    """Whether instalments of two outlets' series can be about the same thing: of one day, and where both
    are numbered or dated, with a number in common besides the year."""
    if one.source == other.source or abs(one.moment - other.moment) >= 2 * APART:
        return False
    numbers, others = (
        set(read_pattern(article.title, article.moment).numbers) - {article.moment.year}
        for article in (one, other)
    )
    return not numbers or not others or not numbers.isdisjoint(others)


def part_series(
    stories: Iterable[Story], series: Collection[str], published: Mapping[str, Published]
) -> tuple[Story, ...]:
    """The stories, none of which goes on only because an instalment of a series follows another one.

    Where all that was told of a story, or all that is new in it, is of a series, the two are parted.
    """
    parted: list[Story] = []
    for story in stories:
        old = [article for article in story.articles if article.id in published]
        new = [article for article in story.articles if article.id not in published]
        if old and new and any(all(article.id in series for article in side) for side in (old, new)):
            parted += (rebuild_story(old, [story]), rebuild_story(new, [story]))
        else:
            parted.append(story)
    return tuple(parted)
