"""The articles of a folder, each of them once, under an identity of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from digest.models import Article, LeftOut, Source
from digest.sources.draft import Draft, SavedFile, derive_title, make_article
from digest.sources.folder.folder_state import Kept, Reading
from digest.text import fingerprint, words
from digest.text.urls import article_id

# Texts of so many words are the same under any title, shorter ones under the same title only.
_TELLING_WORDS = 25
_SLUG_WIDTH = 60
_NOT_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An article in a file. file: it, or the one inside it. holder: where it lies in the folder. origin: the
    place that the article has its identity from. several: the file holds others beside it.
    """

    draft: Draft
    file: SavedFile
    holder: str
    origin: str
    several: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that is nobody's copy, and what is to be remembered of it."""

    article: Article
    kept: Kept


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that repeats another. holder: the file that the other lies in."""

    left_out: LeftOut
    holder: str


class Shelf:
    """The articles that a folder is known to hold, by identity and by text."""

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._places: dict[str, tuple[str, str, str]] = {}
        self._told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for place, reading in readings.items():
            for kept in reading.articles:
                self._keep(kept, place, place)

    def put(self, part: Found, source: Source, now: datetime, own_address: bool) -> Taken | Copy:
        """Put an article on the shelf; one whose text or address is there is a copy of what it repeats.

        A text that another outlet tells is not. own_address: the article's is no one else's.
        """
        draft, place = part.draft, part.file.place
        article = _name_article(part, source, now, own_address)
        text = _text_key(article)
        first = self._find_copy(text, draft.source)
        if not first and article.id in self._places and not draft.url:
            # Two articles of one title in one file: only their texts tell them apart.
            article = replace(article, id=article_id(f"{article.id}\n{text}"))
        if first or article.id in self._places:
            title, original, holder = self._places[first or article.id]
            where = f"{place}, line {draft.line}" if draft.line else place
            detail = f"“{title}” ({original}){'' if first else ', at the same address'}; it stands in {where}"
            # An id of its own: the article's may be that of the one it repeats.
            id_ = article_id(f"{article.id}\n{place}")
            left = LeftOut(id_, article.title, article.source, "same_text", detail, article.url)
            return Copy(left, holder)
        kept = Kept(article.id, draft.source, article.title, text if article.text else "")
        self._keep(kept, place, part.holder)
        return Taken(article, kept)

    def _find_copy(self, text: str, outlet: str) -> str:
        """The id of the article of the same outlet, or of none, that has this text; or ""."""
        told = self._told.get(text, ())
        return next((first for voice, first in told if voice in ("", outlet) or not outlet), "")

    def _keep(self, kept: Kept, place: str, holder: str) -> None:
        self._places[kept.id] = kept.title, place, holder
        if kept.text:
            self._told[kept.text].append((kept.outlet, kept.id))


def _text_key(article: Article) -> str:
    telling = len(words(article.text)) >= _TELLING_WORDS
    return fingerprint(article.text if telling else f"{article.title}\n{article.text}")


def _name_article(part: Found, source: Source, now: datetime, own_address: bool) -> Article:
    """An article with its identity: its address, else its place in the folder, wherever that stands."""
    draft, file = part.draft, part.file
    mark = _slug(draft.title or derive_title(draft.text)) if part.several or draft.url else ""
    place = f"{source.name}\n{part.origin}\n{draft.key or mark}"
    identity = article_id(draft.url if draft.url and own_address else place)
    joint = "/" if "#" in file.address else "#"
    url = f"{file.address}{joint}{quote(mark)}" if mark else file.address
    return make_article(draft, identity, source, now, url=url, outlet=draft.source)


def _slug(title: str) -> str:
    return _NOT_SLUG.sub("-", title.casefold())[:_SLUG_WIDTH].strip("-")
