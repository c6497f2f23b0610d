"""Parse the date formats found in feeds and on web pages; ambiguous dates are rejected, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from digest.sources.date_hints import DateHints
from digest.sources.month_names import find_month

# The usual forms of ISO 8601 and RFC 822, which need no interpretation.
_ISO_8601 = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d(?::\d\d)?) (?:GMT|UTC|Z|([+-]\d{4}))",
    re.ASCII,
)
_EPOCH = re.compile(r"([12]\d{9})(?:\d{3}|\.\d+)?")
FIRST_YEAR = 1990
"""No news on the web is older."""

_CLOCK_TOLERANCE = timedelta(hours=3)


def parse_date(text: str, hints: DateHints | None = None) -> datetime | None:
    """Return the time that a text gives, in UTC, or None if it is ambiguous or not a date.

    text: one date, with or without a time and a zone: RFC 822, ISO 8601, seconds since 1970, and written
    forms ("20. November 2025, 08:00", "11/20/2025 8:00 AM", "2025年11月20日 8時30分"). A date without a time
    is midnight, a time without a zone or with an unknown one is UTC, as is usual in feeds. What follows a day
    and is no time makes the date unknown, and so does an order of day and month that is not certain
    ("03/04/2025"). hints: of the source, if it may be in any language of CLDR.
    """
    if not (text := text.strip()):
        return None
    if usual := _parse_usual_form(text):
        return usual
    if moment := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(moment[1]), UTC)
    from digest.sources.written_dates import read_written_date  # late: compiling its patterns takes 20 ms

    return read_written_date(text, hints)


def is_plausible_date(moment: datetime, now: datetime) -> bool:
    """Whether a date is plausible for news: not before the web, and not further ahead than clocks err."""
    return moment.year >= FIRST_YEAR and moment <= now + _CLOCK_TOLERANCE


def limit_date(moment: datetime | None, now: datetime) -> datetime | None:
    """Return when an article that has been seen was published: now at the latest; None if implausible.

    Outlets east of Greenwich that give their local time without a zone, or as GMT, are ahead by hours.
    """
    return min(moment, now) if moment and is_plausible_date(moment, now) else None


def _parse_usual_form(text: str) -> datetime | None:
    """Return the time in one of the two usual forms, in a fifth of the time that interpreting it takes."""
    rfc_822 = _RFC_822.fullmatch(text)
    if not rfc_822 and not _ISO_8601.fullmatch(text):
        return None
    try:
        if rfc_822:
            day, month, year, time, zone = rfc_822.groups("+00:00")
            text = f"{year}-{find_month(month.lower()):02}-{day:0>2}T{time}{zone}"
        moment = datetime.fromisoformat(text)
        moment = moment.replace(microsecond=0) if moment.microsecond else moment
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
