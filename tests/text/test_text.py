"""Words, languages, fingerprints and cleaning."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from digest.text import (
    clean_line,
    clean_text,
    detect_language,
    find_copies,
    find_phrase,
    fingerprint,
    plain_text,
    resemblance,
    shingles,
    stem,
    stop_words,
    words,
)

SYLLABLES = ("al", "bor", "cet", "dun", "el", "fra", "gus", "hin")
NAMES = [f"{first}{last}" for first in SYLLABLES for last in "abcdefghijkl"]


def invent(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices(NAMES, k=count))


class TestWords:
    def test_folds_case_and_splits_at_punctuation(self) -> None:
        assert words("The STRASSE, co-op: isn't!") == ["the", "strasse", "co", "op", "isn", "t"]
        assert words("Straße") == words("STRASSE")

    def test_keeps_numbers_whole(self) -> None:
        assert words("1,000.5 in 2024.") == ["1,000.5", "in", "2024"]

    def test_marks_belong_to_their_word(self) -> None:
        assert words("हिन्दी cafe\u0301 об'єкт") == ["हिन्दी", "café", "об'єкт"]

    def test_scripts_without_spaces_come_in_pairs(self) -> None:
        assert words("東京都 X線") == ["東京", "京都", "x", "線"]

    def test_stop_words_are_words(self) -> None:
        assert {"the", "and", "isn"} <= stop_words("en")
        assert stop_words("xx") == frozenset()
        for language in ("ar", "de", "el", "fr", "ru", "tr", "uk", "vi"):
            assert all(words(word) == [word] for word in stop_words(language))

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
    def test_forms_of_a_word_share_a_stem(self, language: str, forms: list[str]) -> None:
        assert len({stem(words(form)[0], language) for form in forms}) == 1

    def test_short_words_and_other_languages_keep_their_form(self) -> None:
        assert [stem("bus", "en"), stem("2024", "en"), stem("talot", "fi")] == ["bus", "2024", "talot"]

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
    def test_a_phrase_is_found_as_whole_words(self, text: str, phrases: tuple[str, ...], found: str) -> None:
        assert find_phrase(text, phrases) == found


class TestLanguage:
    def test_believes_what_is_declared(self) -> None:
        assert detect_language("Die Brücke ist zu", "en-GB") == "en"
        assert detect_language("Any text at all", "DEU") == "de"
        assert detect_language("Any text at all", "nb_NO") == "no"

    @pytest.mark.parametrize("declared", ["", None, "und", "English"])
    def test_detects_where_nothing_is_declared(self, declared: str | None) -> None:
        text = "The bridge over the harbour was closed on Monday after the storm, and it will not open soon."
        assert detect_language(text, declared) == "en"

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("de", "Die Brücke am Hafen bleibt nach dem Sturm geschlossen, weil sie nicht mehr sicher ist."),
            ("fr", "Le pont du port reste fermé après la tempête, car il n'est plus sûr pour les voitures."),
            ("ja", "港の橋は嵐のあとで閉鎖された。"),
            ("zh", "港口大桥在风暴后关闭。 市民 只能 坐船。"),
            ("ko", "항구의 다리가 폭풍 후 폐쇄되었다"),
            ("el", "Η γέφυρα του λιμανιού έκλεισε"),
        ],
    )
    def test_other_languages(self, language: str, text: str) -> None:
        assert detect_language(text) == language

    def test_too_little_to_tell(self) -> None:
        assert detect_language("Two words") == "und"
        assert detect_language("12 34 56 78") == "und"

    def test_the_model_knows_a_headline(self) -> None:
        assert detect_language("Sturm schließt Hafenbrücke") == "de"

    def test_a_clear_text_does_not_load_the_model(self) -> None:
        text = "The bridge over the harbour was closed on Monday after the storm, and it will not open soon."
        program = f"import sys; from digest.text import detect_language; detect_language({text!r}); "
        program += "sys.exit('py3langid' in sys.modules or 'lxml' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


class TestFingerprints:
    def test_case_space_and_punctuation_do_not_matter(self) -> None:
        assert fingerprint("The Bridge,  is shut!") == fingerprint("the bridge is - shut")
        assert fingerprint("你好，世界") == fingerprint("你好世界")
        assert fingerprint("The bridge is shut") != fingerprint("The bridge is open")

    def test_is_the_same_in_every_process(self) -> None:
        program = "from digest.text import *; print(fingerprint('a b'), shingles('a b c d e f'))"
        answers = {
            subprocess.check_output([sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, text=True)
            for seed in ("1", "2")
        }
        assert answers == {f"{fingerprint('a b')} {shingles('a b c d e f')}\n"}

    def test_resemblance_is_the_share_of_the_shorter_text(self) -> None:
        text = invent(1, 200)
        assert resemblance(text, text.upper()) == 1.0
        assert resemblance(text, " ".join(text.split()[:100])) == 1.0
        assert resemblance(text, invent(2, 200)) < 0.05
        assert resemblance("", text) == 0.0

    def test_a_copy_with_another_lead_is_found(self) -> None:
        original = invent(1, 300)
        changed = invent(3, 40) + " " + " ".join(original.split()[30:])
        again = " ".join(original.split()[:200])
        assert find_copies([original, invent(2, 300), changed, again]) == [None, None, 0, 0]

    def test_half_a_copy_is_none(self) -> None:
        original = invent(1, 300)
        half = " ".join(original.split()[:150]) + " " + invent(4, 150)
        assert find_copies([original, half]) == [None, None]

    def test_short_texts_are_copies_only_when_equal(self) -> None:
        short = invent(5, 20)
        assert find_copies([short, short.title() + ".", short + " more", "Read it", "Read it"]) == [
            None,
            0,
            None,
            None,
            None,
        ]

    def test_every_copy_points_at_an_original(self) -> None:
        text = invent(6, 100)
        assert find_copies([text, text + " x", text + " x", text]) == [None, 0, 0, 0]

    def test_a_sentence_common_to_all_makes_no_copies(self) -> None:
        formula = invent(7, 30)
        texts = [f"{invent(100 + number, 100)} {formula}" for number in range(100)]
        assert find_copies(texts) == [None] * 100

    def test_copies_are_found_among_many_texts(self) -> None:
        texts = [invent(number, 150) for number in range(500)]
        assert find_copies(texts + texts[:50])[500:] == list(range(50))


class TestCleaning:
    def test_hidden_characters_go_and_joiners_that_mean_something_stay(self) -> None:
        assert clean_text("zero\u200bspace \u202eevil\u202c so\u00adft\x00\x1b") == "zerospace evil soft"
        assert clean_text("می\u200cخواهم 👩\u200d👧 x\u200cy") == "می\u200cخواهم 👩\u200d👧 xy"
        assert clean_text("e\u0301\ud800") == "é"

    def test_paragraphs_are_kept_and_spaces_folded(self) -> None:
        assert clean_text("  one\u00a0 two\t\r\n\r\n \r\nthree\u2029Four ") == "one two\n\nthree\nFour"

    def test_lines_wrapped_at_a_margin_are_joined(self) -> None:
        wrapped = "The council of the small harbour town voted on the plan\nto shut the bridge.\nFerries run."
        assert clean_text(wrapped) == wrapped.replace("plan\n", "plan ")
        assert clean_text("Short line\n- a list") == "Short line\n- a list"

    def test_a_line_is_one_line(self) -> None:
        assert clean_line(" one\n\n two\u200b\tthree ") == "one two three"


class TestPlainText:
    @pytest.mark.parametrize(
        ("html", "text"),
        [
            ("<p>Salt &amp; <b>v</b>inegar</p><p>Second</p>", "Salt & vinegar\n\nSecond"),
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
    def test_reads_as_a_reader_sees_it(self, html: str, text: str) -> None:
        assert plain_text(html) == text

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "html",
        [
            "<div>" * 100_000 + "deep",
            "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">deep",
            "<b>" * 100_000 + "deep" + "</b></i>" * 100_000,
        ],
    )
    def test_hostile_markup_is_read(self, html: str) -> None:
        assert plain_text(html) == "deep"
