"""Keep each article of a folder once, and give it an id of its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from digest.models import Article, LeftOut, Source
from digest.sources.article_drafts import Draft, derive_title, make_article
from digest.sources.folder.folder_state import FileState, RememberedArticle
from digest.sources.folder.saved_file import SavedFile
from digest.text import fingerprint_text, split_words
from digest.text.urls import make_article_id

# Texts of at least this many words are compared without their titles, shorter ones with them.
_DISTINCTIVE_WORDS = 25
_DISTINCTIVE_CHARACTERS = 2_000  # in which they are counted
_SLUG_WIDTH = 60
_NOT_SLUG = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article in a file.

    file: the file itself, or the one inside the archive. path: of the file or archive, relative to the
    folder. origin: the path from which the id of the article is derived. has_siblings: the file contains
    other articles as well.
    """

    draft: Draft
    file: SavedFile
    path: str
    origin: str
    has_siblings: bool


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that repeats no other, and what has to be remembered of it."""

    article: Article
    remembered: RememberedArticle


@dataclass(frozen=True, slots=True)
class DuplicateArticle:
    """An article that repeats another. original_path: the file that contains the other one."""

    left_out: LeftOut
    original_path: str


class ArticleDeduper:
    """The articles a folder is known to contain, by id and by text."""

    def __init__(self, states: Mapping[str, FileState]) -> None:
        self._by_id: dict[str, tuple[str, str, str]] = {}
        self._by_text: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for path, state in states.items():
            for remembered in state.articles:
                self._remember(remembered, path, path)

    def add(
        self, found: FoundArticle, source: Source, now: datetime, has_own_url: bool
    ) -> NewArticle | DuplicateArticle:
        """Add an article, or report that its text or its address is known already.

        The same text from another outlet is no duplicate. has_own_url: no other article has the URL of this
        one, so that its id can be derived from it. Takes constant time, the length of the text aside.
        """
        draft, path = found.draft, found.file.relative_path
        article = _make_article(found, source, now, has_own_url)
        text_key = _make_text_key(article)
        original_id = self._find_original(text_key, draft.source)
        if not original_id and article.id in self._by_id and not draft.url:
            # Two articles with the same title in one file differ in their texts only.
            article = replace(article, id=make_article_id(f"{article.id}\n{text_key}"))
        if original_id or article.id in self._by_id:
            title, original, original_path = self._by_id[original_id or article.id]
            where = f"{path}, line {draft.line}" if draft.line else path
            detail = (
                f"“{title}” ({original}){'' if original_id else ', at the same address'}; repeated in {where}"
            )
            # It needs an id of its own: the article's may be that of the original.
            id_ = make_article_id(f"{article.id}\n{path}")
            left_out = LeftOut(id_, article.title, article.source, "same_text", detail, article.url)
            return DuplicateArticle(left_out, original_path)
        remembered = RememberedArticle(
            article.id, draft.source, article.title, text_key if article.text else ""
        )
        self._remember(remembered, path, found.path)
        return NewArticle(article, remembered)

    def _find_original(self, text_key: str, outlet: str) -> str:
        """The id of the known article with this text from the same outlet or an unnamed one, or ""."""
        known = self._by_text.get(text_key, ())
        return next((id_ for known_outlet, id_ in known if known_outlet in ("", outlet) or not outlet), "")

    def _remember(self, article: RememberedArticle, shown_path: str, path: str) -> None:
        self._by_id[article.id] = article.title, shown_path, path
        if article.text_key:
            self._by_text[article.text_key].append((article.outlet, article.id))


def _make_text_key(article: Article) -> str:
    is_distinctive = len(split_words(article.text[:_DISTINCTIVE_CHARACTERS])) >= _DISTINCTIVE_WORDS
    return fingerprint_text(article.text if is_distinctive else f"{article.title}\n{article.text}")


def _make_article(found: FoundArticle, source: Source, now: datetime, has_own_url: bool) -> Article:
    """The article, with an id from its URL, else from its path within the folder, wherever the folder is."""
    draft, file = found.draft, found.file
    slug = _make_slug(draft.title or derive_title(draft.text)) if found.has_siblings or draft.url else ""
    location = f"{source.name}\n{found.origin}\n{draft.key or slug}"
    id_ = make_article_id(draft.url if draft.url and has_own_url else location)
    separator = "/" if "#" in file.address else "#"
    url = f"{file.address}{separator}{quote(slug)}" if slug else file.address
    return make_article(draft, id_, source, now, url=url, outlet=draft.source)


def _make_slug(title: str) -> str:
    return _NOT_SLUG.sub("-", title.casefold())[:_SLUG_WIDTH].strip("-")
