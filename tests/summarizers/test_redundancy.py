"""What is told once is not told again: against the headline, the lines before, and what was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest.models import Sentence, Story
from digest.summarizers.candidates import list_candidates
from digest.summarizers.redundancy import are_teasers, find_content_stems, restates
from tests.summarizers.example_stories import make_article, make_papers, make_story, make_summary

REPETITIONS = {
    "en": (
        "Lighthouse keepers of Ostmere strike over pay",
        "All nine lighthouse keepers of Ostmere went on strike on Monday, because their pay was cut.",
        "Keepers at the Ostmere lighthouse have walked out in anger at what the council now gives them.",
        "Ships were sent to Dorrow, whose port was crowded by noon.",
    ),
    "de": (
        "Leuchtturmwärter von Ostmere streiken für mehr Lohn",
        "Alle neun Leuchtturmwärter von Ostmere streiken seit Montag, weil ihr Lohn gekürzt wurde.",
        "Vor Ostmere haben Leuchtturmwärter aus Zorn über den Lohn der Gemeinde die Arbeit niedergelegt.",
        "Schiffe wurden nach Dorrow umgeleitet, dessen Hafen mittags überfüllt war.",
    ),
    "fr": (
        "Les gardiens du phare d'Ostmere en grève pour leurs salaires",
        "Les neuf gardiens du phare d'Ostmere font grève depuis lundi : leur paie est coupée d'un tiers.",
        "Devant le phare d'Ostmere, des gardiens en colère contre la commune ont cessé tout travail.",
        "Des navires ont été envoyés à Dorrow, dont le port était plein à midi.",
    ),
    "es": (
        "Los guardianes del faro de Ostmere en huelga por sus salarios",
        "Los nueve guardianes del faro de Ostmere están en huelga desde el lunes: cobran un tercio menos.",
        "Ante el faro de Ostmere, varios guardianes enfadados con el municipio dejaron de trabajar.",
        "Algunos barcos fueron enviados a Dorrow, cuyo puerto estaba lleno al mediodía.",
    ),
}
"""In each language: a headline, a sentence on it, one that says the same in other words, and other news."""


def make_event(language: str, *texts: str) -> Story:
    title = REPETITIONS[language][0]
    outlets = ("Post", "Herald", "Ledger", "Mail")
    articles = (
        make_article(number, outlets[number], text, title=title, language=language)
        for number, text in enumerate(texts)
    )
    return make_story(*articles)


@pytest.mark.parametrize("language", REPETITIONS)
def test_the_event_comes_once_and_other_news_behind_it(language: str) -> None:
    _, event, again, other = REPETITIONS[language]
    story = make_event(language, event, again, other)
    lines = [line.text for line in make_summary(story, annotate=True, reports=(0, 1, 2)).sentences]
    assert lines == [event, other]


@pytest.mark.parametrize("language", REPETITIONS)
def test_what_was_known_is_not_shown_where_headline_and_news_say_it(language: str) -> None:
    _, event, again, _ = REPETITIONS[language]
    story = replace(make_event(language, again, event), since=date(2026, 3, 1), new=("a1",))
    summary = make_summary(story, (Sentence(again, 0, 0),))
    assert [line.text for line in summary.sentences] == [event]
    assert summary.known == ()


def test_a_known_fact_is_repeated_only_if_nothing_else_is_new() -> None:
    _, event, _, other = REPETITIONS["en"]
    similar = "The lighthouse keepers of Ostmere on strike for their pay sleep in old tents by the dike."
    known = (Sentence(event, 0, 0),)
    for texts, expected in (((event, similar, other), [other]), ((event, similar), [similar])):
        new = tuple(f"a{number}" for number in range(1, len(texts)))
        story = replace(make_event("en", *texts), since=date(2026, 3, 1), new=new)
        assert [line.text for line in make_summary(story, known).sentences] == expected


@pytest.mark.parametrize(
    ("stems", "line", "is_again"),
    [
        ("a b c x y z", "a b c d e f g h", True),  # three in eight
        ("a b c x y z", "a b c d e f g h i", False),  # three in nine
        ("a b x", "a b c", False),  # a first and a last name
        ("a b c", "", False),
    ],
)
def test_a_line_is_repeated_by_the_share_of_its_words(stems: str, line: str, is_again: bool) -> None:
    assert restates(set(stems.split()), set(line.split()), 0.35) is is_again


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Un phare à Ostmere, dès lundi", "Les gardiens, à midi et dès demain", "fr"),
        ("Il porto può aprire, così la nave è già qui", "Un faro già così vecchio non può bastare", "it"),
        ("Os faróis são velhos", "Os portos são novos", "pt"),
        ("Er is één schip", "De wachters hebben één haven", "nl"),
    ],
)
def test_function_words_with_accents_are_not_shared_content(one: str, other: str, language: str) -> None:
    assert find_content_stems(one, language).isdisjoint(find_content_stems(other, language))


@pytest.mark.parametrize(
    ("last", "is_so"),
    [
        ("Rain fell on Lowmoor. Few came. Lamps were lit. Nobody sang.", True),
        ("Rain fell. Few came. Lamps were lit. Nobody sang. Dogs barked. Bells rang. Doors closed.", False),
    ],
)
def test_a_text_of_four_short_sentences_makes_no_full_texts_of_teasers(last: str, is_so: bool) -> None:
    teasers = ["The ferry sank off Lowmoor. Divers look for her book.", "Forty sheep were aboard her."]
    story = make_papers(*teasers, last)
    assert are_teasers(list_candidates(story, range(3))) is is_so
