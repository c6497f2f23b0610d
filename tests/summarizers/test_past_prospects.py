"""Prospects are left out once a later headline reports the outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.languages.patterns import is_announcement, is_prospect
from digest.models import Story
from digest.summarizers.candidates import list_candidates
from digest.summarizers.past_prospects import drop_old_states, drop_past_prospects
from tests.summarizers.example_stories import make_article, make_story

PROSPECTS = [
    ("Ostmere is set to elect a new mayor.", "en"),
    ("Quist will open the tunnel on Friday.", "en"),
    ("Traders are due to vote on the merger.", "en"),
    ("Rovers can seal promotion on Sunday.", "en"),
    ("Traders are hoping for a good price.", "en"),
    ("Quist soll den Tunnel am Freitag eröffnen.", "de"),
    ("Die Händler hoffen auf einen guten Preis.", "de"),
    ("Die Händler wollen über die Fusion abstimmen.", "de"),
    ("Quist doit inaugurer le tunnel vendredi.", "fr"),
    ("Le tunnel sera inauguré vendredi.", "fr"),
    ("Les marchands espèrent un bon prix.", "fr"),
    ("Quist abrirá el túnel el viernes.", "es"),
    ("Quist va a abrir el túnel.", "es"),
    ("Quist aprirà la galleria venerdì.", "it"),
    ("Quist sta per aprire la galleria.", "it"),
    ("I mercanti sperano in un buon prezzo.", "it"),
    ("Quist abrirá o túnel na sexta-feira.", "pt"),
    ("Quist vai abrir o túnel.", "pt"),
    ("Quist zal de tunnel vrijdag openen.", "nl"),
    ("Quist gaat de tunnel openen.", "nl"),
]


@pytest.mark.parametrize(("sentence", "language"), PROSPECTS)
def test_words_show_that_something_lies_ahead(sentence: str, language: str) -> None:
    assert is_prospect(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Quist opened the tunnel on Friday due to high demand.", "en"),
        ("Copper rises on hopes for a deal in Ostmere.", "en"),
        ("Hopes for the ferry of Dorrow fade.", "en"),
        ("The hare hops to the harbor.", "en"),
        ("Quist hat den Tunnel eröffnet.", "de"),
        ("Die Hoffnungen auf eine Einigung trieben den Preis.", "de"),
        ("Les ouvriers sont rentrés chez eux.", "fr"),
        ("Le cuivre monte sur l’espoir d’un accord.", "fr"),
        ("El cobre sube por la esperanza de un acuerdo.", "es"),
        ("Il rame sale sulle speranze di un accordo.", "it"),
        ("Koper stijgt op hoop op een akkoord.", "nl"),
        ("Irán abrió el túnel el viernes.", "es"),
        ("I sindaci hanno aperto la galleria.", "it"),
        ("O prefeito abriu o túnel no verão.", "pt"),
        ("Quist heeft de tunnel geopend.", "nl"),
    ],
)
def test_reports_of_what_has_happened_are_no_prospects(sentence: str, language: str) -> None:
    assert not is_prospect(sentence, language)


def keep(story: Story) -> list[str]:
    candidates = list_candidates(story, range(len(story.articles)))
    return [candidate.text for candidate in drop_past_prospects(candidates, story)]


def tell(prospect: str, later: str, hours: int = 4) -> Story:
    return make_story(
        make_article(0, "Post", prospect, title="Tunnel"),
        make_article(hours, "Herald", "Nothing else to report.", title=later),
    )


@pytest.mark.parametrize(
    ("later", "hours", "is_kept"),
    [
        ("Quist opens tunnel", 4, False),
        ("Quist opens tunnel", 2, True),
        ("Quist marries", 4, True),
        ("Quist will open tunnel", 4, True),
        ("Did Quist open the tunnel?", 4, True),
    ],
)
def test_a_later_headline_on_the_same_ends_a_prospect(later: str, hours: int, is_kept: bool) -> None:
    prospect = "Quist will open the tunnel under the harbor."
    assert (prospect in keep(tell(prospect, later, hours))) is is_kept


def test_a_later_headline_of_the_story_ends_every_prospect() -> None:
    prospect = "Quist will open the tunnel under the harbor."
    for title, is_kept in (("Rockfall", False), ("Rockfall will be cleared", True)):
        story = make_story(
            make_article(4, "Herald", "Nobody was hurt.", title=title),
            make_article(0, "Post", prospect, title="Tunnel"),
        )
        assert (prospect in keep(story)) is is_kept


@pytest.mark.parametrize(
    ("title", "is_ahead"),
    [
        ("Quist to open tunnel", True),
        ("Live: Ostmere and Dorrow to share a ferry", True),
        ("King Olaf of Dorrow to visit the harbor", True),
        ("How to open a tunnel", False),
        ("Dorrow beats Ostmere to win the cup", False),
        ("From Ostmere to the sea", False),
        ("Ostmere to Dorrow in an hour", False),
    ],
)
def test_an_infinitive_behind_its_subject_announces(title: str, is_ahead: bool) -> None:
    assert is_announcement(title, "en") is is_ahead
    assert not is_announcement(title, "nl")


def test_a_prospect_with_a_date_to_come_is_kept() -> None:
    for day, is_kept in (("1 September", True), ("1 February", False)):
        prospect = f"Quist will open the tunnel for trucks on {day}."
        assert (prospect in keep(tell(prospect, "Quist opens tunnel"))) is is_kept


def test_without_times_nothing_is_later() -> None:
    story = tell("Quist will open the tunnel under the harbor.", "Quist opens tunnel")
    undated = replace(story, articles=tuple(replace(one, published=None) for one in story.articles))
    assert len(keep(undated)) == 2


@pytest.mark.parametrize(
    ("hours", "outlets", "is_kept"),
    [(9, ("Post", "Ledger"), False), (7, ("Post", "Ledger"), True), (9, ("Post", "Post"), True)],
    ids=["old", "of the same day's half", "too few newer reports"],
)
def test_a_teaser_long_before_the_headline_tells_of_an_earlier_state(
    hours: int, outlets: tuple[str, str], is_kept: bool
) -> None:
    early = "A tug waits outside the harbor for the tide."
    story = make_story(
        make_article(hours, outlets[0], "The ferry is back in Ostmere.", title="Ferry freed"),
        make_article(hours, outlets[1], "Nobody on board was hurt, said Quist.", title="Ferry is free"),
        make_article(0, "Herald", early, title="Ferry aground"),
    )
    candidates = list_candidates(story, range(3))
    assert (early in [candidate.text for candidate in drop_old_states(candidates, story)]) is is_kept
