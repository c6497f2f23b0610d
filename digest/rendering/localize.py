"""Localize an edition: labels, numbers, dates and times in the reader's language and time zone.

Words come from the language's module. Names of days and months, date formats, number formats and plural
categories come from the CLDR, the locale data of the Unicode Consortium, through Babel. Babel is imported
when the first number or date is formatted; a locale takes about 20 ms to load, once per process.

Templates call the methods listed in FILTERS by the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.languages import LANGUAGES, EditionWording, Plural, get_wording
from digest.languages.source_failures import translate_failure
from digest.models import WEEKDAYS

if TYPE_CHECKING:
    from babel import Locale

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Localizer:
    """Format values for one edition.

    language: of the labels, a key of LANGUAGES. zone: of the times. today: the edition's date.
    """

    language: str
    zone: ZoneInfo
    today: date

    @property
    def wording(self) -> EditionWording:
        return get_wording(self.language)

    def label(self, key: str, n: int | None = None, **values: object) -> str:
        """A label with its number and its placeholders filled in.

        n: chooses the plural form. Raises LookupError for an unknown key.
        """
        write = _write_label if values else _write_plain_label
        return write(self.language, key, n, **values)

    def failure(self, text: str) -> str:
        """A message or an advice about a source, in the language of the edition if it is known there."""
        return translate_failure(text, self.language)

    def reason(self, code: str, **values: object) -> tuple[str, str]:
        """Why an article was left out: heading and explanation ("" for a reason of your own)."""
        heading, explanation = self.wording.reasons.get(code, (code.replace("_", " "), ""))
        return heading, explanation.format(**values)

    def number(self, value: float, places: int = 0) -> str:
        """1234 -> 1,234; with two places 3.25 -> 3.25"""
        return _write_number(self.wording, value, places)

    def listing(self, items: Iterable[str]) -> str:
        """a, b and c"""
        from babel.lists import format_list

        return format_list(list(items), locale=_load_locale(self.wording.locale))

    def quoted(self, word: str) -> str:
        """A word in the quotation marks of the language."""
        return word.join(self.wording.quotes)

    def scored(self, parts: Mapping[str, float]) -> str:
        """4.00 for independent voices and −0.20 for age; parts without points are left out."""
        names = self.wording.score_parts
        return self.listing(
            self.label(
                "points_for", points=self.number(points, 2).replace("-", "−"), part=names.get(part, part)
            )
            for part, points in parts.items()
            if points
        )

    def language_name(self, code: str) -> str:
        """ar -> Arabic; an unknown code stays as it is."""
        wording = self.wording
        names: Mapping[str, str] = _load_locale(wording.locale).languages
        return wording.language_names.get(code) or names.get(code) or code

    def local(self, time: str) -> datetime:
        """An ISO time in the reader's time zone."""
        return datetime.fromisoformat(time).astimezone(self.zone)

    def clock(self, time: str) -> str:
        """05:40"""
        return f"{self.local(time):%H:%M}"

    def moment(self, time: str) -> str:
        """05:40 on the edition's day, Wed 22:30 within a week of it, else the date."""
        local = self.local(time)
        if local.date() == self.today:
            return self.clock(time)
        return self.dated_moment(time) if self._is_near(local.date()) else self.long_date(local.date())

    def dated_moment(self, time: str) -> str:
        """Wed 22:30"""
        local = self.local(time)
        return f"{self.weekday_short(local.date())} {local:%H:%M}"

    def weekday(self, day: str | date) -> str:
        """Thursday"""
        return self._format("EEEE", self._date(day))

    def weekday_short(self, day: str | date) -> str:
        """Thu"""
        return self._format(self.wording.dates.short_weekday, self._date(day))

    def day_key(self, day: str | date) -> str:
        """thu in every language: the key of the day's color."""
        return WEEKDAYS[self._date(day).weekday()]

    def day_name(self, day: str | date) -> str:
        """Tuesday within a week of the edition, else the date, both in the form used inside a sentence."""
        found = self._date(day)
        style = self.wording.dates
        weekday = self.weekday(found)
        if self._is_near(found):
            return style.weekdays_in_sentence[found.weekday()] if style.weekdays_in_sentence else weekday
        return style.in_sentence.format(weekday=weekday, date=self.long_date(found))

    def dated_day(self, day: str | date) -> str:
        """Monday 9 March"""
        return self.wording.dates.weekday_date.format(weekday=self.weekday(day), date=self.long_date(day))

    def long_date(self, day: str | date) -> str:
        """3 March in the edition's year, else 3 March 2025."""
        found = self._date(day)
        return self._format_day("MMMMd" if found.year == self.today.year else "long", found)

    def full_date(self, day: str | date) -> str:
        """12 March 2026"""
        return self._format_day("long", self._date(day))

    def whole_date(self, day: str | date) -> str:
        """Thursday 12 March 2026, with a capital as in a heading."""
        weekday, full_date = self.weekday(day), self.full_date(day)
        return capitalize(self.wording.dates.weekday_date.format(weekday=weekday, date=full_date))

    def month_name(self, day: str | date) -> str:
        """March 2026, with a capital as in a heading."""
        found = self._date(day)
        return capitalize(self._format(_find_pattern(self.wording.locale, "yMMMM"), found))

    def hour_ticks(self, start: str, end: str, count: int = 5) -> list[str]:
        """Evenly spaced clock times from start to end."""
        first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
        ticks = (first + (last - first) * step / (count - 1) for step in range(count))
        return [f"{tick.astimezone(self.zone):%H:%M}" for tick in ticks]

    def _date(self, day: str | date) -> date:
        """A date, the date of an ISO date, or the reader's date of an ISO time."""
        if isinstance(day, date):
            return day
        return self.local(day).date() if "T" in day else date.fromisoformat(day)

    def _is_near(self, day: date) -> bool:
        return abs(day - self.today) < timedelta(days=7)

    def _format_day(self, name: str, day: date) -> str:
        """Format a date by a named format, which begins with the day of the month."""
        wording = self.wording
        pattern = _find_pattern(wording.locale, name)
        if day.day == 1 and wording.dates.first_day:
            pattern = pattern.replace("d", f"'{wording.dates.first_day}'", 1)
        return self._format(pattern, day)

    def _format(self, pattern: str, day: date) -> str:
        return _format_date(self.wording.locale, pattern, day)


FILTERS = (
    "failure",
    "number",
    "listing",
    "quoted",
    "scored",
    "language_name",
    "clock",
    "moment",
    "dated_moment",
    "weekday",
    "weekday_short",
    "day_key",
    "day_name",
    "dated_day",
    "long_date",
    "full_date",
    "whole_date",
    "month_name",
)


def capitalize(text: str) -> str:
    """The text with its first letter in upper case; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def make_localizer(day: str, language: str, zone: ZoneInfo) -> Localizer:
    """The localizer of an edition by its ISO date; a language without a wording falls back to English."""
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return Localizer(known, zone, date.fromisoformat(day))


def localizer_filters(localizer: Localizer) -> dict[str, Callable[..., str]]:
    """{name in a template: method}"""
    return {name: getattr(localizer, name) for name in FILTERS}


def _write_label(language: str, key: str, n: int | None, /, **values: object) -> str:
    """Return a label; see `Localizer.label`."""
    wording = get_wording(language)
    if key not in wording.labels:
        raise LookupError(f"there is no label named {key}")
    label = wording.labels[key]
    text = label if isinstance(label, str) else _choose_form(label, n, wording.locale)
    if n is None:
        return text.format(**values)
    numbers = wording.numbers.split()
    number = _write_number(wording, n)
    count = numbers[n] if 0 <= n < len(numbers) else number
    return text.format(n=number, count=count, Count=capitalize(count), **values)


@lru_cache(maxsize=1024, typed=True)
def _write_plain_label(language: str, key: str, n: int | None, /) -> str:
    # The same few hundred are on every page, and in every entry of a feed.
    return _write_label(language, key, n)


def _write_number(wording: EditionWording, value: float, places: int = 0) -> str:
    return _format_number(wording.locale, f"{value:.{places}f}", places, wording.thousands)


def _choose_form(label: Plural, n: int | None, locale_name: str) -> str:
    """The form for a number. A form that leaves the number out ("your only source") never stands for 0."""
    form = label.choose("other" if n is None else _load_locale(locale_name).plural_form(n))
    return label.other if n == 0 and "{n}" not in form and "{count}" not in form.lower() else form


@cache
def _load_locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


@cache
def _find_pattern(locale_name: str, name: str) -> str:
    """The date pattern of a length ("long") or of a skeleton ("MMMMd": the month by name, and the day)."""
    locale = _load_locale(locale_name)
    formats = locale.date_formats if name in locale.date_formats else locale.datetime_skeletons
    pattern: str = formats[name].pattern
    return pattern


@lru_cache(maxsize=1024)
def _format_date(locale_name: str, pattern: str, day: date) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, _load_locale(locale_name))


@lru_cache(maxsize=1024)
def _format_number(locale_name: str, digits: str, places: int, thousands: str) -> str:
    from babel.numbers import format_decimal

    locale = _load_locale(locale_name)
    formatted = format_decimal(Decimal(digits), _number_pattern(locale_name, places), locale)
    return formatted.replace(locale.number_symbols["latn"]["group"], thousands) if thousands else formatted


@cache
def _number_pattern(locale_name: str, places: int) -> str:
    """The number pattern of a locale with exactly so many decimal places."""
    integer = str(_load_locale(locale_name).decimal_formats[None].pattern).partition(".")[0]
    return f"{integer}.{'0' * places}" if places else integer
