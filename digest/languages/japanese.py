"""Words and patterns of Japanese."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    paywall_prompts="購読|会員限定|ログイン",
)
