"""Read dates and times as people and programs write them, in any language; what is ambiguous is rejected."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from digest.sources.date_hints import DateHints
from digest.sources.date_spellings import unify_date_spelling
from digest.sources.day_periods import find_day_half
from digest.sources.month_names import find_month, find_persian_month, is_weekday
from digest.sources.other_calendars import (
    BUDDHIST_YEARS,
    PERSIAN_YEARS,
    ROC_START,
    convert_persian,
    find_era_start,
)
from digest.sources.time_zones import find_offset, is_zone_name
from digest.text.digits import normalize_digits

MAX_LENGTH = 120
"""No date is longer; a longer text is none."""

# A letter, or a mark that belongs to one in scripts that \\w does not cover.
_L = (
    r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u109f"
    r"\u135d-\u135f\u1780-\u17d3\u1a17-\u1aff\u1b00-\u1bff])"
)
_WORD = rf"{_L}(?:{_L}|[.'’](?={_L})|׳)*"
_LEAD = rf"(?:\(?{_WORD}\.?\)?[\s,،:·]+){{0,3}}"
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th|er|re|ème|ª|º|°|-?(?:го|е|ое|oga|an|a|en|e)\b)?\.?(?!\d)"
_NAME = rf"(?P<name>(?={_L}\.?{_L}){_WORD})\.?"
_SHORT = rf"(?:(?<=\s){_L}(?:{_L}|\.){{0,4}}['’]?\s+|d['’])?"
_YEAR = r"(?P<year>\d{4}|\d\d)(?!\d)"
_GAP = r"[\s.,،/'’-]*"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        # 2026-11-29, 2026年11月29日, 2026년 11월 29일
        r"(?P<year>\d{4})\s*[-/.:年년‐–]\s*(?P<month>\d\d?)\s*[-/.:月월‐–]\s*(?P<day>\d\d?)(?!\d)\s*[日일]?",
        # 20261129, 20261129T0930, 20261129093000
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?=[t\s_-]|\d{4}(?:\d\d)?(?!\d)|$)",
        # 29 tháng 11 năm 2026, 2026 оны 11 сарын 29
        rf"{_LEAD}(?:th(?:ứ)?\s*\d,\s*)?(?P<day>\d\d?)\s*(?:tháng|thg)\s*(?P<month>\d\d?),?\s*(?:năm\s*)?(?P<year>\d{{4}})",
        r"(?P<year>\d{4})\s*оны\s*(?P<month>\d\d?)(?:-р|\s?(?:дугаар|дүгээр))?\s*сарын"
        r"\s*(?P<day>\d\d?)(?:-ны(?: өдөр)?)?",
        # Sun, 29 Nov 2026; 29 de noviembre de 2026
        rf"{_LEAD}{_DAY}{_GAP}{_SHORT}{_NAME}{_GAP}{_SHORT}{_YEAR}",
        # Nov 29, 2026
        rf"{_LEAD}{_NAME}[\s-]*{_DAY}{_GAP}{_SHORT}(?P<year>\d{{4}})(?!\d)",
        # 29/11/2026
        rf"{_LEAD}(?P<day>\d\d?)\s*(?P<mark>[-./])\s*(?P<month>\d\d?)\s*(?P=mark)\s*{_YEAR}",
        # 2026. november 29., 2026 m. lapkričio 29 d.
        rf"{_LEAD}(?P<year>\d{{4}}){_GAP}(?:{_L}{{1,6}}[.,]*\s+)?{_NAME}{_GAP}{_DAY}",
        # 2026. gada 29. novembris
        rf"{_LEAD}(?P<year>\d{{4}}){_GAP}(?:{_L}{{1,6}}[.,]*\s+)?{_DAY}{_GAP}{_NAME}",
        # 令和8年11月29日, 民國115年11月29日
        r"(?P<era>[^\W\d_]{2})\s*(?P<year>\d{1,3}|元)\s*年\s*(?P<month>\d\d?)\s*月\s*(?P<day>\d\d?)\s*日?",
        # 2026-W48-7, 2026W487: the day of a week
        r"(?P<year>(?:19|20)\d\d)(?P<dash>-?)w(?P<week>\d\d)(?P=dash)(?P<day>[1-7])(?!\d)",
        # 2026-333, 2026333T0930: the day of a year
        r"(?P<year>(?:19|20)\d\d)(?:-(?P<yearday>\d{3})(?![\d-])|(?P<day>\d{3})(?=t\d))",
    )
)
# Which of them may match a text that begins with a year, with another number, or with a word.
_YEAR_FIRST = tuple(_DATES[place] for place in (0, 1, 3, 7, 8, 10, 11))
_NUMBER_FIRST = tuple(_DATES[place] for place in (2, 4, 6))
_WORD_FIRST = tuple(_DATES[place] for place in (2, 4, 5, 6, 7, 8, 9))
# "Thu Nov 20 08:00:00 GMT 2025": the year follows the time.
_YEAR_LAST = re.compile(
    r"(?<!\w)((?:\w+\.?,? )?[^\W\d]+ \d\d?),? "
    r"(\d\d?:\d\d(?::\d\d)?(?: [a-z][a-z/_+:0-9-]*| [+-]\d{4})?) (\d{4})"
)
_TIME_FIRST = re.compile(
    r"(\d\d?[:h]\d\d(?::\d\d)?(?:\s*[ap]\.?\s?m\.?)?)(?:\s++uhr)?(?:\s*+[,|·–-])?\s++(?=.*\d{4})(.+)"
)


def _spell(first: str, second: str) -> list[str]:
    """Return how two letters that abbreviate a half of the day are written: "pm", "p.m.", "p. m" …"""
    return [f"{first}{between}{second}{end}" for between in ("", ".", " ", ". ") for end in ("", ".")]


_MERIDIEM = {
    "am": (*_spell("a", "m"), *_spell("π", "μ"), "ص", "öö", "sa", "午前", "上午", "오전", "पूर्वाह्न"),
    "pm": (*_spell("p", "m"), *_spell("μ", "μ"), "م", "ös", "ch", "午後", "下午", "오후", "अपराह्न"),
}
_HALVES = {form: half for half, forms in _MERIDIEM.items() for form in forms}
_HALF = "|".join(sorted(map(re.escape, _HALVES), key=len, reverse=True))
_TIME = re.compile(
    rf"(?:(?P<before>{_HALF})\s*)?(?P<hour>\d\d?)"
    r"(?:\s*(?:[:.h時时點点시]|uhr|giờ|óra|นาฬิกา|ໂມງ|u(?=\d\d))\s*(?P<minute>\d\d)?\s*(?:(?:[:.分분]|min|นาที|ນາທີ)\s*(?P<second>\d\d)?(?:[.,]\d+)?\s*[秒초]?)?"
    r"|(?P<minutes>\d\d)(?P<seconds>\d\d)?(?:[.,]\d+)?(?!\d))?"
    rf"(?:\s*(?P<after>{_HALF})(?!{_L}))?"
)
# What may stand between a day and a time, or behind a time, without a meaning of its own.
_BEFORE_TIME = re.compile(
    rf"(?:['’‘]?{_L}{{1,12}}[.,]*\s+){{1,3}}(?=\d|{_HALF})|[\u4e00-\u9fff]{{1,4}}\s*(?=\d)"
)
# Such a word is no preposition: it must name a part of the day.
_LONG_WORD = re.compile(rf"{_L}{{8}}")
_WORD_BEHIND = rf"['’‘]?{_L}(?:{_L}|[.'’‘-](?={_L}))*\.?"
_WORDS_BEHIND = re.compile(rf"\s*(?P<first>{_WORD_BEHIND})(?P<more>(?: {_WORD_BEHIND}){{1,2}})?")
_LONGEST_ZONE = 4
_AFTER_TIME = re.compile(rf"\s*(?:uhr|hrs?|hs|h|น|klo|godz|год|ч|horas?|heures?)\b\.?(?!{_L})")
_FILLERS = re.compile(
    r"(?:(?:г(?:ода?)?|р(?:оку)?|год|m|d|թ|жыл(?:ы)?|ж|л|sal|year|ko|eko|da|de|te|ta|日|일)(?![^\W\d_])\.?|\(\w{1,3}\))[\s,.]*"
)
_EDGES = " ,،.;:|·•@_–—-/\t"


def read_written_date(text: str, hints: DateHints | None) -> datetime | None:
    """Return the time that a text gives, in UTC, or None if it is ambiguous or not a date.

    hints: of the source; None: only the languages of editions count. Cost: 10 to 50 µs.
    """
    if len(text) > MAX_LENGTH:
        return None
    text = normalize_digits(" ".join(text.replace("İ", "i").lower().split()))
    text = unify_date_spelling(text, hints.language[:2] if hints else "")
    if not any(letter.isdigit() for letter in text):
        return None
    if text[-4:].isdigit() and ":" in text:
        text = _YEAR_LAST.sub(r"\1, \3 \2", text)
    if text[0].isdigit() and (first := _TIME_FIRST.fullmatch(text)):
        text = _put_time_last(first[1], first[2], hints)
    begins_with_number = text[0].isdigit()
    by_number = _YEAR_FIRST if text[:4].isdigit() else _NUMBER_FIRST
    for pattern in by_number if begins_with_number else _WORD_FIRST:
        if found := pattern.match(text):
            try:
                day = _read_day(found, text, hints)
            except (ValueError, OverflowError):
                continue
            try:
                return _read_time(text[found.end() :], day, hints)
            except (ValueError, OverflowError):
                return None
    return None


def _put_time_last(time: str, rest: str, hints: DateHints | None) -> str:
    """Return a date that began with its time, and with the zone of that if any, with both at the end."""
    zone, _, day = rest.partition(" ")
    zone = zone.rstrip(",")
    if zone.isascii() and zone.isalpha() and is_zone_name(zone, hints.country if hints else ""):
        return f"{day} {time} {zone}"
    words, comma, following = rest.partition(",")
    if not comma or any(map(str.isdigit, words)):
        words, following = zone, day
    hour = int(re.split("[:h]", time)[0])
    if hints and 0 < hour <= 12 and find_day_half(words, hints.language, hour, elsewhere=False):
        return f"{following.strip()} {time} {words}"
    return f"{rest} {time}"


def _read_day(found: re.Match[str], text: str, hints: DateHints | None) -> datetime:
    parts = found.groupdict()
    if "week" in parts:
        week = datetime.fromisocalendar(int(parts["year"]), int(parts["week"]), int(parts["day"]))
        return week.replace(tzinfo=UTC)
    if "yearday" in parts:
        return _find_day_of_year(int(parts["year"]), int(parts["yearday"] or parts["day"]))
    day, year = int(parts["day"]), 1 if parts["year"] == "元" else int(parts["year"])
    if parts.get("era"):
        start = find_era_start(parts["era"])
        return datetime(start + year, int(parts["month"]), day, tzinfo=UTC)
    if "name" in parts:
        if PERSIAN_YEARS[0] <= year < PERSIAN_YEARS[1] and (persian := find_persian_month(parts["name"])):
            return convert_persian(year, persian, day)
        month = find_month(parts["name"], hints.language if hints else None, _read_first_word(text))
        if len(parts["year"]) == 2:
            is_thai = any("\u0e00" <= letter <= "\u0e7f" for letter in text)
            year += 2500 if is_thai else 1900 if year >= 70 else 2000
        return datetime(_shift_year(year, text, hints), month, day, tzinfo=UTC)
    month = int(parts["month"])
    if "mark" in parts:
        day, month, year = _order_numbers(parts, day, month, year, hints)
    if PERSIAN_YEARS[0] <= year < PERSIAN_YEARS[1] and hints and _is_in(hints, "fa", "ir"):
        return convert_persian(year, month, day)
    return datetime(_shift_year(year, text, hints), month, day, tzinfo=UTC)


def _find_day_of_year(year: int, number: int) -> datetime:
    """Return the day of a year, counted from 1. Raises ValueError if the year is shorter."""
    found = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=number - 1)
    if found.year != year:
        raise ValueError("no day of this year")
    return found


def _read_first_word(text: str) -> str:
    found = re.match(rf"\(?({_WORD})", text)
    return found[1] if found else ""


def _shift_year(year: int, text: str, hints: DateHints | None) -> int:
    """Return the year of our era for one of the Buddhist era, if that is certain."""
    if BUDDHIST_YEARS[0] <= year < BUDDHIST_YEARS[1]:
        is_thai = any("\u0e00" <= letter <= "\u0e7f" for letter in text) or (
            hints and _is_in(hints, "th", "th")
        )
        return year - 543 if is_thai else year
    if year < ROC_START:
        raise ValueError("no year")
    return year


def _is_in(hints: DateHints, language: str, country: str) -> bool:
    return hints.language.lower().partition("-")[0] == language or hints.country == country


def _order_numbers(
    parts: dict[str, str], day: int, month: int, year: int, hints: DateHints | None
) -> tuple[int, int, int]:
    """Return (day, month, year) of three numbers; countries differ in their order. Raises ValueError."""
    is_short = len(parts["year"]) == 2
    order = _find_order(hints) if hints else ""
    if is_short:
        if int(parts["day"]) > 31 or order.startswith("y"):
            return year, month, 2000 + day
        if not (order.endswith("y") or year > 31):
            raise ValueError("ambiguous")
        year += 1900 if year >= 70 else 2000
    if month > 12 and day <= 12:
        return month, day, year
    if day > 12 or day == month or (parts["mark"] == "." and not is_short):
        return day, month, year
    if order.startswith("d"):
        return day, month, year
    if order.startswith("m"):
        return month, day, year
    raise ValueError("ambiguous")


def _find_order(hints: DateHints) -> str:
    """Return the order of day, month and year in the short dates of a language, such as "dmy", or ""."""
    from digest.sources.month_names import find_date_order

    return find_date_order(hints.language, hints.country)


def _read_time(rest: str, day: datetime, hints: DateHints | None) -> datetime:
    """Return the moment that a day and the text behind it give, in UTC. Raises ValueError."""
    rest = re.sub(r"^t(?=\d)", "", rest.strip(_EDGES))
    while filler := _FILLERS.match(rest):
        rest = rest[filler.end() :].lstrip(_EDGES)
    rest = _drop_weekday(rest, hints)
    if not rest:
        return day
    found, before = _TIME.match(rest), ""
    if found is None and (words := _BEFORE_TIME.match(rest)):
        before, rest = words[0], rest[words.end() :]
        found = _TIME.match(rest)
    if found is None:
        raise ValueError("not a time")
    rest = rest[found.end() :]
    if rest[:1].isdigit() or (rest[:1] == ":" and rest[1:2].isdigit()):
        raise ValueError("not a time")
    if after := _AFTER_TIME.match(rest):
        rest = rest[after.end() :]
    half = _HALVES.get(found["before"] or found["after"] or "", "")
    if not half or (rest[:1] == " " and hints and hints.language[:2] not in ("", "en")):
        # "8:30 Uhr am Abend": there, "am" is no half of the day.
        behind = f"{found['after'] or ''}{rest}"
        half = _find_half(before, behind, int(found["hour"]), hints) or half
    if not half and _LONG_WORD.search(before):
        raise ValueError("not a time")
    local = day + _read_clock(found, half)
    # A zone that is not known is taken for UTC: the day is right then, nearly always.
    return local - (find_offset(rest.strip(" ,;"), local, hints.country if hints else "") or timedelta())


def _drop_weekday(rest: str, hints: DateHints | None) -> str:
    found = re.match(rf"\(?({_WORD})\.?\)?(?:[\s,.]+|$)", rest)
    if found is None or not is_weekday(found[1], hints.language if hints else None):
        return rest
    # "du." is a Sunday in Romanian, and in Hungarian the afternoon.
    is_half = hints is not None and find_day_half(found[1], hints.language, 1, elsewhere=False)
    return rest if is_half else rest[found.end() :]


def _find_half(before: str, behind: str, hour: int, hints: DateHints | None) -> str:
    """Return the half of the day that the words before or behind a time name, or "": "रात 8:30" is "pm"."""
    if hints is None or not 0 < hour <= 12:
        return ""
    if before and (half := find_day_half(before, hints.language, hour, elsewhere=False)):
        return half
    found = _WORDS_BEHIND.match(behind)
    if found is None or (
        behind.isascii()
        and hints.language[:2] in ("", "en")
        and not found["more"]
        and len(found["first"]) <= _LONGEST_ZONE
    ):
        return ""
    return find_day_half(found[0], hints.language, hour)


def _read_clock(found: re.Match[str], half: str) -> timedelta:
    hour = int(found["hour"])
    minute, second = (
        int(found["minute"] or found["minutes"] or 0),
        int(found["second"] or found["seconds"] or 0),
    )
    if found[0].strip() == found["hour"] and not half:
        raise ValueError("not a time")
    if half:
        if hour > 12 and half == "am":
            raise ValueError("not a time of day")
        hour = hour % 12 + 12 * (half == "pm") if hour <= 12 else hour
    if not (hour < 24 or (hour == 24 and not minute)) or minute > 59 or second > 60:
        raise ValueError("not a time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)
