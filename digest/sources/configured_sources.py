"""List the sources of a configuration: expand OPML files and make names unique."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from digest.config import Config, build_sources
from digest.errors import SourceError, explain_missing_variables
from digest.models import Collected, Source
from digest.models.secret_text import is_secret
from digest.store import Store
from digest.text.urls import normalize_address

ADD_SOURCE_ADVICE = "`digest sources add` takes the address of a feed or of any site."
"""Advice for a configuration without sources."""


def list_sources(config: Config) -> tuple[tuple[Source, ...], tuple[Collected, ...]]:
    """Return the sources of a configuration with OPML files expanded, and failures for unreadable files.

    A location that is listed twice is visited once; a name that is used twice gets a number.
    """
    listed, failed = _read_all(config)
    sources: dict[str, Source] = {}
    for source in listed:
        sources.setdefault(normalize_address(source.key), source)
    return make_names_unique(sources.values()), failed


def find_address_conflicts(config: Config) -> tuple[SourceError, ...]:
    """Return an error for each source that is not visited, because an earlier one has its address.

    The same source listed twice is no mistake; one with another password, or with other headers, is.
    """
    sources: dict[str, Source] = {}
    conflicts = []
    for source in _read_all(config)[0]:
        first = sources.setdefault(normalize_address(source.key), source)
        if (source.location, source.headers) != (first.location, first.headers):
            message = (
                f"it is configured twice, with different user names, passwords or headers; "
                f"only the first, {first.name}, is visited"
            )
            advice = "Remove one of the two, or ask the publisher for an address for each."
            conflicts.append(SourceError(source.key, message, advice))
    return tuple(dict.fromkeys(conflicts))


def _read_all(config: Config) -> tuple[list[Source], tuple[Collected, ...]]:
    """Return all sources of a configuration, in order, and failures for unreadable lists."""
    sources: list[Source] = []
    failed: list[Collected] = []
    for row in build_sources(config):
        try:
            sources += read_subscription_list(row) if row.kind == "opml" else (row,)
        except SourceError as error:
            failed.append(Collected(row, failure=error))
    return sources, tuple(failed)


def rename_secret_keys(store: Store, sources: Iterable[Source]) -> None:
    """Rename the sources that an older version of the program kept under addresses with secrets in them."""
    store.rename_sources(
        {source.revealed_key: source.key for source in sources if is_secret(source.location)}
    )


def recall_names(store: Store, sources: Iterable[Source]) -> tuple[Source, ...]:
    """Name the sources that nobody has named as their feeds name themselves, as far as the store knows that.

    See `rename_secret_keys`, which is done first.
    """
    sources = tuple(sources)
    rename_secret_keys(store, sources)
    names = store.sources.names()
    return make_names_unique(
        replace(source, name=names.get(source.key, source.name)) if source.takes_title else source
        for source in sources
    )


def make_names_unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Number repeated names: a second "News" becomes "News 2". Cost: linear."""
    named: dict[str, Source] = {}
    numbers: defaultdict[str, Iterator[int]] = defaultdict(partial(count, 2))
    for source in sources:
        name = source.name
        while name in named:
            name = f"{source.name} {next(numbers[source.name])}"
        named[name] = source if name == source.name else replace(source, name=name)
    return tuple(named.values())


def read_subscription_list(row: Source) -> tuple[Source, ...]:
    """Return the feeds of an OPML file, with the settings of its row in the configuration.

    A list without any outline is one that nobody has filled yet. Raises SourceError if the file cannot be
    read, or has outlines but no feed.
    """
    from digest.sources.feed.opml import has_outlines, read_opml, require_feeds  # late: it needs lxml

    if row.missing_variables:
        raise SourceError(row.name, *explain_missing_variables(row.missing_variables))
    try:
        document = Path(row.location).read_bytes()
    except OSError as error:
        advice = "Correct opml in the configuration, or make the file readable."
        message = f"the OPML file cannot be read ({error.strerror})"
        raise SourceError(row.location, message, advice) from None
    listed = read_opml(document, row.location)
    if has_outlines(document):
        require_feeds(listed, row.location)
    return tuple(
        replace(
            row,
            kind=feed.kind,
            name=feed.name,
            location=feed.location,
            section=feed.section or row.section,
            takes_title=feed.takes_title,
        )
        for feed in listed
    )
