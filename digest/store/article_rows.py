"""Read the rows of articles by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from digest.models import Article
from digest.store.session import is_one_of
from digest.store.table_definitions import ARTICLES

ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
"""The fields of an article, which are columns of its table."""

_Id = TypeVar("_Id")

_IDS_PER_QUERY = 1_000
"""A database takes some ten thousand parameters in one query, and a folder may hold more articles."""


def find_articles(connection: Connection, ids: Sequence[str]) -> dict[str, Article]:
    """Return {id: article} for those of these ids that the store holds."""
    query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS))
    return {
        row.id: Article(*row)
        for some in split_ids(ids)
        for row in connection.execute(query.where(is_one_of(connection, ARTICLES.c.id, some)))
    }


def split_ids(ids: Sequence[_Id]) -> Iterator[Sequence[_Id]]:
    """Yield the ids in parts that fit in one query."""
    return (ids[start : start + _IDS_PER_QUERY] for start in range(0, len(ids), _IDS_PER_QUERY))
