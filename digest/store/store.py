"""The one door to the database: SQLite embedded, PostgreSQL by URL.

It keeps the articles that were collected, what must be remembered of each source, the editions and
what was published in them. Every step that changes something is one transaction, so that a crash
leaves the state before it or after it. The tables stand in schema.py, what is done with them on the
shelves: collected, editions, corrections, claims, deliveries, moving, search.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from sqlalchemy import create_engine, delete, make_url, select, union, update
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from digest.errors import StoreError
from digest.store.article_repository import CollectedShelf, drop_articles
from digest.store.backup import MovingShelf
from digest.store.connection import prepare_sqlite
from digest.store.correction_repository import CorrectionShelf
from digest.store.database_url import database_file
from digest.store.delivery_repository import DeliveryShelf
from digest.store.edition_repository import EditionShelf
from digest.store.error_translation import telling
from digest.store.lease_repository import ClaimShelf
from digest.store.schema import (
    ARTICLES,
    CLAIMS,
    DELIVERIES,
    EDITIONS,
    PUBLISHED,
    SCHEMA,
    stored_version,
    upgrade,
)
from digest.store.search import SearchShelf


@contextmanager
def open_store(url: str, keep: bool = True) -> Iterator[Store]:
    """A store, made and brought up to date where needed.

    Args:
        url: a SQLAlchemy URL: sqlite:///path, postgresql+psycopg://user@host/name.
        keep: False leaves the store as it is: whoever writes, writes into a copy in memory (a dry run).

    Raises:
        StoreError: it cannot be opened, read or written, then or later; the message says why.
    """
    try:
        parsed = make_url(url)
        if file := database_file(url):
            if not keep and not file.exists():
                parsed, keep = make_url("sqlite://"), True
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(url, f"this is no database URL ({error})", "Use sqlite:///digest.db.") from None
    except ModuleNotFoundError as error:
        advice = "Use sqlite:///digest.db, or postgresql+psycopg://user@host/name with the extra postgres."
        raise StoreError(url, f"the database driver {error.name} is not installed", advice) from None
    except OSError as error:
        raise StoreError(url, f"the database's folder cannot be made ({error.strerror})") from None
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    told = engine.url.render_as_string(hide_password=True)
    try:
        with telling(told), ExitStack() as stack:
            connection = stack.enter_context(engine.connect())
            store = Store(connection, told, None if keep else stack)
            with store.look():
                version = stored_version(connection)
            if version != SCHEMA:
                with store.step() as writing:
                    upgrade(writing)
            yield store
    finally:
        engine.dispose()


class Store(
    CollectedShelf, EditionShelf, CorrectionShelf, ClaimShelf, DeliveryShelf, MovingShelf, SearchShelf
):
    """What is kept, behind one open connection. Use it from one thread; get it from `open_store`."""

    def owners(self) -> frozenset[str]:
        """Everybody who has a step or a delivery under way."""
        busy = union(
            select(CLAIMS.c.owner).where(CLAIMS.c.until > CLAIMS.c.began),
            select(DELIVERIES.c.owner).where(DELIVERIES.c.state == "sending"),
        )
        with self.look() as connection:
            return frozenset(connection.scalars(busy))

    def free_owner(self, owner: str, now: datetime) -> None:
        """What somebody has under way who is known to be gone is for others to do again."""
        with self.step() as connection:
            for table in (CLAIMS, DELIVERIES):
                connection.execute(update(table).where(table.c.owner == owner).values(until=now))

    def prune(self, before: datetime) -> None:
        """Drop articles, editions and marks older than this; what a source still shows stays."""
        with self.step() as connection:
            day = before.date()
            drop_articles(connection, before)
            connection.execute(delete(EDITIONS).where(EDITIONS.c.date < day))
            told = PUBLISHED.c.article_id.in_(select(ARTICLES.c.id))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.date < day, ~told))
            connection.execute(delete(DELIVERIES).where(DELIVERIES.c.date < day))
