"""Words and patterns of Latvian."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    ordinal_stop=True,
)
