"""Open the files of a folder that are new or changed, and read what they contain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.errors import SourceError
from digest.models import LeftOut, Source, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import Draft, Fault
from digest.sources.folder.dedupe import FoundArticle
from digest.sources.folder.folder_state import (
    FileState,
    FolderState,
    fingerprint_bytes,
    leave_out,
    make_move_key,
    make_stat_key,
)
from digest.sources.folder.formats import read_contents
from digest.sources.folder.saved_file import SavedFile
from digest.sources.folder.scan import ListedFile, read_file


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was read, and what it contains.

    content_key: fingerprint of its bytes, "" when they could not be read. origin: the path from which the ids
    of its articles are derived.
    """

    file: ListedFile
    content_key: str
    origin: str
    parts: tuple[FoundArticle | LeftOut, ...]


def open_files(
    files: Sequence[ListedFile], state: FolderState, file_states: dict[str, FileState], visit: Visit
) -> list[OpenedFile]:
    """Read the files that have no state in `file_states`, in order.

    state: of the folder at the last visit. file_states: {relative path: state} of the unchanged files; files
    whose times changed but not their bytes are not returned, their states are added here. Never raises on
    what is wrong with a file.
    """
    moved = state.find_moved(files)
    opened = []
    for file in files:
        if file.relative_path not in file_states:
            result = _open_file(file, state.files.get(file.relative_path), moved, visit.source, visit.now)
            if isinstance(result, FileState):
                file_states[file.relative_path] = result
            else:
                opened.append(result)
    return opened


def _open_file(
    file: ListedFile, known: FileState | None, moved: Mapping[str, str], source: Source, now: datetime
) -> OpenedFile | FileState:
    """What a file contains; its known state when its bytes are the same.

    An unreadable file is left out and never stops the visit. moved: {make_move_key: origin} of the files that
    are gone.
    """
    path, address = file.relative_path, file.address
    try:
        body = read_file(file, source.max_bytes)
    except SourceError as error:
        left_out = leave_out(source, path, "unreadable", error.message, address)
        return OpenedFile(file, "", path, (left_out,))
    content_key = fingerprint_bytes(body)
    if known and known.content_key == content_key and known.stat_key and not known.originals:
        return replace(known, stat_key=make_stat_key(file))
    origin = known.origin if known else moved.get(make_move_key(path, content_key), path)
    saved = SavedFile(path, address, body, datetime.fromtimestamp(file.modified / 1e9, UTC), now)
    return OpenedFile(file, content_key, origin, tuple(_read_parts(saved, origin, source)))


def _read_parts(file: SavedFile, origin: str, source: Source) -> Iterator[FoundArticle | LeftOut]:
    stem = file.relative_path.removesuffix(".gz")
    try:
        for inner, contents in read_contents(file, source.max_bytes):
            inner_origin = origin.removesuffix(".gz") + inner.relative_path.removeprefix(stem)
            drafts = [draft for draft in contents if isinstance(draft, Draft)]
            # Without its bytes: the articles of all files are kept until the last one is read.
            described = replace(inner, body=b"")
            for draft in drafts:
                yield FoundArticle(draft, described, file.relative_path, inner_origin, len(drafts) > 1)
            for fault in contents:
                if isinstance(fault, Fault):
                    yield leave_out(source, inner.relative_path, fault.why, fault.detail, inner.address)
    except Exception as error:
        description = describe_fault("reading the file", file.relative_path, error)
        yield leave_out(source, file.relative_path, "failed", description, file.address)
