"""Compile the patterns that show whether a sentence can be read outside its article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from digest.languages.registry import get_language

NOTHING = r"(?!)"
"""A pattern that matches nothing."""

_INFINITIVE = re.compile(
    r"(?:^|[:–—] )(?!(?:How|What|When|Where|Who|Why|Which|Everything|Things|Ways|Want|Wants|Next|From)\b)"
    r"(?:[A-Z][\w’'.&-]*,? (?:and |of |& )?){1,6}to (?!(?:the|an?|its|his|her|their|this|that)\b)[a-z]{2,}"
)
"""The start of a headline such as "Council to vote"."""


@dataclass(frozen=True, slots=True)
class CompiledPatterns:
    """The StandalonePatterns of a language, compiled: each finds whole words in lower case text."""

    pronoun: re.Pattern[str]
    connective: re.Pattern[str]
    person: re.Pattern[str]
    speech: re.Pattern[str]
    request: re.Pattern[str]
    appeal: re.Pattern[str]
    definite: re.Pattern[str]
    prospect: re.Pattern[str]


@cache
def compile_patterns(code: str) -> CompiledPatterns | None:
    """Return the compiled patterns of an ISO 639-1 code, or None for a language without any.

    Compiling takes about 20 ms for each language, so it waits for the first sentence in it.
    """
    patterns = get_language(code).standalone
    if patterns is None:
        return None
    return CompiledPatterns(
        pronoun=_compile(patterns.pronoun),
        connective=_compile(patterns.connective),
        person=_compile(patterns.person),
        speech=_compile(patterns.speech),
        request=_compile(patterns.request),
        appeal=_compile(patterns.appeal),
        definite=_compile(patterns.definite or NOTHING),
        prospect=_compile(patterns.prospect or NOTHING),
    )


def is_prospect(text: str, code: str) -> bool:
    """Return whether a sentence or headline speaks of something that lies ahead. code: ISO 639-1."""
    patterns = compile_patterns(code)
    return patterns is not None and patterns.prospect.search(text.lower()) is not None


def is_announcement(title: str, code: str) -> bool:
    """Return whether a headline announces something: it is a prospect, or an infinitive in English.

    "Council to vote on the dam" has no word of the future. Its subject begins a clause and has capitals only.
    """
    return is_prospect(title, code) or (code == "en" and _INFINITIVE.search(title) is not None)


def _compile(alternatives: str) -> re.Pattern[str]:
    joined = "|".join(line.strip() for line in alternatives.strip().splitlines())
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
