"""The stems of the content words of a text."""

from __future__ import annotations

import pytest

from digest.grouping.tracking.content_stems import StemTables
from digest.text import stem_word


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The ferries and the FERRIES of Skarvik", ["ferries", "skarvik"]),
        ("de", "Die Fähren und der Hafen: Fähren", ["fähren", "hafen"]),
        ("fr", "Le port et les ports d’Ostmere", ["port", "ostmere"]),
        ("ja", "渡し船", ["渡し", "し船"]),
        ("und", "quarrow Quarrow brannock", ["quarrow", "brannock"]),
        ("en", "the and of", []),
        ("en", "", []),
    ],
)
def test_stems_are_listed_once_in_text_order(language: str, text: str, words: list[str]) -> None:
    stems = [stem_word(word, language) for word in words]
    tables = StemTables()
    assert tables[language].read(text) == stems
    assert tables[language].read(text) == stems


def test_languages_have_stop_words_of_their_own() -> None:
    tables = StemTables()
    assert tables["en"].read("die the") == [stem_word("die", "en")]
    assert tables["de"].read("die the") == [stem_word("the", "de")]
