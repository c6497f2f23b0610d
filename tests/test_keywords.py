"""What a story is about in a few words of its own."""

from __future__ import annotations

import pytest

from digest.summarizers import Candidate
from digest.summarizers.keywords import find_keywords


def keywords(*texts: str, title: str = "", language: str = "en") -> tuple[str, ...]:
    """Of one sentence of each outlet."""
    return find_keywords(
        [Candidate(text, number, 0, f"Outlet {number}", title, language) for number, text in enumerate(texts)]
    )


def test_names_that_several_outlets_say_come_first_as_they_are_written() -> None:
    found = keywords(
        "A barge struck the swing bridge at Port Ellis, said Nora Quist.",
        "The swing bridge at Port Ellis stays shut, baker Quist was told on Monday.",
        "Divers went down at Port Ellis on Monday.",
        title="Barge jams a swing bridge",
    )
    assert found == ("Port Ellis", "Nora Quist", "swing bridge")


def test_a_short_name_counts_for_the_long_one_and_no_two_share_a_word() -> None:
    found = keywords("When Nora Quist came, Quist spoke.", "Today Quist left with Olaf Quist and Nora Quist.")
    assert found == ("Nora Quist",)


def test_a_genitive_ends_a_name_and_an_ampersand_does_not() -> None:
    texts = ("Then Nora Quist’s Orchard Party lost.", "Later Nora Quist left the Orchard Party.")
    assert keywords(*texts) == ("Nora Quist", "Orchard Party")
    assert keywords("Then Crumb & Hollis sold it.", "Nobody at Crumb & Hollis knew.") == ("Crumb & Hollis",)


def test_the_first_word_of_a_sentence_days_and_titles_are_no_names() -> None:
    assert keywords("Bakers met on Monday in March.", "Bakers asked Mr Brandt in March on Monday.") == ()


def test_a_word_that_is_no_name_must_stand_in_a_headline() -> None:
    texts = ("The ferry was late again.", "Again the ferry was full.")
    assert keywords(*texts, title="Ferry breaks down") == ("ferry",)
    assert keywords(*texts) == ()


@pytest.mark.parametrize(
    ("language", "texts", "wanted"),
    [
        ("fr", ("Hier soir Marine Le Pass a quitté l’Élysée.", "Selon Le Pass, elle ira à l’Élysée."),
         ("Marine Le Pass", "Élysée")),
        ("de", ("Gestern sank in Ellis die Fähre.", "Die alte Fähre lag vor Ellis."), ("Ellis", "Fähre")),
        ("ru", ("Вчера Нора Квист была в порту.", "Там Нора Квист молчала."), ("Нора Квист",)),
        ("zh", ("市政府宣布旧桥将关闭。", "旧桥将关闭，市政府说。"), ()),
    ],
)  # fmt: skip
def test_other_languages(language: str, texts: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert keywords(*texts, language=language) == wanted
