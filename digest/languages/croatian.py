"""Words and patterns of Croatian."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    ordinal_stop=True,
)
