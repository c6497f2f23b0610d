"""Save and find what is remembered of each source: its state, its visits, and what it left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, select

from digest.models import SourceHealth, SourceState
from digest.store.session import Session, is_one_of, upsert
from digest.store.table_definitions import ARTICLES, LEFT_OUT, SOURCES

if TYPE_CHECKING:
    from digest.models import Collected, LeftOut, Source

_STATE_FIELDS = tuple(SourceState.__dataclass_fields__)
_VISIT_FIELDS = ("name", "message", "advice", *_STATE_FIELDS)
_HEALTH_COLUMNS = [column for column in SOURCES.columns if column.name not in ("body", "pages", "shown")]

_RATE_PERIOD = timedelta(days=28)
"""The period over which the articles of a source are counted for its weekly rate."""


class SourceRepository:
    """What is remembered of each source, by its key.

    The key is the source's location: what is known of one address says nothing of another.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, visits: Sequence[Collected], now: datetime) -> None:
        """Save the state of each visited source, and what it left out. Linear.

        What was left out replaces what the visit before left out; rows in both keep the time at which they
        were first seen. A visit that failed or found nothing changed leaves those rows as they are.
        """
        answered = [visit for visit in visits if not (visit.failure or visit.unchanged)]
        with self._session.write() as connection:
            others = [visit for visit in visits if visit.failure or visit.unchanged]
            upsert(connection, SOURCES, [_make_row(visit, now) for visit in others], _VISIT_FIELDS)
            rows = [_make_row(visit, now) for visit in answered]
            upsert(connection, SOURCES, rows, (*_VISIT_FIELDS, "shown"))
            _replace_left_out(connection, {visit.source.key: visit.left_out for visit in answered}, now)

    def states(self, keys: Collection[str] | None = None) -> dict[str, SourceState]:
        """Return {key of a source: its state after its last visit}. keys: of the sources; None: all."""
        query = select(SOURCES.c.location, *(SOURCES.c[field] for field in _STATE_FIELDS))
        with self._session.read() as connection:
            if keys is not None:
                query = query.where(is_one_of(connection, SOURCES.c.location, keys))
            rows = connection.execute(query)
            return {row.location: SourceState(*row[1:]) for row in rows}

    def names(self) -> dict[str, str]:
        """Return {key of a source: its name at its last visit}."""
        with self._session.read() as connection:
            rows = connection.execute(select(SOURCES.c.location, SOURCES.c.name))
            return {row.location: row.name for row in rows}

    def first_visits(self) -> dict[str, datetime]:
        """Return {key of a source: when it was first visited}, ordered by key."""
        query = select(SOURCES.c.location, SOURCES.c.first_visit).order_by(SOURCES.c.location)
        with self._session.read() as connection:
            return {row.location: row.first_visit for row in connection.execute(query)}

    def last_visit(self) -> datetime | None:
        """Return when any source was last visited, or None."""
        with self._session.read() as connection:
            last: datetime | None = connection.scalar(select(func.max(SOURCES.c.last_visit)))
            return last

    def weekly_rates(self, now: datetime) -> dict[str, float]:
        """Return {key of a source: how many articles a week it brings}, for those that brought any.

        The articles of the last four weeks count, or of the time since the source is known: since its first
        visit or its oldest article, whichever is earlier.
        """
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen)
        query = select(ARTICLES.c.feed, func.count(), func.min(moment, type_=ARTICLES.c.first_seen.type))
        start = now - _RATE_PERIOD
        with self._session.read() as connection:
            rows = connection.execute(query.where(moment >= start).group_by(ARTICLES.c.feed)).all()
        first_visits = self.first_visits()
        week, day = timedelta(weeks=1), timedelta(days=1)
        rates = {}
        for key, count, oldest in rows:
            known_since = max(min(oldest, first_visits.get(key, oldest)), start)
            rates[key] = count * (week / max(now - known_since, day))
        return rates

    def left_out(self, keys: Collection[str], since: datetime | None = None) -> tuple[LeftOut, ...]:
        """Return what the last visits to the sources with these keys left out, by source and id.

        since: only what arrived after this time; an edition before it has reported the rest.
        """
        from digest.models import LeftOut

        query = select(LEFT_OUT.c.feed, *(LEFT_OUT.c[field] for field in LeftOut.__dataclass_fields__))
        if since is not None:
            query = query.where(func.coalesce(LEFT_OUT.c.arrived, LEFT_OUT.c.first_seen) > since)
        with self._session.read() as connection:
            rows = connection.execute(query.order_by(LEFT_OUT.c.feed, LEFT_OUT.c.id))
            return tuple(LeftOut(*row[1:]) for row in rows if row.feed in keys)

    def health(self, sources: Sequence[Source]) -> tuple[SourceHealth, ...]:
        """Return the results of the last visits to these sources, in their order.

        A source that was never visited is left out.
        """
        with self._session.read() as connection:
            rows = {row.location: row for row in connection.execute(select(*_HEALTH_COLUMNS))}
        return tuple(
            SourceHealth(
                name=row.name if source.takes_title else source.name,
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


def _make_row(visit: Collected, now: datetime) -> dict[str, object]:
    """Return the row of a visited source; an upsert leaves the first_visit of a known one as it is."""
    failure = visit.failure
    return {
        "location": visit.source.key,
        "name": visit.source.name,
        "first_visit": now,
        "message": failure.message if failure else "",
        "advice": failure.advice if failure else "",
        **{field: getattr(visit.state, field) for field in _STATE_FIELDS},
        "last_visit": now,
        "shown": tuple(article.id for article in visit.articles),
    }


def _replace_left_out(
    connection: Connection, left_out: Mapping[str, Sequence[LeftOut]], now: datetime
) -> None:
    """Replace what some sources left out. left_out: {key of a source: what its last visit left out}."""
    if not left_out:
        return
    from digest.models import LeftOut

    is_answered = is_one_of(connection, LEFT_OUT.c.feed, left_out)
    existing = connection.execute(select(LEFT_OUT.c.feed, LEFT_OUT.c.id).where(is_answered))
    current = {(key, row.id) for key, rows in left_out.items() for row in rows}
    for key, id_ in sorted({(row.feed, row.id) for row in existing} - current):
        connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.feed == key, LEFT_OUT.c.id == id_))
    rows = [{"feed": key, "first_seen": now, **asdict(row)} for key, rows in left_out.items() for row in rows]
    upsert(connection, LEFT_OUT, rows, LeftOut.__dataclass_fields__)
