"""The one door to the database: SQLite embedded, PostgreSQL by URL.

It keeps the articles that were collected, what must be remembered of each source, the editions and
what was published in them. Every step that changes something is one transaction, so that a crash
leaves the state before it or after it. The tables stand in schema.py.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, func, make_url, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from digest.errors import StoreError
from digest.model import Article, Collected, Corrections, Earlier, LeftOut, Memory, Published, SourceHealth
from digest.schema import ARTICLES, CORRECTIONS, EDITIONS, LEFT_OUT, PUBLISHED, SOURCES, upgrade

MEMORY_FIELDS = tuple(Memory.__dataclass_fields__)
ARTICLE_FIELDS = tuple(Article.__dataclass_fields__)
LEFT_OUT_FIELDS = tuple(LeftOut.__dataclass_fields__)


@contextmanager
def open_store(url: str, keep: bool = True) -> Iterator[Store]:
    """A store, made and brought up to date where needed.

    Args:
        url: a SQLAlchemy URL: sqlite:///path, postgresql+psycopg://user@host/name.
        keep: False works on the store as it is and takes everything back at the end (a dry run).

    Raises:
        StoreError: it cannot be opened, read or written, then or later; the message says why.
    """
    try:
        parsed = make_url(url)
        database = parsed.database
        if parsed.get_backend_name() == "sqlite" and database and database != ":memory:":
            if not keep and not Path(database).exists():
                parsed = make_url("sqlite://")
            else:
                Path(database).parent.mkdir(parents=True, exist_ok=True)
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
        with telling(told), engine.connect() as connection:
            whole = None if keep else connection.begin()
            store = Store(connection, told)
            with store.step():
                upgrade(connection)
            yield store
            if whole:
                whole.rollback()
    finally:
        engine.dispose()


class Store:
    """What is kept, behind one open connection. Use it from one thread; get it from `open_store`."""

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self.url = url

    @contextmanager
    def step(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        begin = self._connection.begin_nested if self._connection.in_transaction() else self._connection.begin
        with telling(self.url), begin():
            yield self._connection

    # Sources and articles

    def memories(self) -> dict[tuple[str, str], Memory]:
        """{(source name, its location): what is remembered of it}. What was learnt of one address says
        nothing of another."""
        columns = (SOURCES.c.name, SOURCES.c.location, *(SOURCES.c[field] for field in MEMORY_FIELDS))
        with self.step() as connection:
            rows = connection.execute(select(*columns))
            return {(row.name, row.location): Memory(*row[2:]) for row in rows}

    def save_collected(self, visits: Sequence[Collected], now: datetime) -> int:
        """Keep what some visits brought: articles, memories, failures. Returns how many articles are new.

        An article seen before keeps its first_seen and the source it was first seen in. Cost: linear.
        """
        with self.step() as connection:
            before = count_articles(connection)
            for visit in visits:
                self._save_source(connection, visit, now)
                if visit.failure or visit.unchanged:
                    continue
                self._save_articles(connection, visit.articles)
                self._save_left_out(connection, visit, now)
            return count_articles(connection) - before

    def _save_left_out(self, connection: Connection, visit: Collected, now: datetime) -> None:
        """What this reading passed over instead of what the last one did; what both did keeps its time."""
        feed = visit.source.name
        there = set(connection.scalars(select(LEFT_OUT.c.id).where(LEFT_OUT.c.feed == feed)))
        gone = there - {left.id for left in visit.left_out}
        for id_ in sorted(gone):
            connection.execute(delete(LEFT_OUT).where(LEFT_OUT.c.feed == feed, LEFT_OUT.c.id == id_))
        rows = [{"feed": feed, "first_seen": now, **asdict(left)} for left in visit.left_out]
        self._upsert(connection, LEFT_OUT, rows, LEFT_OUT_FIELDS)

    def _save_source(self, connection: Connection, visit: Collected, now: datetime) -> None:
        failure = visit.failure
        row = {
            "name": visit.source.name,
            "location": visit.source.location,
            "first_visit": now,
            "last_visit": now,
            "message": failure.message if failure else "",
            "advice": failure.advice if failure else "",
            **{field: getattr(visit.memory, field) for field in MEMORY_FIELDS},
        }
        self._upsert(connection, SOURCES, [row], [key for key in row if key not in ("name", "first_visit")])

    def _save_articles(self, connection: Connection, articles: Sequence[Article]) -> None:
        rows = [{field: getattr(article, field) for field in ARTICLE_FIELDS} for article in articles]
        rewritten = [field for field in ARTICLE_FIELDS if field not in ("id", "first_seen", "feed")]
        self._upsert(connection, ARTICLES, rows, rewritten, only_same="feed")

    def _upsert(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        rewritten: Iterable[str],
        only_same: str = "",
    ) -> None:
        """Insert rows; where the key is taken, rewrite these columns (only where `only_same` agrees)."""
        if not rows:
            return
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(table)
        statement = statement.on_conflict_do_update(
            index_elements=list(table.primary_key),
            set_={name: statement.excluded[name] for name in rewritten},
            where=table.c[only_same] == statement.excluded[only_same] if only_same else None,
        )
        connection.execute(statement, list(rows))

    def first_visits(self) -> dict[str, datetime]:
        """{source name: when it was first visited}"""
        with self.step() as connection:
            return {row.name: row.first_visit for row in connection.execute(select(SOURCES))}

    def last_visit(self) -> datetime | None:
        """When any source was last visited, or None."""
        with self.step() as connection:
            last: datetime | None = connection.scalar(select(func.max(SOURCES.c.last_visit)))
            return last

    def articles(self, since: datetime | None) -> tuple[Article, ...]:
        """Articles that appeared or were first seen at or after `since` (None: all), by id."""
        query = select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS)).order_by(ARTICLES.c.id)
        if since is not None:
            query = query.where(or_(ARTICLES.c.published >= since, ARTICLES.c.first_seen >= since))
        with self.step() as connection:
            return tuple(Article(*row) for row in connection.execute(query))

    def newest_arrival(self) -> datetime | None:
        """When the last new article was first seen, or None for an empty store."""
        with self.step() as connection:
            newest: datetime | None = connection.scalar(select(func.max(ARTICLES.c.first_seen)))
            return newest

    def left_out(self, feeds: Collection[str], since: datetime | None = None) -> tuple[LeftOut, ...]:
        """What the last readings of these sources passed over, by source and id.

        since: only what was first passed over after this time; an edition before it has told the rest.
        """
        query = select(LEFT_OUT.c.feed, *(LEFT_OUT.c[field] for field in LEFT_OUT_FIELDS))
        if since is not None:
            query = query.where(LEFT_OUT.c.first_seen > since)
        with self.step() as connection:
            rows = connection.execute(query.order_by(LEFT_OUT.c.feed, LEFT_OUT.c.id))
            return tuple(LeftOut(*row[1:]) for row in rows if row.feed in feeds)

    def health(self, names: Sequence[str]) -> tuple[SourceHealth, ...]:
        """How these sources did at their last visit, in the order given; one never visited is left out."""
        with self.step() as connection:
            rows = {row.name: row for row in connection.execute(select(SOURCES))}
        return tuple(
            SourceHealth(
                name=name,
                status="gone" if row.gone else "failed" if row.message else "ok",
                message=row.message,
                advice=row.advice,
                since=row.failing_since,
                failures=row.failures,
            )
            for name in names
            if (row := rows.get(name))
        )

    # Editions

    def edition(self, day: date) -> dict[str, Any] | None:
        """The edition of a day as it was published, or None."""
        with self.step() as connection:
            data = connection.scalar(select(EDITIONS.c.data).where(EDITIONS.c.date == day))
        return None if data is None else json.loads(data)

    def made(self, day: date) -> datetime | None:
        """When the edition of a day was made, or None."""
        with self.step() as connection:
            made: datetime | None = connection.scalar(select(EDITIONS.c.made).where(EDITIONS.c.date == day))
            return made

    def last_made(self, before: date) -> datetime | None:
        """When the last edition before a day was made, or None."""
        query = select(EDITIONS.c.made).where(EDITIONS.c.date < before)
        with self.step() as connection:
            made: datetime | None = connection.scalar(query.order_by(EDITIONS.c.date.desc()).limit(1))
            return made

    def editions(self, before: date, most: int) -> tuple[dict[str, Any], ...]:
        """The last editions before a day, newest first."""
        query = select(EDITIONS.c.data).where(EDITIONS.c.date < before)
        with self.step() as connection:
            rows = connection.scalars(query.order_by(EDITIONS.c.date.desc()).limit(most))
            return tuple(json.loads(data) for data in rows)

    def earlier(self, before: date, most: int) -> tuple[Earlier, ...]:
        """Dates and headlines of the last editions before a day, newest first."""
        query = select(EDITIONS.c.date, EDITIONS.c.headline).where(EDITIONS.c.date < before)
        with self.step() as connection:
            rows = connection.execute(query.order_by(EDITIONS.c.date.desc()).limit(most))
            return tuple(Earlier(*row) for row in rows)

    def published(self, before: date) -> dict[str, Published]:
        """{article id: where it stood}, for everything published in editions before a day."""
        query = select(PUBLISHED.c.article_id, PUBLISHED.c.story_id, PUBLISHED.c.date)
        with self.step() as connection:
            rows = connection.execute(query.where(PUBLISHED.c.date < before))
            return {article: Published(story, day) for article, story, day in rows}

    def record_edition(
        self, day: date, made: datetime, data: Mapping[str, Any], stories: Mapping[str, str]
    ) -> None:
        """Keep a delivered edition, and mark its articles as published: the one place where that happens.

        An edition of the same day is replaced. stories: {article id: story id}. An article that an
        earlier edition held keeps its first date.
        """
        headline = data["stories"][0]["title"] if data["stories"] else ""
        row = {"date": day, "made": made, "headline": headline, "data": json.dumps(data, ensure_ascii=False)}
        with self.step() as connection:
            self._upsert(connection, EDITIONS, [row], ("made", "headline", "data"))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.date == day))
            rows = [
                {"article_id": article, "date": day, "story_id": story}
                for article, story in sorted(stories.items())
            ]
            self._upsert(connection, PUBLISHED, rows, ("story_id",))

    # The reader's word

    def corrections(self) -> Corrections:
        """What the reader said of stories, by subject."""
        with self.step() as connection:
            rows = connection.execute(select(CORRECTIONS).order_by(CORRECTIONS.c.subject)).all()
        return Corrections(
            moved=tuple((row.subject, row.origin, row.target) for row in rows if row.kind == "moved"),
            joined=tuple((row.subject, row.target) for row in rows if row.kind == "joined"),
            muted=tuple(row.subject for row in rows if row.kind == "muted"),
        )

    def correct(self, kind: str, subject: str, origin: str = "", target: str = "") -> None:
        """Keep one correction. kind: "moved" (an article), "joined" or "muted" (a story); a later word on
        the same subject takes the place of the earlier one."""
        row = {"kind": kind, "subject": subject, "origin": origin, "target": target}
        with self.step() as connection:
            self._upsert(connection, CORRECTIONS, [row], ("origin", "target"))

    def forget_corrections(self, story: str) -> int:
        """Take back everything that was said of a story. Returns how many corrections that were."""
        about = or_(
            CORRECTIONS.c.subject == story, CORRECTIONS.c.origin == story, CORRECTIONS.c.target == story
        )
        with self.step() as connection:
            return connection.execute(delete(CORRECTIONS).where(about)).rowcount

    def prune(self, before: datetime) -> None:
        """Drop articles, editions and marks older than this. What a feed still shows comes back as old."""
        with self.step() as connection:
            day = before.date()
            moment = func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen)
            connection.execute(delete(ARTICLES).where(moment < before, ARTICLES.c.first_seen < before))
            connection.execute(delete(EDITIONS).where(EDITIONS.c.date < day))
            connection.execute(delete(PUBLISHED).where(PUBLISHED.c.date < day))


def count_articles(connection: Connection) -> int:
    """How many articles are kept."""
    return connection.scalar(select(func.count()).select_from(ARTICLES)) or 0


def prepare_sqlite(engine: Engine) -> None:
    """Real transactions (the driver's own begin too late), readers beside a writer, patience when locked."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout = 10000", "journal_mode = wal", "synchronous = normal"):
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("begin immediate")


@contextmanager
def telling(url: str) -> Iterator[None]:
    """Turn whatever a database says into a StoreError a person understands."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no reason given"
        raise StoreError(url, f"the database says: {said}", advise(said)) from None
    except SQLAlchemyError as error:
        raise StoreError(url, f"the database cannot be used: {error}") from None


def advise(said: str) -> str:
    """What to do about what a database said."""
    for words, advice in ADVICE.items():
        if words in said:
            return advice
    return ""


ADVICE = {
    "disk is full": "Free some space and run again; nothing was lost.",
    "disk I/O error": "Look whether the disk is full or failing.",
    "readonly database": "Make the file and its folder writable, or set [store] url to another place.",
    "unable to open": "Make its folder writable, or set [store] url to another place.",
    "not a database": "The file is something else, or damaged: move it away, and a new one is made.",
    "malformed": "The file is damaged: restore a copy, or move it away, and a new one is made.",
    "locked": "Another run is using it: wait until it has ended.",
    "could not connect": "Look whether the database server runs and takes this user and password.",
    "connection": "Look whether the database server runs and takes this user and password.",
}
"""What to do, by the words that SQLite and PostgreSQL use."""
