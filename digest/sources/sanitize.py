"""What a visit brought, with every text of somebody else's made plain: the last thing before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from digest.errors import SourceError
from digest.models import Article, Collected, LeftOut, SourceState
from digest.text import clean_line, drop_hidden

Row = TypeVar("Row", Article, LeftOut, SourceState)

_ARTICLE = ("source", "url", "title", "language", "author", "image", "section", "feed")
_LEFT_OUT = ("title", "source", "detail", "url")
# Not the body: it is this program's own word, and means what it means to the letter.
_MEMORY = ("etag", "modified", "moved_to")


def wash(collected: Collected) -> Collected:
    """Return a visit without characters that no reader sees, no terminal survives and no database takes.

    Lone surrogates and NUL, control characters, bidi overrides: in names of files and of outlets, in
    messages, in whatever a reader of one's own gives back. Cost: linear; what is plain is only looked at.
    """
    failure = collected.failure
    return replace(
        collected,
        articles=tuple(map(_wash_article, collected.articles)),
        failure=failure and _wash_failure(failure),
        state=_wash_fields(collected.state, _MEMORY, _wash_line),
        left_out=tuple(_wash_fields(row, _LEFT_OUT, _wash_line) for row in collected.left_out),
        warnings=tuple(_wash_line(warning) for warning in collected.warnings),
    )


def _wash_article(article: Article) -> Article:
    article = _wash_fields(_wash_fields(article, _ARTICLE, _wash_line), ("text",), _wash_lines)
    categories = tuple(map(_wash_line, article.categories))
    return article if categories == article.categories else replace(article, categories=categories)


def _wash_failure(failure: SourceError) -> SourceError:
    told = (failure.where, failure.message, failure.advice)
    return failure if all(map(str.isprintable, told)) else type(failure)(*map(_wash_line, told))


def _wash_fields(row: Row, fields: tuple[str, ...], wash: Callable[[str], str]) -> Row:
    washed: dict[str, Any] = {
        name: plain for name in fields if (plain := wash(told := getattr(row, name))) != told
    }
    return replace(row, **washed) if washed else row


def _wash_line(text: str) -> str:
    # A file whose name is no text is told as a shell tells it.
    return text if text.isprintable() else clean_line(text.encode("utf-8", "replace").decode())


def _wash_lines(text: str) -> str:
    return text if text.replace("\n", " ").isprintable() else drop_hidden(text)
