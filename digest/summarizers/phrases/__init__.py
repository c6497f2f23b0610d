"""Small words that tell whether a sentence can stand alone: the table of languages.

A language that is not here is judged by the rules that need no words.
"""

from __future__ import annotations

from digest.summarizers.phrases.dutch import DUTCH
from digest.summarizers.phrases.english import ENGLISH
from digest.summarizers.phrases.french import FRENCH
from digest.summarizers.phrases.german import GERMAN
from digest.summarizers.phrases.italian import ITALIAN
from digest.summarizers.phrases.patterns import Phrases
from digest.summarizers.phrases.portuguese import PORTUGUESE
from digest.summarizers.phrases.spanish import SPANISH

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
