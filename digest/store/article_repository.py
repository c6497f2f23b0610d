"""Save and find collected articles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import Connection, delete, func, or_, select, update

from digest.models import Article, Collected, Headline
from digest.store.article_revision import revise_article
from digest.store.report_identity import Traits, make_traits, match_reports
from digest.store.session import Session, upsert
from digest.store.table_definitions import ARTICLES, PUBLISHED, SOURCES, UtcDateTime

ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)

_get_fields = attrgetter(*ARTICLE_FIELDS)

_UPDATED_FIELDS = [
    *(name for name in ARTICLE_FIELDS if name not in ("id", "arrived")),
    "address_key",
    "text_key",
]

_Id = TypeVar("_Id")

_IDS_PER_QUERY = 1_000
"""A database takes some ten thousand parameters in one query, and a folder may hold more articles."""


class ArticleRepository:
    """The articles of all sources."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, visits: Sequence[Collected], configured: Collection[str] | None = None) -> int:
        """Save the articles that some visits collected. Return how many are new. Linear.

        An article seen before keeps the source it was first seen in, as long as that source is configured;
        revise_article says what else it keeps. An article that is news again is no longer marked as
        published. configured: the keys of all sources, None when not all are known.
        """
        with self._session.write() as connection:
            existing = _find_by_id(connection, [article.id for visit in visits for article in visit.articles])
            known_before = len(existing)
            changed: dict[str, Article] = {}
            for visit in visits:
                revised = {row.id: row for row in _revise_articles(connection, visit, existing, configured)}
                existing |= revised
                changed |= revised
            upsert(connection, ARTICLES, list(map(_make_row, changed.values())), _UPDATED_FIELDS)
            return len(existing) - known_before

    def recognize(self, visits: Sequence[Collected]) -> list[Collected]:
        """Return visits whose articles have the ids under which the store knows them.

        An article with an unknown id may be a report that is known at another address; see
        `report_identity`. Cost: linear.
        """
        with self._session.read() as connection:
            known = _find_ids(connection, [article.id for visit in visits for article in visit.articles])
            traits = {
                article.id: make_traits(article)
                for visit in visits
                for article in visit.articles
                if article.id not in known
            }
            if not traits:
                return list(visits)
            candidates = _find_by_traits(connection, traits.values())
            return [_rename_articles(visit, match_reports(visit, traits, candidates)) for visit in visits]

    def find(
        self, since: datetime | None = None, arrived_after: datetime | None = None
    ) -> tuple[Article, ...]:
        """Return the articles that were published or first seen at or after `since` (None: all), by id.

        arrived_after: also return those that arrived after this time, however old they are.
        """
        query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS)).order_by(ARTICLES.c.id)
        if since is not None:
            recent = [ARTICLES.c.published >= since, ARTICLES.c.first_seen >= since]
            arrived = (ARTICLES.c.arrived > arrived_after,) if arrived_after else ()
            query = query.where(or_(*recent, *arrived))
        with self._session.read() as connection:
            return tuple(Article(*row) for row in connection.execute(query))

    def find_by_id(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return those of these articles that the store holds, by id."""
        with self._session.read() as connection:
            return tuple(article for _, article in sorted(_find_by_id(connection, ids).items()))

    def headlines(self, since: datetime) -> tuple[Headline, ...]:
        """Return the headlines of the articles that appeared at or after `since`, by id.

        An article appeared when it was published, or first seen when that is not known.
        """
        moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen, type_=UtcDateTime).label("moment")
        query = select(ARTICLES.c.id, ARTICLES.c.source, ARTICLES.c.title, moment).where(moment >= since)
        with self._session.read() as connection:
            return tuple(Headline(*row) for row in connection.execute(query.order_by(ARTICLES.c.id)))

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
            for ids in _split_ids(sorted(set(old).difference(*shown))):
                connection.execute(delete(ARTICLES).where(ARTICLES.c.id.in_(ids)))


def _revise_articles(
    connection: Connection,
    visit: Collected,
    existing: Mapping[str, Article],
    configured: Collection[str] | None,
) -> Iterator[Article]:
    """Yield the articles of a visit that the store does not hold, or holds otherwise. existing: by id."""
    key = visit.source.key
    for article in visit.articles:
        known = existing.get(article.id)
        if known and known.feed != key and (configured is None or known.feed in configured):
            continue
        received = article if article.feed == key else replace(article, feed=key)
        revised = revise_article(known, received) if known else received
        is_news_again = known is not None and revised.first_seen != known.first_seen
        if is_news_again:
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.article_id == article.id))
        if is_news_again or (known and known.feed != key):
            connection.execute(update(ARTICLES).where(ARTICLES.c.id == article.id).values(arrived=None))
        if revised != known:
            yield revised


def _make_row(article: Article) -> dict[str, object]:
    traits = make_traits(article)
    row: dict[str, object] = dict(zip(ARTICLE_FIELDS, _get_fields(article), strict=True))
    return {**row, "address_key": traits.address, "text_key": traits.text}


def _rename_articles(visit: Collected, ids: Mapping[str, str]) -> Collected:
    """Return a visit whose articles have other ids. ids: {id: other id}."""
    if not ids:
        return visit
    renamed = (
        replace(article, id=ids[article.id]) if article.id in ids else article for article in visit.articles
    )
    return replace(visit, articles=tuple(renamed))


def _find_ids(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Return those of these ids that the store holds."""
    return frozenset(
        id_
        for some in _split_ids(ids)
        for id_ in connection.scalars(select(ARTICLES.c.id).where(ARTICLES.c.id.in_(some)))
    )


def _find_by_traits(connection: Connection, traits: Iterable[Traits]) -> dict[Article, Traits]:
    """Return the articles that share a trait with any of these, with their traits."""
    columns = ("guid", "address_key", "text_key")
    values = zip(*((row.guid, row.address, row.text) for row in traits), strict=True)
    ids = {
        id_
        for column, wanted in zip(columns, values, strict=True)
        for some in _split_ids(sorted(set(wanted) - {"", 0}))
        for id_ in connection.scalars(select(ARTICLES.c.id).where(ARTICLES.c[column].in_(some)))
    }
    return {article: make_traits(article) for article in _find_by_id(connection, sorted(ids)).values()}


def _find_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, Article]:
    """Return {id: article} for those of these ids that the store holds."""
    query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS))
    return {
        row.id: Article(*row)
        for some in _split_ids(ids)
        for row in connection.execute(query.where(ARTICLES.c.id.in_(some)))
    }


def _split_ids(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    return (ids[start : start + _IDS_PER_QUERY] for start in range(0, len(ids), _IDS_PER_QUERY))
