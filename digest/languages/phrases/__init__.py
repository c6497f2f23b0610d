"""Small words that tell whether a sentence can stand alone: the table of languages.

A language that is not here is judged by the rules that need no words.
"""

from __future__ import annotations

from digest.languages.phrases.dutch import DUTCH
from digest.languages.phrases.english import ENGLISH
from digest.languages.phrases.french import FRENCH
from digest.languages.phrases.german import GERMAN
from digest.languages.phrases.italian import ITALIAN
from digest.languages.phrases.patterns import Phrases
from digest.languages.phrases.portuguese import PORTUGUESE
from digest.languages.phrases.spanish import SPANISH

__all__ = ["PHRASES", "Phrases"]

PHRASES: dict[str, Phrases] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "it": ITALIAN,
    "nl": DUTCH,
    "pt": PORTUGUESE,
}
