"""Words and patterns of Serbian."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    ordinal_stop=True,
)
