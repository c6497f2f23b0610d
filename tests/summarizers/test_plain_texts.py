"""The summariser without the rest of the program."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from digest.errors import ConfigError
from digest.summarizers import summarize, summarize_texts
from digest.text import split_sentences

TEXTS = (
    "The swing bridge at Port Ellis jammed on Monday. Nobody was hurt in the harbour.",
    "Die Drehbrücke von Ellis klemmt seit Montag. Niemand wurde im Hafen verletzt.",
)


def test_the_examples_of_the_docs_and_of_the_function_are_true() -> None:
    page = Path(__file__).parents[2] / "docs" / "summaries.md"
    for failed, tried in (
        doctest.testfile(str(page), module_relative=False),
        doctest.testmod(summarize),
    ):
        assert tried
        assert not failed


def test_every_sentence_has_its_place() -> None:
    found = summarize_texts(TEXTS, words=100)
    assert {said.article for said in found} == {0, 1}
    for said in found:
        assert split_sentences(TEXTS[said.article])[said.position] == said.text


def test_no_texts_no_sentences() -> None:
    assert summarize_texts([]) == ()


def test_what_two_sources_say_weighs_more_than_what_one_says_twice() -> None:
    texts = (
        "Bakers sold twice as much bread as usual on the quay of Port Ellis.",
        "On the quay of Port Ellis bakers sold twice as much bread as usual today.",
        "Divers found a long crack in the central pier of the old bridge.",
        "There is a long crack in the central pier of the old bridge, divers found.",
    )
    (said,) = summarize_texts(texts, words=10, language="en", sources=("Post", "Post", "Ledger", "Radio"))
    assert "crack" in said.text


def test_a_mistake_is_told() -> None:
    with pytest.raises(ValueError, match="shorter"):
        summarize_texts(TEXTS, sources=("Post",))
    with pytest.raises(ConfigError):
        summarize_texts(TEXTS, method="nonsense")


def choose_beyond(candidates: object, length: object) -> list[int]:
    """A reader's own method that chooses what is not there."""
    return [99]


def choose_twice(candidates: object, length: object) -> list[int]:
    """A reader's own method that chooses one sentence twice."""
    return [0, -1]


@pytest.mark.parametrize("name", ["choose_beyond", "choose_twice"])
def test_what_an_own_method_must_not_choose_is_told_in_words(name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} chose what is none of the 1 sentences"):
        summarize_texts(["The swing bridge at Port Ellis jammed on Monday."], method=f"{__name__}:{name}")


@pytest.mark.parametrize("method", ["news", "lead", "lex-rank"])
def test_a_line_that_repeats_the_headline_is_no_sentence_of_a_summary(method: str) -> None:
    headline = "Barge jams the swing bridge at Port Ellis"
    texts = [f"{headline}.\n\nDivers looked at the piers of the bridge until the evening of Monday."]
    told = summarize_texts(texts, words=30, method=method, titles=[headline])
    assert [said.text for said in told] == [
        "Divers looked at the piers of the bridge until the evening of Monday."
    ]


def test_what_one_source_says_is_read_in_its_own_order() -> None:
    texts = [
        "Divers went down on Sunday evening to look at the piers of the old bridge.",
        "The swing bridge at Port Ellis jammed again when a barge struck it on Monday.",
    ]
    title = "Swing bridge at Port Ellis jammed by barge"
    for sources, wanted in ((("Post", "Post"), [0, 1]), (("Post", "Ledger"), [1, 0])):
        told = summarize_texts(texts, words=60, sources=sources, titles=[title, title])
        assert [said.article for said in told] == wanted
