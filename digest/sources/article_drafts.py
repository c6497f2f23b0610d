"""The draft of an article, as the readers of feeds, pages and files produce it, and its completion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter, gt
from typing import TypeVar

from digest.models import Article, MediaKind, Source
from digest.sources.dates import limit_date
from digest.text import clean_line, detect_language, split_sentences

SHARED_ADDRESS_TITLES = 3
"""An address that this many different titles share is not the address of an article."""

MAX_CATEGORIES = 8
"""How many categories of an entry are kept."""

FIELD_LIMITS = {
    "title": 1_000,
    "text": 500_000,
    "source": 200,
    "author": 500,
    "section": 200,
    "image_alt": 500,
    "language": 35,
}
"""The most characters of each field of a draft. What is longer is cut, and reported."""

MAX_ADDRESS = 8_000
"""The most characters of an address. A longer one is dropped: cut, it would lead elsewhere."""

_ADDRESSES = ("url", "image", "media_url")
_LIMITS = (*FIELD_LIMITS.values(), *(MAX_ADDRESS for _ in _ADDRESSES))
_get_limited = attrgetter(*FIELD_LIMITS, *_ADDRESSES)

NEW_LINK_AGE = timedelta(days=1)
"""A page without a date that the reader saved longer ago is stored as old."""

MAX_CATEGORY, _SHOWN = 200, 60
_MAX_TITLE, _TITLE_SOURCE = 160, 1_000
_SAMPLE = 500
_MAX_GUID = 500
"""A longer guid is no guid."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a feed, page or file gives it, before it has an id.

    title, text: plain text; either may be "". line: the line of the file where it begins, from 1; 0 if
    unknown. url: absolute, or "" if there is none. source: the outlet, or "". published: aware, or None if
    unknown. language: as declared ("en-GB"), or "". key: distinguishes it from others in the same file (an
    id in the data), or "". has_relative_date: published was computed from the time of reading ("2 hours
    ago"), so the same file gives another time tomorrow. image_alt, media_url, media_kind and media_seconds
    are those of an article. categories: as its outlet assigns them. cut: the
    names of the fields that were too long. saved: when the reader saved the page, which is not when it was
    published.
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
    has_relative_date: bool = False
    categories: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    image_alt: str = ""
    media_url: str = ""
    media_kind: MediaKind = ""
    media_seconds: int = 0
    saved: datetime | None = None

    def __post_init__(self) -> None:
        """Cut what is too long, before anything else reads it."""
        if any(map(gt, map(len, _get_limited(self)), _LIMITS)):
            self._cut_long_fields()
        categories = self.categories
        if categories and (len(categories) > MAX_CATEGORIES or len(max(categories, key=len)) > MAX_CATEGORY):
            names = tuple(name[:MAX_CATEGORY] for name in self.categories[:MAX_CATEGORIES])
            self._cut_field("categories", names)

    def _cut_long_fields(self) -> None:
        for name, limit in FIELD_LIMITS.items():
            if len(value := getattr(self, name)) > limit:
                self._cut_field(name, value[:limit].rstrip())
        for name in _ADDRESSES:
            if len(getattr(self, name)) > MAX_ADDRESS:
                self._cut_field(name, "")

    def _cut_field(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        object.__setattr__(self, "cut", tuple(dict.fromkeys((*self.cut, name))))


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, or a part of one, that gave no article.

    why: "unreadable", "not_an_article" or "failed". detail: what is wrong with it, and where in the file.
    """

    why: str
    detail: str


Contents = tuple[Draft | Fault, ...]
_Part = TypeVar("_Part", bound=Draft | Fault)


def mark_last_cut(drafts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Return the contents of a file whose end was not read: its last draft says that its text is cut."""
    if not drafts or not isinstance(last := drafts[-1], Draft):
        return drafts
    return (*drafts[:-1], replace(last, cut=tuple(dict.fromkeys((*last.cut, "text")))))


def make_article(
    draft: Draft,
    identity: str,
    source: Source,
    now: datetime,
    *,
    url: str = "",
    outlet: str = "",
    words: tuple[str, str] | None = None,
) -> Article:
    """Return the article of a draft, first seen now.

    identity: its id. url: its address if the draft has none. outlet: its publisher if that is not the
    source. words: its title and text, if those of the draft contain more. A missing title is replaced by
    the first sentence; a picture's text that repeats the title is dropped; an implausible date becomes None,
    and one that is a little ahead of the clock becomes now.
    """
    title, text = words or (draft.title, draft.text)
    sample = f"{title}\n\n{text[:_SAMPLE]}"
    published = limit_date(draft.published, now)
    is_old = draft.saved is not None and now - draft.saved > NEW_LINK_AGE
    language = detect_language(sample, source.language or draft.language or None)
    return Article(
        id=identity,
        source=outlet or source.name,
        url=draft.url or url,
        title=title or derive_title(text, language),
        text=text,
        published=published,
        first_seen=now,
        language=language,
        author=draft.author,
        image=draft.image,
        section=draft.section or source.section,
        title_derived=draft.title_derived or not title,
        feed=source.key,
        categories=draft.categories,
        image_alt=draft.image_alt if draft.image and draft.image_alt != title else "",
        media_url=draft.media_url,
        media_kind=draft.media_kind if draft.media_url else "",
        media_seconds=draft.media_seconds if draft.media_url else 0,
        is_backlog=published is None and is_old,
        guid=draft.key if draft.key != draft.url and len(draft.key) <= _MAX_GUID else "",
    )


def describe_cut(draft: Draft) -> str:
    """Return what was cut off a draft because it was too long, for people; "" if nothing was."""
    if not draft.cut:
        return ""
    return f"“{draft.title[:_SHOWN]}”: too long, only the beginning was kept ({', '.join(draft.cut)})"


def derive_title(text: str, language: str = "und") -> str:
    """Return the first sentence of a text, cut at a word boundary if it is long; "" for an empty text."""
    first = clean_line(next(iter(split_sentences(text[:_TITLE_SOURCE], language)), ""))
    cut = first[:_MAX_TITLE]
    return first if first == cut else f"{cut.rpartition(' ')[0] or cut}…"
