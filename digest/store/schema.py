"""The tables of the store, and what brings an older store up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
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
    func,
    inspect,
    select,
    update,
)
from sqlalchemy.schema import CreateColumn

from digest.errors import StoreError


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite gives times back without a zone and PostgreSQL with one: here both have it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Lines(TypeDecorator[tuple[str, ...]]):
    """Short texts, one a line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split("\n")) if value else ()


TABLES = MetaData()

VERSION = Table("schema_version", TABLES, Column("version", Integer, primary_key=True))

SOURCES = Table(
    "sources",
    TABLES,
    Column("location", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("first_visit", Moment, nullable=False),
    Column("last_visit", Moment, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Text, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("not_before", Moment),
    Column("failures", Integer, nullable=False),
    Column("failing_since", Moment),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
    Column("last_success", Moment),
    Column("pages", Lines, nullable=False, server_default=""),
    Column("rest_minutes", Integer, nullable=False, server_default="0"),
    Column("quiet_hours", Lines, nullable=False, server_default=""),
    Column("shown", Lines, nullable=False, server_default=""),
)

ARTICLES = Table(
    "articles",
    TABLES,
    Column("id", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published", Moment),
    Column("first_seen", Moment, nullable=False, index=True),
    Column("language", String(8), nullable=False),
    Column("author", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("title_derived", Boolean, nullable=False),
    Column("feed", Text, nullable=False),
    Column("categories", Lines, nullable=False, server_default=""),
    Column("from_page", Boolean, nullable=False, server_default=false()),
    Column("arrived", Moment, index=True),
    Index("articles_published", "published"),
)

LEFT_OUT = Table(
    "left_out",
    TABLES,
    Column("feed", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("arrived", Moment),
)

EDITIONS = Table(
    "editions",
    TABLES,
    Column("date", Date, primary_key=True),
    Column("made", Moment, nullable=False),
    Column("headline", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("issued", Moment),
)

PUBLISHED = Table(
    "published",
    TABLES,
    Column("article_id", String(64), primary_key=True),
    Column("date", Date, nullable=False, index=True),
    Column("story_id", String(64), nullable=False),
)

CORRECTIONS = Table(
    "corrections",
    TABLES,
    Column("kind", String(16), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("origin", String(64), nullable=False),
    Column("target", String(64), nullable=False),
)

CLAIMS = Table(
    "claims",
    TABLES,
    Column("name", String(32), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Moment, nullable=False),
    Column("began", Moment, nullable=False),
    Column("ended", Moment),
    Column("tries", Integer, nullable=False),
    Column("next_try", Moment),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)

DELIVERIES = Table(
    "deliveries",
    TABLES,
    Column("date", Date, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("made", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("owner", Text, nullable=False),
    Column("until", Moment),
    Column("tries", Integer, nullable=False),
    Column("next_try", Moment),
    Column("ended", Moment),
    Column("message", Text, nullable=False),
    Column("advice", Text, nullable=False),
)

SCHEMA = 3
"""The version of the tables above. Whoever adds a table or a column raises it by one."""

LOCK = 20_261_121
"""What PostgreSQL knows the upgrade of a store by."""


def note_arrivals(connection: Connection) -> None:
    """Whatever an older store holds arrived when it was first seen."""
    for table in (ARTICLES, LEFT_OUT):
        connection.execute(update(table).where(table.c.arrived.is_(None)).values(arrived=table.c.first_seen))


BY_LOCATION = (
    """UPDATE articles SET feed = (SELECT location FROM sources WHERE name = feed)
       WHERE feed IN (SELECT name FROM sources)""",
    """UPDATE sources SET first_visit = (SELECT min(first_visit) FROM sources AS other
       WHERE other.location = sources.location)""",
    """DELETE FROM sources WHERE EXISTS (SELECT 1 FROM sources AS other
       WHERE other.location = sources.location AND (other.last_visit > sources.last_visit
       OR other.last_visit = sources.last_visit AND other.name > sources.name))""",
    "DELETE FROM left_out WHERE feed NOT IN (SELECT name FROM sources)",
    "UPDATE left_out SET feed = (SELECT location FROM sources WHERE name = feed)",
    "ALTER TABLE sources RENAME TO sources_by_name",
)
"""Sources used to be known by their names, which readers change."""


def key_by_location(connection: Connection) -> None:
    """Know each source by its location; of one that had several names, the last stays."""
    for statement in BY_LOCATION:
        connection.exec_driver_sql(statement)
    SOURCES.create(connection)
    names = ", ".join(SOURCES.columns.keys())
    connection.exec_driver_sql(f"INSERT INTO sources ({names}) SELECT {names} FROM sources_by_name")
    connection.exec_driver_sql("DROP TABLE sources_by_name")


STEPS: dict[int, tuple[Callable[[Connection], None], ...]] = {3: (note_arrivals, key_by_location)}
"""{version: what has to be done to come from the one before it}, where a new table or a new column with a
default is not all of it. Released steps are never changed."""


def stored_version(connection: Connection) -> int:
    """The version of the store's schema; 0 for a new one."""
    if not inspect(connection).has_table(VERSION.name):
        return 0
    return connection.scalar(select(VERSION.c.version)) or 0


def upgrade(connection: Connection) -> None:
    """Bring the store from whatever version it has to the newest, inside the caller's transaction.

    Raises:
        StoreError: it was written by a newer version of the program.
    """
    version = stored_version(connection)
    if version > SCHEMA:
        raise StoreError(
            connection.engine.url.render_as_string(hide_password=True),
            f"its schema is version {version}, and this program knows up to {SCHEMA}",
            "Update the program, or use another store.",
        )
    if version == SCHEMA:
        return
    if connection.dialect.name == "postgresql":
        # Two programs that come to an older store at once: the second waits, and finds it new. SQLite has
        # one writer at a time anyway.
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
        version = stored_version(connection)
    add_what_is_missing(connection)
    if version:
        take_steps(connection, version)
    connection.execute(VERSION.delete())
    connection.execute(VERSION.insert().values(version=SCHEMA))


def take_steps(connection: Connection, version: int) -> None:
    """Bring the rows of a store of an older version up to date."""
    for number in range(version + 1, SCHEMA + 1):
        for step in STEPS.get(number, ()):
            step(connection)


def add_what_is_missing(connection: Connection) -> None:
    """Make the tables, columns and indexes that an older store lacks; a new column has its server default."""
    TABLES.create_all(connection)
    for table in TABLES.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                told = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {told}")
        for index in table.indexes:
            index.create(connection, checkfirst=True)
