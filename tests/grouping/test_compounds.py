"""Compounds split by the words that the texts themselves hold."""

from __future__ import annotations

import pytest

from digest.grouping.compounds import find_compounds


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("krankenhausbrand", ("krankenhaus", "brand")),  # German, none
        ("regierungskrise", ("regierung", "krise")),  # German, s
        ("bundeskrise", ("bund", "krise")),  # German, es
        ("wellenbrecher", ("welle", "brecher")),  # German, n
        ("staatenbund", ("staat", "bund")),  # German, en
        ("havnelukning", ("havn", "lukning")),  # Danish, e
        ("gemeenteraad", ("gemeente", "raad")),  # Dutch
        ("satamalakko", ("satama", "lakko")),  # Finnish
        ("hafnarverkfall", ("hafnar", "verkfall")),  # Icelandic
        ("vasútállomás", ("vasút", "állomás")),  # Hungarian
    ],
)
def test_a_compound_is_split_where_both_parts_stand_alone(compound: str, parts: tuple[str, str]) -> None:
    assert find_compounds({compound, *parts}) == {compound: parts}
    assert find_compounds({compound, parts[0]}) == {}
    assert find_compounds({compound, parts[1]}) == {}


def test_the_longest_parts_win_and_short_or_common_words_are_no_parts() -> None:
    words = {"krankenhausbrand", "kranken", "krankenhaus", "hausbrand", "brand"}
    assert find_compounds(words)["krankenhausbrand"] == ("kranken", "hausbrand")
    assert find_compounds({"autobahn", "aut", "obahn"}) == {}
    assert find_compounds({"oderbruch", "oder", "bruch"}, ignored={"oder"}) == {}
    assert find_compounds({"2026haus2026", "2026", "haus2026"}) == {}
