"""Save collected articles: recognize those that are known, revise them, write what is new or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from sqlalchemy import Connection, delete, or_, select, update

from digest.models import Article, Collected
from digest.store.article_revision import revise_article
from digest.store.article_rows import ARTICLE_FIELDS, find_articles
from digest.store.report_identity import Traits, make_traits, match_reports
from digest.store.session import insert_rows, is_one_of, write_rows
from digest.store.table_definitions import ARTICLES, PUBLISHED

_get_fields = attrgetter(*ARTICLE_FIELDS)
_COLUMNS = (*ARTICLE_FIELDS, "address_key", "text_key")
_UPDATED_COLUMNS = [name for name in _COLUMNS if name not in ("id", "arrived")]


def save_articles(
    connection: Connection,
    visits: Sequence[Collected],
    existing: Mapping[str, Article],
    configured: Collection[str] | None = None,
) -> int:
    """Save the articles that some visits collected. Return how many are new. Linear.

    An article seen before keeps the source it was first seen in, as long as that source is configured;
    revise_article says what else it keeps. An article that is news again is no longer marked as published.

    Args:
        visits: from `recognize_articles`.
        existing: {id: article} for those of their articles that the store holds.
        configured: the keys of all sources, None when not all are known.
    """
    known_before = existing.keys()
    existing = dict(existing)
    changed: dict[str, Article] = {}
    for visit in visits:
        revised = {row.id: row for row in _revise_articles(connection, visit, existing, configured)}
        existing |= revised
        changed |= revised
    new = [_make_row(changed[id_]) for id_ in sorted(changed.keys() - known_before)]
    known = [_make_row(changed[id_]) for id_ in sorted(changed.keys() & known_before)]
    insert_rows(connection, ARTICLES, _COLUMNS, new, _UPDATED_COLUMNS)
    write_rows(connection, ARTICLES, _COLUMNS, known, _UPDATED_COLUMNS)
    return len(new)


def recognize_articles(
    connection: Connection, visits: Sequence[Collected]
) -> tuple[list[Collected], dict[str, Article]]:
    """Return visits whose articles have the ids that are known, and {id: article} of what the store holds.

    An article with an unknown id may be a report that is known at another address; see `report_identity`.
    Cost: linear.
    """
    ids = [article.id for visit in visits for article in visit.articles]
    existing = find_articles(connection, ids) if ids else {}
    traits = {
        article.id: make_traits(article)
        for visit in visits
        for article in visit.articles
        if article.id not in existing
    }
    if not traits:
        return list(visits), existing
    candidates = _find_by_traits(connection, traits.values())
    found = [_rename_articles(visit, match_reports(visit, traits, candidates)) for visit in visits]
    return found, existing | {article.id: article for article in candidates}


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


def _make_row(article: Article) -> tuple[object, ...]:
    """Return the values of an article in the order of _COLUMNS."""
    traits = make_traits(article)
    return (*_get_fields(article), traits.address, traits.text)


def _rename_articles(visit: Collected, ids: Mapping[str, str]) -> Collected:
    """Return a visit whose articles have other ids. ids: {id: other id}."""
    if not ids:
        return visit
    renamed = (
        replace(article, id=ids[article.id]) if article.id in ids else article for article in visit.articles
    )
    return replace(visit, articles=tuple(renamed))


def _find_by_traits(connection: Connection, traits: Iterable[Traits]) -> dict[Article, Traits]:
    """Return the articles that share a trait with any of these, with their traits."""
    columns = (ARTICLES.c.guid, ARTICLES.c.address_key, ARTICLES.c.text_key)
    values = zip(*((row.guid, row.address, row.text) for row in traits), strict=True)
    conditions = [
        is_one_of(connection, column, sorted(set(wanted) - {"", 0}))
        for column, wanted in zip(columns, values, strict=True)
    ]
    ids = connection.scalars(select(ARTICLES.c.id).where(or_(*conditions))).all()
    found = find_articles(connection, ids) if ids else {}
    return {article: make_traits(article) for article in found.values()}
