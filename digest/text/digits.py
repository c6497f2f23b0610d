"""Write the digits of all scripts as 0 to 9."""

from __future__ import annotations

import unicodedata


def normalize_digits(text: str) -> str:
    """Return a text with the digits of all scripts as 0 to 9, in compatible forms and without bidi marks."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    letters = (
        str(unicodedata.digit(letter)) if letter.isdecimal() else letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
    )
    return "".join(letters)
