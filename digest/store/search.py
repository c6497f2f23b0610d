"""Searching all that was collected: SQLite's full text (FTS5), PostgreSQL's own.

The index is made at the first search and kept up by the database from then on, so a store that nobody
searches pays nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    column,
    func,
    inspect,
    literal_column,
    or_,
    select,
    table,
    text,
)

from digest.errors import StoreError
from digest.model import Article
from digest.store.collected import ARTICLE_FIELDS
from digest.store.schema import ARTICLES, PUBLISHED
from digest.store.shelf import Shelf

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Letters of scripts that put no spaces between words: a full-text index does not know their words."""

PREFIX_LETTERS = 4
"""A word of so many letters also finds longer words that begin with it: harbour, harbours."""

# A contentless index (it holds words, no texts), its rows numbered by a table of their own, for the rows
# of articles may be numbered anew when the database is compacted.
SQLITE_INDEX = (
    "CREATE TABLE searched (number INTEGER PRIMARY KEY, id VARCHAR(64) NOT NULL UNIQUE)",
    """CREATE VIRTUAL TABLE words
       USING fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 2')""",
    "INSERT INTO searched (id) SELECT id FROM articles",
    """INSERT INTO words (rowid, title, text)
       SELECT number, title, text FROM articles JOIN searched USING (id)""",
    """CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
       INSERT INTO searched (id) VALUES (new.id);
       INSERT INTO words (rowid, title, text)
       SELECT number, new.title, new.text FROM searched WHERE id = new.id; END""",
    """CREATE TRIGGER article_changed AFTER UPDATE OF title, text ON articles
       WHEN old.title <> new.title OR old.text <> new.text BEGIN
       INSERT INTO words (words, rowid, title, text)
       SELECT 'delete', number, old.title, old.text FROM searched WHERE id = old.id;
       INSERT INTO words (rowid, title, text)
       SELECT number, new.title, new.text FROM searched WHERE id = new.id; END""",
    """CREATE TRIGGER article_dropped AFTER DELETE ON articles BEGIN
       INSERT INTO words (words, rowid, title, text)
       SELECT 'delete', number, old.title, old.text FROM searched WHERE id = old.id;
       DELETE FROM searched WHERE id = old.id; END""",
)

SEARCHED = table("searched", column("number"), column("id"))
WORDS = table("words", column("rowid"))

# PostgreSQL takes no more than a megabyte of words; what stands so far down names no story.
POSTGRES_TEXT = "to_tsvector('simple', title || ' ' || left(text, 200000))"
POSTGRES_NAME = "articles_words"
POSTGRES_INDEX = (f"CREATE INDEX {POSTGRES_NAME} ON articles USING gin ({POSTGRES_TEXT})",)


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a search found. day, story_id: where it was published first, or None."""

    article: Article
    day: date | None
    story_id: str | None


class SearchShelf(Shelf):
    """Finding articles by their words."""

    def search(self, words: str, most: int = 20) -> tuple[Found, ...]:
        """Articles that hold all of these words in title or text, the newest first.

        words: as typed; "in quotation marks" they must stand together. Small and capital letters are the
        same. Cost: the first search of a store reads every article, a later one what it finds.
        """
        phrases = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', words)]
        if not phrases:
            return ()
        with self.look() as connection:
            is_prepared = find_index(connection)
        if not is_prepared:
            with self.step() as connection:
                make_index(connection)
        with self.look() as connection:
            conditions = [match(connection, phrase) for phrase in phrases]
            found = (
                select(
                    *(ARTICLES.c[field] for field in ARTICLE_FIELDS), PUBLISHED.c.date, PUBLISHED.c.story_id
                )
                .join_from(ARTICLES, PUBLISHED, ARTICLES.c.id == PUBLISHED.c.article_id, isouter=True)
                .where(and_(*conditions))
                .order_by(func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen).desc(), ARTICLES.c.id)
                .limit(most)
            )
            rows = connection.execute(found).all()
        return tuple(Found(Article(*row[:-2]), *row[-2:]) for row in rows)


def find_index(connection: Connection) -> bool:
    """Whether the store has an index already."""
    if connection.dialect.name == "postgresql":
        return POSTGRES_NAME in {index["name"] for index in inspect(connection).get_indexes(ARTICLES.name)}
    return inspect(connection).has_table(SEARCHED.name)


def make_index(connection: Connection) -> None:
    """Make the index of a store that has none, unless somebody else has in the meantime."""
    if find_index(connection):
        return
    made: Sequence[str] = POSTGRES_INDEX
    if connection.dialect.name == "sqlite":
        made = SQLITE_INDEX
        known = connection.scalar(text("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"))
        if not known:
            advice = "Use a Python whose SQLite has FTS5, or PostgreSQL."
            raise StoreError("", "this Python's SQLite cannot search texts", advice)
    for statement in made:
        connection.exec_driver_sql(statement)


def match(connection: Connection, phrase: str) -> ColumnElement[bool]:
    """The condition that an article holds a phrase."""
    if UNSPACED.search(phrase) or not re.search(r"\w", phrase):
        held = (ARTICLES.c[field].contains(phrase, autoescape=True) for field in ("title", "text"))
        return or_(*held)
    begins = "*" if " " not in phrase and len(phrase) >= PREFIX_LETTERS else ""
    if connection.dialect.name == "postgresql":
        escaped = phrase.replace("\\", "\\\\").replace("'", "''")
        wanted = func.to_tsquery("simple", f"'{escaped}'{begins and ':*'}")
        return literal_column(POSTGRES_TEXT).op("@@")(wanted)
    ids = select(SEARCHED.c.id).join_from(SEARCHED, WORDS, WORDS.c.rowid == SEARCHED.c.number)
    escaped = phrase.replace('"', " ")
    return ARTICLES.c.id.in_(ids.where(literal_column("words").op("MATCH")(f'"{escaped}"{begins}')))
