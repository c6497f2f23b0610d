"""Turn the files of a folder that are new or changed into articles, and into what to remember of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from digest.models import Article, LeftOut, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import SHARED_ADDRESS_TITLES, describe_cut
from digest.sources.folder.boilerplate import drop_recurring, find_recurring
from digest.sources.folder.changed_files import OpenedFile, open_files
from digest.sources.folder.dedupe import ArticleDeduper, DuplicateArticle, FoundArticle
from digest.sources.folder.folder_state import (
    FileState,
    FolderState,
    RememberedArticle,
    leave_out,
    make_stat_key,
)
from digest.sources.folder.scan import ListedFile
from digest.text import fingerprint_text

# The most parts of one file that are listed with the reason why they are no articles; the rest is counted.
_MAX_LISTED = 50


def read_articles(
    files: Sequence[ListedFile], state: FolderState, file_states: dict[str, FileState], visit: Visit
) -> tuple[tuple[Article, ...], frozenset[str]]:
    """Return the articles of the files without a state in `file_states`, and the recurring paragraphs.

    Args:
        files: all of the folder, in order.
        state: of the folder at the last visit.
        file_states: {relative path: state} of the unchanged files; receives those of the others.
        visit: the source and the clock.
    """
    opened = open_files(files, state, file_states, visit)
    boilerplate = state.boilerplate | find_recurring(map(_list_texts, opened))
    shared_urls = _find_shared_urls(opened)
    deduper = ArticleDeduper(file_states)
    articles: list[Article] = []
    for opened_file in opened:
        new, file_state = _take_articles(opened_file, boilerplate, shared_urls, deduper, visit)
        file_states[opened_file.file.relative_path] = file_state
        articles += new
    return tuple(articles), boilerplate


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
        draft = replace(part.draft, text=drop_recurring(part.draft.text, boilerplate))
        has_own_url = draft.url not in shared_urls
        try:
            added = deduper.add(replace(part, draft=draft), visit.source, visit.now, has_own_url)
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
        else:
            articles.append(added.article)
            remembered.append(added.remembered)
    if more := len(left_out[_MAX_LISTED:]):
        message = f"{more} more parts of this file are no articles"
        address = opened.file.address
        left_out[_MAX_LISTED:] = [leave_out(visit.source, path, "not_an_article", message, address)]
    state = FileState(
        stat_key=make_stat_key(opened.file) if is_lasting else "",
        content_key=opened.content_key,
        origin=opened.origin,
        articles=tuple(remembered),
        left_out=tuple(left_out),
        originals=tuple(dict.fromkeys(original for original in originals if original != path)),
    )
    return articles, state
