"""Record which edition has reached which target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true, update

from digest.errors import DigestError
from digest.models import DeliveryJob
from digest.store.session import Session, upsert
from digest.store.table_definitions import DELIVERIES

LONGEST_PAUSE = timedelta(hours=1)
"""The longest pause between two attempts at a delivery."""

_JOB_COLUMNS = [
    DELIVERIES.c["tries" if field == "attempts" else field] for field in DeliveryJob.__dataclass_fields__
]


class DeliveryRepository:
    """A delivery job for each edition and target."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(self, day: date, made: datetime, targets: Sequence[str], edition: str = "") -> None:
        """Plan the deliveries of an issue to these targets, and to no others.

        made: when the issue was made. Deliveries of this very issue stay as they are; those of an earlier
        making start again. edition: the name of its edition.
        """
        of_day = and_(DELIVERIES.c.edition == edition, DELIVERIES.c.date == day)
        blank = {"state": "waiting", "owner": "", "tries": 0, "message": "", "advice": ""}
        with self._session.write() as connection:
            connection.execute(delete(DELIVERIES).where(of_day, DELIVERIES.c.target.not_in(targets)))
            planned = set(
                connection.scalars(select(DELIVERIES.c.target).where(of_day, DELIVERIES.c.made == made))
            )
            rows = [
                {"edition": edition, "date": day, "target": target, "made": made}
                | {"until": None, "next_try": None, "ended": None}
                | blank
                for target in targets
                if target not in planned
            ]
            upsert(connection, DELIVERIES, rows, list(rows[0]) if rows else ())

    def jobs(self, day: date | None = None, edition: str | None = None) -> tuple[DeliveryJob, ...]:
        """Return the deliveries of one day and one edition or of all, the newest first, then by target."""
        return self._find(true(), day, edition)

    def undelivered(self, day: date | None = None, edition: str | None = None) -> tuple[DeliveryJob, ...]:
        """Return the deliveries that have not arrived, in the same order."""
        return self._find(DELIVERIES.c.state != "done", day, edition)

    def _find(
        self, condition: ColumnElement[bool], day: date | None, edition: str | None
    ) -> tuple[DeliveryJob, ...]:
        query = select(*_JOB_COLUMNS).where(condition)
        if day is not None:
            query = query.where(DELIVERIES.c.date == day)
        if edition is not None:
            query = query.where(DELIVERIES.c.edition == edition)
        query = query.order_by(DELIVERIES.c.date.desc(), DELIVERIES.c.edition, DELIVERIES.c.target)
        with self._session.read() as connection:
            rows = connection.execute(query)
            return tuple(DeliveryJob(*row) for row in rows)

    def acquire(
        self, job: DeliveryJob, owner: str, now: datetime, duration: timedelta, force: bool = False
    ) -> bool:
        """Acquire the lease on a delivery when it is due. Return whether that worked.

        It is due when it waits and the time of its next attempt has come, or when the lease of whoever is
        sending it has run out. A time further ahead than the longest pause or lease was set before the clock
        was set back, and is void.

        duration: after this time anybody else may send it. force: also acquire it when it has failed for
        good or waits for a later attempt; never when it has arrived.
        """
        has_run_out = or_(DELIVERIES.c.until <= now, DELIVERIES.c.until > now + duration)
        next_try = DELIVERIES.c.next_try
        is_time = or_(next_try.is_(None), next_try <= now, next_try > now + LONGEST_PAUSE)
        waits = DELIVERIES.c.state == "waiting"
        is_due = or_(waits, DELIVERIES.c.state == "failed") if force else and_(waits, is_time)
        is_abandoned = and_(DELIVERIES.c.state == "sending", or_(has_run_out, DELIVERIES.c.owner == owner))
        granted = {"state": "sending", "owner": owner, "until": now + duration}
        with self._session.write() as connection:
            statement = update(DELIVERIES).where(*_is_row_of(job), or_(is_due, is_abandoned)).values(granted)
            return connection.execute(statement).rowcount == 1

    def finish(
        self,
        job: DeliveryJob,
        owner: str,
        now: datetime,
        failure: DigestError | None = None,
        next_try: datetime | None = None,
    ) -> None:
        """Record the result of a delivery, unless somebody else has acquired it by now.

        A failure without a next attempt is final.
        """
        result = {
            "state": "done" if failure is None else "waiting" if next_try else "failed",
            "until": None,
            "tries": DELIVERIES.c.tries + 1,
            "next_try": next_try,
            "ended": now,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
        }
        with self._session.write() as connection:
            is_ours = DELIVERIES.c.owner == owner
            connection.execute(update(DELIVERIES).where(*_is_row_of(job), is_ours).values(result))

    def count_by_state(self) -> dict[str, int]:
        """Return {state: how many deliveries are in it}."""
        query = select(DELIVERIES.c.state, func.count().label("n")).group_by(DELIVERIES.c.state)
        with self._session.read() as connection:
            return {row.state: row.n for row in connection.execute(query.order_by(DELIVERIES.c.state))}


def _is_row_of(job: DeliveryJob) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the row of a delivery, as long as the issue was not made again."""
    return (
        DELIVERIES.c.edition == job.edition,
        DELIVERIES.c.date == job.date,
        DELIVERIES.c.target == job.target,
        DELIVERIES.c.made == job.made,
    )
