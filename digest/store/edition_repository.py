"""Save and find the issues of an edition, their stories, and which articles they published."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from digest.models import complete_edition
from digest.store.session import Session, upsert
from digest.store.table_definitions import EDITIONS, PUBLISHED, UtcDateTime

if TYPE_CHECKING:
    from digest.models import EarlierEdition, EditionData, Published, StoryData

_IDS_PER_QUERY = 100

_EDITIONS_AT_ONCE = 10
"""How many editions a search for stories holds in memory at once."""


class EditionRepository:
    """The issue of each day of one edition, and which articles it has published.

    name: of the edition, see [[editions]]; "" is the only one without such rows.
    """

    def __init__(self, session: Session, name: str = "") -> None:
        self._session = session
        self._name = name
        self._is_own = EDITIONS.c.edition == name

    def _is_of(self, day: date) -> ColumnElement[bool]:
        """Return the condition for the issue of a day."""
        return and_(self._is_own, EDITIONS.c.date == day)

    def record(
        self,
        day: date,
        made: datetime,
        data: EditionData,
        stories: Mapping[str, str],
        issued: datetime | None = None,
    ) -> None:
        """Save an edition whose files have been written, and mark its articles as published.

        Nothing else marks articles as published. An edition of the same day is replaced, but its articles
        stay marked as published, because readers may have seen them.

        Args:
            made: when the edition was made.
            data: its data, see EditionData.
            stories: {article id: story id}. An article that was published before keeps its first date.
            issued: when the edition was published; None: when it was made.
        """
        headline = data["stories"][0]["title"] if data["stories"] else ""
        row = {
            "edition": self._name,
            "date": day,
            "made": made,
            "headline": headline,
            "data": json.dumps(data, ensure_ascii=False),
            "issued": issued or made,
            "written": "",
        }
        with self._session.write() as connection:
            upsert(connection, EDITIONS, [row], ("made", "headline", "data", "issued", "written"))
            rows = [
                {"article_id": article, "edition": self._name, "date": day, "story_id": story}
                for article, story in sorted(stories.items())
            ]
            upsert(connection, PUBLISHED, rows, ("story_id",))

    def save_written(self, day: date, written: str) -> None:
        """Save which files of a day's edition were written, and from what, until it is recorded again."""
        with self._session.write() as connection:
            connection.execute(update(EDITIONS).where(self._is_of(day)).values(written=written))

    def written(self, day: date) -> str:
        """Return what `save_written` saved with a day's edition, or ""."""
        with self._session.read() as connection:
            written = connection.scalar(select(EDITIONS.c.written).where(self._is_of(day)))
            return written or ""

    def mark_issued(self, day: date, issued: datetime) -> None:
        """Record that the edition of a day was published once more, unchanged."""
        with self._session.write() as connection:
            connection.execute(update(EDITIONS).where(self._is_of(day)).values(issued=issued))

    def data(self, day: date) -> EditionData | None:
        """Return the data of a day's edition as it was published, or None.

        Fields that did not exist in the version of the program that saved it are empty.
        """
        return self.parse(day, _parse_edition)

    @contextmanager
    def use(self) -> Iterator[None]:
        """Report what a damaged edition raises where it is used as an error of the store."""
        with self._session.read():
            yield

    def parse(self, day: date, parse: Callable[[str], EditionData]) -> EditionData | None:
        """Return the data of a day's edition as a function parses the stored JSON, or None.

        What it raises for a damaged text is an error of the store.
        """
        with self._session.read() as connection:
            text = connection.scalar(select(EDITIONS.c.data).where(self._is_of(day)))
            return None if text is None else parse(text)

    def made_at(self, day: date) -> datetime | None:
        """Return when the edition of a day was made, or None."""
        with self._session.read() as connection:
            made: datetime | None = connection.scalar(select(EDITIONS.c.made).where(self._is_of(day)))
            return made

    def issued_at(self, day: date) -> datetime | None:
        """Return when the edition of a day was last published, even if unchanged, or None."""
        query = select(func.coalesce(EDITIONS.c.issued, EDITIONS.c.made, type_=UtcDateTime))
        with self._session.read() as connection:
            issued: datetime | None = connection.scalar(query.where(self._is_of(day)))
            return issued

    def last_date(self, before: date | None = None) -> date | None:
        """Return the date of the last edition, or of the last one before a day; None if there is none."""
        query = select(func.max(EDITIONS.c.date)).where(self._is_own)
        with self._session.read() as connection:
            last: date | None = connection.scalar(
                query if before is None else query.where(EDITIONS.c.date < before)
            )
            return last

    def last_made_at(self, before: date) -> datetime | None:
        """Return when the last edition before a day was made, or None."""
        query = select(EDITIONS.c.made).where(self._is_own, EDITIONS.c.date < before)
        with self._session.read() as connection:
            made: datetime | None = connection.scalar(query.order_by(EDITIONS.c.date.desc()).limit(1))
            return made

    def recent(self, before: date, limit: int) -> tuple[EditionData, ...]:
        """Return the data of the last editions before a day, newest first."""
        query = select(EDITIONS.c.data).where(self._is_own, EDITIONS.c.date < before)
        with self._session.read() as connection:
            rows = connection.scalars(query.order_by(EDITIONS.c.date.desc()).limit(limit))
            return tuple(map(_parse_edition, rows))

    def headlines(self, before: date, limit: int) -> tuple[EarlierEdition, ...]:
        """Return the dates and headlines of the last editions before a day, newest first."""
        from digest.models import EarlierEdition

        query = select(EDITIONS.c.date, EDITIONS.c.headline).where(self._is_own, EDITIONS.c.date < before)
        with self._session.read() as connection:
            rows = connection.execute(query.order_by(EDITIONS.c.date.desc()).limit(limit))
            return tuple(EarlierEdition(*row) for row in rows)

    def published(self, before: date) -> dict[str, Published]:
        """Return {article id: where it was published} for all issues before a day, ordered by id."""
        from digest.models import Published

        columns = (PUBLISHED.c.article_id, PUBLISHED.c.story_id, PUBLISHED.c.date)
        is_earlier = (PUBLISHED.c.edition == self._name, PUBLISHED.c.date < before)
        query = select(*columns).where(*is_earlier).order_by(PUBLISHED.c.article_id)
        with self._session.read() as connection:
            rows = connection.execute(query)
            return {article: Published(story, day) for article, story, day in rows}

    def published_elsewhere(self, before: date) -> tuple[str, ...]:
        """Return the ids of the articles that other editions have published before a day, sorted."""
        query = select(PUBLISHED.c.article_id).distinct().order_by(PUBLISHED.c.article_id)
        is_other = PUBLISHED.c.edition != self._name
        with self._session.read() as connection:
            return tuple(connection.scalars(query.where(is_other, PUBLISHED.c.date < before)))

    def hash_data(self, days: Collection[date]) -> str:
        """Return a hash of the data of the editions of these days. Cost: reads their data, parses none."""
        query = (
            select(EDITIONS.c.data).where(self._is_own, EDITIONS.c.date.in_(days)).order_by(EDITIONS.c.date)
        )
        total = sha256()
        with self._session.read() as connection:
            for data in connection.scalars(query.execution_options(yield_per=_EDITIONS_AT_ONCE)):
                total.update(sha256(data.encode()).digest())
        return total.hexdigest()

    def find_stories(self, prefix: str) -> tuple[tuple[date, StoryData], ...]:
        """Return the stories whose ids begin with a prefix, with their dates, newest first, of every edition.

        Cost: the database scans the text of every edition; only editions that contain the prefix are parsed,
        a few at a time.
        """
        return tuple(pair for pair in self._stories_like([prefix]) if pair[1]["id"].startswith(prefix))

    def story_titles(self, ids: Collection[str]) -> dict[str, str]:
        """Return {story id: its newest headline in any edition}, for those of these ids.

        Cost: one scan of all editions for each hundred ids.
        """
        titles: dict[str, str] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), _IDS_PER_QUERY):
            for _, story in self._stories_like(wanted[start : start + _IDS_PER_QUERY]):
                if story["id"] in ids:
                    titles.setdefault(story["id"], story["title"])
        return titles

    def _stories_like(self, prefixes: Collection[str]) -> Iterator[tuple[date, StoryData]]:
        """Yield every story of the editions in which any JSON string begins with one of these prefixes."""
        contains = (
            EDITIONS.c.data.contains(json.dumps(prefix, ensure_ascii=False)[:-1], autoescape=True)
            for prefix in prefixes
        )
        query = select(EDITIONS.c.date, EDITIONS.c.data).where(or_(*contains))
        query = query.order_by(EDITIONS.c.date.desc(), EDITIONS.c.edition)
        query = query.execution_options(yield_per=_EDITIONS_AT_ONCE)
        with self._session.read() as connection:
            for day, data in connection.execute(query):
                yield from ((day, story) for story in _parse_edition(data)["stories"])


def _parse_edition(text: str) -> EditionData:
    return complete_edition(json.loads(text))
