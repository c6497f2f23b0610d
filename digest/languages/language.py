"""What the program knows about one language: frozen data, no code and no imports.

Every part of a Language is optional. Words are lower case (casefolded) and separated by spaces, forms of one
word by "|"; patterns are regular expressions without capturing groups. All of it is plain text, so that
importing a language compiles nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plural:
    """A label with one form for each plural category of the CLDR that the language has.

    A missing form falls back to `other`. Which numbers a category stands for is up to the language: "one" is
    1 in English, 0 and 1 in French. See https://cldr.unicode.org/index/cldr-spec/plural-rules
    """

    one: str
    other: str
    few: str = ""
    many: str = ""
    two: str = ""
    zero: str = ""

    def choose(self, category: str) -> str:
        """Return the form of a category: "zero", "one", "two", "few", "many" or "other"."""
        form: str = getattr(self, category)
        return form or self.other


Label = str | Plural


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How dates are written where the CLDR's formats do not fit.

    Attributes:
        short_weekday: the CLDR pattern of an abbreviated weekday.
        first_day: how the first day of a month is written ("1er"); "" for the plain number.
        weekday_date: a weekday with its date.
        in_sentence: a date inside a sentence ("since {date}"), with its {weekday} where that is usual.
        weekdays_in_sentence: the weekdays, Monday first, in the form they take inside a sentence ("since
            Tuesday"); empty where that is the nominative.
    """

    short_weekday: str = "ccc"
    first_day: str = ""
    weekday_date: str = "{weekday} {date}"
    in_sentence: str = "{date}"
    weekdays_in_sentence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionWording:
    """Everything an edition says in its own words.

    Attributes:
        locale: the CLDR locale whose plural rule, dates, numbers and language names are used.
        labels: {key: text, or one text for each plural category}, with placeholders in braces. {n} is the
            number in digits, {count} in words where it is small, {Count} the same with a capital.
        numbers: the words for 0, 1, 2 … as far as they are written out, in the gender of "edition".
        reasons: {why an article was left out: (heading, explanation)}.
        score_parts: {part of a story's score: what its points are for}.
        quotes: the marks around a quoted word.
        language_names: {ISO 639-1: name of a language}, where the CLDR's name does not fit.
        thousands: the mark between groups of three digits, where the CLDR's does not fit.
    """

    locale: str
    labels: Mapping[str, Label]
    numbers: str
    reasons: Mapping[str, tuple[str, str]]
    score_parts: Mapping[str, str]
    quotes: tuple[str, str]
    dates: DateStyle = DateStyle()
    language_names: Mapping[str, str] = field(default_factory=dict)
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Abbreviations that end with a full stop, casefolded, without their last stop.

    Only those that a capital or a number follows inside a sentence: before a small letter no stop ends a
    sentence anyway, and an abbreviation that mostly closes a sentence ("etc.") needs no entry.

    Attributes:
        inner: before a name, or in the middle of a phrase.
        numbered: before a number.
        final: may also end a sentence, so that the next word must decide.
        endings: of compounds, before a number ("Hauptstr. 5").
    """

    inner: str = ""
    numbered: str = ""
    final: str = ""
    endings: str = ""


@dataclass(frozen=True, slots=True)
class StemEndings:
    """Endings that a light stemmer removes.

    Attributes:
        endings: in the order in which they are tried.
        min_letters: the fewest letters of a stem.
    """

    endings: str
    min_letters: int


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """The names of the twelve months, January first, and of the weekdays, Monday first."""

    months: str
    weekdays: str


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Words that make figures of a sentence comparable.

    Attributes:
        numbers: the number words from two to twelve ("one" is an article in most languages).
        scales: {word behind a number: power of ten}.
        percent: pattern of the word for "percent".
        qualifiers: pattern of words before a figure that belong to it ("about", "at least").
        tolls: {kind: pattern of the words that count victims}: "dead" and "hurt".
    """

    numbers: str
    scales: Mapping[str, int]
    percent: str
    qualifiers: str
    tolls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeadlineWords:
    """Words by which a headline shows that it is not a plain report, in lower case.

    Attributes:
        questions: first words that announce an explanation instead of the news.
        labels: pattern of words before the colon or after the last dash ("Live", "Opinion").
        endings: pattern of words at the very end ("explained").
        services: pattern of what newspapers print besides news: puzzles, offers, buying guides, horoscopes.
        broadcasts: pattern of where an event can be watched.
        lists: pattern of what a number of things or a summary announces ("5 takeaways").
    """

    questions: str = ""
    labels: str = ""
    endings: str = ""
    services: str = ""
    broadcasts: str = ""
    lists: str = ""


@dataclass(frozen=True, slots=True)
class StandalonePatterns:
    """Function words that show whether a sentence can be read outside its article.

    Each is a list of regular expressions over lower case text, one or several (separated by "|") on a line.
    They match whole words.

    Attributes:
        pronoun: a beginning that refers to something mentioned before.
        connective: a beginning that answers something mentioned before.
        person: the writer speaks, or addresses the reader.
        speech: a mere pronoun speaks.
        request: a beginning that asks the reader to do something.
        appeal: what pages ask of their readers, or state about themselves, anywhere in a sentence.
        definite: a beginning with a definite article, unless the words behind it say which one is meant.
        prospect: something lies ahead, anywhere in a sentence.
    """

    pronoun: str
    connective: str
    person: str
    speech: str
    request: str
    appeal: str
    definite: str = ""
    prospect: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language. An edition can be written in it if it has a wording.

    Attributes:
        stop_words: function words, which say nothing about what a text is about.
        abbreviations: None takes those of English.
        stem_endings: None leaves words as they are.
        ordinal_stop: the language writes "3." for "third", where a stop after a number means little.
        capital_nouns: common nouns have a capital, too, so that a capital does not make a name.
        decimal_comma: numbers are written 1.234,5 and not 1,234.5.
        paywall_prompts: pattern of phrases in prompts to subscribe or to log in. Its verbs address the
            reader: that a company "has subscribers" is news.
    """

    stop_words: str = ""
    abbreviations: Abbreviations | None = None
    stem_endings: StemEndings | None = None
    ordinal_stop: bool = False
    capital_nouns: bool = False
    decimal_comma: bool = True
    calendar: CalendarWords | None = None
    figures: FigureWords | None = None
    headlines: HeadlineWords = HeadlineWords()
    standalone: StandalonePatterns | None = None
    paywall_prompts: str = ""
    wording: EditionWording | None = None
