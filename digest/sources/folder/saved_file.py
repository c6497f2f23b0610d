"""A file of a folder, or one inside an archive, as the readers of the file formats get it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MAX_SAVING_AGE = timedelta(hours=12)
"""A file modified at most this long ago is taken to have been saved at the time it was modified."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file, or one inside an archive, as it was read.

    relative_path: from the folder, archives counting as folders ("sub/news.zip/a.txt"). address: of the file,
    file://…. body: its bytes, decompressed. modified: when it was last written. now: when it is read.
    """

    relative_path: str
    address: str
    body: bytes
    modified: datetime
    now: datetime

    @property
    def saved_at(self) -> datetime | None:
        """When its content was saved, or None when that is unknown: an old file may be a later copy."""
        return self.modified if timedelta(0) <= self.now - self.modified <= MAX_SAVING_AGE else None
