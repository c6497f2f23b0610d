"""What was collected: the articles, what was passed over, and what is remembered of each source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select

from digest.model import Article, Collected, Headline, LeftOut, Memory, SourceHealth
from digest.store.schema import ARTICLES, LEFT_OUT, SOURCES, Moment
from digest.store.shelf import Shelf, upsert

MEMORY_FIELDS = tuple(Memory.__dataclass_fields__)
ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
LEFT_OUT_FIELDS = tuple(LeftOut.__dataclass_fields__)


class CollectedShelf(Shelf):
    """Sources and their articles."""

    def memories(self) -> dict[tuple[str, str], Memory]:
        """{(source name, its location): what is remembered of it}. What was learnt of one address says
        nothing of another."""
        columns = (SOURCES.c.name, SOURCES.c.location, *(SOURCES.c[field] for field in MEMORY_FIELDS))
        with self.step() as connection:
            rows = connection.execute(select(*columns))
            return {(row.name, row.location): Memory(*row[2:]) for row in rows}

    def save_collected(self, visits: Sequence[Collected], now: datetime) -> int:
        """Keep what some visits brought: articles, memories, failures. Returns how many articles are new.

        An article seen before keeps its first_seen and the source it was first seen in. Cost: linear.
        """
        with self.step() as connection:
            before = count_articles(connection)
            for visit in visits:
                self._save_source(connection, visit, now)
                if visit.failure or visit.unchanged:
                    continue
                self._save_articles(connection, visit.articles)
                self._save_left_out(connection, visit, now)
            return count_articles(connection) - before

    def _save_left_out(self, connection: Connection, visit: Collected, now: datetime) -> None:
        """What this reading passed over instead of what the last one did; what both did keeps its time."""
        feed = visit.source.name
        there = set(connection.scalars(select(LEFT_OUT.c.id).where(LEFT_OUT.c.feed == feed)))
        gone = there - {left.id for left in visit.left_out}
        for id_ in sorted(gone):
            connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.feed == feed, LEFT_OUT.c.id == id_))
        rows = [{"feed": feed, "first_seen": now, **asdict(left)} for left in visit.left_out]
        upsert(connection, LEFT_OUT, rows, LEFT_OUT_FIELDS)

    def _save_source(self, connection: Connection, visit: Collected, now: datetime) -> None:
        failure = visit.failure
        row = {
            "name": visit.source.name,
            "location": visit.source.location,
            "first_visit": now,
            "last_visit": now,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
            **{field: getattr(visit.memory, field) for field in MEMORY_FIELDS},
        }
        upsert(connection, SOURCES, [row], [key for key in row if key not in ("name", "first_visit")])

    def _save_articles(self, connection: Connection, articles: Sequence[Article]) -> None:
        rows = [{field: getattr(article, field) for field in ARTICLE_FIELDS} for article in articles]
        rewritten = [field for field in ARTICLE_FIELDS if field not in ("id", "first_seen", "feed")]
        upsert(connection, ARTICLES, rows, rewritten, only_same="feed")

    def first_visits(self) -> dict[str, datetime]:
        """{source name: when it was first visited}"""
        with self.step() as connection:
            return {row.name: row.first_visit for row in connection.execute(select(SOURCES))}

    def last_visit(self) -> datetime | None:
        """When any source was last visited, or None."""
        with self.step() as connection:
            last: datetime | None = connection.scalar(select(func.max(SOURCES.c.last_visit)))
            return last

    def articles(self, since: datetime | None) -> tuple[Article, ...]:
        """Articles that appeared or were first seen at or after `since` (None: all), by id."""
        query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS)).order_by(ARTICLES.c.id)
        if since is not None:
            query = query.where(or_(ARTICLES.c.published >= since, ARTICLES.c.first_seen >= since))
        with self.step() as connection:
            return tuple(Article(*row) for row in connection.execute(query))

    def headlines(self, since: datetime) -> tuple[Headline, ...]:
        """The headlines of what appeared at or after `since`, by id."""
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen, type_=Moment).label("moment")
        query = select(ARTICLES.c.id, ARTICLES.c.source, ARTICLES.c.title, moment).where(moment >= since)
        with self.step() as connection:
            return tuple(Headline(*row) for row in connection.execute(query.order_by(ARTICLES.c.id)))

    def newest_arrival(self) -> datetime | None:
        """When the last new article was first seen, or None for an empty store."""
        with self.step() as connection:
            newest: datetime | None = connection.scalar(select(func.max(ARTICLES.c.first_seen)))
            return newest

    def left_out(self, feeds: Collection[str], since: datetime | None = None) -> tuple[LeftOut, ...]:
        """What the last readings of these sources passed over, by source and id.

        since: only what was first passed over after this time; an edition before it has told the rest.
        """
        query = select(LEFT_OUT.c.feed, *(LEFT_OUT.c[field] for field in LEFT_OUT_FIELDS))
        if since is not None:
            query = query.where(LEFT_OUT.c.first_seen > since)
        with self.step() as connection:
            rows = connection.execute(query.order_by(LEFT_OUT.c.feed, LEFT_OUT.c.id))
            return tuple(LeftOut(*row[1:]) for row in rows if row.feed in feeds)

    def health(self, names: Sequence[str]) -> tuple[SourceHealth, ...]:
        """How these sources did at their last visit, in the order given; one never visited is left out."""
        with self.step() as connection:
            rows = {row.name: row for row in connection.execute(select(SOURCES))}
        return tuple(
            SourceHealth(
                name=name,
                status="gone" if row.gone else "failed" if row.message else "ok",
                message=row.message,
                advice=row.advice,
                since=row.failing_since,
                failures=row.failures,
            )
            for name in names
            if (row := rows.get(name))
        )


def count_articles(connection: Connection) -> int:
    """How many articles are kept."""
    return connection.scalar(select(func.count()).select_from(ARTICLES)) or 0
