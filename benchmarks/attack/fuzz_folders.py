"""A folder as one input of the fuzzer: its files are visited in parts, and visited again after a change."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from benchmarks.attack.visits import NOW, describe
from digest.http import Client
from digest.models import Collected, Source, SourceState, Visit
from digest.sources.collector import collect_source
from digest.sources.folder import folder_changes

_FILES_PER_PART = 2
_MAX_FILES = 12
_BETWEEN_FILES, _BEFORE_BODY = b"\x00", b"\x01"
_LINK, _PIPE = b"@", b"|"
"""How the name of an entry begins that is a link to what its body names, or a pipe."""


def pack_folder(files: dict[str, bytes]) -> bytes:
    """Return a folder as an input: {name: body}."""
    rows = (os.fsencode(name) + _BEFORE_BODY + body for name, body in files.items())
    return _BETWEEN_FILES.join(rows)


def read_folder_in_parts(packed: bytes) -> list[Collected]:
    """Visit a folder until all of it is read, again, and once more without its first file.

    Returns the results of all visits. Raises AssertionError if it never ends, has an article twice, or
    differs when it is visited again.
    """
    with tempfile.TemporaryDirectory() as name:
        made = [
            path
            for row in packed.split(_BETWEEN_FILES)[:_MAX_FILES]
            if (path := _make_entry(os.fsencode(name), *row.partition(_BEFORE_BODY)[::2]))
        ]
        source = Source("Inbox", "folder", name)
        visits = _visit_all(source, SourceState(), len(made))
        ids = [article.id for visit in visits for article in visit.articles]
        assert len(ids) == len(set(ids)), "an article came twice"
        again = collect_source(Visit(source, NOW, visits[-1].state), Client())
        assert again.unchanged or again.failure, f"it differs at the second visit: {describe(again)}"
        for path in made[:1]:
            os.unlink(path)
        return [*visits, again, *_visit_all(source, visits[-1].state, len(made))]


def _visit_all(source: Source, state: SourceState, entries: int) -> list[Collected]:
    whole, folder_changes.MAX_FILES = folder_changes.MAX_FILES, _FILES_PER_PART
    visits: list[Collected] = []
    try:
        while not visits or visits[-1].has_more:
            assert len(visits) <= entries, "it never ends"
            visits.append(collect_source(Visit(source, NOW, state), Client()))
            state = visits[-1].state
    finally:
        folder_changes.MAX_FILES = whole
    return visits


def _make_entry(folder: bytes, name: bytes, body: bytes) -> bytes | None:
    """Write one entry and return its path; None if no entry can have this name."""
    kind, plain = name[:1], name.removeprefix(_LINK).removeprefix(_PIPE)
    parts = plain.split(b"/")
    if not all(parts) or b".." in parts or b"." in parts:
        return None
    path = os.path.join(folder, plain)
    with suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if kind == _LINK:
            os.symlink(body[:200] or b".", path)
        elif kind == _PIPE:
            os.mkfifo(path)
        else:
            Path(os.fsdecode(path)).write_bytes(body)
            os.utime(path, (NOW.timestamp(), NOW.timestamp()))
        return path
    return None
