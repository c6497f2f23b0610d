"""The sentences that a summarizer chooses from."""

from __future__ import annotations

import pytest

from digest.summarizers.candidates import MAX_CANDIDATES, MAX_PIECE_CHARACTERS, list_candidates
from tests.summarizers.example_stories import (
    STRUCK,
    list_texts,
    long_story,
    make_article,
    make_papers,
    make_story,
)


def test_a_sentence_in_two_articles_is_listed_once_and_early_sentences_come_first() -> None:
    text = "The bridge is closed. Buses take the dam."
    story = make_story(make_article(0, "Post", text), make_article(1, "Ledger", text.upper()))
    assert [(c.text, c.article) for c in list_candidates(story, (0, 1))] == [
        ("The bridge is closed.", 0),
        ("Buses take the dam.", 0),
    ]
    assert len(list_candidates(long_story(800, 2), (0, 1))) == MAX_CANDIDATES


def test_a_long_text_without_full_stops_is_cut_into_short_pieces() -> None:
    candidates = list_candidates(make_story(make_article(0, "Post", "“bridge 'and " * 10_000)), (0,))
    assert 0 < max(len(candidate.text) for candidate in candidates) <= MAX_PIECE_CHARACTERS


@pytest.mark.parametrize(("questions", "is_chosen"), [(270, True), (350, False)])
def test_sentences_after_the_first_three_hundred_are_not_candidates(questions: int, is_chosen: bool) -> None:
    text = " ".join(f"Where is boat {number}?" for number in range(questions))
    assert list_texts(make_papers(f"{text} {STRUCK}")) == ([STRUCK] if is_chosen else [])


@pytest.mark.parametrize(("characters", "is_chosen"), [(800, True), (1_300, False)])
def test_overlong_sentences_are_not_candidates(characters: int, is_chosen: bool) -> None:
    long = f"The {'tide ' * (characters // 5)}rose."
    sentences = list_texts(make_papers(f"{long} {STRUCK}"), method="lead", single_words=1)
    assert sentences == [long if is_chosen else STRUCK]


def test_datelines_are_stripped_in_the_first_three_sentences_only() -> None:
    def choose_last(*lines: str) -> str:
        return list_texts(make_papers("\n\n".join(lines)), method="lead")[-1]

    above, with_dateline = ("Bridge to open again.", "By Nora Quist."), "LOWMOOR — Two barges wait there."
    assert choose_last(*above, with_dateline) == "Two barges wait there."
    assert choose_last(*above, "Ships queue everywhere.", with_dateline) == with_dateline


def test_in_a_text_without_full_stops_lines_are_sentences() -> None:
    lines = ("The old bridge of Port Ellis is struck by a barge", "Divers are at work beside the quay")
    article = make_article(0, "The Tidewater Post", "\n\n".join(lines))
    assert [candidate.text for candidate in list_candidates(make_story(article), [0])] == [*lines]
