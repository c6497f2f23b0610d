"""Everything an edition says in its own words: the table of languages.

To translate, copy the file of a language, change the words, keep the names in braces, and add a line
here. A label with two forms is chosen by its number n: the first for one, the second for any other.
{n} is the number in digits, {count} in words where they are short, {Count} the same with a capital.
"""

from __future__ import annotations

from digest.languages.dutch import DUTCH
from digest.languages.english import ENGLISH
from digest.languages.french import FRENCH
from digest.languages.german import GERMAN
from digest.languages.italian import ITALIAN
from digest.languages.language import Language
from digest.languages.portuguese import PORTUGUESE
from digest.languages.spanish import SPANISH

LANGUAGES: dict[str, Language] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
    "it": ITALIAN,
    "nl": DUTCH,
    "pt": PORTUGUESE,
}
