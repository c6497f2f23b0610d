"""Summaries of plain texts, without the rest of the program."""

from __future__ import annotations

import doctest
import subprocess
import sys
from inspect import signature
from pathlib import Path

import pytest

from digest.config.schema import SummarySection
from digest.errors import ConfigError
from digest.summarizers import summarize_texts, text_summaries
from digest.text import split_sentences

TEXTS = (
    "The swing bridge at Port Ellis jammed on Monday. Nobody was hurt in the harbour.",
    "Die Drehbrücke von Ellis klemmt seit Montag. Niemand wurde im Hafen verletzt.",
)


def test_the_examples_in_the_docs_and_the_docstring_run() -> None:
    page = Path(__file__).parents[2] / "docs" / "summaries.md"
    for failures, examples in (
        doctest.testfile(str(page), module_relative=False),
        doctest.testmod(text_summaries),
    ):
        assert examples
        assert not failures


def test_sentences_have_the_index_of_their_text_and_their_position() -> None:
    found = summarize_texts(TEXTS, words=100)
    assert {sentence.article for sentence in found} == {0, 1}
    for sentence in found:
        assert split_sentences(TEXTS[sentence.article])[sentence.position] == sentence.text


def test_the_defaults_are_those_of_the_configuration() -> None:
    parameters = signature(summarize_texts).parameters
    section = SummarySection()
    assert (parameters["words"].default, parameters["method"].default) == (section.words, section.method)


def test_no_texts_give_no_sentences() -> None:
    assert summarize_texts([]) == ()


def test_what_two_sources_report_outweighs_what_one_repeats() -> None:
    texts = (
        "Bakers sold twice as much bread as usual on the quay of Port Ellis.",
        "On the quay of Port Ellis bakers sold twice as much bread as usual today.",
        "Divers found a long crack in the central pier of the old bridge.",
        "There is a long crack in the central pier of the old bridge, divers found.",
    )
    sources = ("Post", "Post", "Ledger", "Radio")
    (sentence,) = summarize_texts(texts, words=10, language="en", sources=sources)
    assert "crack" in sentence.text


def test_wrong_arguments_raise_errors() -> None:
    with pytest.raises(ValueError, match="shorter"):
        summarize_texts(TEXTS, sources=("Post",))
    with pytest.raises(ConfigError):
        summarize_texts(TEXTS, method="nonsense")


def choose_out_of_range(candidates: object, length: object) -> list[int]:
    """A custom method that returns an index out of range."""
    return [99]


def choose_twice(candidates: object, length: object) -> list[int]:
    """A custom method that chooses a sentence twice."""
    return [0, -1]


@pytest.mark.parametrize("name", ["choose_out_of_range", "choose_twice"])
def test_invalid_indices_of_a_custom_method_are_a_config_error(name: str) -> None:
    with pytest.raises(ConfigError, match=f"{name} returned an index twice, or one outside the 1 candidates"):
        summarize_texts(["The swing bridge at Port Ellis jammed on Monday."], method=f"{__name__}:{name}")


@pytest.mark.parametrize("method", ["news", "lead", "lex-rank"])
def test_a_line_that_repeats_the_headline_is_not_chosen(method: str) -> None:
    headline = "Barge jams the swing bridge at Port Ellis"
    texts = [f"{headline}.\n\nDivers looked at the piers of the bridge until the evening of Monday."]
    summary = summarize_texts(texts, words=30, method=method, titles=[headline])
    assert [sentence.text for sentence in summary] == [
        "Divers looked at the piers of the bridge until the evening of Monday."
    ]


def test_the_sentence_that_says_what_the_headline_says_opens_whatever_the_source() -> None:
    texts = [
        "Divers went down on Sunday evening to look at the piers of the old bridge.",
        "The swing bridge at Port Ellis jammed again when a barge struck it on Monday.",
    ]
    title = "Swing bridge at Port Ellis jammed by barge"
    for sources in (("Post", "Post"), ("Post", "Ledger")):
        summary = summarize_texts(texts, words=60, sources=sources, titles=[title, title])
        assert [sentence.article for sentence in summary] == [1, 0]


def test_importing_and_calling_it_needs_no_configuration() -> None:
    program = (
        "import sys\n"
        "from digest.summarizers import summarize_texts\n"
        "summarize_texts(['The swing bridge at Port Ellis jammed on Monday.'])\n"
        "assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
