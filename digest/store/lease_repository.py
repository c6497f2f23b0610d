"""Grant leases on jobs that two programs on one store must not do at the same time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from digest.errors import DigestError, StoreError
from digest.models import Job
from digest.store.session import Session, insert_into
from digest.store.table_definitions import LEASES

_JOB_COLUMNS = [LEASES.c["tries" if field == "attempts" else field] for field in Job.__dataclass_fields__]


def describe_owner(owner: str) -> str:
    """Describe the owner of a lease for people: host/number/time is a process on that host."""
    host, _, rest = owner.partition("/")
    number = rest.partition("/")[0]
    return f"another digest (process {number} on {host})" if number.isdecimal() else owner


class LeaseRepository:
    """A lease for each job, and the result of its last run."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def acquire(self, name: str, owner: str, now: datetime, duration: timedelta) -> bool:
        """Acquire the lease on a job, unless somebody else holds it. Return whether that worked.

        duration: after this time anybody may acquire it, even if the job has not ended. A lease that ends
        later than that from now was granted before the clock was set back, and is void.
        """
        granted = {"owner": owner, "until": now + duration, "began": now}
        is_free = or_(LEASES.c.until <= now, LEASES.c.until > now + duration, LEASES.c.owner == owner)
        row = {"name": name, "tries": 0, "message": "", "advice": "", **granted}
        with self._session.write() as connection:
            statement = insert_into(connection, LEASES).values(row)
            statement = statement.on_conflict_do_update(index_elements=["name"], set_=granted, where=is_free)
            holder: str | None = connection.scalar(statement.returning(LEASES.c.owner))
            return holder is not None

    def confirm(self, name: str, owner: str) -> None:
        """Make sure, inside the caller's transaction, that the owner still holds the lease.

        Raises:
            StoreError: somebody else acquired it in the meantime, for example while this machine slept.
        """
        query = select(LEASES.c.owner).where(LEASES.c.name == name).with_for_update()
        with self._session.write() as connection:
            if (holder := connection.scalar(query)) != owner:
                other = describe_owner(holder) if holder else "somebody"
                raise StoreError(self._session.url, f"{other} has taken over what was begun here ({name})")

    def finish(
        self,
        name: str,
        owner: str,
        now: datetime,
        failure: DigestError | None = None,
        next_try: datetime | None = None,
    ) -> None:
        """Record the result of a job and release its lease, unless somebody else holds it by now."""
        result = {
            "until": now,
            "ended": now,
            "tries": LEASES.c.tries + 1 if failure else 0,
            "next_try": next_try,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
        }
        self._update(name, owner, result)

    def release(self, name: str, owner: str, now: datetime) -> None:
        """Release the lease on a job that was not done, unless somebody else holds it by now."""
        self._update(name, owner, {"until": now})

    def _update(self, name: str, owner: str, values: Mapping[str, object]) -> None:
        is_ours = (LEASES.c.name == name, LEASES.c.owner == owner)
        with self._session.write() as connection:
            connection.execute(update(LEASES).where(*is_ours).values(values))

    def retry_now(self, name: str) -> None:
        """Let a job that failed be tried again at once, because what it depends on has changed."""
        with self._session.write() as connection:
            connection.execute(update(LEASES).where(LEASES.c.name == name).values(next_try=None))

    def jobs(self) -> dict[str, Job]:
        """Return {name: job} of all jobs that were ever begun."""
        query = select(*_JOB_COLUMNS).order_by(LEASES.c.name)
        with self._session.read() as connection:
            return {row.name: Job(*row) for row in connection.execute(query)}
