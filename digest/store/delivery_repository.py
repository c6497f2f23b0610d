"""Which edition has reached which target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, true, update

from digest.errors import DigestError
from digest.models import DeliveryJob
from digest.store.repository import Shelf, upsert
from digest.store.schema import DELIVERIES

LONGEST_PAUSE = timedelta(hours=1)
"""Between two tries of a delivery."""

DISPATCH_FIELDS = tuple(DeliveryJob.__dataclass_fields__)


class DeliveryShelf(Shelf):
    """A row for each edition and target."""

    def plan_deliveries(self, day: date, made: datetime, targets: Sequence[str]) -> None:
        """An edition is to go to these targets, and to no other any more.

        made: which making of the day's edition it is; what this one has reached already stays as it is.
        """
        here = DELIVERIES.c.date == day
        blank = {"state": "waiting", "owner": "", "tries": 0, "message": "", "advice": ""}
        with self.step() as connection:
            connection.execute(delete(DELIVERIES).where(here, DELIVERIES.c.target.not_in(targets)))
            there = set(
                connection.scalars(select(DELIVERIES.c.target).where(here, DELIVERIES.c.made == made))
            )
            rows = [
                {"date": day, "target": target, "made": made, "until": None, "next_try": None, "ended": None}
                | blank
                for target in targets
                if target not in there
            ]
            upsert(connection, DELIVERIES, rows, list(rows[0]) if rows else ())

    def dispatches(self, day: date | None = None) -> tuple[DeliveryJob, ...]:
        """What goes where, of one edition or of all that are kept: newest first, then by target."""
        return self._list_dispatches(true(), day)

    def undelivered(self, day: date | None = None) -> tuple[DeliveryJob, ...]:
        """What has not arrived, of one edition or of all; in the same order."""
        return self._list_dispatches(DELIVERIES.c.state != "done", day)

    def _list_dispatches(self, such: ColumnElement[bool], day: date | None) -> tuple[DeliveryJob, ...]:
        query = select(*(DELIVERIES.c[field] for field in DISPATCH_FIELDS)).where(such)
        if day is not None:
            query = query.where(DELIVERIES.c.date == day)
        with self.look() as connection:
            rows = connection.execute(query.order_by(DELIVERIES.c.date.desc(), DELIVERIES.c.target))
            return tuple(DeliveryJob(*row) for row in rows)

    def take_dispatch(
        self, dispatch: DeliveryJob, owner: str, now: datetime, lease: timedelta, anyway: bool = False
    ) -> bool:
        """Take one delivery for oneself, when it is time for it; whether that worked.

        It is time when it waits and its next try has come, or when whoever was sending it has not been
        heard of for a lease; what is further ahead than that was set before the clock was set back. anyway:
        also when it has failed for good, or waits for a later try; never when it has arrived.
        """
        unheard = or_(DELIVERIES.c.until <= now, DELIVERIES.c.until > now + lease)
        next_try = DELIVERIES.c.next_try
        tried = or_(next_try.is_(None), next_try <= now, next_try > now + LONGEST_PAUSE)
        waits = DELIVERIES.c.state == "waiting"
        ready = or_(waits, DELIVERIES.c.state == "failed") if anyway else and_(waits, tried)
        free = or_(ready, and_(DELIVERIES.c.state == "sending", or_(unheard, DELIVERIES.c.owner == owner)))
        taken = {"state": "sending", "owner": owner, "until": now + lease}
        with self.step() as connection:
            statement = update(DELIVERIES).where(*same(dispatch), free).values(taken)
            return connection.execute(statement).rowcount == 1

    def end_dispatch(
        self,
        dispatch: DeliveryJob,
        owner: str,
        now: datetime,
        failure: DigestError | None = None,
        next_try: datetime | None = None,
    ) -> None:
        """Say how a delivery went. A failure with no next try is for good. Nothing happens when somebody else
        has taken it over by now."""
        ended = {
            "state": "done" if failure is None else "waiting" if next_try else "failed",
            "until": None,
            "tries": DELIVERIES.c.tries + 1,
            "next_try": next_try,
            "ended": now,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
        }
        with self.step() as connection:
            mine = DELIVERIES.c.owner == owner
            connection.execute(update(DELIVERIES).where(*same(dispatch), mine).values(ended))

    def count_dispatches(self) -> dict[str, int]:
        """{state: how many deliveries are in it}"""
        query = select(DELIVERIES.c.state, func.count().label("n")).group_by(DELIVERIES.c.state)
        with self.look() as connection:
            return {row.state: row.n for row in connection.execute(query.order_by(DELIVERIES.c.state))}


def same(dispatch: DeliveryJob) -> tuple[ColumnElement[bool], ...]:
    """What finds the row of a delivery, as long as the edition has not been made anew."""
    return (
        DELIVERIES.c.date == dispatch.date,
        DELIVERIES.c.target == dispatch.target,
        DELIVERIES.c.made == dispatch.made,
    )
