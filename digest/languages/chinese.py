"""Words and patterns of Chinese."""

from __future__ import annotations

from digest.languages.language import Language

LANGUAGE = Language(
    paywall_prompts="订阅|訂閱|登录|登入",
)
