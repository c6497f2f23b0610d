"""Find and describe what the store keeps: past editions, collected articles, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.errors import DigestError, explain_missing_edition
from digest.models import EditionData, LeftOut, StoryData
from digest.store import SearchHit, Store
from digest.text.urls import SHORT_ID

MAX_EDITIONS = 40_000
"""More editions than [store] keep_days can keep."""


@dataclass(frozen=True, slots=True)
class CollectedHit:
    """An article that a search found, and the story in which it was published.

    moment: ISO 8601. day: date of the first edition that published it, or "". story, story_id: the headline
    and the id of its story in that edition, or "".
    """

    moment: str
    title: str
    source: str
    url: str
    day: str
    story: str
    story_id: str


def list_editions(store: Store) -> tuple[tuple[date, str], ...]:
    """Return (date, first headline) of all stored editions, newest first."""
    return tuple((past.date, past.headline) for past in store.editions.headlines(date.max, MAX_EDITIONS))


def find_edition(store: Store, day: date | None) -> EditionData:
    """Return the edition of a day, or the newest one.

    Raises:
        DigestError: there is no such edition.
    """
    newest = store.editions.headlines(date.max, 1)
    if day is None and not newest:
        raise DigestError("", "the store has no edition yet", "`digest run` makes one.")
    data = store.editions.data(day or newest[0].date)
    if data is None:
        raise explain_missing_edition(day or newest[0].date)
    return data


def search_collected(store: Store, words: str, limit: int) -> tuple[CollectedHit, ...]:
    """Return the articles that contain all words, newest first, each with the story it was published in.

    words: see `ArticleSearch.find`. limit: the maximum number of articles.
    """
    found = store.search.find(words, limit)
    days = sorted({hit.day for hit in found if hit.day})
    headlines = {(day, story["id"]): story["title"] for day in days for story in _load_stories(store, day)}
    return tuple(_make_hit(hit, headlines) for hit in found)


def _load_stories(store: Store, day: date) -> Sequence[StoryData]:
    """Return the stories of a day's edition; none if it is no longer stored."""
    edition = store.editions.data(day)
    return edition["stories"] if edition else ()


def _make_hit(found: SearchHit, headlines: Mapping[tuple[date, str], str]) -> CollectedHit:
    """Add the headline of the story to a search hit. headlines: {(date, story id): headline}."""
    article = found.article
    key = (found.day, found.story_id) if found.day and found.story_id else None
    return CollectedHit(
        moment=article.moment.isoformat(),
        title=article.title,
        source=article.source,
        url=article.url,
        day=found.day.isoformat() if found.day else "",
        story=headlines.get(key, "") if key else "",
        story_id=found.story_id or "",
    )


def describe_hits(hits: Sequence[CollectedHit], zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of each search result: time, source and title; the story; the URL."""
    for hit in hits:
        moment = datetime.fromisoformat(hit.moment).astimezone(zone)
        yield f"{moment:%Y-%m-%d %H:%M}  {hit.source}: {hit.title}"
        if hit.story_id:
            headline = f": {hit.story}" if hit.story else ""
            yield f"    published on {hit.day} in story {hit.story_id[:SHORT_ID]}{headline}"
        if hit.url:
            yield f"    {hit.url}"


def describe_left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Yield a line for each article or file that was left out: source, title or file, reason."""
    for row in left_out:
        detail = f": {row.detail}" if row.detail else ""
        yield f"{row.source}: {row.title or row.url or row.id} ({row.why.replace('_', ' ')}{detail})"
