"""What is remembered of a folder from one visit to the next: what each file held when it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from hashlib import blake2b
from pathlib import PurePosixPath

from digest.models import LeftOut
from digest.sources.folder.scan import FoundFile

_FORM = 1  # of what is written; another one is not read


@dataclass(frozen=True, slots=True)
class Kept:
    """An article that a file gave. outlet: the one it names, or "". text: the key of its text."""

    id: str
    outlet: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file held.

    mark: of the file as it was listed, "" when it is to be read again even if nobody touches it.
    content: fingerprint of its bytes. origin: the place that its articles have their ids from, another one
    than its own when it was moved. leans_on: the places of files whose articles it repeats.
    """

    mark: str
    content: str
    origin: str
    articles: tuple[Kept, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    leans_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """{place: its reading}, the furniture of the folder's texts, and a fingerprint of what was not read."""

    readings: Mapping[str, Reading] = field(default_factory=dict)
    furniture: frozenset[str] = frozenset()
    rest: str = ""

    def find_valid(self, files: Iterable[FoundFile]) -> dict[str, Reading]:
        """Return the readings of the files that did not change, nor what they repeat.

        Cost: linear, times the longest chain of files that repeat each other.
        """
        valid = {
            file.place: reading
            for file in files
            if (reading := self.readings.get(file.place)) and reading.mark == mark_file(file)
        }
        while stale := [place for place, told in valid.items() if not valid.keys() >= {*told.leans_on}]:
            for place in stale:
                del valid[place]
        return valid

    def reopen(self) -> Ledger:
        """Return the same ledger, with every file to be read again."""
        return replace(
            self, readings={place: replace(told, mark="") for place, told in self.readings.items()}
        )

    def find_moved(self, files: Iterable[FoundFile]) -> dict[str, str]:
        """Return the origins of files that are not there any more, by name_content. Cost: linear."""
        gone = self.readings.keys() - {file.place for file in files}
        return {
            name_content(place, self.readings[place].content): self.readings[place].origin
            for place in sorted(gone)
        }


def name_content(place: str, content: str) -> str:
    """Return what a file is known by when it is moved: the fingerprint of its bytes, and its kind."""
    return f"{content}{PurePosixPath(place.lower()).suffix}"


def mark_file(file: FoundFile) -> str:
    """Return a fingerprint of a file as it was listed, which changes when anybody writes to it."""
    return fingerprint_values(file.size, file.modified, file.changed)


def fingerprint_values(*values: object) -> str:
    """Return 16 hex digits that change when one of some plain values does."""
    return blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fingerprint_bytes(body: bytes) -> str:
    """Return 32 hex digits that change when the bytes do."""
    return blake2b(body, digest_size=16).hexdigest()


def write_ledger(ledger: Ledger, settings: object) -> str:
    """Return a ledger as text. settings: what the readings depend on besides the files."""
    files = {place: astuple(reading) for place, reading in ledger.readings.items()}
    told = (_FORM, fingerprint_values(settings), sorted(ledger.furniture), ledger.rest, files)
    return json.dumps(told, separators=(",", ":"))


def read_ledger(text: str, settings: object) -> Ledger:
    """Return the ledger that was written as this text; an empty one when it was under other settings."""
    try:
        form, fingerprint, furniture, rest, files = json.loads(text)
    except ValueError:
        return Ledger()
    if (form, fingerprint) != (_FORM, fingerprint_values(settings)):
        return Ledger()
    readings = {place: _restore(*values) for place, values in files.items()}
    return Ledger(readings, frozenset(furniture), rest)


def _restore(
    mark: str,
    content: str,
    origin: str,
    articles: list[list[str]],
    left_out: list[list[str]],
    leans_on: list[str],
) -> Reading:
    kept = tuple(Kept(*values) for values in articles)
    return Reading(mark, content, origin, kept, tuple(LeftOut(*row) for row in left_out), tuple(leans_on))
