"""What was collected: the articles, what was passed over, and what is remembered of each source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, update

from digest.models import Article, Collected, Headline, LeftOut, Source, SourceHealth, SourceState
from digest.store.repository import Shelf, upsert
from digest.store.revision import revise_article
from digest.store.schema import ARTICLES, LEFT_OUT, PUBLISHED, SOURCES, Moment

MEMORY_FIELDS = tuple(SourceState.__dataclass_fields__)
ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
LEFT_OUT_FIELDS = tuple(LeftOut.__dataclass_fields__)

VISIT_FIELDS = ("name", "message", "advice", *MEMORY_FIELDS)
HEALTH_COLUMNS = [column for column in SOURCES.columns if column.name not in ("body", "pages", "shown")]
ASKED_AT_ONCE = 1_000

AHEAD = timedelta(hours=1)
"""What is stamped later than this after the clock was stamped by one that was ahead; before that, it may
have been somebody else on the same store while a long collecting of ours was under way."""

PACE = timedelta(days=28)
"""How many articles a week a source brings is counted over so long."""


class CollectedShelf(Shelf):
    """Sources and their articles."""

    def source_states(self) -> dict[str, SourceState]:
        """{key of a source: what is remembered of it}. What was learnt of one address says nothing of
        another."""
        columns = (SOURCES.c.location, *(SOURCES.c[field] for field in MEMORY_FIELDS))
        with self.look() as connection:
            rows = connection.execute(select(*columns))
            return {row.location: SourceState(*row[1:]) for row in rows}

    def save_collected(
        self, visits: Sequence[Collected], now: datetime, configured: Collection[str] | None = None
    ) -> int:
        """Keep what some visits brought: articles, memories, failures. Returns how many articles are new.

        An article seen before keeps the source it was first seen in, as long as that is configured; see
        revise_article for what else it keeps. One that is news again is no longer marked as published. What
        a clock that was ahead has stamped was there by now. configured: the keys of all sources, None when
        not all are known. Cost: linear.
        """
        with self.step() as connection:
            for column in (ARTICLES.c.first_seen, SOURCES.c.first_visit, LEFT_OUT.c.first_seen):
                to_come = column > now + AHEAD
                connection.execute(update(column.table).where(to_come).values({column.name: now}))
            for found in (ARTICLES.c.arrived, LEFT_OUT.c.arrived):
                connection.execute(update(found.table).where(found > now + AHEAD).values(arrived=None))
            before = count_articles(connection)
            answered = [visit for visit in visits if not (visit.failure or visit.unchanged)]
            upsert(connection, SOURCES, [describe_visit(visit, now) for visit in visits], VISIT_FIELDS)
            upsert(connection, SOURCES, [describe_visit(visit, now) for visit in answered], ("shown",))
            for visit in answered:
                self._save_articles(connection, visit, configured)
                self._save_left_out(connection, visit, now)
            return count_articles(connection) - before

    def _save_left_out(self, connection: Connection, visit: Collected, now: datetime) -> None:
        """What this reading passed over instead of what the last one did; what both did keeps its time."""
        feed = visit.source.key
        there = set(connection.scalars(select(LEFT_OUT.c.id).where(LEFT_OUT.c.feed == feed)))
        gone = there - {left.id for left in visit.left_out}
        for id_ in sorted(gone):
            connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.feed == feed, LEFT_OUT.c.id == id_))
        rows = [{"feed": feed, "first_seen": now, **asdict(left)} for left in visit.left_out]
        upsert(connection, LEFT_OUT, rows, LEFT_OUT_FIELDS)

    def _save_articles(
        self, connection: Connection, visit: Collected, configured: Collection[str] | None
    ) -> None:
        feed = visit.source.key
        there = find_articles(connection, [article.id for article in visit.articles])
        rows: list[dict[str, object]] = []
        for article in visit.articles:
            known = there.get(article.id)
            if known and known.feed != feed and (configured is None or known.feed in configured):
                continue
            told = replace(article, feed=feed)
            kept = revise_article(known, told) if known else told
            again = known is not None and kept.first_seen != known.first_seen
            if again:
                connection.execute(delete(PUBLISHED).where(PUBLISHED.c.article_id == article.id))
            if again or (known and known.feed != feed):
                connection.execute(update(ARTICLES).where(ARTICLES.c.id == article.id).values(arrived=None))
            if kept != known:
                rows.append({field: getattr(kept, field) for field in ARTICLE_FIELDS})
        upsert(connection, ARTICLES, rows, [name for name in ARTICLE_FIELDS if name not in ("id", "arrived")])

    def first_visits(self) -> dict[str, datetime]:
        """{key of a source: when it was first visited}"""
        query = select(SOURCES.c.location, SOURCES.c.first_visit)
        with self.look() as connection:
            return {row.location: row.first_visit for row in connection.execute(query)}

    def paces(self, now: datetime) -> dict[str, float]:
        """{key of a source: how many articles a week it has brought}, over the last four weeks or since it
        has been known, as far back as the articles it brought first reach."""
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen)
        query = select(ARTICLES.c.feed, func.count(), func.min(moment, type_=ARTICLES.c.first_seen.type))
        with self.look() as connection:
            rows = connection.execute(query.where(moment >= now - PACE).group_by(ARTICLES.c.feed)).all()
        first = self.first_visits()
        spans = {
            feed: now - max(min(oldest, first.get(feed, oldest)), now - PACE) for feed, _, oldest in rows
        }
        week, day = timedelta(weeks=1), timedelta(days=1)
        return {feed: count * (week / max(spans[feed], day)) for feed, count, _ in rows}

    def last_visit(self) -> datetime | None:
        """When any source was last visited, or None."""
        with self.look() as connection:
            last: datetime | None = connection.scalar(select(func.max(SOURCES.c.last_visit)))
            return last

    def admit(self, now: datetime) -> None:
        """Whatever no edition has found here yet has arrived for the one that is made now.

        When a visit began says nothing of when what it brought was committed: an edition may have been
        made between the two. now: the clock; what was first seen after it is for a later edition.
        """
        with self.step() as connection:
            for table in (ARTICLES, LEFT_OUT):
                waiting = (table.c.arrived.is_(None), table.c.first_seen <= now)
                connection.execute(update(table).where(*waiting).values(arrived=now))

    def last_arrival(self) -> datetime | None:
        """The clock of the last edition that found something new here, or None."""
        with self.look() as connection:
            last: datetime | None = connection.scalar(select(func.max(ARTICLES.c.arrived)))
            return last

    def articles(self, since: datetime | None, arrived: datetime | None = None) -> tuple[Article, ...]:
        """Articles that appeared or were first seen at or after `since` (None: all), by id.

        arrived: and those that arrived after this time, however old they are.
        """
        query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS)).order_by(ARTICLES.c.id)
        if since is not None:
            recent = [ARTICLES.c.published >= since, ARTICLES.c.first_seen >= since]
            query = query.where(or_(*recent, *((ARTICLES.c.arrived > arrived,) if arrived else ())))
        with self.look() as connection:
            return tuple(Article(*row) for row in connection.execute(query))

    def headlines(self, since: datetime) -> tuple[Headline, ...]:
        """The headlines of what appeared at or after `since`, by id."""
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen, type_=Moment).label("moment")
        query = select(ARTICLES.c.id, ARTICLES.c.source, ARTICLES.c.title, moment).where(moment >= since)
        with self.look() as connection:
            return tuple(Headline(*row) for row in connection.execute(query.order_by(ARTICLES.c.id)))

    def newest_arrival(self) -> datetime | None:
        """When the last new article was first seen, or None for an empty store."""
        with self.look() as connection:
            newest: datetime | None = connection.scalar(select(func.max(ARTICLES.c.first_seen)))
            return newest

    def left_out(self, feeds: Collection[str], since: datetime | None = None) -> tuple[LeftOut, ...]:
        """What the last readings of these sources passed over, by source and id. feeds: their keys.

        since: only what arrived after this time; an edition before it has told the rest.
        """
        query = select(LEFT_OUT.c.feed, *(LEFT_OUT.c[field] for field in LEFT_OUT_FIELDS))
        if since is not None:
            query = query.where(func.coalesce(LEFT_OUT.c.arrived, LEFT_OUT.c.first_seen) > since)
        with self.look() as connection:
            rows = connection.execute(query.order_by(LEFT_OUT.c.feed, LEFT_OUT.c.id))
            return tuple(LeftOut(*row[1:]) for row in rows if row.feed in feeds)

    def health(self, sources: Sequence[Source]) -> tuple[SourceHealth, ...]:
        """How these sources did at their last visit, in the order given; one never visited is left out."""
        with self.look() as connection:
            rows = {row.location: row for row in connection.execute(select(*HEALTH_COLUMNS))}
        return tuple(
            SourceHealth(
                name=source.name,
                status="gone" if row.gone else "failed" if row.message else "ok",
                message=row.message,
                advice=row.advice,
                since=row.failing_since,
                failures=row.failures,
                last_success=row.last_success,
                moved_to=row.moved_to,
                not_before=row.not_before,
                key=source.key,
            )
            for source in sources
            if (row := rows.get(source.key))
        )


def describe_visit(visit: Collected, now: datetime) -> dict[str, object]:
    """A visit as the row of its source; the time of the first one is kept from the first."""
    failure = visit.failure
    return {
        "location": visit.source.key,
        "name": visit.source.name,
        "first_visit": now,
        "message": failure.message if failure else "",
        "advice": failure.advice if failure else "",
        **{field: getattr(visit.state, field) for field in MEMORY_FIELDS},
        "last_visit": now,
        "shown": tuple(article.id for article in visit.articles),
    }


def drop_articles(connection: Connection, before: datetime) -> None:
    """Drop articles that appeared and were first seen before this, but for those that a source which is
    still visited held in its last answer: dropped, they would be news when it answers again."""
    moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen)
    old = connection.scalars(select(ARTICLES.c.id).where(moment < before, ARTICLES.c.first_seen < before))
    lists = connection.scalars(select(SOURCES.c.shown).where(SOURCES.c.last_visit >= before))
    gone = sorted(set(old).difference(*lists))
    for start in range(0, len(gone), ASKED_AT_ONCE):
        connection.execute(delete(ARTICLES).where(ARTICLES.c.id.in_(gone[start : start + ASKED_AT_ONCE])))


def find_articles(connection: Connection, ids: Sequence[str]) -> dict[str, Article]:
    """{id: the article as it is kept}, for those of these ids that are."""
    columns = [ARTICLES.c[field] for field in ARTICLE_FIELDS]
    found: dict[str, Article] = {}
    # A database takes a few ten thousand values in one question, and a folder may hold more articles.
    for start in range(0, len(ids), ASKED_AT_ONCE):
        wanted = ARTICLES.c.id.in_(ids[start : start + ASKED_AT_ONCE])
        found |= {row.id: Article(*row) for row in connection.execute(select(*columns).where(wanted))}
    return found


def count_articles(connection: Connection) -> int:
    """How many articles are kept."""
    return connection.scalar(select(func.count()).select_from(ARTICLES)) or 0
