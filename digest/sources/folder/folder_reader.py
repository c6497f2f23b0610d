"""Read the articles in the files of a folder without changing any of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from digest.http import Client
from digest.models import Article, Collected, LeftOut, Source, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import SHARED_ADDRESS_TITLES
from digest.sources.folder.boilerplate import drop_recurring, find_recurring
from digest.sources.folder.changed_files import OpenedFile, leave_out, open_files
from digest.sources.folder.dedupe import ArticleDeduper, DuplicateArticle, FoundArticle
from digest.sources.folder.folder_state import (
    FileState,
    FolderState,
    RememberedArticle,
    fingerprint_values,
    make_stat_key,
    parse_state,
    serialize_state,
)
from digest.sources.folder.formats import is_supported
from digest.sources.folder.scan import FolderListing, ListedFile, list_files
from digest.text import fingerprint_text

# The most parts of one file that are listed with the reason why they are no articles; the rest is counted.
_MAX_LISTED = 50
_NO_ARTICLES = "the folder contains no articles"


def read_folder(visit: Visit, client: Client) -> Collected:
    """Read every article in the files of a folder and its subfolders, in order of their names.

    visit.source.location: the folder; its files may be of any type in FORMATS, compressed or not. client:
    not used, nothing is fetched. Returns the articles of the files that are new, changed, could not be read
    before, or have dates relative to the time of reading ("2 hours ago"); what the others contained is
    remembered by their content. A moved file keeps the ids of its articles. A text that occurs twice is
    kept once, unless two outlets have it. Parts that are no articles are left out, with the reason, at every
    visit. The source's limit is not applied, it is meant for the web. Raises SourceError when the folder does
    not exist or cannot be read. Cost: linear in the size of the new and changed files.
    """
    source = visit.source
    state = parse_state(visit.state.body, source)
    listing = list_files(Path(source.location))
    files, skipped = _select_files(listing, source)
    file_states = state.find_unchanged(files)
    skipped_key = fingerprint_values(skipped)
    if len(file_states) == len(files) == len(state.files) and skipped_key == state.skipped_key:
        return Collected(source, state=visit.state, unchanged=True)
    if source.include or source.exclude:
        # The filter is applied to the articles returned and reported with them, so all have to be returned.
        state, file_states = state.invalidate(), {}
    opened = open_files(files, state, file_states, visit)
    boilerplate = state.boilerplate | find_recurring(map(_list_texts, opened))
    shared_urls = _find_shared_urls(opened)
    deduper = ArticleDeduper(file_states)
    articles: list[Article] = []
    for opened_file in opened:
        new, file_state = _take_articles(opened_file, boilerplate, shared_urls, deduper, visit)
        file_states[opened_file.file.relative_path] = file_state
        articles += new
    left_out = [row for file in files for row in file_states[file.relative_path].left_out]
    state = FolderState(
        {file.relative_path: file_states[file.relative_path] for file in files}, boilerplate, skipped_key
    )
    return Collected(
        source,
        articles=tuple(articles),
        state=replace(visit.state, body=serialize_state(state, source)),
        left_out=(*skipped, *left_out),
        warnings=() if any(file.articles for file in file_states.values()) else (_NO_ARTICLES,),
    )


def _select_files(listing: FolderListing, source: Source) -> tuple[list[ListedFile], list[LeftOut]]:
    """The files to read, and the entries that are skipped: those of unsupported types counted by type."""
    paths = {file.relative_path for file in listing.files}
    supported, unsupported = [], Counter[str]()
    for file in listing.files:
        path = file.relative_path
        if _is_page_asset(path, paths):
            continue
        if is_supported(path):
            supported.append(file)
        else:
            unsupported[PurePosixPath(path).suffix.lower() or path] += 1
    skipped = [leave_out(source, path, "unreadable", reason) for path, reason in listing.skipped]
    skipped += [
        leave_out(source, f"{suffix} ({count})", "not_an_article", "files of this type are not supported")
        for suffix, count in sorted(unsupported.items())
    ]
    return supported, skipped


def _is_page_asset(path: str, paths: Collection[str]) -> bool:
    """Whether a browser saved a file as part of a web page ("page_files/…" next to page.html)."""
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    pages = (folder.removesuffix("_files") for folder in folders if folder.endswith("_files"))
    return any(f"{page}{suffix}" in paths for page in pages for suffix in (".html", ".htm"))


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
            left_out.append(leave_out(visit.source, path, "failed", fault, opened.file.path.as_uri()))
            continue
        if isinstance(added, DuplicateArticle):
            left_out.append(added.left_out)
            originals.append(added.original_path)
        else:
            articles.append(added.article)
            remembered.append(added.remembered)
    if more := len(left_out[_MAX_LISTED:]):
        message = f"{more} more parts of this file are no articles"
        address = opened.file.path.as_uri()
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
