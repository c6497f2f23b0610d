"""Find recurring series (the daily puzzle, "how to watch", the front pages) by their titles over days.

Each installment is an event of its own, however much it resembles yesterday's. The series of an outlet
shows in its titles: they recur word for word except for a number that counts the days, or the same words
recur around one place that varies. No list of words is needed for that. Where the days before are not
known, the number of an issue ("#586") shows it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, takewhile

from digest.grouping.story_builder import rebuild_story
from digest.models import Article, Headline, Published, Story

# Two titles follow one template when their common beginning and end have at least this many words and this
# share of the shorter title; it is a template when it is used this often. Numbers do not count as words.
TEMPLATE_WORDS = 4
TEMPLATE_SHARE = 0.6
TEMPLATE_USES = 3
# Only titles that share this many words at their beginning or end are compared, and this many of each day.
EDGE_WORDS = 3
COMPARED_PER_DAY = 5
# Articles of one outlet closer than this are of one day; those of two outlets, closer than twice this.
SAME_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)
# Puzzles and shows number their issues behind a number sign; what news counts is smaller.
_ISSUE = re.compile(r"(?<!\w)#\d{3,}(?!\d)")
# Letters and digits are separate tokens, so that numbers stand alone in scripts without spaces, too.
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class TitlePattern:
    """A title split into its words and its numbers. moment: when it appeared."""

    moment: datetime
    words: tuple[str, ...]
    numbers: tuple[int, ...]


Edge = tuple[bool, tuple[str, ...]]
"""(whether it is the end of a title, its words)"""


def parse_title(title: str, moment: datetime) -> TitlePattern:
    """Split a title into casefolded words and numbers."""
    words, numbers = _split_title(title)
    return TitlePattern(moment, tuple(words), tuple(map(int, numbers)))


def _split_title(title: str) -> tuple[list[str], list[str]]:
    """Return the casefolded words of a title, and its numbers."""
    tokens = _TOKEN.findall(title.casefold())
    if not any(map(str.isdecimal, tokens)):
        return tokens, []
    numbers = [token for token in tokens if token.isdecimal()]
    return [token for token in tokens if not token.isdecimal()], numbers


def find_series(articles: Iterable[Article], earlier: Iterable[Article | Headline] = ()) -> frozenset[str]:
    """Find the articles that are installments of a series.

    Args:
        articles: those in question.
        earlier: headlines of the days before; may include the articles.

    Returns:
        Ids of articles. Cost: linear in both; each article is compared with at most twice COMPARED_PER_DAY
        titles of each day, and with no more titles than it takes to prove a series.
    """
    candidates = {article.id: article for article in articles}
    # One outlet after the other: taken apart, all titles of a large day need more memory than its articles.
    by_outlet: defaultdict[str, dict[str, Article | Headline]] = defaultdict(dict)
    for headline in earlier:
        known = candidates.get(headline.id, headline)
        by_outlet[known.source][known.id] = known
    for article in candidates.values():
        by_outlet[article.source].setdefault(article.id, article)
    return frozenset(
        chain.from_iterable(_find_series_of_outlet(own, candidates) for own in by_outlet.values())
    )


def _find_series_of_outlet(
    known: Mapping[str, Article | Headline], candidates: Container[str]
) -> Iterator[str]:
    """Yield the ids of the candidates among the articles of one outlet that are installments of a series."""
    edges = {id_: _find_edges(row.title) for id_, row in known.items()}
    uses = Counter(chain.from_iterable(edges.values()))
    # Most titles share neither beginning nor end with another one.
    shared = {id_: own for id_, pair in edges.items() if (own := [edge for edge in pair if uses[edge] > 1])}
    patterns = {id_: parse_title(known[id_].title, known[id_].moment) for id_ in shared}
    by_edge: defaultdict[Edge, defaultdict[date, list[TitlePattern]]] = defaultdict(lambda: defaultdict(list))
    for id_ in sorted(shared, key=lambda id_: (patterns[id_].words, patterns[id_].moment)):
        for edge in shared[id_]:
            same_day = by_edge[edge][patterns[id_].moment.date()]
            if len(same_day) < COMPARED_PER_DAY:
                same_day.append(patterns[id_])
    for id_, row in known.items():
        if id_ in candidates and (
            _ISSUE.search(row.title)
            or any(is_recurring(patterns[id_], by_edge[edge].values()) for edge in shared.get(id_, ()))
        ):
            yield id_


def _find_edges(title: str) -> tuple[Edge, ...]:
    """Return the first and the last words of a title; nothing for a title without words."""
    words, _ = _split_title(title)
    return ((False, tuple(words[:EDGE_WORDS])), (True, tuple(words[-EDGE_WORDS:]))) if words else ()


def is_recurring(pattern: TitlePattern, days: Iterable[Iterable[TitlePattern]]) -> bool:
    """Whether other titles prove that a title belongs to a series.

    days: the titles of the same outlet, day by day. They are read only until the proof is found.
    """
    uses = [pattern]
    for day in days:
        for other in day:
            if other.words == pattern.words and _counts_days(pattern, other):
                return True
            if all(_share_template(other, use) for use in uses):
                uses.append(other)
                if len(uses) == TEMPLATE_USES:
                    return True
    return False


def _counts_days(one: TitlePattern, other: TitlePattern) -> bool:
    """Whether the numbers of two titles with the same words are equal, or one grew as the days did.

    False for titles of one day.
    """
    if len(one.numbers) != len(other.numbers) or abs(one.moment - other.moment) < SAME_DAY:
        return False
    days = (one.moment - other.moment) / _DAY
    differences = [mine - theirs for mine, theirs in zip(one.numbers, other.numbers, strict=True)]
    return not any(differences) or any(step and abs(step - days) < 1 for step in differences)


def _share_template(one: TitlePattern, other: TitlePattern) -> bool:
    """Whether two titles have the same words around a number, or around a place with words of their own."""
    if one.words == other.words:
        return len(one.words) >= TEMPLATE_WORDS and one.numbers != other.numbers
    shorter = min(len(one.words), len(other.words))
    prefix = _count_common_prefix(one.words, other.words)
    suffix = _count_common_prefix(one.words[::-1], other.words[::-1])
    return max(TEMPLATE_WORDS, TEMPLATE_SHARE * shorter) <= prefix + suffix < shorter


def _count_common_prefix(one: Iterable[str], other: Iterable[str]) -> int:
    """Count the equal words at the beginning of both."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def may_be_same_installment(one: Article, other: Article) -> bool:
    """Whether installments from two outlets can be about the same thing.

    They are of one day; and where both titles have numbers, they have one in common besides the year.
    """
    if one.source == other.source or abs(one.moment - other.moment) >= 2 * SAME_DAY:
        return False
    numbers, others = (
        set(parse_title(article.title, article.moment).numbers) - {article.moment.year}
        for article in (one, other)
    )
    return not numbers or not others or not numbers.isdisjoint(others)


def split_series(
    stories: Iterable[Story], series: Collection[str], published: Mapping[str, Published]
) -> tuple[Story, ...]:
    """Split stories that would continue only because one installment of a series follows another.

    Args:
        stories: of today.
        series: ids of articles that are installments of a series.
        published: {article id: the story it was published in}.

    Returns:
        The stories; where all published or all new articles of a story are installments, the published and
        the new articles as two stories.
    """
    result: list[Story] = []
    for story in stories:
        old = [article for article in story.articles if article.id in published]
        new = [article for article in story.articles if article.id not in published]
        if old and new and any(all(article.id in series for article in side) for side in (old, new)):
            result += (rebuild_story(old, [story]), rebuild_story(new, [story]))
        else:
            result.append(story)
    return tuple(result)
