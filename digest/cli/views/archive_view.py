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

    moment: ISO 8601. day: date of the first issue that published it, or "". story, story_id: the headline
    and the id of its story in that issue, or "". edition: the name of its edition, or "".
    """

    moment: str
    title: str
    source: str
    url: str
    day: str
    story: str
    story_id: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue in the store. edition: the name of its edition, "" for the only one."""

    date: date
    edition: str
    headline: str


def list_issues(store: Store, edition: str | None = None) -> tuple[StoredIssue, ...]:
    """Return the stored issues of one edition, or of all, newest first, then by the name of the edition."""
    names = store.edition_names() if edition is None else (edition,)
    found = (
        StoredIssue(past.date, name, past.headline)
        for name in names
        for past in store.of_edition(name).editions.headlines(date.max, MAX_EDITIONS)
    )
    return tuple(sorted(found, key=lambda issue: issue.date, reverse=True))


def find_edition(store: Store, day: date | None, edition: str | None = None) -> tuple[str, EditionData]:
    """Return (name of its edition, data) of the issue of a day, or of the newest one.

    edition: the name of the edition; None: any, the first by name.

    Raises:
        DigestError: there is no such issue.
    """
    issues = list_issues(store, edition)
    if not issues:
        named = f" {edition}" if edition else ""
        raise DigestError("", f"the store has no edition{named} yet", f"`digest run{named}` makes one.")
    for issue in issues:
        if day in (None, issue.date) and (data := store.of_edition(issue.edition).editions.data(issue.date)):
            return issue.edition, data
    raise explain_missing_edition(day or issues[0].date, edition or "")


def search_collected(store: Store, words: str, limit: int) -> tuple[CollectedHit, ...]:
    """Return the articles that contain all words, newest first, each with the story it was published in.

    words: see `ArticleSearch.find`. limit: the maximum number of articles.
    """
    found = store.search.find(words, limit)
    issues = sorted({(hit.edition or "", hit.day) for hit in found if hit.day})
    headlines = {
        (edition, day, story["id"]): story["title"]
        for edition, day in issues
        for story in _load_stories(store.of_edition(edition), day)
    }
    return tuple(_make_hit(hit, headlines) for hit in found)


def _load_stories(store: Store, day: date) -> Sequence[StoryData]:
    """Return the stories of a day's edition; none if it is no longer stored."""
    edition = store.editions.data(day)
    return edition["stories"] if edition else ()


def _make_hit(found: SearchHit, headlines: Mapping[tuple[str, date, str], str]) -> CollectedHit:
    """Add the headline of the story to a search hit. headlines: {(edition, date, story id): headline}."""
    article = found.article
    key = (found.edition or "", found.day, found.story_id) if found.day and found.story_id else None
    return CollectedHit(
        moment=article.moment.isoformat(),
        title=article.title,
        source=article.source,
        url=article.url,
        day=found.day.isoformat() if found.day else "",
        story=headlines.get(key, "") if key else "",
        story_id=found.story_id or "",
        edition=found.edition or "",
    )


def describe_hits(hits: Sequence[CollectedHit], zone: ZoneInfo) -> Iterator[str]:
    """Yield the lines of each search result: time, source and title; the story; the URL."""
    for hit in hits:
        moment = datetime.fromisoformat(hit.moment).astimezone(zone)
        yield f"{moment:%Y-%m-%d %H:%M}  {hit.source}: {hit.title}"
        if hit.story_id:
            headline = f": {hit.story}" if hit.story else ""
            where = f"{hit.edition}, " if hit.edition else ""
            yield f"    published on {hit.day} in {where}story {hit.story_id[:SHORT_ID]}{headline}"
        if hit.url:
            yield f"    {hit.url}"


def describe_left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Yield a line for each article or file that was left out: source, title or file, reason."""
    for row in left_out:
        detail = f": {row.detail}" if row.detail else ""
        yield f"{row.source}: {row.title or row.url or row.id} ({row.why.replace('_', ' ')}{detail})"
