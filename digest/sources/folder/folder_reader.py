"""Read the articles in the files of a folder without changing any of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from operator import attrgetter
from pathlib import Path

from digest.http import Client
from digest.models import Collected, Visit
from digest.sources.folder.file_reasons import SkippedFiles, limit_reasons
from digest.sources.folder.folder_changes import find_changes
from digest.sources.folder.folder_state import (
    NONE_CURRENT,
    fingerprint_values,
    parse_state,
    serialize_state,
)
from digest.sources.folder.listing import FolderListing
from digest.sources.folder.scan import scan_folder

_NO_ARTICLES = "the folder contains no articles"


def read_folder(visit: Visit, client: Client) -> Collected:
    """Read every article in the files of a folder and its subfolders, in order of their names.

    visit.source.location: the folder; its files may be of any type in FORMATS, compressed or not. client:
    not used, nothing is fetched. Returns the articles of the files that are new, changed, could not be read
    before, or have dates relative to the time of reading ("2 hours ago"); what the others contained is
    remembered by their content. A moved file keeps the ids of its articles. A text that occurs twice is
    kept once, unless two outlets have it. Parts that are no articles are left out, with the reason, at every
    visit. The source's limit is not applied, it is meant for the web; of a large folder a part is read, and
    the result says that there is more; the folder is listed once for all parts if the continuation is handed
    on. Raises SourceError when the folder does not exist or cannot be read.
    Cost: linear in the number of files and in the size of the new and changed ones; the memory is that of one
    part and of the state.
    """
    source = visit.source
    state = parse_state(visit.state.body, source)
    listing = visit.continuation
    if isinstance(listing, FolderListing):
        passed = listing.current if listing.current.match(state) else NONE_CURRENT
        files = listing.read_files(passed.files)
        changes = find_changes(files, state, visit.now, source.max_bytes, passed)
    else:
        listing, skipped_files = FolderListing(), SkippedFiles(source)
        files = listing.keep(skipped_files.take_from(scan_folder(Path(source.location))))
        changes = find_changes(files, state, visit.now, source.max_bytes)
        listing.skipped = skipped_files.list()
    listing.current = changes.current
    skipped_key = fingerprint_values(listing.skipped)
    if not changes.to_read and not changes.gone and skipped_key == state.skipped_key:
        return Collected(source, state=visit.state, unchanged=True)
    from digest.sources.folder.folder_articles import read_articles  # late: most visits find nothing new

    articles, lines, boilerplate = read_articles(changes, state, visit)
    edits = [row.make_change(line) for row, line in zip(changes.to_read, lines, strict=True)]
    if not changes.has_more:
        # Until then they are kept: a file that is still to be read may be one of them, moved.
        edits = sorted([*edits, *changes.gone], key=attrgetter("block", "start", "end"))
    state = state.change_lines(edits, boilerplate, skipped_key)
    return Collected(
        source,
        articles=articles,
        state=replace(visit.state, body=serialize_state(state, source)),
        left_out=limit_reasons(source, chain(listing.skipped, state.list_left_out())),
        warnings=() if changes.has_more or state.has_articles() else (_NO_ARTICLES,),
        has_more=changes.has_more,
        continuation=listing if changes.has_more else None,
    )
