"""Recognize paywalls, and pages with other content than the article: cookie walls, bot checks."""

from __future__ import annotations

import re
from functools import cache

from digest.languages import iterate_languages
from digest.text import list_stop_words, split_words

# Pages with paid text declare it to search engines, which would otherwise suspect cloaking.
_PAID = re.compile(r"isAccessibleForFree\"?\s*[:=]\s*[\"']?(?:https?://schema\.org/)?false", re.IGNORECASE)
_MAX_PROMPT = 250
# The prompt that ends a text is followed by at most this many lines, such as prices and a phone number.
_LAST_LINES = 4
_MIN_SHARED_WORDS = 0.3


def is_paid(html: str) -> bool:
    """Whether a page declares that its text is not free."""
    return _PAID.search(html) is not None


def remove_paywall_prompts(text: str) -> tuple[str, bool]:
    """Return a text without prompts to pay or to log in, and whether such a prompt ended it.

    text: paragraphs separated by blank lines. A long paragraph is not a prompt, whatever it mentions. If one
    of the last lines is a prompt, it and everything after it are removed. Cost: linear.
    """
    prompt = _compile_prompts()
    paragraphs = text.split("\n\n")
    prompts = [
        index
        for index, paragraph in enumerate(paragraphs)
        if len(paragraph) <= _MAX_PROMPT and prompt.search(paragraph)
    ]
    ends = [index for index in prompts if index >= len(paragraphs) - _LAST_LINES]
    end = ends[0] if ends else len(paragraphs)
    kept = [paragraph for index, paragraph in enumerate(paragraphs[:end]) if index not in prompts]
    return "\n\n".join(kept), bool(ends)


def matches_teaser(text: str, teaser: str, language: str) -> bool:
    """Whether a text is about what a teaser announces: it has three in ten of the teaser's content words.

    Cookie walls and bot checks appear at the address, and often under the title, of the article, but are
    about something else. language: ISO 639-1 or "und". Cost: linear.
    """
    content_words = set(split_words(teaser)) - list_stop_words(language)
    return len(content_words & set(split_words(text))) >= _MIN_SHARED_WORDS * len(content_words)


@cache
def _compile_prompts() -> re.Pattern[str]:
    """Compile the paywall prompts of all languages, for the language of a page may be unknown."""
    prompts = (language.paywall_prompts for _, language in iterate_languages())
    return re.compile("|".join(filter(None, prompts)), re.IGNORECASE)
