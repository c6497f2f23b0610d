"""Find the figures and dates in a sentence: their values, their units and the words next to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from digest.languages import get_language
from digest.summarizers.redundancy import list_content_stems
from digest.text import list_stop_words

_NUMBER = re.compile(
    r"(?<![\w.,:])(?!0\d)(?:\d{1,3}(?:[.,\u00a0\u202f’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?![.,:]?\d)"
)
_MARK = re.compile("[.,\u00a0\u202f’]")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
CLAUSE_BOUNDARY = re.compile(r"[,;:–—()\[\]\"“”„«»!?]|\.(?=\s|$)")
_UNIT = re.compile(r"[ \u00a0\u202f-]([^\W\d_]+)")
_LAST_WORD = re.compile(r"(?<!\w)[\d_]*+([^\W\d_]\w*+)[ \u00a0]$")
_QUALIFIER_REACH = 20
"""How many characters before a figure are searched for a qualifier."""

_CURRENCIES = ("$", "€", "£", "¥")

DATE = "date"


class Figure(NamedTuple):
    """One figure of a sentence.

    value: the number, or 100 · month + day for a date. start, end: its span in the sentence, including a
    qualifier ("about 12,000"). unit: the stem of the word after it, "%", a currency sign, or DATE. unit_end:
    where that word ends.
    """

    value: float
    start: int
    end: int
    unit: str
    unit_end: int


def has_figures(language: str) -> bool:
    """Return whether figures can be compared in a language (ISO 639-1), as its number words are known."""
    return get_language(language).figures is not None


def find_figures(sentence: str, language: str) -> list[Figure]:
    """Return the dates and the numbers that count something: dates, numbers in digits, numbers in words.

    Years, numbers at the end of a clause and numbers in a name ("Flight 12") do not count anything and are
    left out. language: ISO 639-1; number words and dates are found only if has_figures() is true for it.
    Cost: linear.
    """
    dates = [Figure(value, start, end, DATE, end) for start, end, value in _find_dates(sentence, language)]
    numbers: list[Figure] = []
    for start, end, value in _find_numbers(sentence, language):
        if any(date.start < end and start < date.end for date in dates):
            continue
        before = sentence[max(0, start - _QUALIFIER_REACH) : start]
        span_start = start - len(_find_qualifier(before, language))
        if not get_language(language).capital_nouns and _ends_with_name(sentence[:span_start], language):
            continue
        percent, word = _compile_words(language).percent.match(sentence, end), _UNIT.match(sentence, end)
        unit_end = word.end() if word else end
        if percent:
            end, unit_end, unit = percent.end(), percent.end(), "%"
        elif sentence[start - 1 : start] in _CURRENCIES:
            unit = sentence[start - 1 : start]
        else:
            unit = next(iter(list_word_stems(word[1], language)), "") if word else ""
        if unit:
            numbers.append(Figure(value, span_start, end, unit, unit_end))
    return dates + numbers


def find_neighbors(sentence: str, figure: Figure, language: str) -> tuple[str, str]:
    """Return the stems of the nearest content words before and after a figure within its clause, or ""."""
    before = CLAUSE_BOUNDARY.split(sentence[: figure.start])[-1]
    after = CLAUSE_BOUNDARY.split(sentence[figure.unit_end :])[0]
    return "".join(list_word_stems(before, language)[-1:]), "".join(list_word_stems(after, language)[:1])


def list_word_stems(text: str, language: str) -> list[str]:
    """Return the stems of the words of a text, in order, without stop words and numbers."""
    return [stem for stem in list_content_stems(text, language) if not stem[0].isdigit()]


def is_calendar_word(word: str, language: str) -> bool:
    """Return whether a word (casefolded) is a weekday or a month, in full or as its first three letters."""
    return word in _list_calendar_words(language)


def is_rounded(rough: float, exact: float) -> bool:
    """Return whether a figure may be another one rounded to the digits it is given in: 12,000 and 11,800."""
    digits = len(f"{Decimal(str(rough)):f}".replace(".", "").strip("0")) or 1
    return float(f"{exact:.{digits}g}") == rough


def _find_qualifier(before: str, language: str) -> str:
    found = _compile_words(language).qualifier.search(before)
    return found[0] if found else ""


def _ends_with_name(before: str, language: str) -> bool:
    """Return whether a text ends with a capitalized word: the 12 of "Flight 12" does not count flights."""
    word = _LAST_WORD.search(before)
    return word is not None and word[1][0].isupper() and word[1].casefold() not in list_stop_words(language)


def _find_dates(sentence: str, language: str) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, 100 · month + day)."""
    calendar = get_language(language).calendar
    if calendar and _DIGIT.search(sentence):
        for found in _date_pattern(calendar.months).finditer(sentence):
            month = _number_words(calendar.months)[(found[2] or found[3]).casefold()]
            yield found.start(), found.end(), 100 * month + int(found[1] or found[4])


def _find_numbers(sentence: str, language: str) -> Iterator[tuple[int, int, float]]:
    """Yield (start, end, value) of the numbers in digits, then of those in words."""
    words = _compile_words(language)
    for found in _NUMBER.finditer(sentence) if _DIGIT.search(sentence) else ():
        if not _YEAR.fullmatch(found[0]):
            scale = words.scale.match(sentence, found.end())
            power = words.scales[scale[1].casefold()] if scale else 0
            end = scale.end() if scale else found.end()
            yield found.start(), end, _parse_number(found[0], language) * 10**power
    if words.numbers:
        for found in _count_pattern(words.numbers).finditer(sentence):
            yield found.start(), found.end(), _number_words(words.numbers)[found[0].casefold()] + 1


def _parse_number(digits: str, language: str) -> float:
    """Return the value of a number in digits: 14,200 in English is 14.200 in German.

    Spanish uses either mark, depending on the country. If three digits follow every mark, all marks separate
    thousands; otherwise the last one is the decimal mark.
    """
    if language == "es":
        first, *groups = _MARK.split(digits)
        if any(len(group) != 3 for group in groups):
            return float(f"{first}{''.join(groups[:-1])}.{groups[-1]}")
        return float(first + "".join(groups))
    point = "," if get_language(language).decimal_comma else "."
    if digits.count(point) > 1:  # a mark that occurs twice separates thousands, whatever the language
        return float(re.sub(r"\D", "", digits))
    return float(re.sub(rf"[^\d{re.escape(point)}]", "", digits).replace(point, "."))


@cache
def _list_calendar_words(language: str) -> frozenset[str]:
    calendar = get_language(language).calendar
    names = f"{calendar.months} {calendar.weekdays}".replace("|", " ").split() if calendar else []
    return frozenset((*names, *(name[:3] for name in names)))


class _CompiledWords(NamedTuple):
    """The FigureWords of a language, with compiled patterns."""

    numbers: str
    scales: Mapping[str, int]
    scale: re.Pattern[str]
    percent: re.Pattern[str]
    qualifier: re.Pattern[str]


@cache
def _compile_words(language: str) -> _CompiledWords:
    """Compile the words of a language and of English, which texts in other languages quote."""
    words = [known for code in (language, "en") if (known := get_language(code).figures)]
    scales = {scale: power for known in words for scale, power in known.scales.items()}
    percent = "|".join(known.percent for known in words)
    qualifiers = "|".join(known.qualifiers for known in words)
    return _CompiledWords(
        words[0].numbers if has_figures(language) else "",
        scales,
        re.compile(rf"[ \u00a0\u202f-]({'|'.join(map(re.escape, scales))})(?!\w)", re.IGNORECASE),
        re.compile(rf"\s?(?:%|(?:{percent})(?!\w))", re.IGNORECASE),
        re.compile(rf"(?:(?<!\w)(?:{qualifiers})\s+)?[$€£¥]?$", re.IGNORECASE),
    )


@cache
def _number_words(names: str) -> dict[str, int]:
    """Return {word: its position in the list, from 1}."""
    return {form: place for place, name in enumerate(names.split(), start=1) for form in name.split("|")}


@cache
def _date_pattern(months: str) -> re.Pattern[str]:
    month = _either_case(months)
    day_first = rf"(?<!\w)(\d{{1,2}})(?:\.?[º°]|\.|er|st|nd|rd|th)? (?:de |of )?({month})(?!\w)"
    return re.compile(rf"{day_first}|(?<!\w)({month}) (\d{{1,2}})(?!\w)")


@cache
def _count_pattern(numbers: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_either_case(numbers)})(?![\w-])")


def _either_case(names: str) -> str:
    """Return a pattern of the names, capitalized or not; much faster than re.IGNORECASE."""
    return "|".join(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in names.replace("|", " ").split())
