"""The lines of a saved page as text: what each one looks like, without knowing any site's words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from digest.sources.dates import read_date
from digest.text import clean_line, split_sentences, words
from digest.text.words import SPACELESS

_SPACELESS_WORD = re.compile(f"[{SPACELESS}]")
_KEY = re.compile(r"[\W_]+")
_BULLET = re.compile(r"^[-–—*•·●▪◦>|]+\s*")
_CLOSED = r"[\"'”’“‘»›«‹)\]」』]*$"
SENTENCE_END = re.compile(rf"[.!?…。！？।؟۔]{_CLOSED}")
_FULL_STOP = re.compile(rf"(?<!\.\.)[.。।۔]{_CLOSED}")
# A date where it starts: the rest of the line may tell the time.
_DATE = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-/.年]\s?\d\d?\s?[-/.月]\s?\d\d?"
    r"|\d\d?[-./]\d\d?[-./]\d{4}"
    r"|\d\d?(?:st|nd|rd|th|er|\.|º)?(?:\s+de\s+|[\s-]+)[^\W\d_]{3,12}\.?,?(?:\s+de\s+|[\s-]+)\d{4}"
    r"|[^\W\d_]{3,12}\.?\s+\d\d?(?:st|nd|rd|th)?,?\s+\d{4})(?!\d)"
)
_DASHED_DAY_FIRST = re.compile(r"^(\d\d?)-(\d\d?)-(\d{4})")
_UNITS = {
    1: """s sec secs second seconds sekunde sekunden seconde secondes segundo segundos secondo secondi
        seconden""",
    60: "m min mins minute minutes minuten minuto minutos minuti minuut",
    3_600: "h hr hrs hour hours stunde stunden heure heures hora horas ora ore uur uren std",
    86_400: "d day days tag tagen jour jours día días dia dias giorno giorni dag dagen",
    604_800: "w wk week weeks woche wochen semaine semaines semana semanas settimana settimane weken",
    2_592_000: "month months monat monaten mois mes meses mese mesi mês maand maanden",
    31_536_000: "year years jahr jahren an ans année années año años anno anni ano anos jaar",
}
_SECONDS = {name: seconds for seconds, names in _UNITS.items() for name in names.split()}
_ONE = "an?|one|einer|einem|einen|une?|una?|un'?|um|uma|een"
_AGE = re.compile(
    r"(?P<before>(?:vor|il y a|hace|há)\s+)?"
    rf"(?P<count>\d{{1,3}}|{_ONE})\s*(?P<unit>{'|'.join(sorted(_SECONDS, key=len, reverse=True))})"
    r"(?P<after>\s+(?:ago|fa|geleden|atrás))?(?![^\W\d_])",
    re.IGNORECASE,
)

# The fewest words of a sentence, of a question on its own, of lines without a stop at their end.
_PROSE_WORDS, _ASKING_WORDS, _LONG_WORDS, _UNENDED_WORDS = 5, 14, 20, 40
# The most letters and words of lines that are there to tell a date, and words of those that tell an age.
_DATED_LETTERS, _DATED_WORDS, _AGED_WORDS = 300, 20, 9
# Widths at which texts are wrapped, and how much of that a full line fills.
_MARGINS, _FULL_LINE = range(50, 131), 0.75


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    number: from 1, in the text as given. space: blank lines above it. size: words. key: its letters and
    digits, so that "• The Post" and "The Post" have the same. prose: it reads as sentences. moment: the
    date that it is there to tell, or None. age, age_seconds: how long ago it says, as written and in
    seconds, or "" and None. label: what stands before the date or age on the same line.
    """

    number: int
    space: int
    text: str
    size: int
    key: str
    prose: bool
    moment: datetime | None = None
    age: str = ""
    age_seconds: int | None = None
    label: str = ""

    @property
    def tells_time(self) -> bool:
        return self.moment is not None or self.age_seconds is not None


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank, in order. Lines wrapped at a margin are one. Linear."""
    numbered = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), 1)]
    lines: list[Line] = []
    space = 0
    for number, line in _unwrap(numbered):
        if line:
            lines.append(_look_at(number, space, line))
        space = 0 if line else space + 1
    return lines


def without_bullet(text: str) -> str:
    """Return a line without the dash or bullet that it begins with."""
    return _BULLET.sub("", text)


def count_words(text: str) -> int:
    """Return how many words a line has; two characters are one where words are not spaced."""
    found = words(text)
    if text.isascii():
        return len(found)
    return len(found) - sum(_SPACELESS_WORD.match(word) is not None for word in found) // 2


def _unwrap(numbered: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines, those of a text that was wrapped at a margin joined to paragraphs.

    It was when no line is long, and of the lines that another follows at once most are nearly full.
    """
    lengths = sorted(len(line) for _, line in numbered if line)
    width = lengths[len(lengths) * 19 // 20] if lengths else 0
    followed = [line for (_, line), (_, following) in pairwise(numbered) if line and following]
    full = sum(len(line) > _FULL_LINE * width for line in followed)
    wrapped = width in _MARGINS and len(followed) > 3 and full > 0.6 * len(followed)
    paragraph, start, last = "", 1, ""
    for number, line in numbered:
        if wrapped and line and len(last) > _FULL_LINE * width:
            paragraph = f"{paragraph} {line}"
        else:
            if number > 1:
                yield start, paragraph
            paragraph, start = line, number
        last = line
    yield start, paragraph


def _look_at(number: int, space: int, text: str) -> Line:
    size = count_words(text)
    key = _KEY.sub("", unicodedata.normalize("NFKC", text).casefold())
    line = Line(number, space, text, size, key, prose=_is_prose(text, size))
    if line.prose or len(text) > _DATED_LETTERS:
        return line
    if size <= _DATED_WORDS and (found := _find_date(text)):
        moment, start = found
        return replace(line, moment=moment, label=_trim_label(text[:start]))
    if size <= _AGED_WORDS and (aged := _AGE.search(text)) and (aged["before"] or aged["after"]):
        count = int(aged["count"]) if aged["count"].isdigit() else 1
        seconds = count * _SECONDS[aged["unit"].casefold()]
        return replace(line, age=aged[0], age_seconds=seconds, label=_trim_label(text[: aged.start()]))
    return line


def _is_prose(text: str, size: int) -> bool:
    if size < _PROSE_WORDS:
        return False
    if not SENTENCE_END.search(text):
        small = sum(word[0].islower() for word in text.split())
        is_sentence = size >= _UNENDED_WORDS and small > 0.5 * size
        return size >= _LONG_WORDS and (is_sentence or len(split_sentences(text)) > 1)
    if _FULL_STOP.search(text):
        return True
    return size >= _ASKING_WORDS or len(split_sentences(text)) > 1


def _find_date(text: str) -> tuple[datetime, int] | None:
    """The first date on a line, with its time where one follows, and where it starts."""
    for found in _DATE.finditer(text):
        rest = _DASHED_DAY_FIRST.sub(r"\1.\2.\3", text[found.start() :])
        alone = _DASHED_DAY_FIRST.sub(r"\1.\2.\3", found[0])
        moment = read_date(rest) or read_date(alone)
        if moment:
            return moment, found.start()
    return None


def _trim_label(text: str) -> str:
    return without_bullet(text).strip(" ,;:|/·•-–—(")
