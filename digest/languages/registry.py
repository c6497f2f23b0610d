"""The languages the program knows: {ISO 639-1 code: module}. A module is imported when its code is used.

To add a language, write a module with a LANGUAGE and add its line to one of the two tables; docs/languages.md
shows how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.languages.language import Abbreviations, EditionWording, Language

LANGUAGES: dict[str, str] = {
    "en": "digest.languages.english",
    "de": "digest.languages.german",
    "es": "digest.languages.spanish",
    "fr": "digest.languages.french",
    "it": "digest.languages.italian",
    "nl": "digest.languages.dutch",
    "pl": "digest.languages.polish",
    "pt": "digest.languages.portuguese",
    "ar": "digest.languages.arabic",
    "he": "digest.languages.hebrew",
}
"""Languages with a wording: those an edition can be written in."""

ARTICLE_LANGUAGES: dict[str, str] = {
    "bs": "digest.languages.bosnian",
    "cs": "digest.languages.czech",
    "da": "digest.languages.danish",
    "el": "digest.languages.greek",
    "et": "digest.languages.estonian",
    "fi": "digest.languages.finnish",
    "hr": "digest.languages.croatian",
    "hu": "digest.languages.hungarian",
    "id": "digest.languages.indonesian",
    "is": "digest.languages.icelandic",
    "ja": "digest.languages.japanese",
    "ko": "digest.languages.korean",
    "lv": "digest.languages.latvian",
    "no": "digest.languages.norwegian",
    "ro": "digest.languages.romanian",
    "ru": "digest.languages.russian",
    "sk": "digest.languages.slovak",
    "sl": "digest.languages.slovenian",
    "sr": "digest.languages.serbian",
    "sv": "digest.languages.swedish",
    "tr": "digest.languages.turkish",
    "uk": "digest.languages.ukrainian",
    "vi": "digest.languages.vietnamese",
    "zh": "digest.languages.chinese",
}
"""Further languages of articles: with stop words, abbreviations or patterns, but without a wording."""

_FURTHER = "digest.languages.further_abbreviations"


@cache
def get_language(code: str) -> Language:
    """Return the language of an ISO 639-1 code; one without any words for a code that is not registered.

    Imports the module of that language and no other. A language without a module may have abbreviations.
    """
    module = LANGUAGES.get(code) or ARTICLE_LANGUAGES.get(code)
    if module is None:
        from digest.languages.language import Language  # late: the names alone need no words

        further: Mapping[str, Abbreviations] = import_module(_FURTHER).FURTHER_ABBREVIATIONS
        return Language(abbreviations=further[code]) if code in further else Language()
    language: Language = import_module(module).LANGUAGE
    return language


def get_wording(code: str) -> EditionWording:
    """Return what an edition in a language says. Raises LookupError for a code that is not in LANGUAGES."""
    wording = get_language(code).wording
    if wording is None:
        raise LookupError(f"there is no wording for the language {code}")
    return wording


def iterate_languages() -> Iterator[tuple[str, Language]]:
    """Yield (code, language) of all that are registered, those with a wording first. Imports every module."""
    for code in (*LANGUAGES, *ARTICLE_LANGUAGES):
        yield code, get_language(code)
