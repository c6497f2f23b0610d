"""What has to be said in a language for pages to be written in it."""

from __future__ import annotations

from dataclasses import dataclass

Label = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages can be written in.

    weekdays, weekdays_short: Monday first, spelt as inside a sentence. date, day: patterns of a date with
    and without its year. first: the number of a month's first day. weekday_date: a weekday with its date.
    date_said: how a date stands in a sentence ("since {date}"), with its {weekday} where the language likes
    it so. month_year: a month with its year. numbers: the words for 0, 1, 2 … as far as they are written
    out. quotes: around a quoted word. names: {ISO 639-1: what texts in that language are called}. reasons:
    {why a report was left out: (what it is called, what it means)}. parts: {part of a score: what its
    points are for}.
    """

    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    day: str
    thousands: str
    decimal: str
    quotes: tuple[str, str]
    conjunction: str
    numbers: tuple[str, ...]
    names: dict[str, str]
    reasons: dict[str, tuple[str, str]]
    parts: dict[str, str]
    labels: dict[str, Label]
    first: str = "1"
    weekday_date: str = "{weekday} {date}"
    date_said: str = "{date}"
    month_year: str = "{month} {year}"


def read_names(pairs: str) -> dict[str, str]:
    """ "de=German fr=French" -> {"de": "German", "fr": "French"}"""
    return dict(pair.split("=") for pair in pairs.split())
