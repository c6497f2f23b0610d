"""Single values of an edition's data: times, addresses, directions, how long something takes to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from urllib.parse import quote

from digest.text import words
from digest.text.urls import SCHEMES

WORDS_PER_MINUTE = 200
NO_ADDRESS = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
"""Characters that stand in no address."""
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def iso_time(time: datetime | None) -> str | None:
    """2026-03-12T05:40:00Z; None stays None."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time else None


def web_address(url: str) -> str:
    """The address when a reader can safely follow it, what none may hold percent-encoded; else ""."""
    return NO_ADDRESS.sub(lambda found: quote(found[0]), url) if url.partition(":")[0] in SCHEMES else ""


def text_direction(language: str) -> str:
    """ "rtl", "ltr", or "auto" for a language that is not known."""
    return "auto" if language == "und" else "rtl" if language in RIGHT_TO_LEFT else "ltr"


def reading_minutes(texts: Iterator[str]) -> int:
    """Whole minutes, at least one."""
    return max(ceil(sum(len(words(text)) for text in texts) / WORDS_PER_MINUTE), 1)
