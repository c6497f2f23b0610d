"""Find the half of the day that words name: "8:30 in the evening" is 20:30, in all languages of CLDR."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from digest.sources.month_names import is_weekday, load_names, normalize_name

_BETWEEN_WORDS = re.compile(r"[\s,]+")
_MIN_BEGINNING, _MIN_STEM, _MIN_PART = 3, 4, 5
_MAX_ENDING = 3


@lru_cache(maxsize=1024)
def find_day_half(words: str, language: str, hour: int, elsewhere: bool = True) -> str:
    """Return "am" or "pm" for an hour with words that name a part of the day, or "".

    hour: 1 to 12. "8 in the evening" and "रात 8" are "pm", "रात 1" is "am": one of the two hours lies in that
    part of the day, or nearer to it, as people begin the night at other hours. Words in ASCII must be of the
    language itself: they may be the abbreviation of a time zone. elsewhere: other words may be of any
    language; that takes half a second, once. Source: the day periods of CLDR.
    """
    own = language.replace("_", "-").partition("-")[0].lower()
    for code in (own,) if words.isascii() or not elsewhere else dict.fromkeys((own, "")):
        if spans := _find_spans(words, code):
            am, pm = (
                min(_measure_distance(clock, span) for span in spans) for clock in (hour % 12, hour % 12 + 12)
            )
            return "am" if am < pm else "pm" if pm < am else ""
    return ""


def _find_spans(words: str, language: str) -> set[tuple[int, int]]:
    """Return the spans (from, before) of the part of the day that is named first by the most words."""
    names = load_names(language, "day_periods")
    parts = list(filter(None, map(normalize_name, _BETWEEN_WORDS.split(words))))
    for count in range(len(parts), 0, -1):
        for start in range(len(parts) - count + 1):
            if found := names.get(" ".join(parts[start : start + count])):
                return {divmod(span, 100) for span, _ in found}
    if not language:
        return set()
    return {
        divmod(span, 100)
        for name, found in names.items()
        for span, _ in found
        if any(_is_inflected(part, name.rpartition(" ")[2]) for part in parts)
    }


def _is_inflected(word: str, noun: str) -> bool:
    """Return whether a word is another form of a noun, or ends with it: "vakaro" for "vakaras", "tonight"."""
    if len(word) < _MIN_BEGINNING or is_weekday(word):
        return False
    if not word.isascii() and (word.startswith(noun) or noun.startswith(word)):
        return len(noun) >= _MIN_BEGINNING
    stem = sum(1 for _ in takewhile(bool, map(str.__eq__, word, noun)))
    return stem >= max(_MIN_STEM, max(len(word), len(noun)) - _MAX_ENDING) or (
        len(noun) >= _MIN_PART and word.endswith(noun)
    )


def _measure_distance(hour: int, span: tuple[int, int]) -> int:
    """Return how many hours an hour lies outside of a span (from, before), which may go beyond midnight."""
    start, end = span
    length = (end - start - 1) % 24
    behind = (hour - start) % 24
    return 0 if behind <= length else min(behind - length, 24 - behind)
