"""Save collected articles: recognize those that are known, revise them, write what is new or changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from sqlalchemy import Connection, delete, select, update

from digest.models import Article, Collected
from digest.store.article_revision import revise_article
from digest.store.article_rows import ARTICLE_FIELDS, find_articles, split_ids
from digest.store.report_identity import Traits, make_traits, match_reports
from digest.store.session import insert_rows, is_one_of, upsert
from digest.store.table_definitions import ARTICLES, PUBLISHED

_get_fields = attrgetter(*ARTICLE_FIELDS)
_UPDATED_FIELDS = [
    *(name for name in ARTICLE_FIELDS if name not in ("id", "arrived")),
    "address_key",
    "text_key",
]


def save_articles(
    connection: Connection, visits: Sequence[Collected], configured: Collection[str] | None = None
) -> int:
    """Save the articles that some visits collected; see `ArticleRepository.save`."""
    existing = find_articles(connection, [article.id for visit in visits for article in visit.articles])
    known_before = set(existing)
    changed: dict[str, Article] = {}
    for visit in visits:
        revised = {row.id: row for row in _revise_articles(connection, visit, existing, configured)}
        existing |= revised
        changed |= revised
    rows = [_make_row(changed[id_]) for id_ in sorted(changed)]
    insert_rows(connection, ARTICLES, [row for row in rows if row["id"] not in known_before], _UPDATED_FIELDS)
    known = [row for row in rows if row["id"] in known_before]
    upsert(connection, ARTICLES, known, _UPDATED_FIELDS)
    return len(rows) - len(known)


def recognize_articles(connection: Connection, visits: Sequence[Collected]) -> list[Collected]:
    """Return visits whose articles have the ids that are known; see `ArticleRepository.recognize`."""
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
        for some in split_ids(ids)
        for id_ in connection.scalars(select(ARTICLES.c.id).where(is_one_of(connection, ARTICLES.c.id, some)))
    )


def _find_by_traits(connection: Connection, traits: Iterable[Traits]) -> dict[Article, Traits]:
    """Return the articles that share a trait with any of these, with their traits."""
    columns = ("guid", "address_key", "text_key")
    values = zip(*((row.guid, row.address, row.text) for row in traits), strict=True)
    ids = {
        id_
        for column, wanted in zip(columns, values, strict=True)
        for some in split_ids(sorted(set(wanted) - {"", 0}))
        for id_ in connection.scalars(
            select(ARTICLES.c.id).where(is_one_of(connection, ARTICLES.c[column], some))
        )
    }
    return {article: make_traits(article) for article in find_articles(connection, sorted(ids)).values()}
