"""The sources of a configuration, one by one: lists of feeds opened, names told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from digest.config import Config, list_rows
from digest.errors import SourceError, tell_unset
from digest.models import Collected, Source
from digest.sources.feed.opml import read_opml

FIRST_SOURCE = "`digest sources add` takes the address of a feed or of any site."
"""What to do where there is no source."""


def list_sources(config: Config) -> tuple[tuple[Source, ...], tuple[Collected, ...]]:
    """The sources of a configuration, OPML files taken apart, and the OPML files that cannot be read.

    A place that is listed twice is visited once; a name that stands twice gets a number.
    """
    sources: dict[str, Source] = {}
    failed: list[Collected] = []
    for row in list_rows(config):
        try:
            listed = open_list(row) if row.kind == "opml" else (row,)
        except SourceError as error:
            failed.append(Collected(row, failure=error))
            continue
        for source in listed:
            sources.setdefault(source.key, source)
    return name_apart(sources.values()), tuple(failed)


def name_apart(sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources with names that differ: a second "News" is called "News 2". Cost: linear."""
    named: dict[str, Source] = {}
    numbers: defaultdict[str, Iterator[int]] = defaultdict(partial(count, 2))
    for source in sources:
        name = source.name
        while name in named:
            name = f"{source.name} {next(numbers[source.name])}"
        named[name] = replace(source, name=name)
    return tuple(named.values())


def open_list(row: Source) -> tuple[Source, ...]:
    """The feeds of an OPML file, with what its row in the configuration says of all of them."""
    if row.unset:
        raise SourceError(row.name, *tell_unset(row.unset))
    try:
        listed = read_opml(Path(row.location).read_bytes(), row.location)
    except OSError as error:
        raise SourceError(row.location, f"the list of feeds cannot be read ({error.strerror})") from None
    return tuple(
        replace(
            row, kind=feed.kind, name=feed.name, location=feed.location, section=feed.section or row.section
        )
        for feed in listed
    )
