"""Find the month or the weekday that a word means: in the languages of editions, then in all of CLDR.

The adapter of Babel's names of months and days (https://cldr.unicode.org). They are loaded when a date has a
month that the languages of editions do not know: first those of the language of the source, then all, which
takes half a second, once.
"""

from __future__ import annotations

import pickle
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from digest.languages import LANGUAGES, get_language

PERSIAN_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد|امرداد شهریور مهر آبان آذر دی بهمن اسفند"
    " farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand"
)
"""The months of the Persian calendar, in two scripts. Some of them mean other months elsewhere."""

# Short forms that are in use and not in CLDR.
_MORE = {"mrz": 3, "mär": 3, "sept": 9, "setiembre": 9, "agt": 8, "agu": 8}
_MIN_BEGINNING = 3
_SIGNS = {ord("."): "", ord("’"): "'", ord("‘"): "'", ord("׳"): "'", ord("ı"): "i"}
# CLDR keeps the names of Bokmål under the code for both Norwegian languages.
_SAME_NAMES = {"nb": "no"}
_KINDS = ("months", "days", "day_periods")
_WIDTHS = ("wide", "abbreviated", "short")
# From and until which hour, as one number: 1224 is from noon to midnight.
_HALVES = {"am": 12, "pm": 1224}


@lru_cache(maxsize=1024)
def find_month(name: str, language: str | None = None, weekday: str = "") -> int:
    """Return the month, 1 to 12, that a name or its beginning means.

    name: lower case. language: of the source ("pt-BR", or ""), which decides what a name means that several
    languages have; None: only the languages of editions count. weekday: its name in the same language, which
    decides, too. Raises ValueError if the name is ambiguous or none.
    """
    own = (language or "").replace("_", "-").partition("-")[0].lower()
    if own and own not in LANGUAGES and (in_own := _find_in_cldr(name, own)):
        return _get_only({number for number, _ in in_own})
    # English first, for speed: what begins an English month begins no different month in another language.
    found = _find_months("en", name) or {number for code in LANGUAGES for number in _find_months(code, name)}
    if len(found) > 1 and own in LANGUAGES:
        found = _find_months(own, name) or found
    if not found and name in _MORE:
        return _MORE[name]
    if not found and language is not None:
        pairs = (own and _find_in_cldr(name, own)) or _find_in_cldr(name, "")
        found = {number for number, _ in pairs}
        if len(found) > 1 and weekday:
            codes = {code for _, code in load_names("", "days").get(normalize_name(weekday), ())}
            found = {number for number, code in pairs if code in codes}
    return _get_only(found)


@lru_cache(maxsize=1024)
def is_weekday(name: str, language: str | None = None) -> bool:
    """Whether a word names a weekday, in full or abbreviated; see find_month."""
    calendars = (get_language(code).calendar for code in LANGUAGES)
    known = {
        word for calendar in calendars if calendar for word in calendar.weekdays.replace("|", " ").split()
    }
    if len(name) >= _MIN_BEGINNING and any(word.startswith(name) for word in known):
        return True
    return language is not None and normalize_name(name) in load_names("", "days")


def find_persian_month(name: str) -> int | None:
    """Return the month of the Persian calendar with a name, or None."""
    words = PERSIAN_MONTHS.split()
    wanted = normalize_name(name)
    for place, forms in enumerate(words):
        if wanted in map(normalize_name, forms.split("|")):
            return place % 12 + 1
    return None


@lru_cache(maxsize=4096)
def normalize_name(name: str) -> str:
    """Return a name as it is compared: without case, full stops and the accents of European scripts."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        letter
        for letter in letters
        if not "\u0300" <= letter <= "\u036f" and unicodedata.category(letter) != "Cf"
    )
    return unicodedata.normalize("NFC", letters).translate(_SIGNS).strip()


def _get_only(found: Collection[int]) -> int:
    (month,) = found
    return month


def _find_months(language: str, beginning: str) -> set[int]:
    return {number for name, number in _list_months(language) if name.startswith(beginning)}


@cache
def _list_months(language: str) -> tuple[tuple[str, int], ...]:
    calendar = get_language(language).calendar
    months = calendar.months.split() if calendar else []
    return tuple((name, number) for number, names in enumerate(months, 1) for name in names.split("|"))


def _find_in_cldr(name: str, language: str) -> frozenset[tuple[int, str]]:
    """Return (month, language) for a name, or for those that begin with it, in one language or all ("")."""
    wanted, names = normalize_name(name), load_names(language, "months")
    if found := names.get(wanted):
        return found
    if len(wanted) < _MIN_BEGINNING:
        return frozenset()
    return frozenset(pair for known, pairs in names.items() if known.startswith(wanted) for pair in pairs)


def load_names(language: str, kind: str) -> Mapping[str, frozenset[tuple[int, str]]]:
    """Return {name: the months or days that it means, and where} in a language, or in all languages ("").

    kind: "months", "days", or "day_periods", of which the number is the span of hours: 618 is from 6 to 18.
    """
    return _load_all_names(_SAME_NAMES.get(language, language))[kind]


@cache
def _load_all_names(language: str) -> dict[str, dict[str, frozenset[tuple[int, str]]]]:
    """Return {kind: names} for a language or for all, in one pass: that reads 312 files."""
    found: dict[str, defaultdict[str, set[tuple[int, str]]]] = {kind: defaultdict(set) for kind in _KINDS}
    for kind, name, number, code in _read_names(language):
        found[kind][name].add((number, code))
    return {kind: {name: frozenset(pairs) for name, pairs in names.items()} for kind, names in found.items()}


def _read_names(language: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield (kind, name, number, language)."""
    from babel import localedata  # late: 20 ms

    known = localedata.locale_identifiers()
    chosen = (
        [language] if language in known else [] if language else [code for code in known if "_" not in code]
    )
    for code in sorted(chosen):
        # Not localedata.load(): it would keep what it loads, 140 MB for all languages, and without the parent
        # locales, which would break every later use of the locale in this process.
        with open(localedata.resolve_locale_filename(code), "rb") as file:
            data: Mapping[str, Any] = pickle.load(file)
        for kind in _KINDS:
            contexts = [context for context in data.get(kind, {}).values() if isinstance(context, Mapping)]
            for names in (context.get(width) for context in contexts for width in _WIDTHS):
                for key, name in dict(names).items() if isinstance(names, Mapping) else ():
                    number = _read_span(data, key) if kind == "day_periods" else key
                    is_name = len(name) > 1 or (kind == "day_periods" and not name.isascii())
                    if number >= 0 and is_name and not any(letter.isdigit() for letter in name):
                        yield kind, normalize_name(name), number, code


def _read_span(data: Mapping[str, Any], period: str) -> int:
    """Return the span of a part of the day in a locale as one number (see _HALVES), or -1."""
    if period in _HALVES:
        return _HALVES[period]
    for rule in data.get("day_period_rules", {}).get(None, {}).get(period, ()):
        start = int(rule.get("from", rule.get("at", 0))) // 3600
        end = int(rule["before"]) // 3600 if "before" in rule else start + 1
        return start * 100 + end
    return -1


@lru_cache(maxsize=256)
def find_date_order(language: str, country: str) -> str:
    """Return the order in which a language writes day, month and year as numbers ("dmy"), or "" if unknown.

    English is written in both orders: the country decides, or the region in the code of the language.
    """
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    code, _, region = language.replace("_", "-").partition("-")
    territory = region.upper() if len(region) == 2 else country.upper()
    if not code and territory:
        codes = get_official_languages(territory, de_facto=True)
        orders = {find_date_order(f"{official}-{territory}", "") for official in codes}
        return orders.pop() if len(orders) == 1 else ""
    if not code or (code == "en" and not territory):
        return ""
    for name in (f"{code}_{territory}", code) if territory else (code,):
        try:
            pattern = str(Locale.parse(name).date_formats["short"].pattern)
        except (UnknownLocaleError, ValueError):
            continue
        return "".join(dict.fromkeys(letter for letter in pattern.lower() if letter in "dmy"))
    return ""
