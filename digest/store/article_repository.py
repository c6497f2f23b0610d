"""Find collected articles, and delete old ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, func, or_, select

from digest.models import Article, Headline
from digest.store.article_rows import ARTICLE_FIELDS, find_articles
from digest.store.filed_articles import make_articles
from digest.store.session import Session, is_one_of
from digest.store.table_definitions import ARTICLES, SOURCES, UtcDateTime

ROWS_AT_ONCE = 2_000
"""Rows that the driver of the database has in memory."""


class ArticleRepository:
    """The articles of all sources."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(
        self, since: datetime | None = None, arrived_after: datetime | None = None
    ) -> tuple[Article, ...]:
        """Return the articles that were published or first seen at or after `since` (None: all), by id.

        arrived_after: also return those that arrived after this time, however old they are. Of very many
        articles, most are in a file; see `make_articles`.
        """
        query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS)).order_by(ARTICLES.c.id)
        if since is not None:
            recent = [ARTICLES.c.published >= since, ARTICLES.c.first_seen >= since]
            arrived = (ARTICLES.c.arrived > arrived_after,) if arrived_after else ()
            query = query.where(or_(*recent, *arrived))
        with self._session.read() as connection:
            rows = connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE))
            return tuple(make_articles(rows))

    def find_by_id(self, ids: Collection[str]) -> tuple[Article, ...]:
        """Return those of these articles that the store holds, by id."""
        with self._session.read() as connection:
            return tuple(article for _, article in sorted(find_articles(connection, ids).items()))

    def headlines(
        self, since: datetime, known: Iterable[Article] = (), known_since: datetime | None = None
    ) -> tuple[Article | Headline, ...]:
        """Return the headlines of the articles that appeared at or after `since`, by id.

        An article appeared when it was published, or first seen when that is not known.

        Args:
            since: aware.
            known: articles as the store has them, which take the places of their headlines: so these are not
                in memory twice.
            known_since: all articles that were published or first seen at or after this time are among them,
                so they are not read. None: there is no such time.
        """
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen, type_=UtcDateTime).label("moment")
        query = select(ARTICLES.c.id, ARTICLES.c.source, ARTICLES.c.title, moment).where(moment >= since)
        if known_since is not None:
            query = query.where(moment < known_since, ARTICLES.c.first_seen < known_since)
        found: dict[str, Article | Headline] = {row.id: row for row in known if row.moment >= since}
        with self._session.read() as connection:
            for row in connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)):
                if row.id not in found:
                    found[row.id] = Headline(*row)
        return tuple(found[id_] for id_ in sorted(found))

    def last_arrival(self) -> datetime | None:
        """Return the clock of the last edition for which an article was new, or None."""
        with self._session.read() as connection:
            last: datetime | None = connection.scalar(select(func.max(ARTICLES.c.arrived)))
            return last

    def last_first_seen(self) -> datetime | None:
        """Return when the newest article was first seen, or None for an empty store."""
        with self._session.read() as connection:
            newest: datetime | None = connection.scalar(select(func.max(ARTICLES.c.first_seen)))
            return newest

    def delete_before(self, before: datetime) -> None:
        """Delete the articles that appeared and were first seen before a time.

        Those in the last answer of a source that has been visited since stay: deleted, they would be news
        when the source answers again.
        """
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen)
        is_old = (moment < before, ARTICLES.c.first_seen < before)
        with self._session.write() as connection:
            old = connection.scalars(select(ARTICLES.c.id).where(*is_old))
            shown = connection.scalars(select(SOURCES.c.shown).where(SOURCES.c.last_visit >= before))
            ids = sorted(set(old).difference(*shown))
            connection.execute(delete(ARTICLES).where(is_one_of(connection, ARTICLES.c.id, ids)))
