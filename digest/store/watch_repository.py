"""Remember which stories were sent because of a watch, and what has not arrived yet."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, select, update

from digest.errors import DigestError
from digest.models.watch_alert import WatchAlert
from digest.store.session import Session, upsert
from digest.store.table_definitions import WATCH_ALERTS, WATCHED

_ALERT_FIELDS = tuple(WatchAlert.__dataclass_fields__)


class WatchRepository:
    """The alerts of watches. A story is known by its articles: its id may change when it grows."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def seen(self, watch: str) -> frozenset[str]:
        """Return the ids of all articles of the stories that were found for a watch."""
        query = select(WATCHED.c.article_id).where(WATCHED.c.watch == watch)
        with self._session.read() as connection:
            return frozenset(connection.scalars(query))

    def plan(
        self, watch: str, article_ids: Collection[str], alerts: Iterable[WatchAlert], now: datetime
    ) -> None:
        """Record the articles of stories that were found for a watch, and what is to be sent."""
        rows = [{"watch": watch, "article_id": id_, "found": now} for id_ in sorted(article_ids)]
        planned = [
            {field: getattr(alert, field) for field in _ALERT_FIELDS}
            | {"data": json.dumps(alert.data, ensure_ascii=False)}
            for alert in alerts
        ]
        with self._session.write() as connection:
            upsert(connection, WATCHED, rows, ("found",))
            upsert(connection, WATCH_ALERTS, planned, ("data", "state", "next_try"))

    def due(self, now: datetime) -> tuple[WatchAlert, ...]:
        """Return the alerts that wait and may be tried now, the oldest first."""
        may_try = or_(WATCH_ALERTS.c.next_try.is_(None), WATCH_ALERTS.c.next_try <= now)
        return self._find(WATCH_ALERTS.c.state == "waiting", may_try)

    def alerts(self) -> tuple[WatchAlert, ...]:
        """Return all alerts that the store keeps, the oldest first."""
        return self._find()

    def _find(self, *conditions: object) -> tuple[WatchAlert, ...]:
        key = (WATCH_ALERTS.c.made, WATCH_ALERTS.c.watch, WATCH_ALERTS.c.target)
        query = select(*(WATCH_ALERTS.c[field] for field in _ALERT_FIELDS)).where(*conditions).order_by(*key)  # type: ignore[arg-type]
        with self._session.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(WatchAlert(**{**row, "data": json.loads(row["data"])}) for row in rows)

    def finish(self, alert: WatchAlert, failure: DigestError | None, next_try: datetime | None) -> None:
        """Record the result of an attempt. next_try: when to try again after a failure; None: never."""
        state = "done" if failure is None else "waiting" if next_try else "failed"
        values = {
            "state": state,
            "attempts": alert.attempts + 1,
            "next_try": next_try,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
        }
        key = (
            WATCH_ALERTS.c.watch == alert.watch,
            WATCH_ALERTS.c.target == alert.target,
            WATCH_ALERTS.c.made == alert.made,
        )
        with self._session.write() as connection:
            connection.execute(update(WATCH_ALERTS).where(*key).values(values))
