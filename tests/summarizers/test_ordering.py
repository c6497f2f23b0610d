"""The reading order of a summary."""

from __future__ import annotations

from dataclasses import replace

from tests.summarizers.example_stories import list_texts, long_story, make_article, make_story, make_summary


def test_sentences_are_ordered_by_time_and_by_position_within_an_article() -> None:
    late, early = "The bridge closed again on Friday evening.", "The bridge opened for a ship on Monday."
    story = make_story(make_article(9, "Ledger", late), make_article(1, "Post", f"{early} {late[:-1]} late."))
    assert list_texts(story, method="lead", words=99)[0] == early
    summary = make_summary(long_story(60, 3), words=120)
    places = [(sentence.article, sentence.position) for sentence in summary.sentences]
    assert places == sorted(places)


def test_the_summary_opens_with_a_sentence_that_stands_alone() -> None:
    early = make_article(0, "Post", "He was not hurt. The captain of the barge spoke of strong wind at noon.")
    late = make_article(1, "Ledger", "A barge struck the swing bridge at Port Ellis on Monday.")
    sentences = list_texts(make_story(early, late), words=60)
    assert sentences == ["A barge struck the swing bridge at Port Ellis on Monday.", sentences[1]]


def test_the_summary_opens_with_the_sentence_closest_to_the_headline() -> None:
    early = make_article(0, "Post", "The harbour office asked everybody to keep off the quay at noon.")
    late = make_article(1, "Ledger", "A barge jammed the swing bridge at Port Ellis when its engine failed.")
    assert list_texts(make_story(early, late), words=60) == [late.text, early.text]
    other = replace(early, title="Harbour office: keep away from the quay")
    assert list_texts(make_story(other, late), words=60) == [early.text, late.text]
