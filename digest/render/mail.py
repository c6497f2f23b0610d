"""An edition as one mail: no longer than readers of mail show without cutting it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from digest.render.settings import Write

MOST_BYTES = 95_000
"""A large mail service shows the first 102 kB of a message; its headers and its packing count, too."""

KEPT_BRIEFS = 12
"""So many briefs stay, if only as headlines, before a story told in full is shortened."""

WAYS = ("whole", "first", "headline", "left")
"""How much a mail tells of a story, each less than the one before: everything, its first sentence, its
headline, nothing (it is left to the whole edition)."""


def fit_mail(write: Write, template: str, data: Mapping[str, Any]) -> str:
    """Return the longest mail of an edition that is not over MOST_BYTES.

    The template gets `ways`, one of WAYS for each story. Cost: one writing when everything fits, else one
    more for each halving of the steps that shorten it.
    """
    stories = data["stories"]
    steps = list(shorten([story["brief"] for story in stories]))

    def tell(count: int) -> str:
        ways = dict.fromkeys(range(len(stories)), WAYS[0]) | dict(steps[:count])
        return write(template, ways=list(ways.values()))

    mail = tell(0)
    if fits(mail):
        return mail
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if fits(tell(middle)):
            high = middle
        else:
            low = middle + 1
    return tell(low)


def fits(mail: str) -> bool:
    """Whether a mail is short enough."""
    return len(mail.encode()) <= MOST_BYTES


def shorten(briefs: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """(place of a story, its next shorter way), the last story first: the briefs, then the others.

    briefs: whether the story in that place is one.
    """
    short = [place for place, brief in enumerate(briefs) if brief]
    full = [place for place, brief in enumerate(briefs) if not brief]
    yield from turn(short, "headline")
    yield from turn(short[KEPT_BRIEFS:], "left")
    yield from turn(full, "first")
    yield from turn(full, "headline")
    yield from turn(short[:KEPT_BRIEFS], "left")
    yield from turn(full, "left")


def turn(places: Iterable[int], way: str) -> Iterator[tuple[int, str]]:
    """Each of these places, the last first, told that way."""
    return ((place, way) for place in sorted(places, reverse=True))
