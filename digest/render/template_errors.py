"""Where a template has its mistake, and what was meant."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any


def template_place(error: Exception, template: str) -> str:
    """file, line of the mistake: the last template on the way to it."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else template


def suggest_word(error: Exception, words: Mapping[str, Any]) -> str:
    """Advice when a template uses a variable, a field or a filter that there is not.

    words: the data, and under "filters" the names of the filters.
    """
    told = str(error)
    if unknown := re.search(r"No filter named '(\w+)'", told):
        return suggest(unknown[1], set(words["filters"]), "docs/templates.md names every filter there is.")
    if unknown := re.search(r"'(\w+)' is undefined|attribute '(\w+)'", told):
        known = known_words(words["data"])
        return suggest(unknown[1] or unknown[2], known, "edition.schema.json names every word there is.")
    return ""


def suggest(word: str, known: set[str], otherwise: str) -> str:
    """The known word that is most like this one, or what else to do."""
    close = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {close[0]}?" if close else otherwise


def known_words(value: object) -> set[str]:
    """Every key anywhere in the data."""
    if isinstance(value, Mapping):
        return set(value).union(*map(known_words, value.values()))
    return set().union(*map(known_words, value)) if isinstance(value, list) else set()
