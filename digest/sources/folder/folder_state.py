"""Remember from one visit of a folder to the next what each of its files contained.

The state is text, and stays text in memory: a line for each file, in the order in which they are listed. A
visit goes through listing and lines together and replaces some of the lines, so that a folder of any size
takes little more memory than this text.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import PurePosixPath

from digest.models import LeftOut, Source
from digest.sources.folder.scan import ListedFile

_FORMAT_VERSION = 2
"""Of the serialized state."""

_PASSING = "~"
_encode = json.JSONEncoder(separators=(",", ":")).encode
_REPEATS_NONE, _LEFT_OUT_NOTHING = b",[]]\n", b",[],[]]\n"
"""How the line of a file ends that repeats no other, and of one of which nothing was left out either."""


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

    stat_key: fingerprint of its size and times, see `make_stat_key`. content_key: fingerprint of its bytes.
    origin: the relative path from which the ids of its articles are derived; it differs from its own
    path when the file was moved. originals: relative paths of the files whose articles this file repeats.
    """

    stat_key: str
    content_key: str
    origin: str
    articles: tuple[RememberedArticle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    originals: tuple[str, ...] = ()

    @property
    def is_lasting(self) -> bool:
        """Whether the file need not be read again as long as its bytes stay the same."""
        return bool(self.stat_key) and not self.stat_key.startswith(_PASSING)

    def is_current(self, file: ListedFile, now: datetime) -> bool:
        """Whether the file has not been written since it was read, and need not be read again."""
        return self.stat_key == make_stat_key(file, None if self.is_lasting else now)


@dataclass(frozen=True, slots=True)
class StateLine:
    """The line of a file in the text of a state, and where it begins and ends."""

    start: int
    end: int
    path: str
    file: FileState


@dataclass(frozen=True, slots=True)
class FolderState:
    """What is remembered of a folder.

    text: a line for each file in ASCII, in the order in which they are listed. boilerplate: paragraphs that
    recur in its texts. skipped_key: fingerprint of the entries that are not read.
    """

    text: bytes = b""
    boilerplate: frozenset[str] = frozenset()
    skipped_key: str = ""

    def read_line(self, start: int) -> StateLine:
        """Return the line that begins at a place in the text."""
        end = self.find_end(start)
        path, stat_key, content_key, origin, articles, left_out, originals = json.loads(
            self.text[start:end].decode()
        )
        file = FileState(
            stat_key,
            content_key,
            origin or path,
            tuple([RememberedArticle(*fields) for fields in articles]),
            tuple([LeftOut(*fields) for fields in left_out]),
            tuple(originals),
        )
        return StateLine(start, end, path, file)

    def find_end(self, start: int) -> int:
        """Return where the line ends that begins at a place in the text."""
        return self.text.index(b"\n", start) + 1

    def read_lines(self) -> Iterator[StateLine]:
        """Yield the lines of all files, in order. Cost: linear; the memory is that of one line."""
        start = 0
        while start < len(self.text):
            line = self.read_line(start)
            yield line
            start = line.end

    def skip_current(self, file: ListedFile, start: int) -> int:
        """Return where the next line begins, if the line at a place says that this file is unchanged.

        Returns the same place if not, or if the file repeats others, which may have changed. Much faster than
        to read the line.
        """
        beginning = f'[{_encode(file.relative_path)},"{make_stat_key(file)}",'
        if self.text.startswith(beginning.encode(), start):
            end = self.find_end(start)
            return end if self.text.endswith(_REPEATS_NONE, start, end) else start
        return start

    def list_left_out(self) -> Iterator[LeftOut]:
        """Yield what was left out of the files, in order."""
        start = 0
        while start < len(self.text):
            end = self.find_end(start)
            if not self.text.endswith(_LEFT_OUT_NOTHING, start, end):
                yield from self.read_line(start).file.left_out
            start = end

    def has_articles(self) -> bool:
        """Whether any of the files contained an article. Cost: that of the files before the first one."""
        return any(line.file.articles for line in self.read_lines())

    def replace_lines(
        self, changes: Iterable[tuple[int, int, str]], boilerplate: frozenset[str], skipped_key: str
    ) -> FolderState:
        """Return a state with other lines.

        changes: (start, end, new text) of places in the text, in order and apart. boilerplate, skipped_key:
        those of the new state.
        """
        pieces: list[bytes] = []
        position = 0
        for start, end, text in changes:
            pieces += (self.text[position:start], text.encode())
            position = end
        pieces.append(self.text[position:])
        return FolderState(b"".join(pieces), boilerplate, skipped_key)


def make_move_key(path: str, content_key: str) -> str:
    """Return what identifies a file after it was moved: the fingerprint of its bytes, and its suffix."""
    return f"{content_key}{PurePosixPath(path.lower()).suffix}"


def make_stat_key(file: ListedFile, read_at: datetime | None = None) -> str:
    """Return a fingerprint of a file's size and times, which changes whenever the file is written.

    read_at: when the file was read, if it has to be read again even if they stay the same. All parts of a
    folder have the same time, so that none of them reads such a file again.
    """
    values = (file.size, file.modified, file.changed)
    return f"{_PASSING}{fingerprint_values(*values, read_at)}" if read_at else fingerprint_values(*values)


def fingerprint_values(*values: object) -> str:
    """Return 16 hex digits that change when one of the values does."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fingerprint_bytes(body: bytes) -> str:
    """Return 32 hex digits that change when the bytes do."""
    return blake2b(body, digest_size=16).hexdigest()


def serialize_file(path: str, file: FileState) -> str:
    """Return the line of a file."""
    fields = astuple(file)
    origin = "" if file.origin == path else file.origin
    return f"{_encode((path, *fields[:2], origin, *fields[3:]))}\n"


def serialize_state(state: FolderState, source: Source) -> str:
    """Return a state as text: its settings as JSON, and its lines compressed.

    source: what the states of files depend on besides the files. Uncompressed, the copies of the lines that a
    database makes on the way would take more memory than everything else.
    """
    fields = (_FORMAT_VERSION, fingerprint_values(source), sorted(state.boilerplate), state.skipped_key)
    lines = base64.b64encode(zlib.compress(state.text, level=1)).decode()
    return f"{_encode(fields)}\n{lines}"


def parse_state(text: str, source: Source) -> FolderState:
    """Return the state serialized as this text; an empty one if it is invalid or the source was another."""
    header, _, compressed = text.partition("\n")
    try:
        version, source_key, boilerplate, skipped_key, *files = json.loads(header)
        if source_key != fingerprint_values(source):
            return FolderState()
        if version == 1:
            lines = _convert_files(files[0], has_phrases=bool(source.include or source.exclude))
        else:
            lines = zlib.decompress(base64.b64decode(compressed))
    except (ValueError, zlib.error):
        return FolderState()
    return FolderState(lines, frozenset(boilerplate), skipped_key)


def _convert_files(files: Mapping[str, list[object]], has_phrases: bool) -> bytes:
    """Return the lines of a state of version 1, which was one JSON object.

    It does not say what the phrases of a source exclude: if there are any, all files are read again.
    """
    rows = ((path, *(("", *fields[1:]) if has_phrases else fields)) for path, fields in files.items())
    return "".join(f"{_encode(row)}\n" for row in rows).encode()
