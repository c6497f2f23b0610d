"""Convert dates of other calendars than the Gregorian, where that is certain.

Lunar calendars (Islamic, Hebrew, Chinese) are left out: their days depend on the country or on observation.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

PERSIAN_YEARS = (1370, 1470)
"""The years of the Persian calendar in which there is a web: from the first to before the last."""

BUDDHIST_YEARS = (2533, 2643)
"""The same of the Buddhist era of Thailand, which is 543 years ahead."""

ROC_START = 1911
"""The year before the first of the Republic of China, whose era Taiwan uses."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": ROC_START, "民国": ROC_START}
# Remainders of years by 33 that have 366 days; right for 1178 to 1633.
_LEAP_REMAINDERS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_PERSIAN_EPOCH_YEAR, _PERSIAN_EPOCH = 1370, datetime(1991, 3, 21, tzinfo=UTC)


def find_era_start(name: str) -> int:
    """Return the year before the first of an era of Japan or Taiwan. Raises ValueError for other names."""
    if name not in _ERAS:
        raise ValueError("no era")
    return _ERAS[name]


def convert_persian(year: int, month: int, day: int) -> datetime:
    """Return the day of a date of the Persian (solar Hijri) calendar, by the cycle of 33 years.

    year: of PERSIAN_YEARS. Raises ValueError if there is no such day.
    """
    is_leap = year % 33 in _LEAP_REMAINDERS
    last = 31 if month <= 6 else 30 if month <= 11 or is_leap else 29
    if not (1 <= month <= 12 and 1 <= day <= last):
        raise ValueError("no such day")
    years = range(_PERSIAN_EPOCH_YEAR, year)
    days = sum(365 + (number % 33 in _LEAP_REMAINDERS) for number in years)
    days += 31 * (month - 1) - max(month - 7, 0) + day - 1
    return _PERSIAN_EPOCH + timedelta(days=days)
