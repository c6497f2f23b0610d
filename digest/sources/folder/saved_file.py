"""A file of a folder, or one inside an archive, as the readers of the file formats get it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from digest.models.default_limits import MAX_BYTES
from digest.sources.article_drafts import Fault

MAX_SAVING_AGE = timedelta(hours=12)
"""A file modified at most this long ago is taken to have been saved at the time it was modified."""

MAX_PARTS = 20_000
"""The most records or rows of one file that are read: as many as entries of a feed."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file, or one inside an archive, as it was read.

    relative_path: from the folder, archives counting as folders ("sub/news.zip/a.txt"). address: of the file,
    file://…. body: its bytes, decompressed. modified: when it was last written. now: when it is read.
    max_bytes: the most that a part of it may unpack to.
    """

    relative_path: str
    address: str
    body: bytes
    modified: datetime
    now: datetime
    max_bytes: int = MAX_BYTES

    @property
    def saved_at(self) -> datetime | None:
        """When its content was saved, or None when that is unknown: an old file may be a later copy."""
        return self.modified if timedelta(0) <= self.now - self.modified <= MAX_SAVING_AGE else None


def take_ends(parts: Iterable[T], limit: int = MAX_PARTS) -> tuple[list[T], tuple[Fault, ...]]:
    """Return at most `limit` of the parts of a file, in order, and a fault that reports the omitted ones.

    Half are taken from the beginning and half from the end: a file grows at one of them, and new parts are
    read in either case. Cost: linear, in the memory of what is kept.
    """
    half = limit // 2
    rest = iter(parts)
    first = list(islice(rest, half))
    last: deque[T] = deque(maxlen=half)
    count = len(first)
    for part in rest:
        last.append(part)
        count += 1
    if count <= 2 * half:
        return [*first, *last], ()
    message = f"it has {count:,} parts; the first and the last {half:,} were read"
    return [*first, *last], (Fault("unreadable", message),)
