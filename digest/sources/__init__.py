"""Where articles come from: the kinds of source, and one visit to any of them.

A kind is a function `read(visit, door) -> Collected`. It may raise SourceError. One of your own is named
in the configuration by its dotted path: kind = "mypackage.module:function".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from digest.errors import SourceError
from digest.http import Door, without_password
from digest.model import Article, Collected, LeftOut, Memory, Visit
from digest.text import words

Reader = Callable[[Visit, Door], Collected]

SOURCES = {
    "feed": "digest.sources.feed:read_feed",
    "folder": "digest.sources.folder:read_folder",
    "page": "digest.sources.page:read_page",
}
"""{kind: where its reader is}. By name, because to import them all takes a second."""


def find_reader(kind: str) -> Reader:
    """Return the function that reads a kind of source. kind: a key of SOURCES or "module:function".

    Raises SourceError when there is none.
    """
    module, _, function = SOURCES.get(kind, kind).partition(":")
    try:
        reader: Reader = getattr(import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise SourceError(
            kind, f"there is no such kind of source ({error})", "Check kind in the configuration."
        ) from error
    return reader


def collect_source(visit: Visit, door: Door) -> Collected:
    """Visit one source and return what it brought. Whatever a source does, nothing is raised.

    A source that is gone, or that is not to be asked yet, is left alone and goes on failing. Articles
    that the source's words rule out come back as left out. An error nobody foresaw is a failure that
    says that it is ours. Cost: that of the kind of source.
    """
    source = visit.source
    if why := _why_not_now(visit):
        return Collected(source, failure=why, memory=visit.memory, unchanged=True)
    try:
        collected = find_reader(source.kind)(visit, door)
    except SourceError as error:
        collected = Collected(source, failure=error, memory=visit.memory)
    except Exception as error:
        fault = SourceError(
            without_password(source.location),
            f"this program failed over it ({type(error).__name__}: {error})",
            "The fault is not yours: please report it.",
        )
        collected = Collected(source, failure=fault, memory=visit.memory)
    return _rule_out(replace(collected, memory=_count_failures(collected, visit)))


def _why_not_now(visit: Visit) -> SourceError | None:
    memory, where = visit.memory, without_password(visit.source.location)
    if memory.gone:
        return SourceError(
            where, "it is gone for good, said its server", "Remove it, or look for its new address."
        )
    if memory.not_before and visit.now < memory.not_before:
        until = f"{memory.not_before:%Y-%m-%d %H:%M} UTC"
        return SourceError(
            where, f"it is left alone until {until}, after {memory.failures} failures in a row"
        )
    return None


def _count_failures(collected: Collected, visit: Visit) -> Memory:
    if collected.failure is None:
        return replace(collected.memory, not_before=None, failures=0, failing_since=None)
    return replace(
        collected.memory,
        # A new address that fails is forgotten: the next visit begins at the configured one.
        moved_to="",
        failures=visit.memory.failures + 1,
        failing_since=visit.memory.failing_since or visit.now,
    )


def _rule_out(collected: Collected) -> Collected:
    """Without the articles that lack every word of include, or hold one of exclude."""
    source = collected.source
    if not source.include and not source.exclude:
        return collected
    wanted, unwanted = _phrases(source.include), _phrases(source.exclude)
    kept: list[Article] = []
    left_out = list(collected.left_out)
    for article in collected.articles:
        told = _phrase(f"{article.title}\n{article.text}")
        reason = next((f"it has “{word}”" for word, phrase in unwanted if phrase in told), "")
        if not reason and wanted and not any(phrase in told for _, phrase in wanted):
            reason = "it has none of the words asked for"
        if reason:
            left_out.append(
                LeftOut(article.id, article.title, article.source, "excluded", reason, article.url)
            )
        else:
            kept.append(article)
    return replace(collected, articles=tuple(kept), left_out=tuple(left_out))


def _phrases(given: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, phrase) for word in given if (phrase := _phrase(word)).strip()]


def _phrase(text: str) -> str:
    """The words of a text, each between two spaces, so that a phrase is found at whole words only."""
    return f" {' '.join(words(text))} "
