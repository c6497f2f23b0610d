"""Search all collected articles with the full-text search of SQLite (FTS5) or PostgreSQL.

The index is made by the first search; a store that nobody searches pays nothing for it. From then on SQLite
maintains it. PostgreSQL notes which articles are new or changed, and the next search adds them: it takes ten
times as long to split an article into words and to index these as to store it.
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
from digest.store.article_rows import ARTICLE_FIELDS
from digest.store.session import Session
from digest.store.table_definitions import ARTICLES, PUBLISHED
from digest.text import clean_line

_UNSPACED_SCRIPT = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)
"""A letter of a script without spaces between words: a full-text index does not know its words."""

_MIN_PREFIX_LENGTH = 4
"""A word of at least this many letters also finds longer words that begin with it: harbour, harbours."""

# A contentless index holds words, no texts. Its rows are numbered by a table of their own, because the
# database may renumber the rows of articles when it is compacted.
_SQLITE_INDEX = (
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

_SEARCH_LOCK = 20_261_130
"""The key of the advisory lock that a program holds while it makes the index or adds to it."""

_SEARCHED = table("searched", column("number"), column("id"), column("words"))
"""On SQLite it has numbers, on PostgreSQL words."""
_WORDS = table("words", column("rowid"))

_SEPARATORS = r"!-/:-@\[-`{-~¡-©«-±´¶-¸»¿×÷‐-⁞₠-₿℠™、-〿！-／：-＠［-｀｛-･"
"""Characters between words, as the inside of brackets in a pattern. To SQLite only letters and digits are
words; PostgreSQL would take re-opened, foo/bar and a.example for one word each."""

# Folds as SQLite does: Latin letters lose their accents, others keep them. PostgreSQL indexes no more than a
# megabyte of words; what comes so late in a text does not name its subject.
_POSTGRES_FOLDED = f"""to_tsvector('simple', regexp_replace(normalize(regexp_replace(
    normalize(title || ' ' || left(text, 200000), NFD), '([A-Za-z])[\u0300-\u036f]+', '\\1', 'g'), NFC),
    '[{_SEPARATORS}]+', ' ', 'g'))"""
_POSTGRES_INDEX = (
    "DROP INDEX IF EXISTS articles_words, articles_folded",  # of earlier versions
    "CREATE TABLE searched (id VARCHAR(64) PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE TABLE unsearched (id VARCHAR(64) NOT NULL)",
    """CREATE OR REPLACE FUNCTION note_added_articles() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO unsearched SELECT id FROM added; RETURN NULL; END $$""",
    """CREATE OR REPLACE FUNCTION note_changed_article() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO unsearched VALUES (new.id); RETURN NULL; END $$""",
    """CREATE OR REPLACE FUNCTION drop_searched_articles() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN DELETE FROM searched USING dropped WHERE searched.id = dropped.id; RETURN NULL; END $$""",
    """CREATE TRIGGER articles_added AFTER INSERT ON articles REFERENCING NEW TABLE AS added
       FOR EACH STATEMENT EXECUTE FUNCTION note_added_articles()""",
    """CREATE TRIGGER article_changed AFTER UPDATE OF title, text ON articles FOR EACH ROW
       WHEN (old.title <> new.title OR old.text <> new.text) EXECUTE FUNCTION note_changed_article()""",
    """CREATE TRIGGER articles_dropped AFTER DELETE ON articles REFERENCING OLD TABLE AS dropped
       FOR EACH STATEMENT EXECUTE FUNCTION drop_searched_articles()""",
    f"INSERT INTO searched SELECT id, {_POSTGRES_FOLDED} FROM articles",
    "CREATE INDEX searched_words ON searched USING gin (words)",
)
_POSTGRES_UPDATE = f"""WITH noted AS (DELETE FROM unsearched RETURNING id)
    INSERT INTO searched SELECT id, {_POSTGRES_FOLDED} FROM articles WHERE id IN (SELECT id FROM noted)
    ON CONFLICT (id) DO UPDATE SET words = excluded.words"""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article found by a search. day, story_id, edition: where it was first published, or None."""

    article: Article
    day: date | None = None
    story_id: str | None = None
    edition: str | None = None


class ArticleSearch:
    """Full-text search in the articles of a store."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, words: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Find the articles that contain all of these words in title or text, newest first.

        words: as typed; words "in quotation marks" must follow each other. Case does not matter, nor do
        accents on Latin letters. Cost: the first search of a store reads every article, a later one what
        it finds and, on PostgreSQL, the articles that are new since the last.
        """
        phrases = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|(\S+)', clean_line(words))]
        if not phrases:
            return ()
        with self._session.read() as connection:
            is_complete = _has_index(connection) and not _has_noted_articles(connection)
        if not is_complete:
            with self._session.write() as connection:
                _complete_index(connection)
        with self._session.read() as connection:
            conditions = [_match_phrase(connection, phrase) for phrase in phrases]
            query = (
                select(*(ARTICLES.c[field] for field in ARTICLE_FIELDS))
                .where(and_(*conditions))
                .order_by(func.coalesce(ARTICLES.c.published, ARTICLES.c.first_seen).desc(), ARTICLES.c.id)
                .limit(limit)
            )
            articles = [Article(*row) for row in connection.execute(query)]
            first = _find_first_issues(connection, [article.id for article in articles])
        return tuple(SearchHit(article, *first.get(article.id, ())) for article in articles)


def _find_first_issues(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[date, str, str]]:
    """Return {article id: (date, story id, edition) of the first issue that published it}."""
    columns = PUBLISHED.c
    query = select(columns.article_id, columns.date, columns.story_id, columns.edition)
    query = query.where(columns.article_id.in_(ids)).order_by(columns.date.desc(), columns.edition.desc())
    return {article: (day, story, edition) for article, day, story, edition in connection.execute(query)}


def _has_index(connection: Connection) -> bool:
    return inspect(connection).has_table(_SEARCHED.name)


def _has_noted_articles(connection: Connection) -> bool:
    """Whether articles are to be added to an index. SQLite adds them by itself."""
    is_sqlite = connection.dialect.name == "sqlite"
    return not is_sqlite and bool(connection.scalar(text("SELECT EXISTS (SELECT FROM unsearched)")))


def _complete_index(connection: Connection) -> None:
    """Create the index, unless another program has done so in the meantime, or add what is missing."""
    if connection.dialect.name == "postgresql":
        # CREATE TABLE does not wait for another program that creates the same table: it fails.
        connection.execute(select(func.pg_advisory_xact_lock(_SEARCH_LOCK)))
    if _has_index(connection):
        if _has_noted_articles(connection):
            connection.exec_driver_sql(_POSTGRES_UPDATE)
        return
    statements: Sequence[str] = _POSTGRES_INDEX
    if connection.dialect.name == "sqlite":
        statements = _SQLITE_INDEX
        has_fts5 = connection.scalar(text("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'"))
        if not has_fts5:
            advice = "Use a Python whose SQLite has FTS5, or PostgreSQL."
            raise StoreError("", "this Python's SQLite cannot search texts", advice)
    for statement in statements:
        connection.exec_driver_sql(statement)


def _match_phrase(connection: Connection, phrase: str) -> ColumnElement[bool]:
    """Build the condition that an article contains a phrase."""
    folded = _fold_phrase(phrase)
    if _UNSPACED_SCRIPT.search(phrase) or not folded:
        return or_(*(ARTICLES.c[field].icontains(phrase, autoescape=True) for field in ("title", "text")))
    is_prefix = " " not in phrase and len(phrase) >= _MIN_PREFIX_LENGTH
    if connection.dialect.name == "postgresql":
        quoted = " <-> ".join(f"'{word}'" for word in folded.split())
        query = func.to_tsquery("simple", quoted + (":*" if is_prefix else ""))
        return ARTICLES.c.id.in_(select(_SEARCHED.c.id).where(_SEARCHED.c.words.op("@@")(query)))
    ids = select(_SEARCHED.c.id).join_from(_SEARCHED, _WORDS, _WORDS.c.rowid == _SEARCHED.c.number)
    matches = literal_column("words").op("MATCH")(f'"{folded}"' + ("*" if is_prefix else ""))
    return ARTICLES.c.id.in_(ids.where(matches))


def _fold_phrase(phrase: str) -> str:
    """Fold a phrase as both indexes do, with one space between its words."""
    bare = re.sub("([A-Za-z])[\u0300-\u036f]+", r"\1", unicodedata.normalize("NFD", phrase))
    return " ".join(re.sub(f"[{_SEPARATORS}]+", " ", unicodedata.normalize("NFC", bare)).split())
