"""Read the articles in the files of a folder without changing any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path, PurePosixPath

from digest.http import Client
from digest.models import Collected, LeftOut, Source, Visit
from digest.sources.folder.folder_state import (
    FolderState,
    fingerprint_values,
    leave_out,
    parse_state,
    serialize_state,
)
from digest.sources.folder.formats import is_supported
from digest.sources.folder.scan import FolderListing, ListedFile, list_files

_NO_ARTICLES = "the folder contains no articles"
# The most files of unsupported types that are named; more are counted by type.
_MAX_NAMED = 50
_ADVICE = {".doc": ": save it as .docx", ".wps": ": save it as .docx"}


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
    from digest.sources.folder.folder_articles import read_articles  # late: most visits find nothing new

    articles, boilerplate = read_articles(files, state, file_states, visit)
    left_out = [row for file in files for row in file_states[file.relative_path].left_out]
    state = FolderState(
        {file.relative_path: file_states[file.relative_path] for file in files}, boilerplate, skipped_key
    )
    return Collected(
        source,
        articles=articles,
        state=replace(visit.state, body=serialize_state(state, source)),
        left_out=(*skipped, *left_out),
        warnings=() if any(file.articles for file in file_states.values()) else (_NO_ARTICLES,),
    )


def _select_files(listing: FolderListing, source: Source) -> tuple[list[ListedFile], list[LeftOut]]:
    """The files to read, and the entries that are skipped: of many, unsupported files are counted by type."""
    paths = {file.relative_path for file in listing.files}
    supported: list[ListedFile] = []
    unsupported: list[str] = []
    for file in listing.files:
        path = file.relative_path
        if _is_page_asset(path, paths):
            continue
        if is_supported(path):
            supported.append(file)
        else:
            unsupported.append(path)
    skipped = [leave_out(source, path, "unreadable", reason) for path, reason in listing.skipped]
    named, others = unsupported[:_MAX_NAMED], unsupported[_MAX_NAMED:]
    counts = Counter(PurePosixPath(path).suffix.lower() or path for path in others)
    named += [f"{suffix} ({count} more)" for suffix, count in sorted(counts.items())]
    skipped += [leave_out(source, name, "not_an_article", _explain_type(name)) for name in named]
    return supported, skipped


def _explain_type(name: str) -> str:
    advice = _ADVICE.get(PurePosixPath(name.partition(" (")[0].lower()).suffix, "")
    return f"files of this type are not supported{advice}"


def _is_page_asset(path: str, paths: Collection[str]) -> bool:
    """Whether a browser saved a file as part of a web page ("page_files/…" next to page.html)."""
    if "_files/" not in path:
        return False
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    pages = (folder.removesuffix("_files") for folder in folders if folder.endswith("_files"))
    return any(f"{page}{suffix}" in paths for page in pages for suffix in (".html", ".htm"))
