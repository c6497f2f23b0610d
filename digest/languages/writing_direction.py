"""In which direction a language is written."""

from __future__ import annotations

from typing import Literal

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def find_direction(language: str) -> Literal["ltr", "rtl", "auto"]:
    """Return "rtl" or "ltr", or "auto" for an unknown language. language: ISO 639-1, or "und"."""
    return "auto" if language == "und" else "rtl" if language in RIGHT_TO_LEFT else "ltr"
