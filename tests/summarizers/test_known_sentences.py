"""The opening of an earlier edition stands below the news only if it is clear there and adds something."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from digest.models import Sentence, Story
from tests.summarizers.example_stories import make_article, make_story, make_summary

NEWS = "The ferry Aurora was raised off Lowmoor on Thursday, and nobody was found in her hull."
SUNK = "A wave tore the bow door of the ferry Aurora open on Monday, and she sank in an hour."
SUNK_TITLE = "Wave tears bow door of ferry Aurora open"
SHEEP = "Forty sheep from the ferry Aurora swam to the dunes of Lowmoor by themselves."
SHEEP_TITLE = "Sheep of the ferry Aurora swam to the dunes"


def tell(*known: tuple[str, str], language: str = "en", news: str = NEWS, title: str = "") -> Story:
    articles = (
        make_article(0, "Post", news, title=title or "Ferry Aurora raised off Lowmoor"),
        *(make_article(n, f"Paper {n}", text, title=head) for n, (head, text) in enumerate(known, start=1)),
    )
    story = make_story(*articles, language=language)
    return replace(story, since=date(2026, 3, 1), new=("a0",))


def show(*known: tuple[str, str], brief: bool = False) -> list[str]:
    """The known lines of a story. known: (headline, sentence) of each."""
    sentences = tuple(Sentence(text, n, 0) for n, (_, text) in enumerate(known, start=1))
    summary = make_summary(tell(*known), sentences, brief=brief)
    assert [line.text for line in summary.sentences] == [NEWS]
    return [line.text for line in summary.known]


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ([(SUNK_TITLE, SUNK)], [SUNK]),
        ([(SUNK_TITLE, SUNK), (SHEEP_TITLE, SHEEP)], [SUNK]),
        ([("Keepers of Lowmoor lit a fire", SUNK)], []),
        (
            [
                (
                    "Two tugs pull the Aurora to Ostmere",
                    "Two tugs will pull the Aurora from Lowmoor to Ostmere.",
                )
            ],
            [],
        ),
        ([("Aurora raised off Lowmoor", "Divers and tugs raised the Aurora off Lowmoor at night.")], []),
        ([("Sheep swim ashore", "Forty sheep swim ashore by themselves.")], []),
    ],
    ids=["opening", "only the opening", "leans on its headline", "prospect", "told above", "something else"],
)
def test_known_sentences(known: list[tuple[str, str]], shown: list[str]) -> None:
    assert show(*known) == shown


def test_a_date_to_come_is_still_ahead() -> None:
    ahead = "Two tugs will pull the Aurora from Lowmoor to Ostmere on 28 March."
    assert show(("Two tugs pull the Aurora to Ostmere", ahead)) == [ahead]


def test_a_brief_has_no_reminder() -> None:
    assert show((SUNK_TITLE, SUNK), brief=True) == []


def test_words_of_the_headline_are_no_repetition() -> None:
    """What a story is about stands in every line of it."""
    opening = "The night train Ostmere Star left the rails in the Quillon tunnel on Monday."
    known = ("Night train Ostmere Star leaves the rails", opening)
    for news, shown in (
        ("Cranes have lifted the night train Ostmere Star.", [opening]),
        ("In the Quillon tunnel, cranes set the train on its rails and engineers checked all nine cars.", []),
    ):
        story = tell(known, news=news, title="Cranes lift Ostmere Star out of the mountain after four nights")
        summary = make_summary(story, (Sentence(opening, 1, 0),))
        assert [line.text for line in summary.sentences] == [news]
        assert [line.text for line in summary.known] == shown


@pytest.mark.parametrize(
    ("language", "title", "news", "head", "opening"),
    [
        ("de", "Fähre Aurora vor Lowmoor gehoben", "Am Donnerstag wurde die Aurora vor Lowmoor gehoben.",
         "Welle schlägt Tür der Aurora auf", "Eine Welle schlug vor Lowmoor die Tür der Aurora auf."),
        ("fr", "Le bac Aurora relevé devant Lowmoor", "Le bac Aurora a été relevé jeudi devant Lowmoor.",
         "Une vague ouvre la porte du bac Aurora", "Une vague a ouvert lundi la porte du bac Aurora."),
        ("es", "El ferry Aurora, reflotado en Lowmoor", "El ferry Aurora fue reflotado el jueves en Lowmoor.",
         "Una ola abre la puerta del ferry", "Una ola abrió el lunes la puerta del ferry frente a Lowmoor."),
    ],
)  # fmt: skip
def test_known_sentences_in_other_languages(
    language: str, title: str, news: str, head: str, opening: str
) -> None:
    for own, shown in ((head, [opening]), ("Lowmoor", [])):
        story = tell((own, opening), language=language, news=news, title=title)
        summary = make_summary(story, (Sentence(opening, 1, 0),))
        assert [line.text for line in summary.known] == shown


def test_the_opening_is_shown_where_nothing_is_new_but_the_headline() -> None:
    story = tell((SUNK_TITLE, SUNK), news="")
    summary = make_summary(story, (Sentence(SUNK, 1, 0),))
    assert ([line.text for line in summary.sentences], [line.text for line in summary.known]) == ([], [SUNK])
