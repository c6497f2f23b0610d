"""Read the rows of articles by their ids."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from digest.models import Article
from digest.store.session import is_one_of
from digest.store.table_definitions import ARTICLES

ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
"""The fields of an article, which are columns of its table."""


def find_articles(connection: Connection, ids: Collection[str]) -> dict[str, Article]:
    """Return {id: article} for those of these ids that the store holds."""
    query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS))
    rows = connection.execute(query.where(is_one_of(connection, ARTICLES.c.id, ids)))
    return {row.id: Article(*row) for row in rows}
