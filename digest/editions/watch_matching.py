"""Find the stories that match the watches of the reader ([[watches]]), and mark them in an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.config import WatchRow
from digest.config.watch_schema import AND
from digest.models import Article, Story
from digest.text import contains_phrase, fold_text


@dataclass(frozen=True, slots=True)
class WatchMatch:
    """A story that matches a watch. articles: those of its articles that match, in their order."""

    watch: WatchRow
    story: Story
    articles: tuple[Article, ...]


def find_matches(watches: Iterable[WatchRow], stories: Iterable[Story]) -> tuple[WatchMatch, ...]:
    """Return the matches, in the order of the watches and then of the stories.

    Cost: linear in the texts of the stories for each phrase.
    """
    watches, found = tuple(watches), []
    for story in stories if watches else ():
        folded = [(article, fold_text(f"{article.title}\n{article.text}")) for article in story.articles]
        for number, watch in enumerate(watches):
            articles = tuple(article for article, text in folded if _matches(watch, article, text))
            if articles and story.voices >= watch.least_voices:
                found.append((number, WatchMatch(watch, story, articles)))
    return tuple(match for _, match in sorted(found, key=lambda row: row[0]))


def matches_any(watches: Iterable[WatchRow], article: Article) -> bool:
    """Whether an article has the words of any watch, whoever else reports its story."""
    folded = fold_text(f"{article.title}\n{article.text}")
    return any(_matches(watch, article, folded) for watch in watches)


def _matches(watch: WatchRow, article: Article, folded: str) -> bool:
    if watch.sources and article.source.casefold() not in {name.casefold() for name in watch.sources}:
        return False
    if any(contains_phrase(folded, phrase) for phrase in watch.excluded):
        return False
    return any(
        all(contains_phrase(folded, phrase.strip()) for phrase in AND.split(words)) for words in watch.words
    )


def tag_watched(
    tags: Mapping[str, tuple[str, ...]], watches: Iterable[WatchRow], stories: Iterable[Story]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (article id, its tags), with the names of the watches that its story matches.

    tags: {article id: tags} of the rules.
    """
    tagged = dict(tags)
    for match in find_matches(watches, stories):
        for article in match.articles:
            tagged[article.id] = (*tagged.get(article.id, ()), match.watch.name)
    return tuple(tagged.items())


def find_quiet_end(quiet: Iterable[str], now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours end that now lies in, in UTC's order of time, or None outside of them.

    quiet: "22:00-06:30" and the like; a span may cross midnight.
    """
    local = now.astimezone(zone)
    ends = []
    for span in quiet:
        begin, end = map(time.fromisoformat, span.split("-"))
        clock = local.time().replace(tzinfo=None)
        is_within = begin <= clock < end if begin <= end else clock >= begin or clock < end
        if is_within:
            day = local.date() + timedelta(days=1 if end <= clock else 0)
            ends.append(datetime.combine(day, end, zone))
    return max(ends, default=None)
