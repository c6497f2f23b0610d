"""The figures and dates of a sentence."""

from __future__ import annotations

import pytest

from digest.summarizers.figure_extraction import DATE, find_figures


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("About 14,200 people left.", "en", [("About 14,200", 14_200, "peopl")]),
        ("Rund 14.200 Menschen gingen.", "de", [("Rund 14.200", 14_200, "mensch")]),
        ("Prices rose 3.5 per cent, not 4.5%.", "en", [("3.5 per cent", 3.5, "%"), ("4.5%", 4.5, "%")]),
        ("It costs $1.2 million.", "en", [("$1.2 million", 1.2e6, "$")]),
        ("Il ponte costa €1,2 miliardi.", "it", [("€1,2 miliardi", 1.2e9, "€")]),
        ("A ponte custa €3 mil milhões, ou €3 bilhões.", "pt",
         [("€3 mil milhões", 3e9, "€"), ("€3 bilhões", 3e9, "€")]),
        ("De prijs steeg met ruim 3,5 procent.", "nl", [("ruim 3,5 procent", 3.5, "%")]),
        ("Twelve divers and a 34-year-old met on 3 March.", "en",
         [("3 March", 303, DATE), ("34", 34, "year"), ("Twelve", 12, "diver")]),
        ("Route 66, the year 2026 and a 3:2 win count nothing, nor does 0241.", "en", []),
    ],
)  # fmt: skip
def test_figures_are_found_with_their_values_and_units(
    sentence: str, language: str, expected: list[tuple[str, float, str]]
) -> None:
    found = find_figures(sentence, language)
    assert [(sentence[figure.start : figure.end], figure.value, figure.unit) for figure in found] == expected


@pytest.mark.parametrize(
    ("number", "language"), [("3.511.400", "en"), ("3,511,400", "de"), ("3.511.400", "vi")]
)
def test_a_mark_that_occurs_twice_separates_thousands(number: str, language: str) -> None:
    assert [figure.value for figure in find_figures(f"{number} km", language)] in ([3_511_400], [])


@pytest.mark.parametrize(
    ("number", "is_figure"),
    [("1750", True), ("1850", False), ("1998", False), ("2019", False), ("2150", True)],
)
def test_a_number_that_may_be_a_year_is_not_a_figure(number: str, is_figure: bool) -> None:
    assert bool(find_figures(f"At the end of {number} people left.", "en")) == is_figure


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "2 thousand people", 2e3), ("en", "2 million people", 2e6), ("en", "2 billion people", 2e9),
        ("en", "2 trillion people", 2e12),
        ("de", "2 tausend Menschen", 2e3), ("de", "2 Mio Menschen", 2e6), ("de", "2 Millionen Menschen", 2e6),
        ("de", "1 Milliarde Menschen", 1e9), ("de", "2 Milliarden Menschen", 2e9), ("de", "2 Mrd Euro", 2e9),
        ("fr", "2 mille personnes", 2e3), ("fr", "2 millions personnes", 2e6),
        ("fr", "1 milliard personnes", 1e9), ("fr", "2 milliards personnes", 2e9),
        ("es", "2 mil personas", 2e3), ("es", "1 millón personas", 1e6), ("es", "2 millones personas", 2e6),
    ],
)  # fmt: skip
def test_scale_words_after_a_number_multiply_it(language: str, text: str, value: float) -> None:
    assert [figure.value for figure in find_figures(text, language)] == [value]
