"""What was: past editions, what was found in all that was collected, and what was passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.errors import DigestError
from digest.models import LeftOut
from digest.store import Store
from digest.store.search import Found
from digest.text.urls import SHORT_ID

EVERY_EDITION = 40_000
"""More editions than [store] keep_days ever keeps."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, and where it was told.

    moment: ISO 8601. day: of the edition that told it first, or "". story: its headline there, or "".
    """

    moment: str
    title: str
    source: str
    url: str
    day: str
    story: str
    story_id: str


def list_editions(store: Store) -> tuple[tuple[date, str], ...]:
    """(date, first headline) of every edition kept, the newest first."""
    return tuple((past.date, past.headline) for past in store.earlier(date.max, EVERY_EDITION))


def find_edition(store: Store, day: date | None) -> Mapping[str, Any]:
    """The edition of a day, or the newest one.

    Raises:
        DigestError: there is none.
    """
    kept = store.earlier(date.max, 1)
    if day is None and not kept:
        raise DigestError("", "the store holds no edition yet", "`digest run` makes one.")
    found = store.edition(day or kept[0].date)
    if found is None:
        advice = "`digest archive list` tells which days have one."
        raise DigestError("", f"the store holds no edition of {day}", advice)
    return found


def search_collected(store: Store, words: str, most: int) -> tuple[Hit, ...]:
    """What holds all of these words, the newest first, each with the story that told it."""
    found = store.search(words, most)
    days = sorted({hit.day for hit in found if hit.day})
    headlines = {(day, story["id"]): story["title"] for day in days for story in told_stories(store, day)}
    return tuple(describe_hit(hit, headlines) for hit in found)


def told_stories(store: Store, day: date) -> Sequence[Mapping[str, Any]]:
    """The stories of a day's edition, none when it is not kept any more."""
    edition = store.edition(day)
    return edition["stories"] if edition else ()


def describe_hit(found: Found, headlines: Mapping[tuple[date, str], str]) -> Hit:
    """A hit from what the store found. headlines: {(date, story id): headline}."""
    article = found.article
    key = (found.day, found.story_id) if found.day and found.story_id else None
    return Hit(
        moment=article.moment.isoformat(),
        title=article.title,
        source=article.source,
        url=article.url,
        day=found.day.isoformat() if found.day else "",
        story=headlines.get(key, "") if key else "",
        story_id=found.story_id or "",
    )


def tell_hits(hits: Sequence[Hit], zone: ZoneInfo) -> Iterator[str]:
    """The lines that tell a person what was found: date, source and headline, story, address."""
    for hit in hits:
        moment = datetime.fromisoformat(hit.moment).astimezone(zone)
        yield f"{moment:%Y-%m-%d %H:%M}  {hit.source}: {hit.title}"
        if hit.story_id:
            yield f"    told on {hit.day} in story {hit.story_id[:SHORT_ID]}" + (
                f": {hit.story}" if hit.story else ""
            )
        if hit.url:
            yield f"    {hit.url}"


def tell_left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """The lines that tell a person what the last readings passed over, a source after the other."""
    for left in left_out:
        told = f": {left.detail}" if left.detail else ""
        yield f"{left.source}: {left.title or left.url or left.id} ({left.why.replace('_', ' ')}{told})"
