"""Cleaning of text and extraction of text from HTML."""

from __future__ import annotations

import pytest

from digest.text import clean_line, clean_text, html_to_text


def test_invisible_characters_are_removed_except_meaningful_joiners() -> None:
    assert clean_text("zero\u200bspace \u202eevil\u202c so\u00adft\x00\x1b") == "zerospace evil soft"
    assert clean_text("می\u200cخواهم 👩\u200d👧 x\u200cy") == "می\u200cخواهم 👩\u200d👧 xy"
    assert clean_text("e\u0301\ud800") == "é"
    assert clean_text("zero \u115f wide\n\u3164\n\u17b4\nfillers") == "zero wide\n\nfillers"


def test_paragraphs_are_kept_and_spaces_collapsed() -> None:
    assert clean_text("  one\u00a0 two\t\r\n\r\n \r\nthree\u2029Four ") == "one two\n\nthree\nFour"


@pytest.mark.parametrize("word", ["ferry", "фéрри"])
def test_spaces_and_controls_beside_line_ends_are_removed(word: str) -> None:
    assert clean_text(f"{word} \n\n {word}\n \n\n\n\n{word}\n\n\n{word}") == "\n\n".join([word] * 4)
    assert clean_text(f"{word}\x7f\n\n\x01{word}\t{word}\x1f") == f"{word}\n\n{word} {word}"


def test_lines_wrapped_at_a_margin_are_joined() -> None:
    wrapped = "The council of the small harbour town voted on the plan\nto shut the bridge.\nFerries run."
    assert clean_text(wrapped) == wrapped.replace("plan\n", "plan ")
    assert clean_text("Short line\n- a list") == "Short line\n- a list"


def test_of_stacked_accents_four_are_kept() -> None:
    assert clean_line("q" + "\u0323\u0301" * 500 + " end") == "q\u0323\u0323\u0323\u0323 end"
    assert clean_line("Việt Nam, क्षि, שָׁלוֹם, ẛ̣") == "Việt Nam, क्षि, שָׁלוֹם, ẛ̣"


def test_a_line_is_one_line() -> None:
    assert clean_line(" one\n\n two\u200b\tthree ") == "one two three"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Salt &amp; <b>v</b>inegar</p><p>Second</p>", "Salt & vinegar\n\nSecond"),
        ("<p>one</p> \n <p> two\u00a0</p>\n", "one\n\ntwo"),
        ("<p><br>one<td> two</td>\t<b>three</b>\n\n\n four", "one\n\ntwo three four"),
        ("one<br>two<br/><br/>three", "one\ntwo\n\nthree"),
        ("<ul><li>one<li>two</ul>tail", "one\n\ntwo\n\ntail"),
        ("<p>seen</p><script>var x = '<p>no</p>'</script><style>p{}</style>", "seen"),
        ("a<span style='display: none'>no</span><i hidden>no</i><b aria-hidden=true>no</b>b", "ab"),
        ("<head><title>no</title></head><body>yes</body>", "yes"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
        ("5 < 6 &amp; 7 > 2\n\nsecond", "5 < 6 & 7 > 2\n\nsecond"),
        ("<p>broken <b>markup <i", "broken markup"),
        ("<p>wrapped\n   in the source</p>", "wrapped in the source"),
        ("<!-- no --><p>nul\0 &#xD800; &bogus;</p>", "nul � &bogus;"),
        ("<?xml version='1.0' encoding='latin-1'?><p>é</p>", "é"),
        ("", ""),
    ],
)
def test_the_visible_text_is_extracted(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.slow
@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">deep",
        "<b>" * 100_000 + "deep" + "</b></i>" * 100_000,
    ],
)
def test_hostile_markup_does_not_raise(html: str) -> None:
    assert html_to_text(html) == "deep"
