"""Who is doing what: steps that two programs on one store must not do at the same time."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from digest.errors import DigestError, StoreError
from digest.models import Job
from digest.store.repository import Shelf, insert_into
from digest.store.schema import CLAIMS

STEP_FIELDS = tuple(Job.__dataclass_fields__)


def describe_owner(owner: str) -> str:
    """An owner of claims as a person knows it: host/number/time is the process of that number there."""
    host, _, rest = owner.partition("/")
    number = rest.partition("/")[0]
    return f"another digest (process {number} on {host})" if number.isdecimal() else owner


class ClaimShelf(Shelf):
    """A row for each step: who has it and until when, and how it went the last time."""

    def take_claim(self, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
        """Take a step for oneself, unless somebody else has it; whether that worked.

        lease: how long it is one's own when it never ends; afterwards anybody may take it. A claim that
        reaches further ahead than a lease was made before the clock was set back, and is void.
        """
        taken = {"owner": owner, "until": now + lease, "began": now}
        free = or_(CLAIMS.c.until <= now, CLAIMS.c.until > now + lease, CLAIMS.c.owner == owner)
        row = {"name": name, "tries": 0, "message": "", "advice": "", **taken}
        with self.step() as connection:
            statement = insert_into(connection, CLAIMS).values(row)
            statement = statement.on_conflict_do_update(index_elements=["name"], set_=taken, where=free)
            taker: str | None = connection.scalar(statement.returning(CLAIMS.c.owner))
            return taker is not None

    def confirm_claim(self, name: str, owner: str) -> None:
        """Make sure, inside the caller's transaction, that nobody has taken the step over in the meantime.

        Raises:
            StoreError: somebody has: this machine slept in the middle of it, say.
        """
        query = select(CLAIMS.c.owner).where(CLAIMS.c.name == name).with_for_update()
        with self.step() as connection:
            if (holder := connection.scalar(query)) != owner:
                told = describe_owner(holder) if holder else "somebody"
                raise StoreError(self.url, f"{told} has taken over what was begun here ({name})")

    def end_step(
        self,
        name: str,
        owner: str,
        now: datetime,
        failure: DigestError | None = None,
        next_try: datetime | None = None,
    ) -> None:
        """Say how a step went, and let others have it. Nothing happens when it is somebody else's by now."""
        ended = {
            "until": now,
            "ended": now,
            "tries": CLAIMS.c.tries + 1 if failure else 0,
            "next_try": next_try,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
        }
        mine = (CLAIMS.c.name == name, CLAIMS.c.owner == owner)
        with self.step() as connection:
            connection.execute(update(CLAIMS).where(*mine).values(ended))

    def free_claim(self, name: str, owner: str, now: datetime) -> None:
        """Let others have a step that is not done after all."""
        mine = (CLAIMS.c.name == name, CLAIMS.c.owner == owner)
        with self.step() as connection:
            connection.execute(update(CLAIMS).where(*mine).values(until=now))

    def retry_now(self, name: str) -> None:
        """A step that failed need not be waited for any longer: what it depends on has changed."""
        with self.step() as connection:
            connection.execute(update(CLAIMS).where(CLAIMS.c.name == name).values(next_try=None))

    def steps(self) -> dict[str, Job]:
        """{name: step}, of all that have ever been begun."""
        query = select(*(CLAIMS.c[field] for field in STEP_FIELDS)).order_by(CLAIMS.c.name)
        with self.look() as connection:
            return {row.name: Job(*row) for row in connection.execute(query)}
