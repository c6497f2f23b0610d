"""What the readers of files and pages are given and what they give back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH = timedelta(hours=12)
"""Until how long after it was written a file is taken for written when its articles were saved."""


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file, or one inside an archive, as it was read.

    place: relative to the folder ("sub/news.zip/a.txt"). address: of the file, file://…. body: its bytes,
    unpacked. modified: when it was last written. now: when it is read.
    """

    place: str
    address: str
    body: bytes
    modified: datetime
    now: datetime

    @property
    def moment(self) -> datetime | None:
        """When what stands in it was so, as far as its own time tells: a copy made later tells nothing."""
        return self.modified if timedelta(0) <= self.now - self.modified <= FRESH else None


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a file or a page tells it, before it has an identity.

    title, text: plain; either may be "". url: absolute, or "" when nothing names one. source: the
    outlet, or "". published: aware, or None when nothing tells it. language: as declared ("en-GB"), or
    "". key: what tells it from others in the same file (an id in the data), or "". dated_from_now: its
    time was counted back from the time of reading, so the same file tells another one tomorrow.
    """

    title: str = ""
    text: str = ""
    url: str = ""
    source: str = ""
    published: datetime | None = None
    language: str = ""
    author: str = ""
    image: str = ""
    section: str = ""
    key: str = ""
    title_derived: bool = False
    dated_from_now: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file, or all of it, that gave no article.

    why: "unreadable" or "not_an_article". detail: what is wrong with it and where in the file.
    """

    why: str
    detail: str


Contents = tuple[Draft | Fault, ...]
