"""Locate an error in a template, and suggest the name that was probably intended."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import TemplateError

_MISSING_MACRO = re.compile(r"TemplateModule object' has no attribute '(\w+)'")


def locate_error(error: Exception, template: str) -> str:
    """Return "FILE, line N" of an error: the innermost template on the way to it; else `template`."""
    from jinja2 import TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else template


def describe_error(error: TemplateError) -> str:
    """Return what is wrong, in the words of Jinja where these can be understood."""
    if macro := _MISSING_MACRO.search(str(error)):
        return f"what it imports has no macro {macro[1]}"
    return (error.message or "is not a template").rstrip(".")


def advise_on_error(error: Exception, data: object, filters: Iterable[str]) -> str:
    """Return advice when a template uses an unknown variable, field or filter, else "".

    data: what the template gets. filters: the names of the filters.
    """
    message = str(error)
    if _MISSING_MACRO.search(message):
        return (
            "Correct the name. If the program's own template fails, one of yours that it imports, such as "
            "words.j2, is of an earlier version: take it out of your folder of templates."
        )
    if unknown := re.search(r"No filter named '(\w+)'", message):
        return suggest_word(unknown[1], set(filters), "docs/templates.md names every filter there is.")
    if unknown := re.search(r"'(\w+)' is undefined|attribute '(\w+)'", message):
        known = collect_keys(data)
        return suggest_word(unknown[1] or unknown[2], known, "edition.schema.json names every word there is.")
    return ""


def suggest_word(word: str, known: set[str], otherwise: str) -> str:
    """Suggest the known word that is most similar to this one, or return `otherwise`."""
    from difflib import get_close_matches  # late: only a mistake needs it

    close = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {close[0]}?" if close else otherwise


def collect_keys(value: object) -> set[str]:
    """Return every key anywhere in JSON data."""
    if isinstance(value, Mapping):
        return set(value).union(*map(collect_keys, value.values()))
    return set().union(*map(collect_keys, value)) if isinstance(value, list) else set()
