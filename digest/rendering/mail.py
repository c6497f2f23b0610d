"""Render an edition as one mail that mail readers show without cutting it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from digest.models import EditionData
from digest.rendering.render_settings import Write
from digest.text.mail_encoding import EMBEDDED_IMAGE, choose_transfer_encoding

MAX_BYTES = 98_000
"""A large mail service shows the first 102 kB of a message, headers and transfer encoding included. Reports
disagree whether it counts the bytes as they are sent or unpacked; the former are never fewer."""

KEPT_BRIEFS = 12
"""This many briefs stay, if only as headlines, before a story in full is shortened."""

WAYS = ("whole", "first", "headline", "left")
"""How much of a story a mail shows, each less than the one before: everything, its first sentence, its
headline, nothing (it is left to the whole edition)."""


def fit_mail(write: Write, template: str, data: EditionData) -> str:
    """Return the longest mail of an edition that does not exceed MAX_BYTES.

    The template gets `ways`, one of WAYS for each story. Cost: one rendering when everything fits, else one
    more for each halving of the steps that shorten it.
    """
    stories = data["stories"]
    steps = list(list_shortening_steps([story["brief"] for story in stories]))

    def render(count: int) -> str:
        """Render the mail after the first `count` steps."""
        ways = dict.fromkeys(range(len(stories)), WAYS[0]) | dict(steps[:count])
        return write(template, ways=list(ways.values()))

    mail = render(0)
    if is_short_enough(mail):
        return mail
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if is_short_enough(render(middle)):
            high = middle
        else:
            low = middle + 1
    return render(low)


def is_short_enough(mail: str) -> bool:
    """Whether a mail is short enough as it is sent: its pictures are attachments then."""
    return choose_transfer_encoding(EMBEDDED_IMAGE.sub("", mail)).size <= MAX_BYTES


def list_shortening_steps(briefs: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """Yield (index of a story, its next shorter way), the last story first: the briefs, then the others.

    briefs: for each story, whether it is a brief.
    """
    short = [place for place, brief in enumerate(briefs) if brief]
    full = [place for place, brief in enumerate(briefs) if not brief]
    yield from _show_as("headline", short)
    yield from _show_as("left", short[KEPT_BRIEFS:])
    yield from _show_as("first", full)
    yield from _show_as("headline", full)
    yield from _show_as("left", short[:KEPT_BRIEFS])
    yield from _show_as("left", full)


def _show_as(way: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    return ((place, way) for place in sorted(places, reverse=True))
