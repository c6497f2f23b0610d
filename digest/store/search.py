"""Searching all that was collected: SQLite's full text (FTS5), PostgreSQL's own.

The index is made at the first search and kept up by the database from then on, so a store that nobody
searches pays nothing for it.
"""

from __future__ import annotations

import re
import unicodedata
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
from digest.models import Article
from digest.store.article_repository import ARTICLE_FIELDS
from digest.store.repository import Shelf
from digest.store.schema import ARTICLES, PUBLISHED
from digest.text import clean_line

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

PARTING = r"!-/:-@\[-`{-~¡-©«-±´¶-¸»¿×÷‐-⁞₠-₿℠™、-〿！-／：-＠［-｀｛-･"
"""What parts words, as the inside of brackets in a pattern: SQLite's own rule is that nothing but letters and
digits is a word, and PostgreSQL would take re-opened, foo/bar and a.example for one word each."""

# As SQLite folds it: Latin letters lose their accents, others keep theirs. PostgreSQL takes no more than
# a megabyte of words; what stands so far down names no story.
POSTGRES_FOLDED = f"""to_tsvector('simple', regexp_replace(normalize(regexp_replace(
    normalize(title || ' ' || left(text, 200000), NFD), '([A-Za-z])[\u0300-\u036f]+', '\\1', 'g'), NFC),
    '[{PARTING}]+', ' ', 'g'))"""
POSTGRES_NAME = "articles_folded"
POSTGRES_INDEX = (
    "DROP INDEX IF EXISTS articles_words",
    f"CREATE INDEX {POSTGRES_NAME} ON articles USING gin ({POSTGRES_FOLDED})",
)


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
        same, and so are Latin letters with and without accents. Cost: the first search of a store reads every
        article, a later one what it finds.
        """
        phrases = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', clean_line(words))]
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
    folded = fold(phrase)
    if UNSPACED.search(phrase) or not folded:
        held = (ARTICLES.c[field].icontains(phrase, autoescape=True) for field in ("title", "text"))
        return or_(*held)
    begins = "*" if " " not in phrase and len(phrase) >= PREFIX_LETTERS else ""
    if connection.dialect.name == "postgresql":
        quoted = " <-> ".join(f"'{word}'" for word in folded.split())
        wanted = func.to_tsquery("simple", f"{quoted}{begins and ':*'}")
        return literal_column(POSTGRES_FOLDED).op("@@")(wanted)
    ids = select(SEARCHED.c.id).join_from(SEARCHED, WORDS, WORDS.c.rowid == SEARCHED.c.number)
    return ARTICLES.c.id.in_(ids.where(literal_column("words").op("MATCH")(f'"{folded}"{begins}')))


def fold(phrase: str) -> str:
    """A phrase as both indexes hold it, with one space between its words."""
    bare = re.sub("([A-Za-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFD", phrase))
    return " ".join(re.sub(f"[{PARTING}]+", " ", unicodedata.normalize("NFC", bare)).split())
