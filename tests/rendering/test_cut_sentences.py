"""A sentence that was cut out of a text without full stops ends with an ellipsis on every page."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from digest.models import Sentence, Summary
from tests.support.golden_edition import golden_edition
from tests.support.rendering import edit_edition, render

TEXT = "the old mill at the mouth of the river burned on monday and nobody was hurt"
PIECE = "the old mill at the mouth of the river burned"


def make_summary(piece: str) -> Summary:
    summary = golden_edition().stories[0]
    articles = (replace(summary.story.articles[0], text=TEXT), *summary.story.articles[1:])
    story = replace(summary.story, articles=articles)
    return replace(summary, story=story, sentences=(Sentence(piece, 0, 0),), known=(), differences=())


@pytest.mark.parametrize("kind", ["html", "markdown", "text", "mail", "rss"])
def test_a_cut_sentence_ends_with_an_ellipsis(kind: str) -> None:
    assert f"{PIECE}…" in " ".join(render(edit_edition(make_summary(PIECE)), kind).split())
    assert f"{TEXT}…" not in " ".join(render(edit_edition(make_summary(TEXT)), kind).split())


def test_the_json_edition_has_the_words_of_the_article() -> None:
    (story,) = json.loads(render(edit_edition(make_summary(PIECE)), "json"))["stories"]
    (sentence,) = story["summary"]
    assert (sentence["text"], sentence["cut"]) == (PIECE, True)
    (story,) = json.loads(render(edit_edition(make_summary(TEXT)), "json"))["stories"]
    assert "cut" not in story["summary"][0]
