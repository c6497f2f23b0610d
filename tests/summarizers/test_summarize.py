"""Summaries of stories: continuing stories, known sentences, copies."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from digest.models import Sentence, Story
from digest.summarizers import summarize_story
from digest.summarizers.length import count_words
from tests.summarizers.example_stories import (
    harbour_story,
    list_texts,
    long_story,
    make_article,
    make_papers,
    make_story,
    make_summary,
)


def test_every_sentence_occurs_word_for_word_in_its_article() -> None:
    story = harbour_story()
    summary = make_summary(story, words=200)
    assert summary.sentences
    for sentence in summary.sentences:
        assert sentence.text in story.articles[sentence.article].text


def test_a_single_article_is_summarized_by_its_beginning_and_in_fewer_words() -> None:
    story = make_story(long_story(30, 1).articles[0])
    summary = make_summary(story, words=80, single_words=40)
    assert summary.sentences[0].position == 0
    assert sum(count_words(sentence.text) for sentence in summary.sentences) < 60


@pytest.mark.parametrize(
    ("title", "opens"),
    [("Nora Quist leaves the harbour board of Ellery", True), ("", False), ("Rain is expected", False)],
)
def test_a_pronoun_opens_only_under_a_headline_that_names_the_person(title: str, opens: bool) -> None:
    text = (
        "She left the harbour board on Monday after nine years of quarrels about the pier.\n\n"
        "The harbour board of Ellery has four other members, who were elected in the spring of last year."
    )
    story = make_story(replace(make_article(0, "Ledger", text), title=title))
    assert list_texts(story)[0].startswith("She left") is opens


def test_a_story_of_headlines_only_has_no_sentences() -> None:
    summary = make_summary(make_story(make_article(0, "Ledger", "")))
    assert summary.sentences == ()


def test_two_chinese_characters_count_as_a_word() -> None:
    text = "市政府星期一宣布，这座旧桥将关闭三个月进行维修。工程师说，潜水员将在星期三检查中央桥墩。"
    story = make_story(make_article(0, "晨报", text, language="zh"))
    assert len(list_texts(story, single_words=12)) == 1
    assert len(list_texts(story, single_words=25)) == 2


def test_older_reports_are_quoted_where_the_newest_have_no_clear_sentence() -> None:
    texts = ("He had warned of this for months.", "They will not be back before Friday.")
    newest = [make_article(14 + n, f"Paper {n}", text) for n, text in enumerate(texts)]
    older = make_article(0, "Paper 2", "The barge Marigold jammed the swing bridge at Port Ellis on Sunday.")
    assert list_texts(make_story(*newest, older)) == [older.text]


@pytest.mark.parametrize(
    ("language", "title", "repeat", "other"),
    [
        ("en", "Barge jams the swing bridge at Port Ellis",
         "A barge has jammed the swing bridge at Port Ellis.",
         "Two tugs are to pull the Marigold free at high water."),
        ("de", "Kahn verkeilt sich in der Drehbrücke von Hallum",
         "In der Drehbrücke von Hallum hat sich ein Kahn verkeilt.",
         "Zwei Schlepper ziehen die Marigold am Abend frei."),
        ("es", "Una barcaza bloquea el puente giratorio de Vallera",
         "Una barcaza bloquea desde el lunes el puente giratorio de Vallera.",
         "Dos remolcadores liberan el Marigold con la marea alta."),
    ],
)  # fmt: skip
def test_under_the_headline_of_a_brief_stands_what_it_does_not_say(
    language: str, title: str, repeat: str, other: str
) -> None:
    repeated = make_article(0, "Paper 0", repeat, title=title, language=language)
    both = make_story(repeated, make_article(1, "Paper 1", other, title=title, language=language))
    assert repeat in list_texts(both)
    assert list_texts(both, brief=True) == [other]
    assert list_texts(make_story(repeated), brief=True) == [repeat]


def test_a_story_of_thousands_of_sentences_can_be_summarized() -> None:
    assert list_texts(long_story(3_000, 60))


def continuing_story() -> Story:
    story = harbour_story()
    return replace(story, since=date(2026, 3, 1), new=("a2",))


def test_a_continuing_story_is_summarized_from_its_new_articles() -> None:
    summary = make_summary(continuing_story())
    assert summary.sentences
    assert {sentence.article for sentence in summary.sentences} == {2}
    assert all(sentence.new for sentence in summary.sentences)


def test_known_sentences_are_not_repeated() -> None:
    known = (Sentence("Divers will now inspect the central pier on Wednesday.", 1, 2),)
    texts = list_texts(continuing_story(), known, single_words=200)
    assert texts
    assert not any("Divers" in text for text in texts)


def test_what_several_known_sentences_say_in_other_words_is_not_repeated() -> None:
    known = (
        Sentence("Divers go down to the central pier at noon.", 1, 2),
        Sentence("An inspection of the pier by the harbour is set for Wednesday.", 0, 1),
    )
    texts = list_texts(continuing_story(), known, single_words=200)
    assert texts
    assert not any("Divers" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "is_chosen"),
    [
        # nine in ten of its content words are known, then seven in nine
        ("Divers inspect the central pier of the swing bridge at Port Ellis on Wednesday morning.", False),
        ("Divers inspect the central pier of the swing bridge at Port Ellis with cameras.", True),
    ],
)
def test_a_sentence_with_one_new_word_is_left_out_and_one_with_two_is_kept(
    text: str, is_chosen: bool
) -> None:
    known = (
        Sentence(
            "Divers came to Port Ellis on Wednesday, where a barge of timber sank in the morning.", 0, 0
        ),
        Sentence("The central pier of the swing bridge will cost the railway a fortune.", 0, 1),
    )
    story = replace(make_papers(text), since=date(2026, 3, 1), new=("a0",))
    assert bool(list_texts(story, known)) == is_chosen


def test_a_sentence_half_similar_to_a_known_one_is_kept() -> None:
    known = (Sentence("Divers will inspect the central pier on Wednesday before noon.", 0, 2),)
    text = "Divers found the central pier cracked on Wednesday and called for more timber and steel."
    story = replace(make_papers(text), since=date(2026, 3, 1), new=("a0",))
    assert list_texts(story, known) == [text]


def test_in_a_new_story_no_sentence_is_marked_as_new() -> None:
    summary = make_summary(replace(harbour_story(), new=("a0", "a1", "a2")))
    assert not any(sentence.new for sentence in summary.sentences)


def test_near_copies_are_not_read() -> None:
    story = replace(harbour_story(), copies=(("a1", "a0"),))
    assert 1 not in {s.article for s in make_summary(story, words=300).sentences}


def test_a_story_and_its_summary_can_be_pickled() -> None:
    task = partial(summarize_story, harbour_story(), method="news", words=80, single_words=50)
    summary = pickle.loads(pickle.dumps(task))()
    assert pickle.loads(pickle.dumps(summary)) == make_summary(harbour_story())


@pytest.mark.parametrize(
    "appeals",
    [
        ("Follow Radio Dorrow.", "Follow Radio Dorrow for more."),
        ("RADIO DORROW SAYS: SPOILER ALERT FOR ALL.", "RADIO DORROW SAYS: SPOILER ALERT FOR YOU AND ALL."),
    ],
)
def test_what_is_no_sentence_gives_no_keywords(appeals: tuple[str, str]) -> None:
    texts = (
        f"The ferry Grey Heron burned off Port Ellis on Monday, said mayor Nora Quist. {appeals[0]}",
        f"Nora Quist thanked the crew of the Grey Heron in Port Ellis for a calm hour. {appeals[1]}",
    )
    story = make_story(*(make_article(n, f"Paper {n}", text, title="Fire") for n, text in enumerate(texts)))
    keywords = make_summary(story, annotate=True, words=60).keywords
    assert "Grey Heron" in keywords
    assert not any("dorrow" in word.lower() for word in keywords)
