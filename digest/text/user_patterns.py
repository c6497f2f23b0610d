"""Patterns that users write, in RE2 (extra "patterns"): the time to search is linear in the text.

Python's own `re` can search for days with some patterns ("(a+)+$"), and nothing can stop it. RE2 cannot: what
it could not search in linear time (look-around, back-references) it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

MAX_PATTERN = 2_000
"""Characters of a pattern."""

# RE2's own \w, \d and \s know ASCII only.
_CLASSES = {"w": r"\pL\pM\pN_", "d": r"\p{Nd}", "s": r"\s\pZ"}
_TOKEN = re.compile(r"\\Q.*?(?:\\E|$)|\[:\^?[a-z]+:\]|\\(.)|(\[\^?\]?)|(\])", re.DOTALL)
_BOUNDARY_BESIDE_LETTER = re.compile(r"\\b[^\x00-\x7f]|[^\x00-\x7f]\\b")


class PatternError(ValueError):
    """A pattern that cannot be used, with the reason."""


@lru_cache(maxsize=512)
def compile_user_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a function that says whether a pattern occurs in a text, in upper or lower case.

    pattern: in the syntax of RE2; \\w, \\d and \\s know the letters, digits and spaces of all scripts. Raises
    PatternError if it is not one, or if RE2 is not installed.
    """
    try:
        import re2
    except ImportError:
        raise PatternError(
            "patterns need an extra: `pip install 'daily-news-digest[patterns]'`. Words need none"
        ) from None
    if len(pattern) > MAX_PATTERN:
        raise PatternError(f"expected a pattern of at most {MAX_PATTERN} characters")
    if _BOUNDARY_BESIDE_LETTER.search(pattern):
        raise PatternError(
            r"\b knows letters of ASCII only: write words without slashes, or (?:^|\PL) in place of \b"
        )
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        compiled = re2.compile(_widen_classes(pattern), options)
    except re2.error as error:
        reason = error.args[0] if error.args else ""
        reason = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise PatternError(f"expected a pattern of RE2: {reason}") from None
    return lambda text: compiled.search(text) is not None


def _widen_classes(pattern: str) -> str:
    """Replace \\w, \\d and \\s by classes for all scripts, and \\W, \\D and \\S outside of brackets."""
    is_inside = False

    def replace_token(found: re.Match[str]) -> str:
        nonlocal is_inside
        if found[2]:
            is_inside, opens = True, not is_inside
            return found[2] if opens else found[0]
        if found[3]:
            is_inside = False
        letter = found[1] or ""
        if letter in _CLASSES:
            return _CLASSES[letter] if is_inside else f"[{_CLASSES[letter]}]"
        if letter.lower() in _CLASSES and not is_inside:
            return f"[^{_CLASSES[letter.lower()]}]"
        return found[0]

    return _TOKEN.sub(replace_token, pattern)
