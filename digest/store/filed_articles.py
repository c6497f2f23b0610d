"""Keep the texts of very many articles in a file instead of in memory."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from weakref import finalize

from digest.errors import StoreError
from digest.models import Article

IN_MEMORY = 20_000
"""Of more articles than this, the texts of the others are in a file."""

_NAMES = tuple(field.name for field in fields(Article))
_TEXT = _NAMES.index("text")
# Outlets, sections and the like are the same in many articles, which hold one object then.
_SHARED = [
    _NAMES.index(name)
    for name in ("source", "first_seen", "language", "author", "section", "feed", "categories", "arrived")
]
# The places of the values in an article, which is frozen for everyone else.
_SLOTS = [vars(Article)[name] for name in _NAMES]
_SETTERS = [slot.__set__ for slot in _SLOTS]


class TextFile:
    """A file without a name, which is gone when the last article that has its text in it is."""

    def __init__(self) -> None:
        """Raises StoreError if there is no folder for temporary files."""
        try:
            self._file = TemporaryFile(prefix="digest-texts-")  # noqa: SIM115
        except OSError as error:
            raise _explain(error) from None
        finalize(self, _close, self._file)
        self._ends = array("q", [0])

    def add(self, text: str) -> int:
        """Add a text; return its number. Raises StoreError if the disk is full."""
        try:
            size = self._file.write(text.encode("utf-8", "surrogatepass"))
            self._file.flush()
        except OSError as error:
            raise _explain(error) from None
        self._ends.append(self._ends[-1] + size)
        return len(self._ends) - 2

    def read(self, number: int) -> str:
        """Return a text. Cost: that of copying it, as long as the system has it in memory."""
        start, end = self._ends[number : number + 2]
        return os.pread(self._file.fileno(), end - start, start).decode("utf-8", "surrogatepass")


def _explain(error: OSError) -> StoreError:
    advice = "Free some space, or name another folder by the environment variable TMPDIR."
    message = f"the texts cannot be kept in the folder for temporary files ({error.strerror})"
    return StoreError("", message, advice)


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # on a full disk, what could not be written is tried once more
        file.close()


class FiledArticle(Article):
    """An article whose text is read from a file each time it is used.

    What pickling and `replace` make of it is a plain article.
    """

    __slots__ = ("_file",)
    _file: TextFile

    def __new__(cls, *values: Any, **named: Any) -> Any:
        return Article(*values, **named)

    @classmethod
    def make(cls, values: Iterable[Any], file: TextFile) -> FiledArticle:
        """Make an article of the values of its fields, with the number of its text in a file as the text."""
        article: FiledArticle = object.__new__(cls)
        for set_value, value in zip(_SETTERS, values, strict=True):
            set_value(article, value)
        object.__setattr__(article, "_file", file)
        return article

    @property
    def text(self) -> str:
        return self._file.read(_SLOTS[_TEXT].__get__(self))

    def __reduce__(self) -> tuple[type[Article], tuple[Any, ...]]:
        return Article, tuple(getattr(self, name) for name in _NAMES)


def make_articles(rows: Iterable[Sequence[Any]]) -> Iterator[Article]:
    """Yield articles made of the values of their fields, those after the first IN_MEMORY with filed texts.

    All texts are in memory on Windows, which cannot read at a place of a file that threads share.
    """
    rows = iter(rows)
    for row in islice(rows, IN_MEMORY if hasattr(os, "pread") else None):
        yield Article(*row)
    known: dict[Any, Any] = {}
    file: TextFile | None = None
    for row in rows:
        file = file or TextFile()
        values = list(row)
        for place in _SHARED:
            values[place] = known.setdefault(values[place], values[place])
        values[_TEXT] = file.add(values[_TEXT])
        yield FiledArticle.make(values, file)
