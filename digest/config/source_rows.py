"""The rows of [[sources]] as the sources they describe."""

from __future__ import annotations

import re
from pathlib import Path

from digest.config.loader import Config
from digest.config.schema import ADDRESSES, PATHS, SourceRow
from digest.models import Source
from digest.text import clean_name


def list_rows(config: Config) -> tuple[Source, ...]:
    """Each row of [[sources]] as the Source it describes, in the file's order.

    An opml row comes back with kind "opml": whoever can read OPML takes it apart.
    """
    return tuple(describe_row(row, config) for row in config.sources)


def describe_row(row: SourceRow, config: Config) -> Source:
    """The Source that a row describes, with what [collect] says of all of them."""
    place, where = row.place
    location = where if place in ADDRESSES else str(config.path(where))
    return Source(
        name=clean_name(row.name or "") or clean_name(default_name(place, location)) or place,
        kind=row.kind or place,
        location=location,
        section=row.section,
        language=row.language,
        timeout=config.collect.timeout_seconds,
        limit=row.limit,
        full_text=row.full_text or config.collect.full_text,
        include=row.include,
        exclude=row.exclude,
        headers=tuple(sorted(row.headers.items())),
        max_bytes=int(config.collect.max_megabytes * 1_000_000),
        weight=row.weight,
        unset=row.unset,
        patience=config.collect.tell_failures_after_hours * 3600,
    )


def default_name(place: str, location: str) -> str:
    """What a source is called whose row gives no name: its host, or its folder's name."""
    if place in PATHS:
        return Path(location).name or location
    return re.sub(r"^https?://(?:[^@/]*@)?(?:www\.|feeds?\.|rss\.)?([^/:?#]+).*$", r"\1", location)
