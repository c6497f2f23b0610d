"""Divide the hosts of all sources among the programs that collect into one store at the same time.

Only PostgreSQL takes several collectors. Each claims some free hosts at a time and visits all sources on
them, so that the limit on requests to one host holds over all collectors. What a collector that died has
claimed is free again when its lease ends. Times are those of the database's clock, which all machines share.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BooleanClauseList,
    Column,
    ColumnElement,
    Connection,
    Interval,
    MetaData,
    Table,
    Text,
    and_,
    func,
    inspect,
    literal,
    not_,
    or_,
    select,
    text,
    update,
)

from digest.store.session import Session, insert_into
from digest.store.table_definitions import UtcDateTime

HOSTS = Table(
    "hosts",
    MetaData(),
    Column("host", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("visited", UtcDateTime),
    prefixes=["unlogged"],
)
"""A row for each host, with the lease of the collector that visits it. It is made when it is needed, and
holds nothing that is worth keeping, so it is not among the tables of the store."""

_CREATION_LOCK = 20_261_130
"""The key of the advisory lock that is held while the table is created."""


@dataclass(frozen=True, slots=True)
class CollectingRound:
    """One round of a collector. owner: its name. began: by the clock of the database. others: the collectors
    whose rounds were under way then; what these have visited needs no further visit."""

    owner: str
    began: datetime
    others: tuple[str, ...]


class HostRepository:
    """The hosts that are being visited, and by whom."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def are_shared(self) -> bool:
        """Whether several programs can collect into this store at once."""
        return not self._session.is_sqlite

    def begin_round(self, owner: str, hosts: Collection[str]) -> CollectingRound:
        """Begin a round in which these hosts are visited, by this collector or by another one."""
        with self._session.write() as connection:
            _create_table(connection)
            others = connection.scalars(
                select(HOSTS.c.owner).where(HOSTS.c.until > _read_clock(), HOSTS.c.owner != owner).distinct()
            )
            began = connection.scalars(select(_read_clock())).one()
            found = CollectingRound(owner, began, tuple(sorted(others)))
            if hosts:
                rows = [{"host": host, "owner": "", "until": found.began} for host in sorted(hosts)]
                connection.execute(insert_into(connection, HOSTS).on_conflict_do_nothing(), rows)
            return found

    def claim(self, found: CollectingRound, hosts: Sequence[str], duration: timedelta) -> tuple[str, ...]:
        """Claim those of some hosts that are free and have not been visited in this round; never wait.

        duration: after this time others may claim them, even if they have not been visited.
        """
        is_free = (HOSTS.c.host.in_(hosts), HOSTS.c.until <= _read_clock(), not_(_is_visited(found)))
        free = select(HOSTS.c.host).where(*is_free).order_by(HOSTS.c.host).with_for_update(skip_locked=True)
        claimed = {
            "owner": found.owner,
            "until": _read_clock() + literal(duration, Interval),
            "visited": None,
        }
        statement = update(HOSTS).where(HOSTS.c.host.in_(free)).values(claimed).returning(HOSTS.c.host)
        with self._session.write() as connection:
            return tuple(sorted(connection.scalars(statement)))

    def finish(self, found: CollectingRound, hosts: Sequence[str]) -> None:
        """Record that all sources on these hosts have been visited, as far as they are still claimed."""
        is_held = (HOSTS.c.host.in_(hosts), HOSTS.c.owner == found.owner, HOSTS.c.visited.is_(None))
        done = {"until": _read_clock(), "visited": _read_clock()}
        with self._session.write() as connection:
            connection.execute(update(HOSTS).where(*is_held).values(done))

    def unfinished(self, found: CollectingRound, hosts: Sequence[str]) -> tuple[str, ...]:
        """Return those of some hosts that nobody has visited in this round, sorted."""
        query = select(HOSTS.c.host).where(HOSTS.c.host.in_(hosts), not_(_is_visited(found)))
        with self._session.read() as connection:
            return tuple(sorted(connection.scalars(query)))

    def owners(self) -> frozenset[str]:
        """Return the collectors that are visiting something."""
        if not self.are_shared:
            return frozenset()
        with self._session.read() as connection:
            if not inspect(connection).has_table(HOSTS.name):
                return frozenset()
            return frozenset(connection.scalars(select(HOSTS.c.owner).where(HOSTS.c.until > _read_clock())))

    def release(self, owner: str) -> None:
        """End the leases of a collector that is known to have died."""
        if owner in self.owners():
            with self._session.write() as connection:
                ended = update(HOSTS).where(HOSTS.c.owner == owner, HOSTS.c.until > _read_clock())
                connection.execute(ended.values(until=_read_clock()))


def _is_visited(found: CollectingRound) -> ColumnElement[bool] | BooleanClauseList:
    in_time = or_(HOSTS.c.visited >= found.began, HOSTS.c.owner.in_(found.others))
    return and_(HOSTS.c.visited.is_not(None), in_time)


def _read_clock() -> ColumnElement[datetime]:
    """Return the expression for the time of the database; not that at which the transaction began."""
    return func.clock_timestamp(type_=HOSTS.c.until.type)


def _create_table(connection: Connection) -> None:
    """Create the table if there is none. Its rows say nothing once all rounds have ended."""
    if not inspect(connection).has_table(HOSTS.name):
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _CREATION_LOCK})
        HOSTS.create(connection, checkfirst=True)
