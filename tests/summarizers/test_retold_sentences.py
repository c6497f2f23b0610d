"""What one outlet has told above is not told again in the words of another; an article may go on."""

from __future__ import annotations

import pytest

from digest.models import Story
from digest.summarizers.candidates import list_candidates
from digest.summarizers.retold_sentences import find_retold
from tests.summarizers.example_stories import list_texts, make_article, make_story

EVENTS = {
    "en": (
        "Ferry sinks off Lowmoor",
        "The ferry Aurora went down in a storm off Lowmoor on Monday with forty sheep aboard.",
        "Rescuers say that forty sheep were aboard when the storm took the Aurora down.",
        "Divers of the navy look for her log book before the tide turns at Lowmoor.",
    ),
    "fr": (
        "Un ferry coule devant Lowmoor",
        "Le ferry Aurora a sombré lundi dans la tempête devant Lowmoor avec quarante moutons à bord.",
        "Selon les secours, quarante moutons étaient à bord quand la tempête a emporté le navire Aurora.",
        "Des plongeurs de la marine cherchent son journal avant la marée, dit le maire de Lowmoor.",
    ),
    "es": (
        "Un ferri se hunde frente a Lowmoor",
        "El ferri Aurora se hundió el lunes en la tormenta frente a Lowmoor con cuarenta ovejas a bordo.",
        "Según los equipos de rescate, cuarenta ovejas viajaban cuando la tormenta se llevó el buque Aurora.",
        "Unos buzos de la marina buscan su diario antes de la marea, dice el alcalde de Lowmoor.",
    ),
    "de": (
        "Fähre sinkt vor Lowmoor",
        "Die Fähre Aurora sank am Montag im Sturm vor Lowmoor mit vierzig Schafen an Bord.",
        "Laut den Rettern waren vierzig Schafe an Bord, als der Sturm die Aurora nahm.",
        "Taucher der Marine suchen ihr Logbuch vor der Flut, sagt der Bürgermeister von Lowmoor.",
    ),
    "ru": (
        "Паром затонул у Лоумура",
        "Паром «Аврора» затонул в понедельник во время шторма у Лоумура с сорока овцами на борту.",
        "Спасатели сообщают: сорок овец были на борту, когда паром «Аврора» попал в шторм и затонул.",
        "Водолазы флота ищут журнал судна до прилива, сообщил мэр города Лоумур.",
    ),
}
"""In each language: a headline, the event, the same by another outlet, and news that shares only names."""


def tell(language: str, *texts: str, one_outlet: bool = False) -> Story:
    if one_outlet:
        texts = (" ".join(texts),)
    titles = (EVENTS[language][0], "Ostmere", "Dorrow")
    return make_story(
        *(
            make_article(number, f"Paper {number}", text, title=titles[number], language=language)
            for number, text in enumerate(texts)
        )
    )


def find(story: Story) -> list[str]:
    ordered = list_candidates(story, range(len(story.articles)))
    return [candidate.text for candidate in find_retold(ordered, story)]


@pytest.mark.parametrize("language", EVENTS)
def test_the_same_event_in_the_words_of_another_outlet_is_found(language: str) -> None:
    _, event, again, other = EVENTS[language]
    assert find(tell(language, event, again, other)) == [again]


@pytest.mark.parametrize("language", ["en", "fr", "es", "de"])
def test_an_article_does_not_repeat_itself(language: str) -> None:
    _, event, again, _ = EVENTS[language]
    assert find(tell(language, event, again, one_outlet=True)) == []


@pytest.mark.parametrize(
    ("language", "event", "again"),
    [
        ("en", "The ferry was met at Ostmere by former Harbour Master Nora Quist.",
         "The former harbour master of Ostmere is Quist."),
        ("fr", "Le ferry a vu l'ancien Maire Nora Quist à Ostmere.",
         "L'ancien maire de la ville est Nora Quist."),
    ],
)  # fmt: skip
def test_an_office_that_is_written_without_capitals_elsewhere_is_no_name(
    language: str, event: str, again: str
) -> None:
    articles = (
        make_article(n, f"Paper {n}", text, title="", language=language)
        for n, text in enumerate((event, again))
    )
    assert find(make_story(*articles)) == [again]


def test_the_first_sentence_stays_though_it_tells_the_headline_again() -> None:
    title = "Forty sheep aboard as the storm takes the ferry Aurora down"
    _, event, again, _ = EVENTS["en"]
    story = make_story(
        make_article(0, "Post", "", title=title),
        make_article(1, "Herald", event, title="Ostmere"),
        make_article(2, "Ledger", again, title="Dorrow"),
    )
    assert find(story) == [again]


def test_names_alone_are_no_fact() -> None:
    texts = (
        "The mayors Nora Quist and Olaf Brandt met in Lowmoor on Monday.",
        "As children, Nora Quist and Olaf Brandt had shared a school desk in Lowmoor.",
    )
    assert find(tell("en", *texts)) == []


def test_nothing_takes_the_place_of_a_sentence_that_is_left_out() -> None:
    _, event, again, other = EVENTS["en"]
    beside = "Kites are cheap this spring, and the wind over the dunes is mild."
    titles = (EVENTS["en"][0], "Ferry Aurora sinks", "Ferry lost", "Ferry sinks")
    texts = (event, again, other, beside)
    story = make_story(
        *(make_article(n, f"Paper {n}", text, title=titles[n]) for n, text in enumerate(texts))
    )
    shown = list_texts(story, words=40, reports=(0, 1, 2, 3))
    assert event in shown
    assert again not in shown
