"""What the readers of files and pages are given, what they give back, and how that becomes an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.models import Article, Source
from digest.sources.dates import is_possible
from digest.text import clean_line, detect_language, split_sentences

FRESH = timedelta(hours=12)
"""Until how long after it was written a file is taken for written when its articles were saved."""

CROWD = 3
"""So many different titles at one address: it is no address of an article."""

MOST_CATEGORIES = 8
"""So many of an entry's categories are kept."""

_TITLE_WIDTH, _TITLE_REACH = 160, 1_000
_SAMPLE = 500


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

    title, text: plain; either may be "". line: of the file, from 1, where it begins; 0 when that is unknown.
    url: absolute, or "" when nothing names one. source: the outlet, or "". published: aware, or None when
    nothing tells it. language: as declared ("en-GB"), or "".
    key: what tells it from others in the same file (an id in the data), or "". dated_from_now: its
    time was counted back from the time of reading, so the same file tells another one tomorrow.
    categories: what it is filed under, in the outlet's own words.
    """

    title: str = ""
    text: str = ""
    line: int = 0
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
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file, or all of it, that gave no article.

    why: "unreadable" or "not_an_article". detail: what is wrong with it and where in the file.
    """

    why: str
    detail: str


Contents = tuple[Draft | Fault, ...]


def make_article(
    draft: Draft, identity: str, source: Source, now: datetime, *, url: str = "", outlet: str = ""
) -> Article:
    """Return the article that a draft is, first seen now.

    identity: its id. url: where it is, when the draft does not say. outlet: who says it, when that is
    not the source. A title that is missing is its first sentence; a time that cannot be true is unknown.
    """
    sample = f"{draft.title}\n\n{draft.text[:_SAMPLE]}"
    language = detect_language(sample, source.language or draft.language or None)
    return Article(
        id=identity,
        source=outlet or source.name,
        url=draft.url or url,
        title=draft.title or derive_title(draft.text, language),
        text=draft.text,
        published=draft.published if draft.published and is_possible(draft.published, now) else None,
        first_seen=now,
        language=language,
        author=draft.author,
        image=draft.image,
        section=draft.section or source.section,
        title_derived=draft.title_derived or not draft.title,
        feed=source.key,
        categories=draft.categories,
    )


def derive_title(text: str, language: str = "und") -> str:
    """Return the first sentence of a text, cut at a word where it is long; "" of no text."""
    first = clean_line(next(iter(split_sentences(text[:_TITLE_REACH], language)), ""))
    cut = first[:_TITLE_WIDTH]
    return first if first == cut else f"{cut.rpartition(' ')[0] or cut}…"
