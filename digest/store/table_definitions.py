"""Define the tables of the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC, always aware. SQLite returns times without a zone, PostgreSQL with one.

    For SQLite, which keeps times as texts, SQLAlchemy's way to write and to read one takes three times as
    long as that of Python.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object] | None:
        return _write_time if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        return _read_time if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _write_time(value: datetime | None) -> str | None:
    """Return a time as SQLAlchemy writes it for SQLite: "2026-11-20 07:30:00.000000"."""
    if value is None:
        return None
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _read_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class TextLines(TypeDecorator[tuple[str, ...]]):
    """A tuple of short texts, stored one a line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split("\n")) if value else ()


SCHEMA_VERSION = 5
"""The version of the tables below. Raise it by one when a table or a column is added; see migrations.py."""

METADATA = MetaData()

VERSION = Table("schema_version", METADATA, Column("version", Integer, primary_key=True))

SOURCES = Table(
    "sources",
    METADATA,
    Column("location", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("first_visit", UtcDateTime, nullable=False),
    Column("last_visit", UtcDateTime, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("not_before", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("failing_since", UtcDateTime),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("last_success", UtcDateTime),
    Column("pages", TextLines, nullable=False, server_default=""),
    Column("rest_minutes", Integer, nullable=False, server_default="0"),
    Column("quiet_hours", TextLines, nullable=False, server_default=""),
    Column("shown", TextLines, nullable=False, server_default=""),
)
"""A row for each source, by its key. shown: the ids of the articles in its last whole answer."""

ARTICLES = Table(
    "articles",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published", UtcDateTime),
    Column("first_seen", UtcDateTime, nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("author", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("title_derived", Boolean, nullable=False),
    Column("feed", Text, nullable=False),
    Column("categories", TextLines, nullable=False, server_default=""),
    Column("from_page", Boolean, nullable=False, server_default=false()),
    Column("arrived", UtcDateTime, index=True),
    Column("guid", Text, nullable=False, server_default="", index=True),
    Column("is_backlog", Boolean, nullable=False, server_default=false()),
    Column("image_alt", Text, nullable=False, server_default=""),
    Column("media_url", Text, nullable=False, server_default=""),
    Column("media_kind", String(8), nullable=False, server_default=""),
    Column("media_seconds", Integer, nullable=False, server_default="0"),
    Column("address_key", BigInteger, nullable=False, server_default="0", index=True),
    Column("text_key", BigInteger, nullable=False, server_default="0", index=True),
    Index("articles_published", "published"),
)
"""address_key, text_key: by which a report is found that is sent again at another address."""

LEFT_OUT = Table(
    "left_out",
    METADATA,
    Column("feed", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("first_seen", UtcDateTime, nullable=False),
    Column("arrived", UtcDateTime),
)

EDITIONS = Table(
    "editions",
    METADATA,
    Column("edition", String(32), primary_key=True, server_default=""),
    Column("date", Date, primary_key=True),
    Column("made", UtcDateTime, nullable=False),
    Column("headline", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("issued", UtcDateTime),
    Column("written", Text, nullable=False, server_default=""),
)
"""A row for each issue. edition: the name of its edition, see [[editions]]; "" is the only one. data: the
issue as JSON. written: its files, and from what."""

PUBLISHED = Table(
    "published",
    METADATA,
    Column("article_id", String(64), primary_key=True),
    Column("edition", String(32), primary_key=True, server_default=""),
    Column("date", Date, nullable=False, index=True),
    Column("story_id", String(64), nullable=False),
)
"""A row for each article and each edition that published it. date: of the first issue that contained it."""

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("kind", String(16), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("origin", String(64), nullable=False),
    Column("target", String(64), nullable=False),
)

LEASES = Table(
    "claims",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("began", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("next_try", UtcDateTime),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)
"""A row for each job: its lease and the result of its last run."""

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("edition", String(32), primary_key=True, server_default=""),
    Column("date", Date, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("made", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", UtcDateTime),
    Column("tries", Integer, nullable=False),
    Column("next_try", UtcDateTime),
    Column("ended", UtcDateTime),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)
"""A row for each issue and target, with the lease of whoever is sending it."""

WATCHED = Table(
    "watched",
    METADATA,
    Column("watch", Text, primary_key=True),
    Column("article_id", String(64), primary_key=True),
    Column("found", UtcDateTime, nullable=False),
)
"""A row for each article of the stories that were found for a watch, so that each is sent once."""

WATCH_ALERTS = Table(
    "watch_alerts",
    METADATA,
    Column("watch", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("made", UtcDateTime, primary_key=True),
    Column("data", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", UtcDateTime),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)
"""A row for each message of a watch and target. data: an edition of the stories as JSON."""

DATA_TABLES = [table for table in METADATA.sorted_tables if table is not VERSION]
