"""Keep each article of a folder once, and give it an id of its own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote

from digest.models import Article, LeftOut, Source
from digest.sources.article_drafts import Draft, derive_title, make_article
from digest.sources.folder.folder_state import FileState, FolderState, RememberedArticle
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
    """The articles a folder is known to contain, by id and by text.

    Of those known before the visit only the keys and places are held; the rest is in the state.
    """

    def __init__(self, state: FolderState, stale: Collection[str]) -> None:
        """state: of the last visit. stale: the paths of the files in it that do not count any more."""
        self._state = state
        self._stale = stale
        self._blocks: dict[str, int] = {}
        self._added: dict[str, tuple[str, str, str]] = {}
        self._by_text: dict[str, str] = {}
        self._by_outlet: dict[str, dict[str, str]] = {}
        for block, path, id_, outlet, text_key in state.list_articles():
            if path not in stale:
                self._blocks[id_] = block
                self._remember_text(id_, outlet, text_key)

    def remember_file(self, path: str, file: FileState) -> None:
        """Add the articles of a file whose line in the state is stale, though its bytes are the same."""
        for remembered in file.articles:
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
        if not original_id and not draft.url and self._find(article.id):
            # Two articles with the same title in one file differ in their texts only.
            article = replace(article, id=make_article_id(f"{article.id}\n{text_key}"))
        if original := self._find(original_id or article.id):
            title, shown_path, original_path = original
            where = f"{path}, line {draft.line}" if draft.line else path
            address = "" if original_id else ", at the same address"
            detail = f"“{title}” ({shown_path}){address}; repeated in {where}"
            # It needs an id of its own: the article's may be that of the original.
            id_ = make_article_id(f"{article.id}\n{path}")
            left_out = LeftOut(id_, article.title, article.source, "same_text", detail, article.url)
            return DuplicateArticle(left_out, original_path)
        remembered = RememberedArticle(
            article.id, draft.source, article.title, text_key if article.text else ""
        )
        self._remember(remembered, path, found.path)
        return NewArticle(article, remembered)

    def _find(self, id_: str) -> tuple[str, str, str] | None:
        """The title of a known article, the path that is shown of it, and the path of its file."""
        if id_ in self._blocks and id_ not in self._added:
            # All of the block, so that no block is read twice.
            for line in self._state.read_block(self._blocks[id_]):
                if line.path not in self._stale:
                    self.remember_file(line.path, line.file)
        return self._added.get(id_)

    def _find_original(self, text_key: str, outlet: str) -> str:
        """The id of the known article with this text from the same outlet or an unnamed one, or ""."""
        if outlet and text_key in self._by_outlet:
            return self._by_outlet[text_key].get(outlet, "")
        return self._by_text.get(text_key, "")

    def _remember(self, article: RememberedArticle, shown_path: str, path: str) -> None:
        self._added[article.id] = article.title, shown_path, path
        self._remember_text(article.id, article.outlet, article.text_key)

    def _remember_text(self, id_: str, outlet: str, text_key: str) -> None:
        # An unnamed outlet may be any, so no text has both an unnamed and a named one.
        if text_key:
            self._by_text.setdefault(text_key, id_)
            if outlet:
                self._by_outlet.setdefault(text_key, {}).setdefault(outlet, id_)


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
