"""Remember from one visit of a folder to the next what each of its files contained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from hashlib import blake2b
from pathlib import PurePosixPath

from digest.models import LeftOut, Source
from digest.sources.folder.scan import ListedFile
from digest.text.urls import make_article_id

_FORMAT_VERSION = 1
"""Of the serialized state. A state of another version is ignored."""


@dataclass(frozen=True, slots=True)
class RememberedArticle:
    """An article that a file contained. outlet: the one it names, or "". text_key: identifies its text."""

    id: str
    outlet: str
    title: str
    text_key: str


@dataclass(frozen=True, slots=True)
class FileState:
    """What one file contained when it was last read.

    stat_key: fingerprint of its size and times as listed; "" when the file has to be read again even if they
    stay the same. content_key: fingerprint of its bytes. origin: the relative path from which the ids of its
    articles are derived; it differs from its own path when the file was moved. originals: relative paths of
    the files whose articles this file repeats.
    """

    stat_key: str
    content_key: str
    origin: str
    articles: tuple[RememberedArticle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    originals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderState:
    """What is remembered of a folder.

    files: {relative path: file state}. boilerplate: paragraphs that recur in its texts. skipped_key:
    fingerprint of the entries that are not read.
    """

    files: Mapping[str, FileState] = field(default_factory=dict)
    boilerplate: frozenset[str] = frozenset()
    skipped_key: str = ""

    def find_unchanged(self, files: Iterable[ListedFile]) -> dict[str, FileState]:
        """Return the states of the files that are unchanged and repeat unchanged files only.

        Cost: linear in the number of files, times the longest chain of files that repeat each other.
        """
        unchanged = {
            file.relative_path: state
            for file in files
            if (state := self.files.get(file.relative_path)) and state.stat_key == make_stat_key(file)
        }
        while stale := [
            path for path, state in unchanged.items() if not unchanged.keys() >= {*state.originals}
        ]:
            for path in stale:
                del unchanged[path]
        return unchanged

    def invalidate(self) -> FolderState:
        """Return the same state, with every file marked to be read again."""
        return replace(self, files={path: replace(state, stat_key="") for path, state in self.files.items()})

    def find_moved(self, files: Iterable[ListedFile]) -> dict[str, str]:
        """Return {make_move_key: origin} of the files that are gone. Cost: linear in the number of files."""
        gone = self.files.keys() - {file.relative_path for file in files}
        return {
            make_move_key(path, self.files[path].content_key): self.files[path].origin
            for path in sorted(gone)
        }


def make_move_key(path: str, content_key: str) -> str:
    """Return what identifies a file after it was moved: the fingerprint of its bytes, and its suffix."""
    return f"{content_key}{PurePosixPath(path.lower()).suffix}"


def make_stat_key(file: ListedFile) -> str:
    """Return a fingerprint of a file's size and times, which changes whenever the file is written."""
    return fingerprint_values(file.size, file.modified, file.changed)


def fingerprint_values(*values: object) -> str:
    """Return 16 hex digits that change when one of the values does."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fingerprint_bytes(body: bytes) -> str:
    """Return 32 hex digits that change when the bytes do."""
    return blake2b(body, digest_size=16).hexdigest()


def serialize_state(state: FolderState, settings: object) -> str:
    """Return a folder state as JSON. settings: what the file states depend on besides the files."""
    files = {path: astuple(file_state) for path, file_state in state.files.items()}
    fields = (
        _FORMAT_VERSION,
        fingerprint_values(settings),
        sorted(state.boilerplate),
        state.skipped_key,
        files,
    )
    return json.dumps(fields, separators=(",", ":"))


def parse_state(text: str, settings: object) -> FolderState:
    """Return the state serialized as this text; an empty one if it is invalid or the settings differ."""
    try:
        version, settings_key, boilerplate, skipped_key, files = json.loads(text)
    except ValueError:
        return FolderState()
    if (version, settings_key) != (_FORMAT_VERSION, fingerprint_values(settings)):
        return FolderState()
    states = {path: _parse_file_state(*fields) for path, fields in files.items()}
    return FolderState(states, frozenset(boilerplate), skipped_key)


def _parse_file_state(
    stat_key: str,
    content_key: str,
    origin: str,
    articles: list[list[str]],
    left_out: list[list[str]],
    originals: list[str],
) -> FileState:
    return FileState(
        stat_key,
        content_key,
        origin,
        tuple(RememberedArticle(*fields) for fields in articles),
        tuple(LeftOut(*fields) for fields in left_out),
        tuple(originals),
    )


def leave_out(source: Source, path: str, why: str, detail: str, url: str = "") -> LeftOut:
    """Return a file, or a part of one, that is no article. why: a key of the reasons table."""
    return LeftOut(make_article_id(f"{source.name}\n{path}\n{detail}"), path, source.name, why, detail, url)
