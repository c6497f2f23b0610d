"""Sentence splitting, language by language."""

from __future__ import annotations

from itertools import pairwise

import pytest

from digest.text import find_sentence_spans, split_sentences

# "|" marks the expected ends of sentences.
ENGLISH = [
    "Mr. Hale met Dr. J. K. Ostrow on Monday.| He left early.",
    "The U.S. envoy flew home.| Talks in the U.S.| The second round failed.",
    "Prices rose 3.5 per cent to $4.20.| Oil fell.",
    "It opened at 5 p.m. Monday.| It closed at 9 p.m.| Police said nobody was hurt.",
    "Harbour Corp. Chairman Ann Bell resigned.| She works for Harbour Inc.| The board met.",
    "“We lost,” she said.| “We start again.”| Then she left.",
    '"Is it over?" he asked.| "No!"| Nobody spoke.',
    "(The bridge is shut.)| Ferries run.",
    "Gate No. 5 is open.| No. 6 is shut.",
    "The ledger … was gone.| Nobody looked…| They slept.",
    "See harbour.example.com or v1.2.Beta for more.| It is free.",
    "He quoted a study.[12]| It was old.",
    "Sen. Ada Voss (R-Ohio) spoke on Nov. 3 against it.| It passed.",
    "1. Fill the kettle.| 2. Wait.",
]
GLUED = [
    "They held talks.|Moss said so.| It rained.",
    "The flood came in 2022.|The dam held.",
    "She called it 'fair'.|Others did not.",
    'He said "never."|The vote was lost.',
    "The plan failed.|'We tried,' he said.",
    "He is from the U.S.A. and likes Node.JS and asp.net too.",
]
OTHERS = {
    "de": [
        "Am 3. März kam Dr. Brandt.| Er blieb bis zum 7. April.",
        "Das kostet 3 Mio. Euro.| Im 2. Stock brennt Licht.| Es gewann 3:2.| Die Fans jubelten.",
        "„Das reicht.“| Er ging z. B. nach Hause.| »Gut.«| Ende 2020.| Die Zeit drängte.",
    ],
    "fr": [
        "M. Perrin est parti.| Il habite av. Foch.",
        "« C’est vrai ! »| Il a ri.| Le texte est « nul ».| Mme Roy sourit.",
    ],
    "es": ["El Sr. Vega llegó.| ¿Qué pasa?| ¡Nada!| La Dra. Ruiz salió."],
    "ru": ["В 2020 г. Иванов уехал в г. Тверь.| Он вернулся."],
    "zh": ["他说：“今天很好。”|然后他走了。|真的吗？|是的！"],
    "ja": ["「行く。でも、あとで。」と述べた。|そして帰った。"],
    "hi": ["वह आया।|उसने कहा।"],
}


def split_marked(marked: str, language: str) -> list[str]:
    return split_sentences(marked.replace("|", ""), language)


def find_expected(marked: str) -> list[str]:
    return [sentence.strip() for sentence in marked.split("|")]


@pytest.mark.parametrize("marked", ENGLISH + GLUED)
def test_english_sentences(marked: str) -> None:
    assert split_marked(marked, "en") == find_expected(marked)


@pytest.mark.parametrize(("language", "marked"), [(code, text) for code in OTHERS for text in OTHERS[code]])
def test_sentences_of_other_languages(language: str, marked: str) -> None:
    assert split_marked(marked, language) == find_expected(marked)


def test_a_language_without_abbreviations_is_split_by_the_general_rules() -> None:
    assert split_sentences("A. B. Kone kwam aan. Sy is moeg. Dit kos 3.5 rand.", "af") == [
        "A. B. Kone kwam aan.",
        "Sy is moeg.",
        "Dit kos 3.5 rand.",
    ]


def test_no_sentence_crosses_a_paragraph() -> None:
    assert split_sentences("No stop here\n\nNext one. And Mr.\n\nHale", "en") == [
        "No stop here",
        "Next one.",
        "And Mr.",
        "Hale",
    ]


def test_wrapped_lines_are_joined_and_list_items_are_not() -> None:
    wrapped = "The council of the small harbour town voted on the plan\nto close the bridge. It passed."
    assert split_sentences(wrapped, "en") == [
        "The council of the small harbour town voted on the plan\nto close the bridge.",
        "It passed.",
    ]
    assert split_sentences("Harbour news\n- one bridge\n- two ferries", "en") == [
        "Harbour news",
        "- one bridge",
        "- two ferries",
    ]


@pytest.mark.parametrize("text", ["", " \n\n ", "...", "word", "a.\n\n\n\nb", "。", ' "" ', "\n.\n"])
def test_spans_are_stripped_ordered_and_cover_every_letter(text: str) -> None:
    spans = find_sentence_spans(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split())
