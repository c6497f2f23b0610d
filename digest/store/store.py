"""Open the database of the digest, SQLite in a file or PostgreSQL on a server.

A store keeps the collected articles, what is remembered of each source, the editions, and what was published
in them. Every change is one transaction: a crash leaves the state before it or after it. Each subject has
a repository of its own; they all share one session. The tables are in table_definitions.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    func,
    make_url,
    select,
    text,
    union,
    update,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from digest.errors import StoreError
from digest.store.connection import configure_engine, connect_read_only
from digest.store.database_url import URL_ADVICE, find_database_file
from digest.store.error_translation import translate_errors
from digest.store.migrations import read_schema_version, upgrade_schema
from digest.store.private_store_files import is_writable_store_file, protect_store_file
from digest.store.session import Session
from digest.store.table_definitions import (
    ARTICLES,
    DELIVERIES,
    EDITIONS,
    LEASES,
    LEFT_OUT,
    PUBLISHED,
    SCHEMA_VERSION,
    SOURCES,
    WATCH_ALERTS,
    WATCHED,
    UtcDateTime,
)

if TYPE_CHECKING:
    from digest.models import Collected
    from digest.store.article_repository import ArticleRepository
    from digest.store.backup import StoreBackup
    from digest.store.delivery_repository import DeliveryRepository
    from digest.store.edition_repository import EditionRepository
    from digest.store.host_repository import HostRepository
    from digest.store.lease_repository import LeaseRepository
    from digest.store.maintenance import StoreMaintenance
    from digest.store.search import ArticleSearch
    from digest.store.source_repository import SourceRepository
    from digest.store.user_correction_repository import CorrectionRepository
    from digest.store.watch_repository import WatchRepository

_CLOCK_TOLERANCE = timedelta(hours=1)
"""Times further ahead than this were set by a clock that was wrong. Earlier ones may be those of another
program, which used the store while a long collection of ours was under way."""

_SAVING_LOCK = 20_261_122
"""The key of the advisory lock that a program holds while it saves visits."""


_BEGINNINGS = (ARTICLES.c.first_seen, SOURCES.c.first_visit, LEFT_OUT.c.first_seen)
_ARRIVALS = (ARTICLES.c.arrived, LEFT_OUT.c.arrived)
_FIND_FUTURE_TIMES = text(
    " UNION ALL ".join(
        f"SELECT 1 FROM {column.table.name} WHERE {column.name} > :latest"
        for column in (*_BEGINNINGS, *_ARRIVALS)
    )
).bindparams(bindparam("latest", type_=UtcDateTime))


@contextmanager
def open_store(url: str, keep: bool = True) -> Iterator[Store]:
    """Open a store; create it or upgrade its schema where needed.

    Args:
        url: a SQLAlchemy URL: sqlite:///path or postgresql+psycopg://user@host/name.
        keep: False leaves the database as it is; writes go to a copy in memory (a dry run).

    Raises:
        StoreError: the database cannot be opened, read or written, now or later; the message says why.
    """
    engine, keep = _create_engine(url, keep)
    displayed_url = engine.url.render_as_string(hide_password=True)
    try:
        with translate_errors(displayed_url, with_values=False), ExitStack() as stack:
            with translate_errors(displayed_url):  # of a damaged schema, not even the error can be decoded
                connection = stack.enter_context(engine.connect())
            session = Session(connection, displayed_url, None if keep else stack)
            with session.read():
                version = read_schema_version(connection)
            if version != SCHEMA_VERSION:
                with session.write() as writing:
                    upgrade_schema(writing)
            yield Store(session)
    finally:
        engine.dispose()


def _create_engine(url: str, keep: bool) -> tuple[Engine, bool]:
    """Create the engine for a URL. Return it and whether its database is kept.

    A dry run of a store that does not exist yet uses a database in memory and leaves no file; one of a file
    that this user may not write reads it.
    """
    options: dict[str, Any] = {}
    try:
        parsed = make_url(url)
        if file := find_database_file(url):
            if not keep and not file.exists():
                parsed, keep = make_url("sqlite://"), True
            elif not keep and not is_writable_store_file(file):
                options = {"creator": partial(connect_read_only, file)}
            else:
                protect_store_file(file)
        engine = create_engine(parsed, **options)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(url, f"this is not a database URL ({error})", URL_ADVICE) from None
    except ModuleNotFoundError as error:
        advice = "The extra postgres installs that of PostgreSQL; sqlite:///digest.db needs none."
        raise StoreError(url, f"the database driver {error.name} is not installed", advice) from None
    except OSError as error:
        raise StoreError(url, f"the database's folder cannot be made ({error.strerror})") from None
    configure_engine(engine, read_only=bool(options))
    return engine, keep


class Store:
    """The repositories of one open database, and what spans several of them.

    For use from one thread; `open_store` opens one. Its repositories can be used together in one
    transaction, see `write`. The module of a repository is imported when it is first used. edition: whose
    issues `editions` has; see `of_edition`.
    """

    def __init__(self, session: Session, edition: str = "") -> None:
        self._session = session
        self.edition = edition

    @cached_property
    def articles(self) -> ArticleRepository:
        from digest.store.article_repository import ArticleRepository

        return ArticleRepository(self._session)

    @cached_property
    def sources(self) -> SourceRepository:
        from digest.store.source_repository import SourceRepository

        return SourceRepository(self._session)

    @cached_property
    def editions(self) -> EditionRepository:
        from digest.store.edition_repository import EditionRepository

        return EditionRepository(self._session, self.edition)

    @cached_property
    def corrections(self) -> CorrectionRepository:
        from digest.store.user_correction_repository import CorrectionRepository

        return CorrectionRepository(self._session)

    @cached_property
    def leases(self) -> LeaseRepository:
        from digest.store.lease_repository import LeaseRepository

        return LeaseRepository(self._session)

    @cached_property
    def hosts(self) -> HostRepository:
        from digest.store.host_repository import HostRepository

        return HostRepository(self._session)

    @cached_property
    def deliveries(self) -> DeliveryRepository:
        from digest.store.delivery_repository import DeliveryRepository

        return DeliveryRepository(self._session)

    @cached_property
    def watches(self) -> WatchRepository:
        from digest.store.watch_repository import WatchRepository

        return WatchRepository(self._session)

    @cached_property
    def search(self) -> ArticleSearch:
        from digest.store.search import ArticleSearch

        return ArticleSearch(self._session)

    @cached_property
    def backup(self) -> StoreBackup:
        from digest.store.backup import StoreBackup

        return StoreBackup(self._session)

    @cached_property
    def maintenance(self) -> StoreMaintenance:
        from digest.store.maintenance import StoreMaintenance

        return StoreMaintenance(self._session)

    @property
    def url(self) -> str:
        """Where the database is, without its password."""
        return self._session.url

    def of_edition(self, name: str) -> Store:
        """Return this store as one edition sees it: with the issues and the published articles of that.

        name: of the edition, "" for the only one. Everything else is the same for all editions.
        """
        return Store(self._session, name)

    def edition_names(self) -> tuple[str, ...]:
        """Return the names of the editions that have issues, sorted."""
        query = select(EDITIONS.c.edition).distinct().order_by(EDITIONS.c.edition)
        with self._session.read() as connection:
            return tuple(connection.scalars(query))

    def last_made_at(self, before: date) -> datetime | None:
        """Return when the last issue of any edition before a day was made, or None."""
        query = select(EDITIONS.c.made).where(EDITIONS.c.date < before)
        with self._session.read() as connection:
            made: datetime | None = connection.scalar(
                query.order_by(EDITIONS.c.date.desc(), EDITIONS.c.made.desc()).limit(1)
            )
            return made

    def write(self) -> AbstractContextManager[Connection]:
        """Open a transaction: all changes made in it, through any repository, are kept, or none."""
        return self._session.write()

    def save_visits(
        self, visits: Sequence[Collected], now: datetime, configured: Collection[str] | None = None
    ) -> int:
        """Save what some visits collected: articles, states of sources, failures. Linear.

        `save_articles` says what is kept of an article seen before. Times that a wrong clock has set in the
        future become now.

        configured: the keys of all sources, None when not all are known. Returns how many articles are new.
        """
        with self.write() as connection:
            if not self._session.is_sqlite:
                # One at a time: two that save one report at once would each take it for new.
                connection.execute(select(func.pg_advisory_xact_lock(_SAVING_LOCK)))
            _reset_future_times(connection, now)
            if not any(visit.articles for visit in visits):
                self.sources.save(visits, now)
                return 0
            from digest.store.article_saving import (  # late: they compare texts
                recognize_articles,
                save_articles,
            )

            visits, existing = recognize_articles(connection, visits)
            self.sources.save(visits, now)
            answered = [visit for visit in visits if not (visit.failure or visit.unchanged)]
            return save_articles(connection, answered, existing, configured)

    def rename_sources(self, names: Mapping[str, str]) -> None:
        """Give sources new keys, with everything that is kept of them. names: {old key: new key}.

        What is kept under a new key already stays, and its old key is forgotten.
        """
        if not names:
            return
        known = self.sources.states().keys()
        changed = {old: new for old, new in names.items() if old in known}
        if not changed:
            return
        with self.write() as connection:
            for old, new in changed.items():
                if new in known:
                    connection.execute(delete(SOURCES).where(SOURCES.c.location == old))
                    connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.feed == old))
                else:
                    renamed = {"location": new, "moved_to": ""}
                    connection.execute(update(SOURCES).where(SOURCES.c.location == old).values(renamed))
                    connection.execute(update(LEFT_OUT).where(LEFT_OUT.c.feed == old).values(feed=new))
                connection.execute(update(ARTICLES).where(ARTICLES.c.feed == old).values(feed=new))

    def mark_arrivals(self, now: datetime) -> None:
        """Mark everything that no edition has found yet as arrived for the edition made now.

        The start of a visit does not say when its articles were committed: an edition may have been made
        between the two. now: the clock; what was first seen later is for a later edition.
        """
        with self.write() as connection:
            for table in (ARTICLES, LEFT_OUT):
                is_new = (table.c.arrived.is_(None), table.c.first_seen <= now)
                connection.execute(update(table).where(*is_new).values(arrived=now))

    def owners(self, now: datetime) -> frozenset[str]:
        """Return the owners of all leases on jobs and deliveries that have not ended."""
        busy = union(
            select(LEASES.c.owner).where(LEASES.c.until > now),
            select(DELIVERIES.c.owner).where(DELIVERIES.c.state == "sending", DELIVERIES.c.until > now),
        )
        with self._session.read() as connection:
            return frozenset(connection.scalars(busy)) | self.hosts.owners()

    def release_owner(self, owner: str, now: datetime) -> None:
        """End all leases of an owner that is known to have died, so that others can do its jobs again."""
        with self.write() as connection:
            for table in (LEASES, DELIVERIES):
                is_held = (table.c.owner == owner, table.c.until > now)
                connection.execute(update(table).where(*is_held).values(until=now))
            self.hosts.release(owner)

    def prune(self, before: datetime) -> None:
        """Delete what is older than this. Articles that their sources still show stay."""
        day = before.date()
        with self.write() as connection:
            self.articles.delete_before(before)
            connection.execute(delete(EDITIONS).where(EDITIONS.c.date < day))
            is_kept = PUBLISHED.c.article_id.in_(select(ARTICLES.c.id))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.date < day, ~is_kept))
            connection.execute(delete(DELIVERIES).where(DELIVERIES.c.date < day))
            is_past = WATCHED.c.article_id.not_in(select(ARTICLES.c.id))
            connection.execute(delete(WATCHED).where(WATCHED.c.found < before, is_past))
            connection.execute(delete(WATCH_ALERTS).where(WATCH_ALERTS.c.made < before))


def _reset_future_times(connection: Connection, now: datetime) -> None:
    latest = now + _CLOCK_TOLERANCE
    # One statement instead of five, since hardly any store has such times.
    if connection.execute(_FIND_FUTURE_TIMES, {"latest": latest}).first() is None:
        return
    for column in _BEGINNINGS:
        connection.execute(update(column.table).where(column > latest).values({column.name: now}))
    for column in _ARRIVALS:
        connection.execute(update(column.table).where(column > latest).values(arrived=None))
