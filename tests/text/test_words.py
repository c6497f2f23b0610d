"""Words, stop words, stems and phrases."""

from __future__ import annotations

import pytest

from digest.text import find_phrase, list_stop_words, split_words, stem_word


def test_words_are_casefolded_and_split_at_punctuation() -> None:
    assert split_words("The STRASSE, co-op: isn't!") == ["the", "strasse", "co", "op", "isn", "t"]
    assert split_words("Straße") == split_words("STRASSE")


def test_numbers_keep_their_points_and_commas() -> None:
    assert split_words("1,000.5 in 2024.") == ["1,000.5", "in", "2024"]
    assert split_words("€3.5bn, Zoë1.5 v2.0.1") == ["3.5", "bn", "zoë1", "5", "v2", "0.1"]


def test_combining_marks_belong_to_their_word() -> None:
    assert split_words("हिन्दी cafe\u0301 об'єкт") == ["हिन्दी", "café", "об'єкт"]


def test_scripts_without_spaces_are_split_into_pairs() -> None:
    assert split_words("東京都 X線") == ["東京", "京都", "x", "線"]


def test_stop_words_are_split_like_text() -> None:
    assert {"the", "and", "isn"} <= list_stop_words("en")
    assert list_stop_words("xx") == frozenset()
    for language in ("ar", "de", "el", "fr", "ru", "tr", "uk", "vi"):
        assert all(split_words(word) == [word] for word in list_stop_words(language))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["vote", "votes", "voted", "voting"]),
        ("en", ["plan", "plans", "planned", "planning"]),
        ("en", ["party", "parties"]),
        ("de", ["Brücke", "Brücken"]),
        ("fr", ["élection", "élections"]),
        ("es", ["gobierno", "gobiernos"]),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: list[str]) -> None:
    assert len({stem_word(split_words(form)[0], language) for form in forms}) == 1


def test_short_words_and_languages_without_endings_are_not_stemmed() -> None:
    assert [stem_word("bus", "en"), stem_word("2024", "en"), stem_word("talot", "fi")] == [
        "bus",
        "2024",
        "talot",
    ]


@pytest.mark.parametrize(
    ("text", "phrases", "found"),
    [
        ("Your HOROSCOPE today", ("harbour", "horoscope"), "horoscope"),
        ("Horoscopes for all", ("horoscope",), ""),
        ("the stars – horoscope", ("Horoscope",), "Horoscope"),
        ("The Low Isle\nferry", ("low  isle ferry",), "low  isle ferry"),
        ("The Low Isle ferryman", ("low isle ferry",), ""),
        ("Vitamin C helps", ("C++",), ""),
        ("Written in C++, slowly", ("C++",), "C++"),
        ("Cafe\u0301 Central", ("caf\u00e9",), "caf\u00e9"),
        ("Die Straße ist zu", ("STRASSE",), "STRASSE"),
        ("港口的大桥关闭了", ("大桥",), "大桥"),
        ("关于NATO的消息", ("nato",), "nato"),
        ("anything", ("", " "), ""),
        ("", ("word",), ""),
    ],
)
def test_a_phrase_is_found_as_whole_words(text: str, phrases: tuple[str, ...], found: str) -> None:
    assert find_phrase(text, phrases) == found


@pytest.mark.parametrize(
    ("small", "plain"), [("CO₂ über 5 km²", "CO2 über 5 km2"), ("H₂SO₄ – ¹⁴C", "H2SO4 – 14C"), ("10⁶", "106")]
)
def test_small_digits_are_digits(small: str, plain: str) -> None:
    assert split_words(small) == split_words(plain)
