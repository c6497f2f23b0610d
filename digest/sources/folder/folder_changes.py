"""Find which files of a folder have to be read, by comparing the listing with what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from digest.sources.folder.folder_state import (
    NONE_CURRENT,
    CurrentBlocks,
    FileState,
    FolderState,
    LineChange,
    StateLine,
    StateReader,
    make_move_key,
)
from digest.sources.folder.scan import ListedFile

MAX_FILES, MAX_BYTES = 10_000, 50_000_000
"""The most files that one visit reads, and the most bytes that are read of them, beyond the first file."""


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file to read. known: its state, None for a new one. block, start, end: the place of its line in the
    state of the folder; nothing is there yet of a new one."""

    file: ListedFile
    known: FileState | None
    block: int
    start: int
    end: int

    def make_change(self, line: str) -> LineChange:
        """Return the change of the state that gives this file a new line."""
        return LineChange(self.block, self.start, self.end, line)


@dataclass(frozen=True, slots=True)
class FolderChanges:
    """How a folder differs from what is remembered of it.

    to_read: new and changed files, in order. has_more: there are others, for the next visits. gone: the
    changes of the state that delete the files which are no longer there. moved: {make_move_key: origin} of
    these. stale: the paths of the files whose states do not count any more: they are read now, or gone.
    current: the first blocks of the state in which nothing differs, for the next visit if there is more.
    """

    to_read: tuple[ChangedFile, ...]
    has_more: bool
    gone: tuple[LineChange, ...]
    moved: dict[str, str]
    stale: Set[str]
    current: CurrentBlocks


def find_changes(
    files: Iterable[ListedFile],
    state: FolderState,
    now: datetime,
    max_bytes: int,
    passed: CurrentBlocks = NONE_CURRENT,
) -> FolderChanges:
    """Compare the files of a folder with its state.

    A file is read again if its size or times have changed, if it has to be at every visit, or if it repeats
    one that is read again or gone. Cost: linear in the number of files, times the longest chain of files that
    repeat each other.

    Args:
        files: in the order of `scan_folder`, without those of the blocks passed over.
        state: of the last visit.
        now: the time of this one.
        passed: blocks of the state in which nothing differed when the part before was read.
        max_bytes: the most that is read of one file; so much of a larger one counts. Otherwise a huge file
            that is always being written would fill each part alone, and no file behind it would be read.
    """
    part = _Part(max_bytes)
    repeating: list[ChangedFile] = []
    gone: list[LineChange] = []
    moved: dict[str, str] = {}
    gone_paths: set[str] = set()
    reader = StateReader(state, passed)
    for file, line, place in _match_lines(files, reader):
        if file is None:
            assert line
            gone.append(LineChange(line.block, line.start, line.end, ""))
            moved[make_move_key(line.path, line.file.content_key)] = line.file.origin
            gone_paths.add(line.path)
        elif line is None:
            part.add(ChangedFile(file, None, *place, place[1]))
        elif not line.file.is_current(file, now):
            part.add(ChangedFile(file, line.file, *place, line.end))
        elif line.file.originals:
            repeating.append(ChangedFile(file, line.file, *place, line.end))
    part = _add_repetitions(part, repeating, gone_paths)
    stale = gone_paths | part.list_paths()
    current = reader.list_current() if part.is_cut else NONE_CURRENT
    return FolderChanges(tuple(part.files), part.is_cut, tuple(gone), moved, stale, current)


def _add_repetitions(part: _Part, repeating: list[ChangedFile], gone: Set[str]) -> _Part:
    """Add the files that repeat others in the part, or some that are gone, directly or not."""
    stale = gone | part.list_paths()
    outdated: list[ChangedFile] = []
    while found := [row for row in repeating if row.known and not stale.isdisjoint(row.known.originals)]:
        outdated += found
        stale |= {row.file.relative_path for row in found}
        repeating = [row for row in repeating if row.file.relative_path not in stale]
    if not outdated:
        return part
    # New files belong before the line at their place, and sorting keeps the order of equals.
    whole = _Part(part.max_bytes, is_cut=part.is_cut)
    for row in sorted([*part.files, *outdated], key=attrgetter("block", "start")):
        whole.add(row)
    return whole


@dataclass(slots=True)
class _Part:
    """The first files that were added, as many as one visit reads. max_bytes: the most of each."""

    max_bytes: int
    files: list[ChangedFile] = field(default_factory=list)
    size: int = 0
    is_cut: bool = False

    def add(self, row: ChangedFile) -> None:
        self.size += min(row.file.size, self.max_bytes)
        if self.files and (len(self.files) >= MAX_FILES or self.size > MAX_BYTES):
            self.is_cut = True
        else:
            self.files.append(row)

    def list_paths(self) -> set[str]:
        return {row.file.relative_path for row in self.files}


def _match_lines(
    files: Iterable[ListedFile], reader: StateReader
) -> Iterator[tuple[ListedFile | None, StateLine | None, tuple[int, int]]]:
    """Yield files with their lines, and where in the state these are or belong; None for what is missing.

    Most files that are unchanged are passed over.
    """
    for file in files:
        if reader.skip_current(file):
            continue
        path = file.relative_path
        while (line := reader.read()) and line.path != path and line.path.split("/") < path.split("/"):
            yield None, line, reader.place
            reader.advance()
        if line and line.path == path:
            yield file, line, reader.place
            reader.advance()
        else:
            yield file, None, reader.place
    while line := reader.read():
        yield None, line, reader.place
        reader.advance()
