"""Polish words in every stage that reads or writes a language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.headline_types import is_plain_report, is_service
from digest.models import Article
from digest.sources.dates import parse_date
from digest.sources.page.paywalls import remove_paywall_prompts
from digest.summarizers.figure_extraction import find_figures, has_figures
from digest.summarizers.standalone_sentences import find_faults
from digest.text import detect_language, split_sentences

NOW = datetime(2026, 10, 16, 6, 30, tzinfo=UTC)


def make_article(title: str) -> Article:
    return Article("a", "Kurier", "", title, "Most zamknięto.", NOW, NOW, "pl")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 października 2026, 08:00", datetime(2026, 10, 9, 8, tzinfo=UTC)),
        ("piątek, 3 lipca 2026", datetime(2026, 7, 3, tzinfo=UTC)),
        ("1 maj 2026", datetime(2026, 5, 1, tzinfo=UTC)),
        ("12 paź 2026", datetime(2026, 10, 12, tzinfo=UTC)),
    ],
)
def test_dates_are_parsed(text: str, expected: datetime) -> None:
    assert parse_date(text) == expected


def test_abbreviations_and_ordinals_do_not_end_a_sentence() -> None:
    text = "Most przy ul. Długiej zamknięto 3. raz. Prof. Nowak zbadał go o godz. 8 rano. Był pęknięty."
    assert split_sentences(text, "pl") == [
        "Most przy ul. Długiej zamknięto 3. raz.",
        "Prof. Nowak zbadał go o godz. 8 rano.",
        "Był pęknięty.",
    ]


def test_the_language_is_detected() -> None:
    text = "Most został zamknięty w poniedziałek po tym, jak nurkowie znaleźli pęknięcia, które są groźne."
    assert detect_language(text) == "pl"


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("On zamknął most nad rzeką w poniedziałek rano.", "pronoun"),
        ("Jego decyzja zaskoczyła radnych miasta Talhofen.", "pronoun"),
        ("Jednak most nad rzeką pozostanie zamknięty do wiosny.", "connective"),
        ("Z kolei most nad rzeką pozostanie zamknięty do wiosny.", "connective"),
        ("Naszym zdaniem most nad rzeką jest bezpieczny dla pieszych.", "first or second person"),
        ("Zobacz zdjęcia mostu nad rzeką w mieście Talhofen.", "boilerplate"),
        ("Czytaj też o moście nad rzeką w mieście Talhofen.", "boilerplate"),
    ],
)
def test_sentences_that_depend_on_their_article_are_found(sentence: str, fault: str) -> None:
    assert fault in find_faults(sentence, "pl")


@pytest.mark.parametrize(
    "sentence",
    [
        "Miasto Talhofen zamknęło w poniedziałek most nad rzeką dla ciężarówek.",
        "Ten tydzień przyniesie na północy kraju pierwsze przymrozki.",
        "Nurkowie znaleźli latem pęknięcia w środkowym filarze mostu.",
    ],
)
def test_sentences_that_stand_alone_have_no_fault(sentence: str) -> None:
    assert find_faults(sentence, "pl") == ()


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("W wypadku zginęło co najmniej 12 osób.", [12]),
        ("Na moście stało dwóch strażaków i pięć kobiet.", [2, 5]),
        ("Naprawa kosztuje 3,5 mln złotych.", [3_500_000]),
        ("Most zamknięto 9 października dla aut.", [1009]),
        ("W proteście wzięło udział ponad 20 tys. osób.", [20_000]),
    ],
)
def test_figures_are_found(sentence: str, values: list[float]) -> None:
    assert has_figures("pl")
    assert [figure.value for figure in find_figures(sentence, "pl")] == values


@pytest.mark.parametrize(
    "title",
    [
        "Dlaczego zamknięto most",
        "Most zamknięty: komentarz",
        "Na żywo: most zamknięty",
        "Jak dojechać do pracy",
    ],
)
def test_other_pieces_are_not_plain_reports(title: str) -> None:
    assert not is_plain_report(make_article(title))


def test_reports_and_services_are_recognized_by_their_headlines() -> None:
    assert is_plain_report(make_article("Talhofen zamyka most dla ciężarówek"))
    assert is_service(make_article("Horoskop na piątek"))


def test_paywall_prompts_are_removed() -> None:
    text = "Most zamknięto w poniedziałek.\n\nKup dostęp i czytaj dalej.\n\nOd 9 zł miesięcznie"
    assert remove_paywall_prompts(text) == ("Most zamknięto w poniedziałek.", True)
