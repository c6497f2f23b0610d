"""Turn the files of a folder that are new or changed into articles, and into what to remember of them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable
from dataclasses import replace

from digest.models import Article, LeftOut, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import SHARED_ADDRESS_TITLES, describe_cut
from digest.sources.folder.boilerplate import drop_recurring, find_recurring
from digest.sources.folder.changed_files import OpenedFile, open_file
from digest.sources.folder.dedupe import ArticleDeduper, DuplicateArticle, FoundArticle
from digest.sources.folder.file_reasons import leave_out
from digest.sources.folder.folder_changes import FolderChanges
from digest.sources.folder.folder_state import (
    FileState,
    FolderState,
    RememberedArticle,
    make_stat_key,
    serialize_file,
)
from digest.sources.phrase_filter import find_rejection
from digest.text import fingerprint_text

# The most parts of one file that are listed with the reason why they are no articles; the rest is counted.
_MAX_LISTED = 50


def read_articles(
    changes: FolderChanges, state: FolderState, visit: Visit
) -> tuple[tuple[Article, ...], list[str], frozenset[str]]:
    """Read the files that are new or have changed.

    Args:
        changes: from `find_changes`.
        state: of the folder at the last visit.
        visit: the source and the clock.

    Returns:
        The articles; the lines of these files in the new state, in their order; and the recurring paragraphs.
    """
    opened = deque(open_file(row, changes.moved, visit) for row in changes.to_read)
    found = [row for row in opened if isinstance(row, OpenedFile)]
    boilerplate = state.boilerplate | find_recurring(map(_list_texts, found))
    shared_urls = _find_shared_urls(found)
    del found
    deduper = ArticleDeduper(state, changes.stale)
    for row, result in zip(changes.to_read, opened, strict=True):
        if isinstance(result, FileState):
            deduper.remember_file(row.file.relative_path, result)
    articles: list[Article] = []
    lines: list[str] = []
    for row in changes.to_read:
        opened_file = opened.popleft()  # which frees the memory of its drafts
        if isinstance(opened_file, OpenedFile):
            new, file_state = _take_articles(opened_file, boilerplate, shared_urls, deduper, visit)
            articles += new
        else:
            file_state = opened_file
        lines.append(serialize_file(row.file.relative_path, file_state))
    return tuple(articles), lines, boilerplate


def _list_texts(opened: OpenedFile) -> list[str]:
    return [part.draft.text for part in opened.parts if isinstance(part, FoundArticle)]


def _find_shared_urls(opened: Iterable[OpenedFile]) -> frozenset[str]:
    """The URLs that too many different articles share to be the address of one of them."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for file in opened:
        for part in file.parts:
            if isinstance(part, FoundArticle):
                titles[part.draft.url].add(fingerprint_text(part.draft.title))
    return frozenset(url for url, known in titles.items() if len(known) >= SHARED_ADDRESS_TITLES)


def _take_articles(
    opened: OpenedFile,
    boilerplate: Collection[str],
    shared_urls: Collection[str],
    deduper: ArticleDeduper,
    visit: Visit,
) -> tuple[list[Article], FileState]:
    """The articles of a file that are no duplicates, and what has to be remembered of the file."""
    path = opened.file.relative_path
    articles: list[Article] = []
    remembered: list[RememberedArticle] = []
    left_out: list[LeftOut] = []
    originals: list[str] = []
    is_lasting = bool(opened.content_key)
    cuts: set[str] = set()
    for part in opened.parts:
        if isinstance(part, LeftOut):
            left_out.append(part)
            continue
        is_lasting = is_lasting and not part.draft.has_relative_date
        draft = part.draft
        if (text := drop_recurring(draft.text, boilerplate)) != draft.text:
            draft = replace(draft, text=text)
            part = replace(part, draft=draft)
        has_own_url = draft.url not in shared_urls
        try:
            added = deduper.add(part, visit.source, visit.now, has_own_url)
        except Exception as error:
            fault = describe_fault("reading the article", draft.title or path, error)
            left_out.append(leave_out(visit.source, path, "failed", fault, opened.file.address))
            continue
        if (detail := describe_cut(draft)) and detail not in cuts:
            cuts.add(detail)
            left_out.append(
                leave_out(visit.source, part.file.relative_path, "unreadable", detail, part.file.address)
            )
        if isinstance(added, DuplicateArticle):
            left_out.append(added.left_out)
            originals.append(added.original_path)
            continue
        remembered.append(added.remembered)
        if rejection := find_rejection(added.article, visit.source):
            left_out.append(rejection)
        else:
            articles.append(added.article)
    if more := len(left_out[_MAX_LISTED:]):
        message = f"{more} more parts of this file are no articles"
        address = opened.file.address
        left_out[_MAX_LISTED:] = [leave_out(visit.source, path, "not_an_article", message, address)]
    state = FileState(
        stat_key=make_stat_key(opened.file, None if is_lasting else visit.now),
        content_key=opened.content_key,
        origin=opened.origin,
        articles=tuple(remembered),
        left_out=tuple(left_out),
        originals=tuple(dict.fromkeys(original for original in originals if original != path)),
    )
    return articles, state
