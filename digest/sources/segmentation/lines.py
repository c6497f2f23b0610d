"""Split the text of a saved page into lines, and classify each without knowing the words of any site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from digest.sources.dates import parse_date
from digest.text import clean_line, split_sentences, split_words
from digest.text.sentence_stops import SCRIPT_STOPS, SPACED_STOPS
from digest.text.words import SPACELESS

_SPACELESS_WORD = re.compile(f"[{SPACELESS}]")
_KEY = re.compile(r"[\W_]+")
_BULLET = re.compile(r"^[-–—*•·●▪◦>|]+\s*")
_CLOSING = r"[\"'”’“‘»›«‹)\]」』]*$"
SENTENCE_END = re.compile(rf"[{SPACED_STOPS}{SCRIPT_STOPS}]{_CLOSING}")
_FULL_STOP = re.compile(rf"(?<!\.\.)(?![?!？！؟])[.{SCRIPT_STOPS}]{_CLOSING}")
# The start of a date; its time may follow on the rest of the line.
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
    rf"(?<!\d)(?P<count>\d{{1,3}}|{_ONE})\s*(?P<unit>{'|'.join(sorted(_SECONDS, key=len, reverse=True))})"
    r"(?P<after>\s+(?:ago|fa|geleden|atrás))?(?![^\W\d_])",
    re.IGNORECASE,
)

# The fewest words of prose: of a line that ends as a sentence, of a single question or exclamation, of a line
# of several sentences without a final stop, of one sentence without it.
_PROSE_WORDS, _QUESTION_WORDS, _LONG_WORDS, _UNENDED_WORDS = 5, 14, 20, 40
# The most characters and words of a line whose purpose is to give a date, and the most words for an age.
_MAX_DATE_CHARACTERS, _MAX_DATE_WORDS, _MAX_AGE_WORDS = 300, 20, 9
# The beginning of a line by which it is classified, in characters.
_CLASSIFIED_CHARACTERS = 20_000
# Widths at which texts are wrapped, and the share of the width that a full line fills.
_WRAP_WIDTHS, _FULL_LINE = range(50, 131), 0.75


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line that is not blank.

    number: from 1, in the text as given. blank_lines: above it. word_count: of its text. key: its letters and
    digits, so that "• The Post" and "The Post" have the same key. is_prose: it reads as sentences. published:
    the date that the line gives, in UTC, or None. age, age_seconds: the age that it gives, as written ("2
    hours ago") and in seconds, or "" and None. label: what precedes the date or age on the line.
    """

    number: int
    blank_lines: int
    text: str
    word_count: int
    key: str
    is_prose: bool
    published: datetime | None = None
    age: str = ""
    age_seconds: int | None = None
    label: str = ""

    @property
    def has_time(self) -> bool:
        """Whether it gives a date or an age."""
        return self.published is not None or self.age_seconds is not None


def split_lines(text: str) -> list[TextLine]:
    """Return the lines of a text that are not blank, in order.

    The lines of a paragraph that was wrapped at a margin are joined. Cost: linear.
    """
    numbered = [(number, clean_line(line)) for number, line in enumerate(text.splitlines(), 1)]
    lines: list[TextLine] = []
    blank_lines = 0
    for number, line in _unwrap(numbered):
        if line:
            lines.append(_classify_line(number, blank_lines, line))
        blank_lines = 0 if line else blank_lines + 1
    return lines


def strip_bullet(text: str) -> str:
    """Return a line without the dash or bullet that it begins with."""
    return _BULLET.sub("", text)


def count_words(text: str) -> int:
    """Return how many words a line has; in scripts without spaces two characters count as one word."""
    found = split_words(text)
    if text.isascii() or not _SPACELESS_WORD.search(text):
        return len(found)
    return len(found) - sum(map(bool, map(_SPACELESS_WORD.match, found))) // 2


def _unwrap(numbered: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join the lines of each paragraph if the text was wrapped at a margin; else leave them as they are.

    It was wrapped if no line is long, and most of the lines directly followed by another are nearly full.
    """
    lengths = sorted(len(line) for _, line in numbered if line)
    width = lengths[len(lengths) * 19 // 20] if lengths else 0
    followed = [line for (_, line), (_, following) in pairwise(numbered) if line and following]
    full_lines = sum(len(line) > _FULL_LINE * width for line in followed)
    is_wrapped = width in _WRAP_WIDTHS and len(followed) > 3 and full_lines > 0.6 * len(followed)
    paragraph, start, last = "", 1, ""
    for number, line in numbered:
        if is_wrapped and line and len(last) > _FULL_LINE * width:
            paragraph = f"{paragraph} {line}"
        else:
            if number > 1:
                yield start, paragraph
            paragraph, start = line, number
        last = line
    yield start, paragraph


def _classify_line(number: int, blank_lines: int, text: str) -> TextLine:
    beginning = text[:_CLASSIFIED_CHARACTERS]
    word_count = count_words(beginning)
    key = _KEY.sub("", unicodedata.normalize("NFKC", text).casefold())
    line = TextLine(number, blank_lines, text, word_count, key, _is_prose(beginning, word_count))
    if line.is_prose or len(text) > _MAX_DATE_CHARACTERS:
        return line
    if word_count <= _MAX_DATE_WORDS and (found := _find_date(text)):
        published, start = found
        return replace(line, published=published, label=_trim_label(text[:start]))
    age = _AGE.search(text) if word_count <= _MAX_AGE_WORDS else None
    if age and (age["before"] or age["after"]):
        count = int(age["count"]) if age["count"].isdigit() else 1
        seconds = count * _SECONDS[age["unit"].casefold()]
        return replace(line, age=age[0], age_seconds=seconds, label=_trim_label(text[: age.start()]))
    return line


def _is_prose(text: str, word_count: int) -> bool:
    if word_count < _PROSE_WORDS:
        return False
    if not SENTENCE_END.search(text):
        lower_case = sum(word[0].islower() for word in text.split())
        is_sentence = word_count >= _UNENDED_WORDS and lower_case > 0.5 * word_count
        return word_count >= _LONG_WORDS and (is_sentence or len(split_sentences(text)) > 1)
    if _FULL_STOP.search(text):
        return True
    return word_count >= _QUESTION_WORDS or len(split_sentences(text)) > 1


def _find_date(text: str) -> tuple[datetime, int] | None:
    """The first date on a line, with the time that follows it, and the position where it starts."""
    for found in _DATE.finditer(text):
        rest = _DASHED_DAY_FIRST.sub(r"\1.\2.\3", text[found.start() :])
        alone = _DASHED_DAY_FIRST.sub(r"\1.\2.\3", found[0])
        date = parse_date(rest) or parse_date(alone)
        if date:
            return date, found.start()
    return None


def _trim_label(text: str) -> str:
    return strip_bullet(text).strip(" ,;:|/·•-–—(")
