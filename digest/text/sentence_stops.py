"""The marks that end a sentence, in all scripts, and those that separate its clauses."""

from __future__ import annotations

SPACED_STOPS = ".!?…‼⁇⁈⁉"
"""Stops that also occur inside a sentence, so that what surrounds them decides."""

SCRIPT_STOPS = (
    "。！？｡．।॥؟۔"  # Chinese and Japanese, the scripts of India, Arabic
    "\u0589\u0700-\u0702\u07f9\u0df4\u0f0d\u0f0e"  # Armenian, Syriac, N'Ko, Sinhala, Tibetan
    "\u104b\u1362\u1367\u1368\u166e\u17d4\u17d5"  # Burmese, Ethiopic, Canadian syllabics, Khmer
    "\u1803\u1809\u1c7e\u1c7f\ua4ff\ua60e\ua60f\ua6f3\ua6f7"  # Mongolian, Ol Chiki, Lisu, Vai, Bamum
    "\ua9c9\uaa5d-\uaa5f\uabeb"  # Javanese, Cham, Meetei Mayek
)
"""Stops of scripts that use them for nothing else, as ranges for a character class. They are the characters
with the property Sentence_Terminal of Unicode (PropList.txt), without the Burmese comma and rare scripts."""

CLAUSE_MARKS = ",;:—–、，；：،؛\u055d\u104a\u1363-\u1366\u17d6\u1802\u1808"
"""Commas and the like, as ranges for a character class: where a text without stops is cut first."""

LETTERS_WITHOUT_STOPS = "\u0e01-\u0eff"
"""Thai and Lao letters: a space separates their clauses and sentences."""
