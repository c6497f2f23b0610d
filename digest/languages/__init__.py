"""Everything the program knows about languages: one module for each, found by its ISO 639-1 code.

get_language() imports the module of one language and no other. The classes of digest.languages.language
document the words and patterns; docs/languages.md says how to add a language.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from digest.languages.registry import LANGUAGES, get_language, get_wording, iterate_languages
from digest.languages.writing_direction import find_direction

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:
    """Import the classes of words when they are first used: the list of languages needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("digest.languages.language"), name)
