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
    sources: dict[str, Source] = {}
    failed: list[Collected] = []
    for row in build_sources(config):
        try:
            listed = read_subscription_list(row) if row.kind == "opml" else (row,)
        except SourceError as error:
            failed.append(Collected(row, failure=error))
            continue
        for source in listed:
            sources.setdefault(normalize_address(source.key), source)
    return make_names_unique(sources.values()), tuple(failed)


def rename_secret_keys(store: Store, sources: Iterable[Source]) -> None:
    """Rename the sources that an older version of the program kept under addresses with secrets in them."""
    store.rename_sources(
        {source.revealed_key: source.key for source in sources if is_secret(source.location)}
    )


def make_names_unique(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Number repeated names: a second "News" becomes "News 2". Cost: linear."""
    named: dict[str, Source] = {}
    numbers: defaultdict[str, Iterator[int]] = defaultdict(partial(count, 2))
    for source in sources:
        name = source.name
        while name in named:
            name = f"{source.name} {next(numbers[source.name])}"
        named[name] = replace(source, name=name)
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
        raise SourceError(row.location, f"the OPML file cannot be read ({error.strerror})") from None
    listed = read_opml(document, row.location)
    if has_outlines(document):
        require_feeds(listed, row.location)
    return tuple(
        replace(
            row, kind=feed.kind, name=feed.name, location=feed.location, section=feed.section or row.section
        )
        for feed in listed
    )
