"""Single values of an edition's data: times, addresses, reading time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from math import ceil
from urllib.parse import quote

from digest.text import split_words
from digest.text.urls import SCHEMES

WORDS_PER_MINUTE = 200
_INVALID_IN_URL = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")


def format_time(time: datetime) -> str:
    """Format an aware time as 2026-03-12T05:40:00Z."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def format_optional_time(time: datetime | None) -> str | None:
    """Format an aware time as `format_time` does; None stays None."""
    return format_time(time) if time else None


def escape_url(url: str) -> str:
    """Percent-encode characters that no URL may hold; "" for a scheme that is not safe to follow."""
    return _INVALID_IN_URL.sub(lambda found: quote(found[0]), url) if url.partition(":")[0] in SCHEMES else ""


def count_reading_minutes(texts: Iterable[str]) -> int:
    """Return the time to read texts in whole minutes, at least one."""
    return max(ceil(sum(len(split_words(text)) for text in texts) / WORDS_PER_MINUTE), 1)
