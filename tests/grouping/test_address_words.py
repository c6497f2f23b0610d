"""Words of addresses, and what they add to short articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.grouping.address_words import split_address
from digest.grouping.terms import TermCounts, count_terms
from digest.models import Article

NOW = datetime(2026, 3, 11, 12, tzinfo=UTC)


def make_article(
    title: str, text: str = "", url: str = "", language: str = "en", outlet: str = ""
) -> Article:
    return Article(title, outlet or title, url, title, text, NOW, NOW, language)


def count_word(counts: TermCounts, row: int, word: str) -> float:
    return float(counts.matrix.toarray()[row, counts.vocabulary[word]])


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "https://a.example/sport/2026/03/cup-final-injury_update-4711.html?ref=rss#top",
            ["sport", "cup", "final", "injury", "update"],
        ),
        ("https://a.example/Politik/Gr%C3%BCne-fordern-li.338712", ["politik", "grüne", "fordern", "li"]),
        ("https://a.example/новости/паром-сел-на-мель", ["новости", "паром", "сел", "на", "мель"]),
        ("https://a.example/id_8f6e81a8f2/a-b/x9", ["id"]),
        ("file:///home/ferry/news/harbour-closed.txt", []),
        ("https://a.example", []),
        ("", []),
        ("http://[broken/ferry", []),
    ],
)
def test_words_of_an_address_are_those_of_its_path_without_numbers(url: str, words: list[str]) -> None:
    assert split_address(url) == words


def test_an_address_adds_what_others_write_and_the_article_does_not() -> None:
    url = "https://a.example/ferry/captain-blamed-zanzibar"
    counts = count_terms(
        [make_article("Captain speaks at last", url=url), make_article("Ferry aground")], "en"
    )
    assert count_word(counts, 0, "ferry") == 0.5
    assert count_word(counts, 0, "captain") == 2
    assert not {"zanzibar", "blamed"} & counts.vocabulary.keys()
    assert counts.lengths.tolist() == [6, 4]


def test_the_address_of_a_long_text_adds_nothing() -> None:
    text = " ".join(f"word{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(60))
    long = make_article("Captain speaks", text, "https://a.example/ferry-accident")
    assert count_word(count_terms([long, make_article("Ferry aground")], "en"), 0, "ferry") == 0


@pytest.mark.parametrize(
    ("language", "title", "slug", "word"),
    [
        ("de", "Brücke gesperrt", "bruecke-sanierung", "brücke"),
        ("de", "Brücke gesperrt", "brucke-sanierung", "brücke"),
        ("de", "Straße gesperrt", "strasse-dicht", "strasse"),
        ("fr", "Préfète démissionne", "prefete-depart", "préfète"),
        ("da", "Færgen grundstødt", "faergen-nyt", "færgen"),
        ("pl", "Łódź bez wody", "lodz-awaria", "łódź"),
        ("de", "Hafentunnel gesperrt, Tunnel am Hafen", "hafentunnel-dicht", "tunnel"),
    ],
)
def test_words_of_an_address_are_read_in_the_spelling_of_the_texts(
    language: str, title: str, slug: str, word: str
) -> None:
    articles = [
        make_article("Xyz", "", f"https://a.example/{slug}", language),
        make_article(title, "", "", language),
    ]
    assert count_word(count_terms(articles, language), 0, word) == 0.5


def test_a_word_of_its_own_is_no_spelling_of_another() -> None:
    articles = [
        make_article("Xyz", "", "https://a.example/spuren-im-schnee", "de"),
        make_article("Hunde spüren Spuren auf", "", "", "de"),
    ]
    counts = count_terms(articles, "de")
    assert (count_word(counts, 0, "spuren"), count_word(counts, 0, "spüren")) == (0.5, 0)


@pytest.mark.parametrize(
    ("outlets", "times"),
    [(("A", "A", "A"), 0), (("A", "B", "B"), 0.5), (("A", "A", "B"), 0.5), (("A", "B", "A"), 0.5)],
)
def test_words_that_only_the_outlet_itself_uses_are_how_it_files_its_articles(
    outlets: tuple[str, ...], times: float
) -> None:
    titles = ("Captain speaks at last", "Harbour news tonight", "Tonight on the harbour")
    urls = ("https://a.example/tonight/captain", "", "")
    articles = [
        make_article(title, "", url, outlet=outlet)
        for title, url, outlet in zip(titles, urls, outlets, strict=True)
    ]
    assert count_word(count_terms(articles, "en"), 0, "tonight") == times


def test_an_address_may_have_a_word_that_only_the_uncounted_part_of_a_long_text_has() -> None:
    letters = "abcdefghij"
    text = " ".join(f"word{letters[n // 10]}{letters[n % 10]}" for n in range(60))
    short = make_article("Captain speaks", url="https://a.example/lighthouse")
    counts = count_terms([short, make_article("Ferry aground", f"{text} lighthouse")], "en")
    assert count_word(counts, 0, "lighthouse") == 0.5


def test_the_beginning_of_an_address_is_read() -> None:
    assert split_address(f"https://port.example/{'quay-' * 120}lost-and-found") == ["quay"] * 100
