"""Words and patterns of Korean."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    paywall_prompts="구독|로그인",
)
