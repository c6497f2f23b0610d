"""Remember from one visit of a folder to the next what each of its files contained.

The state has a line for each file, in the order in which they are listed. The lines are compressed in memory,
in blocks: a visit goes through listing and lines together and changes some of the lines, so that a folder of
any size takes little more memory than its compressed state.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import chain, groupby
from operator import attrgetter
from pathlib import PurePosixPath

from digest.models import LeftOut, Source
from digest.sources.folder.scan import ListedFile

_FORMAT_VERSION = 2
"""Of the serialized state."""

_PASSING = "~"
_encode = json.JSONEncoder(separators=(",", ":")).encode
_REPEATS_NONE, _LEFT_OUT_NOTHING = b",[]]\n", b",[],[]]"
"""How the line of a file ends that repeats no other, and of one of which nothing was left out either."""

_BLOCK_BYTES = 200_000
"""Lines in one block, before it is compressed: of some thousand files."""


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
    """The line of a file in a state: in which of its blocks, and where it begins and ends there."""

    block: int
    start: int
    end: int
    path: str
    file: FileState


@dataclass(frozen=True, slots=True)
class LineChange:
    """A new text for the lines between two places in a block of a state."""

    block: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FolderState:
    """What is remembered of a folder.

    blocks: compressed lines, one for each file, in the order in which they are listed. boilerplate:
    paragraphs that recur in its texts. skipped_key: fingerprint of the entries that are not read.
    """

    blocks: tuple[str, ...] = ()
    boilerplate: frozenset[str] = frozenset()
    skipped_key: str = ""

    def read_block(self, block: int) -> Iterator[StateLine]:
        """Yield the lines of one block, in order."""
        text, start = _decompress(self.blocks[block]), 0
        while start < len(text):
            line = _parse_line(text, block, start)
            yield line
            start = line.end

    def list_articles(self) -> Iterator[tuple[int, str, str, str, str]]:
        """Yield (block, path of the file, id, outlet, text key) of all articles, in order.

        A quarter of what `read_lines` costs: a block is parsed at once, and nothing is made of the rest.
        """
        for block, packed in enumerate(self.blocks):
            lines = _decompress(packed)[:-1].replace(b"\n", b",")  # within a line, a line end is escaped
            for path, _, _, _, articles, *_ in json.loads(b"[%b]" % lines):
                for id_, outlet, _, text_key in articles:
                    yield block, path, id_, outlet, text_key

    def read_lines(self) -> Iterator[StateLine]:
        """Yield the lines of all files, in order. Cost: linear; the memory is that of one block."""
        for block in range(len(self.blocks)):
            yield from self.read_block(block)

    def list_left_out(self) -> Iterator[LeftOut]:
        """Yield what was left out of the files, in order."""
        for line in chain.from_iterable(_decompress(block).splitlines() for block in self.blocks):
            if not line.endswith(_LEFT_OUT_NOTHING):
                yield from _parse_line(line + b"\n", 0, 0).file.left_out

    def has_articles(self) -> bool:
        """Whether any of the files contained an article. Cost: that of the files before the first one."""
        return any(line.file.articles for line in self.read_lines())

    def change_lines(
        self, changes: Iterable[LineChange], boilerplate: frozenset[str], skipped_key: str
    ) -> FolderState:
        """Return a state with other lines. changes: in order and apart; the other values are the new ones.

        Cost: that of the blocks that change.
        """
        blocks: list[str] = []
        copied = 0
        for block, changed in groupby(changes, attrgetter("block")):
            blocks += self.blocks[copied:block]
            text = _decompress(self.blocks[block]) if block < len(self.blocks) else b""
            blocks += _compress(_apply_changes(text, changed))
            copied = block + 1
        return FolderState((*blocks, *self.blocks[copied:]), boilerplate, skipped_key)


@dataclass(frozen=True, slots=True)
class CurrentBlocks:
    """The first blocks of a state, if all their files are current and repeat none: the next part of a visit
    need not look at them.

    files: how many files they have, the first ones of the folder. key: fingerprint of the blocks.
    """

    blocks: int = 0
    files: int = 0
    key: str = ""

    def match(self, state: FolderState) -> bool:
        """Whether a state begins with just these blocks."""
        return self.key == _fingerprint_blocks(state.blocks[: self.blocks])


NONE_CURRENT = CurrentBlocks()


class StateReader:
    """Goes through the lines of a state, with one block of them in memory."""

    def __init__(self, state: FolderState, passed: CurrentBlocks) -> None:
        """passed: blocks of the state that are not read."""
        self._state = state
        self._block, self._start = passed.blocks, 0
        self._text = _decompress(state.blocks[self._block]) if self._block < len(state.blocks) else b""
        self._line: StateLine | None = None
        self._skipped = self._current_files = passed.files
        self._current_blocks = passed.blocks
        self._is_current = True

    @property
    def place(self) -> tuple[int, int]:
        """The number of the block, and where in it the next line begins or a new one belongs."""
        return self._block, self._start

    def skip_current(self, file: ListedFile) -> bool:
        """Pass over the next line if it says that this file is unchanged, and return whether it does.

        It does not if the file repeats others, which may have changed. Much faster than to read the line.
        """
        self._enter_block()
        beginning = f'[{_encode(file.relative_path)},"{make_stat_key(file)}",'
        if self._text.startswith(beginning.encode(), self._start):
            end = self._text.index(b"\n", self._start) + 1
            if self._text.endswith(_REPEATS_NONE, self._start, end):
                self._start, self._line = end, None
                self._skipped += 1
                return True
        self._is_current = False
        return False

    def list_current(self) -> CurrentBlocks:
        """Return the first blocks all of whose files were skipped. The last block is none of them."""
        key = _fingerprint_blocks(self._state.blocks[: self._current_blocks])
        return CurrentBlocks(self._current_blocks, self._current_files, key)

    def read(self) -> StateLine | None:
        """Return the next line, and stay before it; None at the end."""
        self._enter_block()
        if self._line is None and self._start < len(self._text):
            self._line = _parse_line(self._text, self._block, self._start)
        return self._line

    def advance(self) -> None:
        """Go on behind the line that was read."""
        if self._line:
            self._start, self._line = self._line.end, None

    def _enter_block(self) -> None:
        """Go on to the next block at the end of one; what is new at the end belongs to the last one."""
        if self._start == len(self._text) and self._block + 1 < len(self._state.blocks):
            self._block, self._start = self._block + 1, 0
            self._text = _decompress(self._state.blocks[self._block])
            if self._is_current:
                self._current_blocks, self._current_files = self._block, self._skipped


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
    origin = "" if file.origin == path else file.origin
    articles = [astuple(article) for article in file.articles]
    left_out = [astuple(row) for row in file.left_out]
    return f"{_encode((path, file.stat_key, file.content_key, origin, articles, left_out, file.originals))}\n"


def serialize_state(state: FolderState, source: Source) -> str:
    """Return a state as text: its settings as JSON, and its blocks.

    source: what the states of files depend on besides the files.
    """
    blocks, key = "\n".join(state.blocks), _fingerprint_blocks(state.blocks)
    fields = (_FORMAT_VERSION, fingerprint_values(source), sorted(state.boilerplate), state.skipped_key, key)
    return f"{_encode(fields)}\n{blocks}"


def parse_state(text: str, source: Source) -> FolderState:
    """Return the state serialized as this text; an empty one if it is invalid or the source was another."""
    header, _, blocks = text.partition("\n")
    try:
        version, source_key, boilerplate, skipped_key, last = json.loads(header)
    except (ValueError, TypeError):
        return FolderState()
    if source_key != fingerprint_values(source):
        return FolderState()
    if version == 1:
        lines = _convert_files(last, has_phrases=bool(source.include or source.exclude))
        return FolderState(tuple(_compress(lines)), frozenset(boilerplate), skipped_key)
    if last != fingerprint_bytes(blocks.encode()):
        return FolderState()
    return FolderState(tuple(blocks.split("\n")) if blocks else (), frozenset(boilerplate), skipped_key)


def _fingerprint_blocks(blocks: Iterable[str]) -> str:
    return fingerprint_bytes("\n".join(blocks).encode())


def _parse_line(text: bytes, block: int, start: int) -> StateLine:
    """Return the line that begins at a place in the text of a block."""
    end = text.index(b"\n", start) + 1
    path, stat_key, content_key, origin, articles, left_out, originals = json.loads(text[start:end].decode())
    file = FileState(
        stat_key,
        content_key,
        origin or path,
        tuple([RememberedArticle(*fields) for fields in articles]),
        tuple([LeftOut(*fields) for fields in left_out]),
        tuple(originals),
    )
    return StateLine(block, start, end, path, file)


def _apply_changes(text: bytes, changes: Iterable[LineChange]) -> bytes:
    pieces: list[bytes] = []
    position = 0
    for change in changes:
        pieces += (text[position : change.start], change.text.encode())
        position = change.end
    return b"".join((*pieces, text[position:]))


def _compress(text: bytes) -> Iterator[str]:
    """Yield lines as blocks of about the same size."""
    start = 0
    while start < len(text):
        end = text.find(b"\n", start + _BLOCK_BYTES) + 1 or len(text)
        yield base64.b64encode(zlib.compress(text[start:end], level=1)).decode()
        start = end


def _decompress(block: str) -> bytes:
    return zlib.decompress(base64.b64decode(block))


def _convert_files(files: Mapping[str, list[object]], has_phrases: bool) -> bytes:
    """Return the lines of a state of version 1, which was one JSON object.

    It does not say what the phrases of a source exclude: if there are any, all files are read again.
    """
    rows = ((path, *(("", *fields[1:]) if has_phrases else fields)) for path, fields in files.items())
    return "".join(f"{_encode(row)}\n" for row in rows).encode()
