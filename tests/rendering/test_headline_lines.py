"""A quoted headline is a line of its own in every format, with its outlet and time."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from digest.models import Edition, Sentence, complete_edition
from tests.support.golden_edition import CABLE, summarize
from tests.support.rendering import edit_edition, read_text, render
from tests.support.rendering import parse_page as parse

LINE = CABLE.articles[2]


def make_edition() -> Edition:
    summary = summarize(CABLE, (0, 0), (1, 0))
    headline = Sentence(LINE.title, 2, -1, new=True, kind="headline")
    return edit_edition(replace(summary, sentences=(headline, *summary.sentences)))


@pytest.mark.parametrize("kind", ["html", "markdown", "text", "mail", "rss", "atom"])
def test_outlet_and_time_stand_before_it(kind: str) -> None:
    markup = unescape(render(make_edition(), kind))
    text = " ".join(re.sub("<[^>]+>", "", markup).split())
    assert re.search(rf"{LINE.source}, [^:]{{0,9}}\d\d:\d\d: {re.escape(LINE.title)}", text)


def test_it_links_to_the_article_and_makes_a_paragraph_of_its_own() -> None:
    page = parse(make_edition())
    first = page.cssselect(".story__text .summary")[0]
    assert read_text(first).startswith(f"New {LINE.source}") or LINE.source in read_text(first)
    assert LINE.title in read_text(first)
    assert [link.get("href") for link in first.cssselect("a.cite")] == [LINE.url]
    assert len(first.cssselect(".s")) == 1
    markdown = render(make_edition(), "markdown")
    line = next(
        row for row in markdown.splitlines() if LINE.title in row and ": " in row and "###" not in row
    )
    assert markdown.partition(line)[2].startswith("\n\n")


def test_lines_of_older_editions_are_sentences() -> None:
    story = {
        "summary": [{"text": "A sentence."}],
        "known": [{"text": "Another."}],
        "differences": [{"about": "", "figures": [{"figure": "16", "text": "16 people."}]}],
    }
    completed = complete_edition({"stories": [story]})["stories"][0]
    figures = completed["differences"][0]["figures"]
    assert [line["kind"] for line in (*completed["summary"], *completed["known"], *figures)] == [
        "sentence"
    ] * 3
