"""Spellings of foreign names."""

from __future__ import annotations

import pytest

from digest.grouping.spelling import SpellingFolder, list_ascii_spellings
from digest.grouping.terms import Vocabulary
from digest.text import list_stop_words


@pytest.mark.parametrize(
    ("language", "word", "folded"),
    [
        ("en", "goïta", "goita"),
        ("en", "šimon", "simon"),
        ("de", "erdoğan", "erdogan"),
        ("de", "schön", "schön"),
        ("fr", "café", "café"),
        ("tr", "erdoğan", "erdoğan"),
        ("sv", "malmö", "malmö"),
        ("vi", "hòa", "hòa"),
        ("ru", "йод", "йод"),
        ("en", "東京", "東京"),
        ("und", "goïta", "goïta"),
    ],
)
def test_only_marks_that_a_language_does_not_use_are_removed(language: str, word: str, folded: str) -> None:
    assert SpellingFolder(list_stop_words(language)).fold(word) == folded


def test_spellings_of_a_name_are_one_term() -> None:
    assert len(set(Vocabulary("en").read("Goïta GOITA Goita"))) == 1
    assert len(set(Vocabulary("de").read("spuren spüren"))) == 2


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("größe", ("groesse", "grosse")),
        ("gro\u0308ße", ("groesse", "grosse")),
        ("préfète", ("prefete",)),
        ("łódź", ("lodz",)),
        ("færgen", ("faergen",)),
        ("ışık", ("isik",)),
        ("ferry", ("ferry",)),
        ("паром", ()),
        ("東京", ()),
    ],
)
def test_addresses_have_one_or_two_spellings_of_a_word(word: str, spellings: tuple[str, ...]) -> None:
    assert list_ascii_spellings(word) == spellings
