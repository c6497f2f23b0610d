"""The figures and dates in a sentence: how much of what, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from digest.text import stem, stop_words, words

# Small numbers from two on ("one" is an article in most languages), months and days; a stroke parts the forms
# of one of them.
_COUNTS = {
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pt": "dois|duas três quatro cinco seis sete oito nove dez onze doze",
}
FIGURE_LANGUAGES = frozenset(_COUNTS)
"""Languages in which figures can be compared."""

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
}
_SCALES = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "tausend": 3, "mio": 6, "millionen": 6,
    "milliarde": 9, "milliarden": 9, "mrd": 9, "mille": 3, "millions": 6, "milliard": 9, "milliards": 9,
    "mil millones": 9, "mil milhões": 9, "mil": 3, "millón": 6, "millones": 6, "milhão": 6, "milhões": 6,
    "bilhão": 9, "bilhões": 9, "mila": 3, "milione": 6, "milioni": 6, "miliardo": 9, "miliardi": 9,
    "duizend": 3, "miljoen": 6, "miljard": 9, "mln": 6, "mld": 9,
}  # fmt: skip
_SCALE = re.compile(rf"[ \u00a0\u202f-]({'|'.join(_SCALES)})(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(
    r"\s?(?:%|(?:percent|per cento?|prozent|pour cent|por ciento|por cento|procent)(?!\w))", re.IGNORECASE
)
# What stands before a figure and belongs to it.
_QUALIFIER = re.compile(
    r"(?:(?<!\w)(?:about|around|some|nearly|almost|roughly|approximately|at least|at most|up to|more than"
    r"|less than|over|under|fewer than|as many as|only|just|rund|etwa|circa|fast|knapp|mindestens|höchstens"
    r"|bis zu|mehr als|weniger als|über|unter|nur|environ|près de|presque|au moins|jusqu['’]à|plus de"
    r"|moins de|quelque|seulement|unos|unas|cerca de|casi|al menos(?: a)?|hasta|más de|menos de|solo|quasi"
    r"|oltre|più di|meno di|almeno|al massimo|fino a|appena|soltanto|quase|mais de|pelo menos|ao menos"
    r"|no máximo|até|apenas|somente|só|ongeveer|zo['’]n|bijna|ruim|minstens|ten minste|zeker|hooguit"
    r"|maximaal|meer dan|minder dan|slechts)\s+)?"
    r"[$€£¥]?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,:])(?!0\d)(?:\d{1,3}(?:[.,\u00a0\u202f’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?![.,:]?\d)"
)
_MARK = re.compile("[.,\u00a0\u202f’]")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
BORDER = re.compile(r"[,;:–—()\[\]\"“”„«»!?]|\.(?=\s|$)")
_UNIT = re.compile(r"[ \u00a0\u202f-]([^\W\d_]+)")
_LAST_WORD = re.compile(r"([^\W\d_]\w*)[ \u00a0]$")
_CAPITAL_NOUNS = frozenset({"de"})
_LEAD_IN_REACH = 20
_CURRENCIES = ("$", "€", "£", "¥")

DATE = "date"


class Figure(NamedTuple):
    """One figure of a sentence.

    value: what it comes to; of a date 100 · month + day. start, end: where it stands, with what qualifies it
    ("about 12,000"). unit: the stem of the word behind it, "%", a currency, or DATE. beyond: the end of that.
    """

    value: float
    start: int
    end: int
    unit: str
    beyond: int


def find_figures(sentence: str, language: str) -> list[Figure]:
    """The dates and the numbers that count something, dates first, each kind in the sentence's order.

    language: ISO 639-1; number words and dates are known in de, en, es, fr, it, nl and pt. A year, a number
    at the end of a clause and one that belongs to a name ("Flight 12") count nothing. Cost: linear.
    """
    figures = [Figure(value, start, end, DATE, end) for start, end, value in _find_dates(sentence, language)]
    dates = tuple(figures)
    for start, end, value in _find_numbers(sentence, language):
        if any(date.start < end and start < date.end for date in dates):
            continue
        begin = start - len(_lead_in(sentence[max(0, start - _LEAD_IN_REACH) : start]))
        if language not in _CAPITAL_NOUNS and _ends_with_name(sentence[:begin], language):
            continue
        percent, word = _PERCENT.match(sentence, end), _UNIT.match(sentence, end)
        beyond = word.end() if word else end
        if percent:
            end, beyond, unit = percent.end(), percent.end(), "%"
        elif sentence[start - 1 : start] in _CURRENCIES:
            unit = sentence[start - 1 : start]
        else:
            unit = next(iter(list_stems(word[1], language)), "") if word else ""
        if unit:
            figures.append(Figure(value, begin, end, unit, beyond))
    return figures


def find_neighbors(sentence: str, figure: Figure, language: str) -> tuple[str, str]:
    """The stems of the nearest words with a meaning on either side of a figure in its clause, or ""."""
    before = BORDER.split(sentence[: figure.start])[-1]
    after = BORDER.split(sentence[figure.beyond :])[0]
    return "".join(list_stems(before, language)[-1:]), "".join(list_stems(after, language)[:1])


def _lead_in(before: str) -> str:
    found = _QUALIFIER.search(before)
    return found[0] if found else ""


def _ends_with_name(before: str, language: str) -> bool:
    """Whether the word right before a figure has a capital of its own: "Flight 12" counts no twelve."""
    word = _LAST_WORD.search(before)
    return word is not None and word[0][0].isupper() and word[1].casefold() not in stop_words(language)


def _find_dates(sentence: str, language: str) -> Iterator[tuple[int, int, float]]:
    if language in _MONTHS and _DIGIT.search(sentence):
        for found in _date(language).finditer(sentence):
            month = _places(_MONTHS[language])[(found[2] or found[3]).casefold()]
            yield found.start(), found.end(), 100 * month + int(found[1] or found[4])


def _find_numbers(sentence: str, language: str) -> Iterator[tuple[int, int, float]]:
    for found in _NUMBER.finditer(sentence) if _DIGIT.search(sentence) else ():
        if not _YEAR.fullmatch(found[0]):
            scale = _SCALE.match(sentence, found.end())
            power = _SCALES[scale[1].casefold()] if scale else 0
            yield found.start(), scale.end() if scale else found.end(), _value(found[0], language) * 10**power
    if language in _COUNTS:
        for found in _count(language).finditer(sentence):
            yield found.start(), found.end(), _places(_COUNTS[language])[found[0].casefold()] + 1


def _value(written: str, language: str) -> float:
    """The number that is written: 14,200 in English is 14.200 in German.

    Spanish writes both ways, one in Europe and one in America: three digits behind every mark are thousands.
    """
    if language == "es":
        first, *others = _MARK.split(written)
        if any(len(part) != 3 for part in others):
            return float(f"{first}{''.join(others[:-1])}.{others[-1]}")
        return float(first + "".join(others))
    point = "." if language == "en" else ","
    digits = re.sub(rf"[^\d{re.escape(point)}]", "", written)
    return float(digits.replace(point, "."))


def list_stems(text: str, language: str) -> list[str]:
    """The stems of the words of a text that are neither mere grammar nor numbers."""
    dull = stop_words(language)
    return [stem(word, language) for word in words(text) if word not in dull and not word[0].isdigit()]


def is_calendar_word(word: str, language: str) -> bool:
    """Whether a word (casefolded) names a day of the week or a month, whole or by three letters."""
    return word in _calendar(language)


@cache
def _calendar(language: str) -> frozenset[str]:
    names = (*_MONTHS.get(language, "").split(), *_WEEKDAYS.get(language, "").split())
    return frozenset((*names, *(name[:3] for name in names)))


@cache
def _places(names: str) -> dict[str, int]:
    return {form: place for place, name in enumerate(names.split(), start=1) for form in name.split("|")}


@cache
def _date(language: str) -> re.Pattern[str]:
    month = _either(_MONTHS[language])
    day_first = rf"(?<!\w)(\d{{1,2}})(?:\.?[º°]|\.|er|st|nd|rd|th)? (?:de |of )?({month})(?!\w)"
    return re.compile(rf"{day_first}|(?<!\w)({month}) (\d{{1,2}})(?!\w)")


@cache
def _count(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_either(_COUNTS[language])})(?![\w-])")


def _either(names: str) -> str:
    """Each of the names, with a capital or without; much faster than to ignore case altogether."""
    return "|".join(f"[{name[0].upper()}{name[0]}]{name[1:]}" for name in re.split(r"[ |]", names))
