"""No regular expression of the program is slow for any text made from its own alphabet.

The bound is 5 µs of CPU time of the own thread for each character, the least of three runs. A linear pattern
takes at most a fiftieth of that; at 50,000 characters a quadratic one takes five times as much or more.
"""

from __future__ import annotations

import pytest

from benchmarks.attack.pattern_strings import list_hostile_texts
from benchmarks.attack.patterns import find_patterns, find_slow_text


@pytest.mark.slow
def test_every_pattern_is_linear() -> None:
    found = find_patterns()
    assert len(found) > 250
    slow = {row.place: text for row in found if (text := find_slow_text(row))}
    assert slow == {}


@pytest.mark.slow
def test_patterns_are_found_wherever_they_are_compiled() -> None:
    places = {row.place.partition(":")[0].rpartition(".")[2] for row in find_patterns()}
    # In a module, in a tuple, in a table, by a cached function for a language, and as an argument of re.
    assert {"_MAIL_START", "_SCRIPTS", "_OPENING", "compile_patterns", "client"} <= places


def test_hostile_texts_repeat_what_a_pattern_repeats() -> None:
    texts = {text.make(6) for text in list_hostile_texts(r"<a\s+(?:b|cd)*>", 0)}
    assert {"<a       ", "<a bbbbbb", "<a cdcdcd", "<a <a ", "<a bbbbbb\x01"} <= texts
    assert list_hostile_texts("[.!?]", 0) == []
