"""Labels, numbers, days and times as the reader of one edition is used to them.

The methods named in FILTERS are what templates call by these names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.languages import LANGUAGES
from digest.languages.language import Language
from digest.models import WEEKDAYS

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Localizer:
    """language: of the labels, a key of LANGUAGES. zone: of the times. today: the edition's date."""

    language: str
    zone: ZoneInfo
    today: date

    @property
    def table(self) -> Language:
        return LANGUAGES[self.language]

    def label(self, key: str, n: int | None = None, **values: object) -> str:
        """A label of the table, its number and names filled in. Raises LookupError when there is none."""
        if key not in self.table.labels:
            raise LookupError(f"there is no label named {key}")
        label = self.table.labels[key]
        form = label if isinstance(label, str) else label[n != 1]
        if n is None:
            return form.format(**values)
        count = self.table.numbers[n] if 0 <= n < len(self.table.numbers) else self.number(n)
        return form.format(n=self.number(n), count=count, Count=capitalize(count), **values)

    def reason(self, why: str, **values: object) -> tuple[str, str]:
        """Why a report was left out: what it is called, what it means ("" for a reason of one's own)."""
        name, meaning = self.table.reasons.get(why, (why.replace("_", " "), ""))
        return name, meaning.format(**values)

    def number(self, value: float, places: int = 0) -> str:
        """1234 -> 1,234; with two places 3.25 -> 3.25"""
        digits = f"{value:,.{places}f}"
        return digits.translate({ord(","): self.table.thousands, ord("."): self.table.decimal})

    def listing(self, items: Iterable[str]) -> str:
        """a, b and c"""
        *most, last = items
        return f"{', '.join(most)}{self.table.conjunction}{last}" if most else last

    def quoted(self, word: str) -> str:
        """The word in the quotation marks of the language."""
        return word.join(self.table.quotes)

    def scored(self, parts: Mapping[str, float]) -> str:
        """4.00 for independent voices and 1.20 for freshness; what brought no points is not told."""
        return self.listing(
            self.label("points_for", points=self.number(points, 2), part=self.table.parts.get(part, part))
            for part, points in parts.items()
            if points
        )

    def language_name(self, code: str) -> str:
        """ar -> Arabic; a code that the table does not know stays."""
        return self.table.names.get(code, code)

    def local(self, time: str) -> datetime:
        """The reader's time of an ISO time."""
        return datetime.fromisoformat(time).astimezone(self.zone)

    def clock(self, time: str) -> str:
        """05:40"""
        return f"{self.local(time):%H:%M}"

    def moment(self, time: str) -> str:
        """05:40 on the day of the edition, Wed 22:30 in the week around it, else the date."""
        local = self.local(time)
        if local.date() == self.today:
            return self.clock(time)
        return self.dated_moment(time) if self._is_near(local.date()) else self.long_date(local.date())

    def dated_moment(self, time: str) -> str:
        """Wed 22:30"""
        local = self.local(time)
        return f"{self.table.weekdays_short[local.weekday()]} {local:%H:%M}"

    def weekday(self, day: str | date) -> str:
        """Thursday"""
        return self.table.weekdays[self._date(day).weekday()]

    def weekday_short(self, day: str | date) -> str:
        """Thu"""
        return self.table.weekdays_short[self._date(day).weekday()]

    def day_key(self, day: str | date) -> str:
        """thu, in every language: the name of the day's colour."""
        return WEEKDAYS[self._date(day).weekday()]

    def day_name(self, day: str | date) -> str:
        """Tuesday in the week around the edition, else the date, as they stand in a sentence."""
        found = self._date(day)
        if self._is_near(found):
            return self.weekday(found)
        return self.table.date_said.format(weekday=self.weekday(found), date=self.long_date(found))

    def dated_day(self, day: str | date) -> str:
        """Monday 9 March"""
        return self.table.weekday_date.format(weekday=self.weekday(day), date=self.long_date(day))

    def long_date(self, day: str | date) -> str:
        """3 March in the edition's year, else 3 March 2025."""
        found = self._date(day)
        return self._written(self.table.day if found.year == self.today.year else self.table.date, found)

    def full_date(self, day: str | date) -> str:
        """12 March 2026"""
        return self._written(self.table.date, self._date(day))

    def whole_date(self, day: str | date) -> str:
        """Thursday 12 March 2026, with a capital as in a heading."""
        weekday, written = self.weekday(day), self.full_date(day)
        return capitalize(self.table.weekday_date.format(weekday=weekday, date=written))

    def month_name(self, day: str | date) -> str:
        """March 2026, with a capital as in a heading."""
        return capitalize(self._written(self.table.month_year, self._date(day)))

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

    def _written(self, pattern: str, day: date) -> str:
        number = str(day.day) if day.day > 1 else self.table.first
        return pattern.format(day=number, month=self.table.months[day.month - 1], year=day.year)


FILTERS = (
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
    """The text with a capital first; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def make_localizer(day: str, language: str, zone: ZoneInfo) -> Localizer:
    """The wording of the edition of an ISO date; a language without labels falls back to English."""
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return Localizer(known, zone, date.fromisoformat(day))


def localizer_filters(wording: Localizer) -> dict[str, Callable[..., str]]:
    """{name in a template: what it calls}"""
    return {name: getattr(wording, name) for name in FILTERS}
