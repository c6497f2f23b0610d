"""Open a file of a folder that is new or has changed, and read what it contains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from digest.errors import SourceError
from digest.models import LeftOut, Source, Visit
from digest.runtime.fault_isolation import describe_fault
from digest.sources.article_drafts import Draft, Fault
from digest.sources.folder.dedupe import FoundArticle
from digest.sources.folder.file_reasons import leave_out
from digest.sources.folder.folder_changes import ChangedFile
from digest.sources.folder.folder_state import FileState, fingerprint_bytes, make_move_key, make_stat_key
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


def open_file(changed: ChangedFile, moved: Mapping[str, str], visit: Visit) -> OpenedFile | FileState:
    """Read a file: what it contains, or its known state with new times when its bytes are the same.

    moved: {make_move_key: origin} of the files that are gone. An unreadable file is left out; nothing that is
    wrong with a file raises.
    """
    file, known, source = changed.file, changed.known, visit.source
    path, address = file.relative_path, file.address
    try:
        body = read_file(file, source.max_bytes)
    except SourceError as error:
        left_out = leave_out(source, path, "unreadable", error.message, address)
        return OpenedFile(file, "", path, (left_out,))
    content_key = fingerprint_bytes(body)
    if known and known.content_key == content_key and known.is_lasting and not known.originals:
        return replace(known, stat_key=make_stat_key(file))
    origin = known.origin if known else moved.get(make_move_key(path, content_key), path)
    saved = SavedFile(path, address, body, datetime.fromtimestamp(file.modified / 1e9, UTC), visit.now)
    return OpenedFile(file, content_key, origin, tuple(_read_parts(saved, origin, source)))


def _read_parts(file: SavedFile, origin: str, source: Source) -> Iterator[FoundArticle | LeftOut]:
    stem = file.relative_path.removesuffix(".gz")
    try:
        for inner, contents in read_contents(file, source.max_bytes):
            inner_origin = origin.removesuffix(".gz") + inner.relative_path.removeprefix(stem)
            drafts = [draft for draft in contents if isinstance(draft, Draft)]
            # Without its bytes: the articles are kept until the last file of the visit is read.
            described = replace(inner, body=b"")
            for draft in drafts:
                yield FoundArticle(draft, described, file.relative_path, inner_origin, len(drafts) > 1)
            for fault in contents:
                if isinstance(fault, Fault):
                    yield leave_out(source, inner.relative_path, fault.why, fault.detail, inner.address)
    except Exception as error:
        description = describe_fault("reading the file", file.relative_path, error)
        yield leave_out(source, file.relative_path, "failed", description, file.address)
