"""Everything the program knows about languages: one module for each, found by its ISO 639-1 code.

get_language() imports the module of one language and no other. The classes of digest.languages.language
document the words and patterns; docs/languages.md says how to add a language.
"""

from digest.languages.language import (
    Abbreviations,
    CalendarWords,
    DateStyle,
    EditionWording,
    FigureWords,
    HeadlineWords,
    Label,
    Language,
    Plural,
    StandalonePatterns,
    StemEndings,
)
from digest.languages.registry import LANGUAGES, get_language, get_wording, iterate_languages
from digest.languages.writing_direction import find_direction

__all__ = [
    "LANGUAGES",
    "Abbreviations",
    "CalendarWords",
    "DateStyle",
    "EditionWording",
    "FigureWords",
    "HeadlineWords",
    "Label",
    "Language",
    "Plural",
    "StandalonePatterns",
    "StemEndings",
    "find_direction",
    "get_language",
    "get_wording",
    "iterate_languages",
]
