"""Sanitize the result of a visit: remove control and other invisible characters from all foreign text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from digest.errors import SourceError
from digest.models import Article, Collected, LeftOut, SourceState
from digest.models.secret_text import conceal, is_secret
from digest.text import clean_line, remove_invisible
from digest.text.clean import is_printable

Row = TypeVar("Row", Article, LeftOut, SourceState)

_ARTICLE_FIELDS = (
    *("source", "url", "title", "language", "author", "image", "section", "feed", "guid"),
    *("image_alt", "media_url"),
)
_LEFT_OUT_FIELDS = ("title", "source", "detail", "url")
_get_lines = attrgetter(*_ARTICLE_FIELDS)
# Not body: this program writes it and reads it back unchanged.
_STATE_FIELDS = ("etag", "modified", "moved_to")


def sanitize_collected(collected: Collected) -> Collected:
    """Return a result without characters that are invisible, upset terminals or are invalid in databases.

    These are lone surrogates, NUL, control characters and bidirectional overrides, which come from file
    names, outlets, messages and custom source readers. Cost: linear; clean text is only checked.
    """
    failure = collected.failure
    return replace(
        collected,
        articles=tuple(map(sanitize_article, collected.articles)),
        failure=failure and _sanitize_failure(failure),
        state=_sanitize_fields(collected.state, _STATE_FIELDS, _sanitize_line),
        left_out=tuple(_sanitize_fields(row, _LEFT_OUT_FIELDS, _sanitize_line) for row in collected.left_out),
        warnings=tuple(_sanitize_line(warning) for warning in collected.warnings),
    )


def conceal_secrets(collected: Collected) -> Collected:
    """Return a result in which the source's secrets are replaced by the names of their variables.

    A server may repeat a key in the addresses of articles, in texts and in messages. Cost: linear, and
    nothing for a source without secrets.
    """
    source, failure = collected.source, collected.failure
    password = source.mailbox.password if source.mailbox else ""
    texts = (source.location, password, *map(itemgetter(1), source.headers))
    secrets = [text for text in texts if is_secret(text)]
    if not secrets:
        return collected

    def hide(text: str) -> str:
        return conceal(text, secrets)

    articles = (_sanitize_fields(row, (*_ARTICLE_FIELDS, "text"), hide) for row in collected.articles)
    return replace(
        collected,
        source=replace(source, name=hide(source.name)),
        articles=tuple(replace(row, categories=tuple(map(hide, row.categories))) for row in articles),
        failure=failure and type(failure)(hide(failure.where), hide(failure.message), hide(failure.advice)),
        state=_sanitize_fields(collected.state, _STATE_FIELDS, hide),
        left_out=tuple(_sanitize_fields(row, _LEFT_OUT_FIELDS, hide) for row in collected.left_out),
        warnings=tuple(map(hide, collected.warnings)),
    )


def sanitize_article(article: Article) -> Article:
    """Return an article without such characters."""
    if not "".join(_get_lines(article)).isprintable():
        article = _sanitize_fields(article, _ARTICLE_FIELDS, _sanitize_line)
    article = _sanitize_fields(article, ("text",), _sanitize_text)
    categories = tuple(map(_sanitize_line, article.categories))
    return article if categories == article.categories else replace(article, categories=categories)


def _sanitize_failure(failure: SourceError) -> SourceError:
    texts = (failure.where, failure.message, failure.advice)
    return failure if all(map(str.isprintable, texts)) else type(failure)(*map(_sanitize_line, texts))


def _sanitize_fields(row: Row, names: tuple[str, ...], sanitize: Callable[[str], str]) -> Row:
    changed: dict[str, Any] = {
        name: clean for name in names if (clean := sanitize(value := getattr(row, name))) != value
    }
    return replace(row, **changed) if changed else row


def _sanitize_line(text: str) -> str:
    # Undecodable bytes of a file name are shown as "?", as shells do.
    return text if text.isprintable() else clean_line(text.encode("utf-8", "replace").decode())


def _sanitize_text(text: str) -> str:
    return text if is_printable(text) else remove_invisible(text)
