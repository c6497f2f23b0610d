"""What an edition is about: sections, words, sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from digest.config import Config, list_edition_configs, parse_config
from digest.editions.article_selection import Window
from digest.editions.builder import build_edition
from digest.editions.edition_subject import make_subject
from digest.models import Article, Edition, EditionInputs, LeftOut, Published, Story

NOW = datetime(2026, 5, 4, 6, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=1), NOW)


def make_article(id_: str, title: str, text: str, section: str = "", language: str = "en") -> Article:
    published = NOW - timedelta(hours=3)
    return Article(
        id_, "Quay Post", "", title, text, published, NOW, language=language, section=section, feed="q"
    )


FERRY = make_article(
    "ferry", "Ferry to Lorn runs aground", "The ferry hit a sandbank off Lorn at dawn.", "Harbour"
)
CUP = make_article(
    "cup", "Rovers lift the cup", "A late goal beat Athletic in the final at Hallam Park.", "Sport"
)
BUDGET = make_article(
    "budget", "Council passes budget", "The vote was close. " * 60 + "The ferry keeps its grant."
)
KONZERT = make_article("konzert", "Konzert an der Fähre", "Das Orchester spielt am Kai.", "Kultur", "de")
TOKYO = make_article("tokyo", "東京の渡し船が再開", "渡し船は月曜日に再開した。", "", "ja")
ARTICLES = (FERRY, CUP, BUDGET, KONZERT, TOKYO)


def configure(row: str) -> Config:
    text = f'version = 1\n[[sources]]\nfolder = "inbox"\n[[editions]]\nname = "own"\n{row}\n'
    return list_edition_configs(parse_config(text, Path("/none/digest.toml"), {}, {}))[0]


def build(row: str, inputs: EditionInputs | None = None) -> Edition:
    inputs = inputs or EditionInputs(ARTICLES)
    return build_edition(inputs, configure(row), date(2026, 5, 4), WINDOW, map)


def list_ids(edition: Edition) -> set[str]:
    return {article.id for summary in edition.stories for article in summary.story.articles}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("", {"ferry", "cup", "budget", "konzert", "tokyo"}),
        ('sections = ["Sport"]', {"cup"}),
        ('sections = ["sport", "Kultur"]', {"cup", "konzert"}),
        ('words = ["ferry"]', {"ferry"}),  # the budget mentions it far below its beginning
        ('words = ["FÄHRE", "渡し船"]', {"konzert", "tokyo"}),
        ('words = ["hallam  park"]\nsections = ["Harbour"]', {"cup", "ferry"}),
        ('words = ["fer"]', set()),
    ],
)
def test_an_edition_has_the_stories_on_its_subject(row: str, expected: set[str]) -> None:
    assert list_ids(build(row)) == expected


def test_a_story_is_about_a_word_that_half_of_its_articles_are_about() -> None:
    subject = make_subject(configure('words = ["ferry"]').edition_row)
    assert subject
    assert subject.covers(Story("s", (FERRY, CUP)))
    assert not subject.covers(Story("s", (FERRY, CUP, BUDGET)))


def test_reports_on_other_subjects_are_neither_counted_nor_listed() -> None:
    reason = LeftOut("x", "A menu", "Quay Post", "not_an_article")
    edition = build('sections = ["Sport"]', EditionInputs(ARTICLES, left_out=(reason,)))
    assert (edition.reports, edition.left_out) == (2, (reason,))
    cut = build('sections = ["Sport", "Harbour"]\nmax_stories = 1', EditionInputs(ARTICLES))
    assert [row.why for row in cut.left_out] == ["below_cut"]


def test_what_only_another_edition_has_published_is_not_shown() -> None:
    before = NOW - timedelta(days=2)
    text = "The Lorn ferry Ailsa hit the Skerry sandbank at dawn, and its ninety passengers went ashore."
    older = replace(FERRY, id="older", published=before, first_seen=before, text=f"{text} Nobody was hurt.")
    newer = replace(FERRY, title="Lorn ferry is off the sandbank", text=f"{text} Tugs freed it at noon.")
    rest = EditionInputs((older, newer), elsewhere=("older",))
    (story,) = (summary.story for summary in build("", rest).stories)
    assert [article.id for article in story.articles] == ["ferry"]
    assert not story.continuing
    known = replace(rest, published={"older": Published("s1", date(2026, 5, 3))}, elsewhere=())
    (story,) = (summary.story for summary in build("", known).stories)
    assert {article.id for article in story.articles} == {"ferry", "older"}
    assert story.continuing
