"""What was published: the editions, and what stood in which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from digest.models import Earlier, Published
from digest.store.repository import Shelf, upsert
from digest.store.schema import EDITIONS, PUBLISHED, Moment


class EditionShelf(Shelf):
    """Editions and their marks."""

    def edition(self, day: date) -> dict[str, Any] | None:
        """The edition of a day as it was published, or None."""
        with self.look() as connection:
            data = connection.scalar(select(EDITIONS.c.data).where(EDITIONS.c.date == day))
        return None if data is None else json.loads(data)

    def made(self, day: date) -> datetime | None:
        """When the edition of a day was made, or None."""
        with self.look() as connection:
            made: datetime | None = connection.scalar(select(EDITIONS.c.made).where(EDITIONS.c.date == day))
            return made

    def issued(self, day: date) -> datetime | None:
        """When the edition of a day was last published, be it the same again, or None."""
        query = select(func.coalesce(EDITIONS.c.issued, EDITIONS.c.made, type_=Moment))
        with self.look() as connection:
            issued: datetime | None = connection.scalar(query.where(EDITIONS.c.date == day))
            return issued

    def last_date(self, before: date | None = None) -> date | None:
        """The date of the last edition, or of the last before a day; None when there is none."""
        query = select(func.max(EDITIONS.c.date))
        with self.look() as connection:
            last: date | None = connection.scalar(
                query if before is None else query.where(EDITIONS.c.date < before)
            )
            return last

    def last_made(self, before: date) -> datetime | None:
        """When the last edition before a day was made, or None."""
        query = select(EDITIONS.c.made).where(EDITIONS.c.date < before)
        with self.look() as connection:
            made: datetime | None = connection.scalar(query.order_by(EDITIONS.c.date.desc()).limit(1))
            return made

    def editions(self, before: date, most: int) -> tuple[dict[str, Any], ...]:
        """The last editions before a day, newest first."""
        query = select(EDITIONS.c.data).where(EDITIONS.c.date < before)
        with self.look() as connection:
            rows = connection.scalars(query.order_by(EDITIONS.c.date.desc()).limit(most))
            return tuple(json.loads(data) for data in rows)

    def earlier(self, before: date, most: int) -> tuple[Earlier, ...]:
        """Dates and headlines of the last editions before a day, newest first."""
        query = select(EDITIONS.c.date, EDITIONS.c.headline).where(EDITIONS.c.date < before)
        with self.look() as connection:
            rows = connection.execute(query.order_by(EDITIONS.c.date.desc()).limit(most))
            return tuple(Earlier(*row) for row in rows)

    def published(self, before: date) -> dict[str, Published]:
        """{article id: where it stood}, for everything published in editions before a day."""
        query = select(PUBLISHED.c.article_id, PUBLISHED.c.story_id, PUBLISHED.c.date)
        with self.look() as connection:
            rows = connection.execute(query.where(PUBLISHED.c.date < before))
            return {article: Published(story, day) for article, story, day in rows}

    def record_edition(
        self,
        day: date,
        made: datetime,
        data: Mapping[str, Any],
        stories: Mapping[str, str],
        issued: datetime | None = None,
    ) -> None:
        """Keep an edition whose files stand, and mark its articles as published: the one place where that
        happens.

        An edition of the same day is replaced; what stood in it stays published, for readers have it.
        stories: {article id: story id}. An article that an earlier edition held keeps its first date.
        issued: the clock, when it is not that of its making.
        """
        headline = data["stories"][0]["title"] if data["stories"] else ""
        row = {
            "date": day,
            "made": made,
            "headline": headline,
            "data": json.dumps(data, ensure_ascii=False),
            "issued": issued or made,
        }
        with self.step() as connection:
            upsert(connection, EDITIONS, [row], ("made", "headline", "data", "issued"))
            rows = [
                {"article_id": article, "date": day, "story_id": story}
                for article, story in sorted(stories.items())
            ]
            upsert(connection, PUBLISHED, rows, ("story_id",))
