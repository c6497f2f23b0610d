"""Why files of a folder, and parts of them, are no articles: each is named; of many, the rest is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from digest.models import LeftOut, Source
from digest.sources.folder.formats import is_supported
from digest.sources.folder.scan import ListedFile, SkippedEntry
from digest.text.urls import make_article_id

# The most files of unsupported types that are named; more are counted by type.
_MAX_NAMED = 50
_ADVICE = {".doc": ": save it as .docx", ".wps": ": save it as .docx"}

MAX_REASONS = 5_000
"""The most reasons that a folder lists; the rest is counted."""


class SkippedFiles:
    """The entries of a folder that are not read, collected while the others pass through."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._skipped: list[LeftOut] = []
        self._unsupported: list[str] = []
        self._counts: Counter[str] = Counter()

    def take_from(self, entries: Iterable[ListedFile | SkippedEntry]) -> Iterator[ListedFile]:
        """Yield the files that can be read, and keep the others."""
        for entry in entries:
            path = entry.relative_path
            if isinstance(entry, SkippedEntry):
                self._skipped.append(leave_out(self._source, path, "unreadable", entry.reason))
            elif is_supported(path):
                yield entry
            elif len(self._unsupported) < _MAX_NAMED:
                self._unsupported.append(path)
            else:
                self._counts[PurePosixPath(path).suffix.lower() or path] += 1

    def list(self) -> list[LeftOut]:
        """Return the reasons, once all entries have passed."""
        counted = (f"{suffix} ({count} more)" for suffix, count in sorted(self._counts.items()))
        named = [
            leave_out(self._source, name, "not_an_article", _explain_type(name))
            for name in (*self._unsupported, *counted)
        ]
        return self._skipped + named


def leave_out(source: Source, path: str, why: str, detail: str, url: str = "") -> LeftOut:
    """Return a file, or a part of one, that is no article. why: a key of the reasons table."""
    return LeftOut(make_article_id(f"{source.name}\n{path}\n{detail}"), path, source.name, why, detail, url)


def limit_reasons(source: Source, reasons: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Return the first reasons, and for each kind of the others one that counts them."""
    rest = iter(reasons)
    listed = list(islice(rest, MAX_REASONS))
    counts = Counter(row.why for row in rest)
    for why, count in sorted(counts.items()):
        detail = f"{count:,} more files, or parts of files, are left out"
        listed.append(leave_out(source, source.name, why, detail))
    return tuple(listed)


def _explain_type(name: str) -> str:
    advice = _ADVICE.get(PurePosixPath(name.partition(" (")[0].lower()).suffix, "")
    return f"files of this type are not supported{advice}"
