"""Patterns of users: all scripts, any case, and linear time whatever they are."""

from __future__ import annotations

import pytest

from digest.text.user_patterns import PatternError, compile_user_pattern

pytest.importorskip("re2", reason="patterns need google-re2 (extra patterns)")


@pytest.mark.parametrize(
    ("pattern", "text", "occurs"),
    [
        ("rumou?rs?", "Transfer RUMOURS again", True),
        ("^ferry", "The ferry sank", False),
        ("ÜBER", "Streit über Fischerei", True),
        (r"^\w+$", "Überlandbus", True),
        (r"^\w+$", "автобус", True),
        (r"^\W$", "é", False),
        (r"^[\w-]+$", "Ems-Fähre", True),
        (r"^[^\s]+$", "zwei Wörter", False),
        (r"^a\sb$", "a\u00a0b", True),
        (r"^\d+$", "٤٢", True),
        (r"^\D+$", "४२", False),
        (r"^[[:alpha:]\d]+$", "ab٤", True),
        (r"^[]\w]+$", "a]é", True),
        (r"\[\w\]", "[ü]", True),
        (r"\Q[\w\E", r"[\w", True),
        (r"\bport\b", "a port, rebuilt", True),
        (r"\bport\b", "a report", False),
    ],
)
def test_a_pattern_is_found_in_every_script_and_case(pattern: str, text: str, occurs: bool) -> None:
    assert compile_user_pattern(pattern)(text) is occurs


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "(?:a*)*b", "^(?:a{0,20}){0,20}$", "a.*a.*a.*a.*b"]
)
def test_patterns_that_never_end_elsewhere_search_a_long_text(pattern: str) -> None:
    assert not compile_user_pattern(pattern)("a" * 20_000 + "!")


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(rumour", r"missing \)"),
        ("ferry(?= sinks)", "expected a pattern of RE2"),
        (r"(\w)\1", "expected a pattern of RE2"),
        ("a{1000}{1000}", "expected a pattern of RE2"),
        (r"\bÜbung", r"\\b knows letters of ASCII only"),
        (r"порт\b", r"\\b knows letters of ASCII only"),
        ("a" * 2_001, "at most 2000 characters"),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        compile_user_pattern(pattern)
