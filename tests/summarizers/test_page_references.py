"""Definite references need what they refer to before them on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.summarizers import Candidate
from digest.summarizers.page_references import find_unresolved
from tests.summarizers.example_stories import make_article, make_story

HEADLINE = "Ferry Marigold runs aground off Ostmere"


def find(sentence: str, language: str = "en", before: str = "", title: str = HEADLINE) -> list[str]:
    """Return the unresolved ones of a line of another article and a sentence."""
    articles = [
        make_article(0, "Post", "", title=title, language=language),
        make_article(1, "Herald", before, title="Snow", language=language),
        make_article(2, "Ledger", sentence, title="Rain", language=language),
    ]
    lines = [Candidate(a.text, at, 0, a.source, a.title, language) for at, a in enumerate(articles) if a.text]
    return [line.text for line in find_unresolved(lines, make_story(*articles))]


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The tactic has been used twice before.", "en"),
        ("The warning comes as winter storms approach.", "en"),
        ("Die Maßnahme gilt ab sofort.", "de"),
        ("La mesure entre en vigueur aussitôt.", "fr"),
        ("La medida entra en vigor de inmediato.", "es"),
        ("La misura entra in vigore subito.", "it"),
        ("A medida entra logo em vigor.", "pt"),
        ("De maatregel gaat meteen in.", "nl"),
    ],
)
def test_a_definite_opening_is_unresolved_where_nothing_names_it(sentence: str, language: str) -> None:
    assert find(sentence, language) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry had left Port Ellis at noon.",
        "The Harbor Commission has opened an inquiry.",
        "The captain of a tug saw it all.",
        "A tactic was used twice before.",
        "The crew left Ostmere before Marigold sank.",
        "The US and three other countries opened an inquiry.",
    ],
)
def test_the_headline_a_name_or_a_description_resolves_it(sentence: str) -> None:
    assert find(sentence) == []


def test_an_earlier_line_resolves_it() -> None:
    sentence = "The tactic has been used twice before."
    assert find(sentence, before="Pilots chose a risky tactic in the storm.") == []
    assert find(sentence, before="Pilots waited for the storm to end.") == [sentence]


def test_its_own_headline_or_article_right_before_resolves_it() -> None:
    sentence = "The tactic has been used twice before."
    own = make_article(0, "Post", sentence, title=HEADLINE)
    other = make_article(1, "Herald", f"Snow fell in the hills. {sentence}", title="Snow")
    story = make_story(own, other)
    first = Candidate(sentence, 0, 0, "Post", HEADLINE, "en")
    lines = [
        Candidate(text, 1, at, "Herald", "Snow", "en") for at, text in enumerate(("Snow fell.", sentence))
    ]
    assert find_unresolved([first], story) == []
    assert find_unresolved(lines, story) == []
    assert find_unresolved(lines[1:], story) == [lines[1]]


def test_the_line_of_another_report_in_a_brief_shares_a_word_with_its_headline() -> None:
    title = "Marigold film earns five million on its first evening"
    articles = [
        make_article(0, "Post", "Nobody knew how it would end.", title=title),
        make_article(1, "Herald", "Oren Vale has made his name with pilots and divers.", title="Oren Vale"),
        make_article(2, "Ledger", "Most of those who saw the film paid in coins.", title="Coins"),
    ]
    own, beside, clear = (Candidate(a.text, at, 0, a.source, a.title, "en") for at, a in enumerate(articles))
    story = make_story(*articles)
    assert find_unresolved([beside, clear], story, brief=True) == [beside]
    assert find_unresolved([beside, beside], story, brief=True) == [beside, beside]
    assert find_unresolved([clear, beside], story, brief=True) == []
    assert find_unresolved([own, beside], story, brief=True) == []
    assert find_unresolved([beside, clear], story) == []
    same = replace(beside, title="The Marigold film has earned five million")
    assert find_unresolved([same], story, brief=True) == []
