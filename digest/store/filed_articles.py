"""Keep most of very many articles in a file instead of in memory."""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from operator import attrgetter, itemgetter
from tempfile import TemporaryFile
from typing import IO, Any, cast
from weakref import finalize

from digest.errors import StoreError
from digest.models import Article

IN_MEMORY = 20_000
"""Of more articles than this, most of the others is in a file."""

HEADS_KEPT = 5_000
"""How many heads of articles stay in memory after they were read: most steps need several fields."""

_NAMES = tuple(Article.__dataclass_fields__)
_HEAD = ("title", "url", "author", "image", "image_alt", "guid", "media_url", "media_seconds", "categories")
"""The fields that differ from article to article. They are in the file, before the text."""

_SHARED = tuple(name for name in _NAMES if name not in {"id", "published", "text", *_HEAD})
"""The fields that many articles have in common, such as outlet, language and time of the visit."""

_get_head = itemgetter(*map(_NAMES.index, _HEAD))
_get_shared = itemgetter(*map(_NAMES.index, _SHARED))
_ID, _PUBLISHED, _TEXT = map(_NAMES.index, ("id", "published", "text"))


class RecordFile:
    """A file without a name, which is gone when the last article that is in it is.

    A record is the head of an article (the values of the fields _HEAD) and its text.
    """

    def __init__(self) -> None:
        """Raises StoreError if there is no folder for temporary files."""
        try:
            self._file = TemporaryFile(prefix="digest-articles-")  # noqa: SIM115
        except OSError as error:
            raise _explain(error) from None
        finalize(self, _close, self._file)
        self._ends = array("q", [0])  # of head and text in turn
        self._heads: dict[int, tuple[Any, ...]] = {}

    def add(self, head: tuple[Any, ...], text: str) -> int:
        """Add an article; return its number. Raises StoreError if the disk is full."""
        parts = marshal.dumps(head), text.encode("utf-8", "surrogatepass")
        try:
            self._file.write(b"".join(parts))
            self._file.flush()
        except OSError as error:
            raise _explain(error) from None
        for part in parts:
            self._ends.append(self._ends[-1] + len(part))
        return len(self._ends) // 2 - 1

    def read_head(self, number: int) -> tuple[Any, ...]:
        """Return the head of an article."""
        head = self._heads.get(number)
        if head is None:
            if len(self._heads) >= HEADS_KEPT:
                self._heads.clear()
            self._heads[number] = head = marshal.loads(self._read(2 * number))
        return head

    def read_text(self, number: int) -> str:
        """Return the text of an article. Cost: that of copying it, as long as the system has it in memory."""
        return self._read(2 * number + 1).decode("utf-8", "surrogatepass")

    def _read(self, place: int) -> bytes:
        start, end = self._ends[place : place + 2]
        return os.pread(self._file.fileno(), end - start, start)


def _explain(error: OSError) -> StoreError:
    advice = "Free some space, or name another folder by the environment variable TMPDIR."
    message = f"the articles cannot be kept in the folder for temporary files ({error.strerror})"
    return StoreError("", message, advice)


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # on a full disk, what could not be written is tried once more
        file.close()


class FiledArticle:
    """An article whose head and text are read from a file each time they are used.

    It behaves as the article with these values, and `isinstance` takes it for one. It is not derived from
    Article, whose slots alone take 200 bytes. What pickling and `replace` make of it is a plain article.
    """

    __slots__ = ("_file", "_number", "_shared", "id", "published")
    __dataclass_fields__ = Article.__dataclass_fields__
    __eq__, __hash__, __repr__ = Article.__eq__, Article.__hash__, Article.__repr__
    __class__ = property(lambda self: Article)
    moment = Article.moment

    def __init__(
        self, id_: str, published: datetime | None, shared: Article, file: RecordFile, number: int
    ) -> None:
        """shared: an article with the values of the fields _SHARED. number: of its record in the file."""
        self.id, self.published, self._shared = id_, published, shared
        self._file, self._number = file, number

    @property
    def text(self) -> str:
        return self._file.read_text(self._number)

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        return Article, tuple(getattr(self, name) for name in _NAMES)


def _read_from_head(place: int) -> property:
    return property(lambda article: article._file.read_head(article._number)[place])


for _name in _SHARED:
    setattr(FiledArticle, _name, property(attrgetter(f"_shared.{_name}")))
for _place, _name in enumerate(_HEAD):
    setattr(FiledArticle, _name, _read_from_head(_place))


def make_articles(rows: Iterable[Any]) -> Iterator[Article]:
    """Yield articles made of the values of their fields, those after the first IN_MEMORY as filed ones.

    All are in memory on Windows, which cannot read at a place of a file that threads share.
    """
    rows = iter(rows)
    for row in islice(rows, IN_MEMORY if hasattr(os, "pread") else None):
        yield Article(*row)
    times: dict[datetime | None, datetime | None] = {}
    known: dict[tuple[Any, ...], Article] = {}
    file: RecordFile | None = None
    for row in rows:
        file = file or RecordFile()
        number = file.add(_get_head(row), row[_TEXT])
        published = times.setdefault(row[_PUBLISHED], row[_PUBLISHED])
        values = _get_shared(row)
        shared = known.get(values)
        if shared is None:
            fields: dict[str, Any] = dict.fromkeys(_NAMES, "") | dict(zip(_SHARED, values, strict=True))
            shared = known[values] = Article(*fields.values())
        yield cast(Article, FiledArticle(row[_ID], published, shared, file, number))
