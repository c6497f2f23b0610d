"""The registry of source kinds, and one visit to a source of any kind.

A source kind is a function `read(visit, client) -> Collected`. It may raise SourceError. A kind of your own
is named in the configuration by its dotted path: kind = "mypackage.module:function".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from digest.errors import SourceError, explain_missing_variables
from digest.http import Client
from digest.models import Article, Collected, Source, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.runtime.plugins import load_function
from digest.sources.backoff import discard_future_times, skip_early_visit, update_state
from digest.sources.phrase_filter import find_rejection
from digest.sources.sanitize import conceal_secrets, sanitize_collected
from digest.text import clean_message
from digest.text.urls import remove_credentials

if TYPE_CHECKING:
    from digest.runtime.executors import Map

SourceReader = Callable[[Visit, Client], Collected]

SOURCES = {
    "feed": "digest.sources.feed.feed_reader:read_feed",
    "mailbox": "digest.sources.mailbox.mailbox_reader:read_mailbox_source",
    "folder": "digest.sources.folder.folder_reader:read_folder",
    "page": "digest.sources.page.page_reader:read_page",
}
"""{kind: path of its reader}. Paths, because importing all readers takes a second."""


def load_reader(kind: str) -> SourceReader:
    """Return the function that reads a kind of source. kind: a key of SOURCES or the name of a plug-in.

    Raises SourceError if there is none.
    """
    try:
        return load_function(SOURCES.get(kind, kind), "source")
    except LookupError as error:
        raise SourceError(
            kind, f"there is no such kind of source: {error}", "Check kind in the configuration."
        ) from error


def collect_source(visit: Visit, client: Client) -> Collected:
    """Visit one source and return what it collected. Never raises, whatever the source does.

    A visit before the source is due is skipped. All text in the result is sanitized. Articles that the
    source's include and exclude phrases reject are returned as left out. An unexpected exception becomes a
    failure that asks to report it. Cost: that of the source kind.
    """
    visit = replace(visit, state=discard_future_times(visit.state, visit.now))
    if skipped := skip_early_visit(visit):
        return skipped
    try:
        collected = sanitize_collected(update_state(_read_source(visit, client), visit))
        return _filter_articles(conceal_secrets(collected))
    except Exception as error:
        failed = Collected(visit.source, failure=_explain_fault(visit.source, error), state=visit.state)
        return conceal_secrets(sanitize_collected(update_state(failed, visit)))


def collect_whole_sources(visits: Sequence[Visit], client: Client, read_map: Map) -> Iterator[Collected]:
    """Visit sources until nothing of them is left to read, and yield the result of each visit.

    What is collected is not saved in between, so all of it is in memory if the caller keeps it.
    """
    while visits:
        unfinished = []
        for visit, result in zip(
            visits, read_map(partial(collect_source, client=client), visits), strict=True
        ):
            yield result
            if result.has_more:
                unfinished.append(replace(visit, state=result.state, continuation=result.continuation))
        visits = unfinished


def _read_source(visit: Visit, client: Client) -> Collected:
    source = visit.source
    try:
        if source.missing_variables:
            raise SourceError(source.name, *explain_missing_variables(source.missing_variables))
        return load_reader(source.kind)(visit, client)
    except SourceError as error:
        return Collected(source, failure=error, state=visit.state)


def _explain_fault(source: Source, error: Exception) -> SourceError:
    """Return the failure of a source whose visit raised an unexpected exception."""
    reader, advice = (
        ("the program", "This is a bug in the program: please report it.")
        if source.kind in SOURCES
        else (f"the plug-in {source.kind}", "Fix the plug-in, or report it to its author.")
    )
    describe_fault("visiting the source", source.name, error)
    message = (
        f"{reader} failed with an unexpected error ({type(error).__name__}: {clean_message(str(error))})"
    )
    return SourceError(remove_credentials(source.location), message, advice)


def _filter_articles(collected: Collected) -> Collected:
    """Leave out the articles that the source's phrases reject."""
    kept: list[Article] = []
    left_out = list(collected.left_out)
    for article in collected.articles:
        if rejection := find_rejection(article, collected.source):
            left_out.append(rejection)
        else:
            kept.append(article)
    if len(kept) == len(collected.articles):
        return collected
    return replace(collected, articles=tuple(kept), left_out=tuple(left_out))
