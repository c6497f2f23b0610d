"""Learning sections: names in categories and addresses, words, the desks of outlets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest.editions.section_learning import (
    count_desks,
    find_named_section,
    find_specific_sections,
    find_trade_outlets,
    learn_sections,
)
from digest.languages import LANGUAGES
from digest.languages.news_sections import (
    SECTION_KEYS,
    SECTION_NAMES,
    get_general_title,
    get_section_title,
    is_broad,
    is_hard_news,
)
from digest.models import Article

MOMENT = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)

SPORTS = (
    "The goalkeeper saved two penalties in the cup match",
    "The striker scored twice and the league match was decided early",
    "A late goal decided the match for the home team",
    "The coach praised the goalkeeper after the match",
)
BUSINESS = (
    "The bank raised its forecast for profits and shares rose",
    "Shares of the shipping company fell after weak profits",
    "Investors sold shares as the bank cut its forecast",
    "The company reported profits above the forecast of investors",
)


def article(id_: str, title: str = "", url: str = "", **fields: object) -> Article:
    plain = Article(id_, "Northwire", url, title, "", MOMENT, MOMENT, "en")
    return replace(plain, **fields)  # type: ignore[arg-type]


def make_evidence() -> list[Article]:
    """Return forty articles whose addresses name their section."""
    return [
        article(f"{name}{copy}{number}", title, f"https://northwire.example/{name}/2026/{copy}-{number}")
        for name, titles in (("sport", SPORTS), ("economy", BUSINESS))
        for copy in range(5)
        for number, title in enumerate(titles)
    ]


@pytest.mark.parametrize(
    ("language", "categories", "section"),
    [
        ("en", ("Top stories", "Football"), "sports"),
        ("en", ("Arts & Culture",), "culture"),
        ("en", ("Tech News",), "technology"),
        ("en", ("News / World",), "world"),
        ("en", ("World Cup",), ""),
        ("de", ("Wirtschaft",), "business"),
        ("de", ("Ausland", "Politik"), "world"),
        ("fr", ("Société", "Santé"), "health"),
        ("es", ("Fútbol",), "sports"),
        ("it", ("Esteri",), "world"),
        ("pt", ("Ciência e ambiente",), "science"),
        ("nl", ("Binnenland",), "politics"),
        ("pl", ("Świat",), "world"),
        ("cs", ("Sport",), "sports"),
        ("en", (), ""),
    ],
)
def test_categories_name_sections(language: str, categories: tuple[str, ...], section: str) -> None:
    assert find_named_section(article("a", language=language, categories=categories)) == section


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://x.example/sport/football/a-late-goal", "sports"),
        ("https://x.example/en/middle-east/20260312-talks", "world"),
        ("https://x.example/news/science-and-environment/ice", "science"),
        ("https://x.example/%C3%A9conomie/article/la-banque", "business"),
        ("https://x.example/2026/03/12/sport", ""),
        ("https://sport.example/articles/c0ffee", ""),
        ("", ""),
    ],
)
def test_folders_of_an_address_name_sections(url: str, section: str) -> None:
    assert find_named_section(article("a", url=url)) == section


def test_articles_without_a_name_go_where_their_words_belong() -> None:
    unnamed = [
        article("s", "The goalkeeper and the striker after the cup match", source="The Quay"),
        article("b", "Profits: the bank and its shares in the new forecast", source="The Quay"),
        article("n", "A heron was seen at the old pond", source="The Quay"),
    ]
    learned = learn_sections([*make_evidence(), *unnamed], "de")
    assert [learned.get(row.id, "") for row in unnamed] == ["Sport", "Wirtschaft", ""]
    assert learned["sport00"] == "Sport"


def test_few_named_articles_teach_nothing() -> None:
    evidence = make_evidence()[::4]
    learned = learn_sections([*evidence, article("s", "The goalkeeper saved the match")], "en")
    assert set(learned) == {row.id for row in evidence}


def test_only_the_known_sections_are_used_if_there_are_any() -> None:
    evidence = make_evidence()
    assert set(learn_sections(evidence, "en", ["Fútbol", "Harbour"]).values()) == {"Fútbol"}
    assert learn_sections(evidence, "en", ["Football", "Tennis"]) == {}


def test_the_order_of_articles_does_not_matter() -> None:
    rows = [*make_evidence(), article("s", "The goalkeeper and the striker after the cup match")]
    assert learn_sections(rows, "en") == learn_sections(rows[::-1], "en")


def test_a_desk_has_the_outlets_that_report_on_the_section_regularly() -> None:
    rows = [
        *(article(f"a{number}", source="Daily", section="Sport") for number in range(2)),
        article("b", source="Once", section="Sport"),
        *(article(f"c{number}", source="Rarely", section="World") for number in range(30)),
        *(article(f"d{number}", source="Rarely", section="Sport") for number in range(2)),
    ]
    assert count_desks(rows, lambda row: row.section) == {"Sport": 1, "World": 1}


@pytest.mark.parametrize(
    ("language", "broad", "url", "section"),
    [
        ("en", "World", "https://x.example/sports/2026/a-late-goal", "Sport"),
        ("en", "News", "https://x.example/culture/music/an-album", "Kultur"),
        ("de", "Politik", "https://x.example/sport/fussball/ein-tor", "Sport"),
        ("es", "Mundo", "https://x.example/deportes/un-gol", "Sport"),
        ("fr", "Monde", "https://x.example/football/un-but", "Sport"),
        ("en", "World", "https://x.example/europe/talks", ""),
        ("en", "World", "https://x.example/politics/talks", ""),
        ("en", "World", "https://x.example/health/a-vaccine", ""),
        ("en", "Harbour", "https://x.example/sports/a-regatta", ""),
        ("en", "World", "", ""),
    ],
)
def test_an_address_names_a_narrower_section(language: str, broad: str, url: str, section: str) -> None:
    known = {broad, "Sport", "Kultur", "Politik"}
    names = {name for name in known if is_broad(name, language)}
    row = article("a", url=url, language=language, section=broad)
    assert find_specific_sections([row], language, known, names) == ({"a": section} if section else {})


def test_an_outlet_of_one_subject_is_a_trade_paper_beside_general_ones() -> None:
    def file(source: str, *sections: str) -> list[Article]:
        return [article(f"{source}{n}", source=source, section=name) for n, name in enumerate(sections)]

    general = file("Daily", "World", "World", "Sport", "Culture")
    trade = file("Stagepost", "Culture", "Culture", "Culture", "World")
    others = [*file("Once", "Culture"), *file("Mixed", "Culture", "Sport"), *file("Wire", "World", "World")]

    def find(*rows: Article) -> frozenset[str]:
        return find_trade_outlets(rows, lambda row: row.section, {"World"})

    assert find(*general, *trade, *others) == {"Stagepost"}
    assert find(*file("Stagepost", "Culture", "Culture"), *file("Reel Times", "Culture", "Culture")) == set()
    assert find(*file("Stagepost", "", ""), *general) == set()


def test_every_language_names_every_section_once() -> None:
    assert set(SECTION_NAMES) == set(LANGUAGES)
    for language, names in SECTION_NAMES.items():
        assert set(names) == set(SECTION_KEYS)
        titles = [get_section_title(key, language) for key in SECTION_KEYS]
        assert len({*titles, get_general_title(language)}) == len(SECTION_KEYS) + 1
    assert get_section_title("world", "cs") == "World"


@pytest.mark.parametrize(
    ("name", "hard"),
    [("World", True), ("Wirtschaft", True), ("politique", True), ("Sport", False), ("", False)],
)
def test_news_of_the_world_of_politics_and_of_business_is_hard_news(name: str, hard: bool) -> None:
    assert is_hard_news(name, "en") is hard
