"""Where articles come from: the kinds of source, and one visit to any of them.

A kind is a function `read(visit, door) -> Collected`. It may raise SourceError. One of your own is named
in the configuration by its dotted path: kind = "mypackage.module:function".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from digest.errors import SourceError, tell_unset
from digest.http import Client
from digest.models import Article, Collected, LeftOut, Visit
from digest.runtime.plugins import load_function
from digest.sources.backoff import remember_visit, tell_not_now, void_future
from digest.sources.sanitize import wash
from digest.text import find_phrase
from digest.text.urls import without_password

Reader = Callable[[Visit, Client], Collected]

SOURCES = {
    "feed": "digest.sources.feed.feed_reader:read_feed",
    "folder": "digest.sources.folder.folder_reader:read_folder",
    "page": "digest.sources.page.page_reader:read_page",
}
"""{kind: where its reader is}. By name, because to import them all takes a second."""


def find_reader(kind: str) -> Reader:
    """Return the function that reads a kind of source. kind: a key of SOURCES or "module:function".

    Raises SourceError when there is none.
    """
    try:
        return load_function(SOURCES.get(kind, kind))
    except LookupError as error:
        raise SourceError(
            kind, f"there is no such kind of source: {error}", "Check kind in the configuration."
        ) from error


def collect_source(visit: Visit, client: Client) -> Collected:
    """Visit one source and return what it brought. Whatever a source does, nothing is raised.

    A source that is not to be asked yet is left alone. What is no character of any text is out of all
    that comes back. Articles that the source's words rule out come back as left out. An error nobody
    foresaw is a failure that says that it is ours. Cost: that of the kind of source.
    """
    visit = replace(visit, state=void_future(visit.state, visit.now))
    if left_alone := tell_not_now(visit):
        return left_alone
    source = visit.source
    try:
        if source.unset:
            raise SourceError(source.name, *tell_unset(source.unset))
        collected = find_reader(source.kind)(visit, client)
    except SourceError as error:
        collected = Collected(source, failure=error, state=visit.state)
    except Exception as error:
        fault = SourceError(
            without_password(source.location),
            f"this program failed over it ({type(error).__name__}: {error})",
            "The fault is not yours: please report it.",
        )
        collected = Collected(source, failure=fault, state=visit.state)
    return _rule_out(wash(remember_visit(collected, visit)))


def _rule_out(collected: Collected) -> Collected:
    """Without the articles that lack every word of include, or hold one of exclude."""
    source = collected.source
    if not collected.articles:
        return collected
    wanted = [phrase for phrase in source.include if phrase.strip()]
    kept: list[Article] = []
    left_out = list(collected.left_out)
    for article in collected.articles:
        told = f"{article.title}\n{article.text}"
        if unwanted := find_phrase(told, source.exclude):
            why = f"it has “{unwanted}”"
        elif wanted and not find_phrase(told, wanted):
            why = "it has none of the words asked for"
        else:
            kept.append(article)
            continue
        left_out.append(LeftOut(article.id, article.title, article.source, "excluded", why, article.url))
    return replace(collected, articles=tuple(kept), left_out=tuple(left_out))
