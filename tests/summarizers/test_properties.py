"""Properties that hold for every summary, whatever the texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.models import Article, Story
from digest.summarizers import (
    Candidate,
    Length,
    find_summarizer,
    summarize_story,
)
from digest.summarizers.length import count_words
from digest.text import (
    find_sentence_spans,
    iterate_sentence_spans,
    normalize_letters,
    split_sentences,
    split_words,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
REPRODUCIBLE = settings(max_examples=60, deadline=None, derandomize=True, database=None)
LANGUAGES = (
    "und",
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "pt",
    "ru",
    "ar",
    "he",
    "zh",
    "ja",
    "th",
    "hi",
    "tlh",
)

# Pieces of sentences, so that texts look a little like language, mixed with any other characters.
PIECES = st.sampled_from(
    (
        "The bridge at Port Ellis", "jammed", "He said", "But", "16 people", "19 people", "on Monday", "Dr.",
        "U.S.", "3.5", "…", ".", "!", "?", "\n", "\n\n", " ", "“", "”", "«", "»", "(", ")", "'",
        "PORT ELLIS — ",
        "桥关闭三个月。", "「橋」は閉まった。", "الجسر مغلق.", "הגשר סגור.", "สะพานถูกปิด", "पुल बंद है।",
        "👩‍🚒🌉", "e\u0301", "\u200b", "\x00", "\u202e",
    )
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, PIECES, st.text(max_size=20)), max_size=40).map("".join)
STORIES = st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(LANGUAGES)), min_size=1, max_size=4)


def make_story(rows: list[tuple[str, str, str]]) -> Story:
    """Articles from (title, text, language), two of each source."""
    return Story(
        "s",
        tuple(
            Article(f"a{number}", f"Outlet {number // 2}", "", title, text, NOON, NOON, language)
            for number, (title, text, language) in enumerate(rows)
        ),
    )


@REPRODUCIBLE
@given(STORIES, st.integers(1, 60))
@example([("", "", "und")], 1)
@example([("Rain", "Rain", "en")], 10)
@example([("", "no end of it " * 2_000, "en")], 10)
@example([("", "The same bridge jammed at Port Ellis on Monday. " * 10_000, "en")], 30)
@example([("", "The same bridge jammed at Port Ellis on Monday.\n" * 3_000, "en")], 30)
@example([("", "הגשר בפורט אליס נתקע ביום שני ואיש לא נפגע שם.", "he")], 30)
@example([("", "👩‍🚒 🌉 🌉 🌉 🌉 🌉 🌉 🌉.", "en")], 30)
def test_every_sentence_is_at_its_position_and_the_length_is_kept(
    rows: list[tuple[str, str, str]], words: int
) -> None:
    story = make_story(rows)
    summary = summarize_story(story, method="news", words=words, single_words=words, annotate=True)
    figures = [figure.sentence for found in summary.differences for figure in found.figures]
    for sentence in (*summary.sentences, *figures):
        article = story.articles[sentence.article]
        assert sentence.text in split_sentences(article.text, article.language)[sentence.position]
    places = [(sentence.article, sentence.position) for sentence in summary.sentences]
    assert len(set(places)) == len(places)
    sizes = [count_words(sentence.text) for sentence in summary.sentences]
    assert len(sizes) < 2 or sum(sizes) <= words + max(sizes) / 2
    texts = " ".join(article.text for article in story.articles)
    assert all(word in texts for keyword in summary.keywords for word in keyword.split())


@REPRODUCIBLE
@given(st.lists(st.tuples(TEXTS, st.integers(0, 3)), max_size=12), st.integers(1, 40))
def test_news_and_lead_accept_any_candidates(rows: list[tuple[str, int]], words: int) -> None:
    candidates = [
        Candidate(text, article, position, f"Outlet {article}")
        for position, (text, article) in enumerate(rows)
    ]
    for method in ("news", "lead"):
        chosen = find_summarizer(method)(candidates, Length(words))
        assert len(set(chosen)) == len(chosen)
        assert set(chosen) <= set(range(len(candidates)))


@REPRODUCIBLE
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_sentences_cover_a_text_in_order_and_never_cross_paragraphs(text: str, language: str) -> None:
    spans = find_sentence_spans(text, language)
    assert spans == list(iterate_sentence_spans(text, language))
    end = 0
    for start, stop in spans:
        assert text[end:start].strip() == ""
        assert text[start:stop] == text[start:stop].strip() != ""
        assert not re.search(r"\n\s*\n", text[start:stop])
        end = stop
    assert text[end:].strip() == ""


@given(st.text(st.characters(max_codepoint=0x24F) | st.sampled_from("ḀỳẚẛẞếỰﬁ\u0307"), max_size=80))
@example("Don't e-mail 3.5% or 1,000_a: v2.0 on 4.7.; x\x1cy\x1fz")
@example("Č’est l’été à Łódź, ſtraße ĳ 4,5 €: «\u00a0İ\u00a0» ŉ ǆ e\u0301")
def test_the_fast_path_for_latin_letters_gives_the_same_as_the_general_one(text: str) -> None:
    """A letter of another script after it sends the same text through the general path."""
    assert [*split_words(text), "ж"] == split_words(f"{text} ж")
    assert count_words(text) + 1 == count_words(f"{text} ж")
    assert normalize_letters(text) + "ж" == normalize_letters(f"{text} ж")


@given(st.text(st.sampled_from("aZé9.,' -“”‘’„–—…•«»\u00a0\u202f"), max_size=40))
def test_typographic_marks_separate_words_on_both_paths(text: str) -> None:
    assert [*split_words(text), "ж"] == split_words(f"{text} ж")
    assert count_words(text) + 1 == count_words(f"{text} ж")
    assert normalize_letters(text) + "ж" == normalize_letters(f"{text} ж")
