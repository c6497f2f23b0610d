"""Articles and stories that make a step fail: they are left out and named, the edition appears."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import jsonschema
import pytest

from digest.editions.serialize import serialize_edition
from digest.models import Edition, Headline, Published
from tests.editions.test_builder import MORNING, article, configure, publish
from tests.editions.test_serialize import SCHEMA

BAD = "Gläserne Brücke über dem Fluss"
HARMLESS = (
    "Beekeepers count the hives of the valley",
    "Кот закрыл библиотеку на обед",
    "Le pont de bois rouvre au public",
    "Museum hangs maps of the moon",
    "市役所の屋根が直った",
)
STEPS = {
    "selecting": "digest.text.words:find_phrase",
    "series": "digest.editions.arrangement:find_series",
    "preparing": "digest.grouping.cluster:sort_stories",
    "terms": "digest.grouping.terms:split_words",
    "stories": "digest.editions.arrangement:fold_copies",
    "sections": "digest.editions.arrangement:assign_section",
    "planning": "digest.editions.story_plans:is_lone_teaser",
    "summarizing": "digest.summarizers.summarize:list_candidates",
    "keywords": "digest.summarizers.summarize:find_keywords",
    "serializing": "digest.editions.serialize_story:count_reading_minutes",
}


def make_faulty(monkeypatch: pytest.MonkeyPatch, path: str, error: Exception) -> None:
    """Make a function fail whenever one of its arguments contains the bad title."""
    module, _, name = path.partition(":")
    original: Callable[..., Any] = getattr(import_module(module), name)

    def fail(*arguments: Any, **options: Any) -> Any:
        checked = [list(value) if hasattr(value, "__next__") else value for value in arguments]
        if BAD in repr(checked):
            raise error
        return original(*checked, **options)

    monkeypatch.setattr(import_module(module), name, fail)


def make_edition(**fields: Any) -> Edition:
    titles = (*HARMLESS[:2], BAD, *HARMLESS[2:])
    config = configure('[digest]\nmute = ["football"]\n')  # else nothing looks for phrases
    return publish(
        *(article(title, text=f"{title}. {title} again.") for title in titles), config=config, **fields
    )


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError("deep"), IndexError("none")], ids=repr)
@pytest.mark.parametrize("path", STEPS.values(), ids=STEPS)
def test_an_article_that_makes_a_step_fail_is_left_out_and_named(
    path: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_faulty(monkeypatch, path, error)
    data = serialize_edition(make_edition())
    assert sorted(story["title"] for story in data["stories"]) == sorted(HARMLESS)
    (row,) = data["left_out"]
    assert (row["title"], row["why"]) == (BAD, "failed")
    assert row["detail"].startswith(f"{type(error).__name__} while ")
    assert (data["used"], data["reports"]) == (len(HARMLESS), len(HARMLESS) + 1)
    assert data["reasons"] == [{"why": "failed", "n": 1}]
    jsonschema.validate(data, SCHEMA)


def test_the_other_reports_of_a_story_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    make_faulty(monkeypatch, "digest.summarizers.summarize:list_candidates", ValueError("odd"))
    text = "The glass bridge over the river opens on Friday after nine years of work. It holds 40 people."
    reports = [
        article(f"Glass bridge opens over the river, {n}", text=text + f" {n}", source=n) for n in "abc"
    ]
    reports.append(article(BAD, text=text + " More will follow.", source="d"))
    together = publish(*(replace(row, language="en") for row in reports))
    assert sorted(row.source for summary in together.stories for row in summary.story.articles) == [
        "a",
        "b",
        "c",
    ]
    assert [row.title for row in together.left_out if row.why == "failed"] == [BAD]


def test_an_earlier_headline_that_makes_a_step_fail_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    make_faulty(monkeypatch, "digest.editions.arrangement:find_series", ValueError("odd"))
    earlier = Headline("old", "The Quay", BAD, MORNING - timedelta(days=3))
    edition = publish(*map(article, HARMLESS), headlines=(earlier,))
    assert len(edition.stories) == len(HARMLESS)
    assert edition.left_out == ()


def test_a_faulty_article_that_was_published_before_is_not_named_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_faulty(monkeypatch, "digest.grouping.cluster:sort_stories", ValueError("odd"))
    bad = article(BAD)
    published = {bad.id: Published("s", (MORNING - timedelta(days=1)).date())}
    edition = publish(bad, *map(article, HARMLESS), published=published)
    assert len(edition.stories) == len(HARMLESS)
    assert edition.left_out == ()


@pytest.mark.parametrize(
    "title", ["9" * 5_000, "No. " + "7" * 4_301, "٣" * 6_000], ids=["9", "No.", "Arabic"]
)
def test_a_number_of_thousands_of_digits_in_a_title_does_not_stop_the_edition(title: str) -> None:
    copies = [article(f"{title} {n}", hours=n + 1, source="x") for n in range(4)]
    edition = publish(*copies, *map(article, HARMLESS))
    shown = {summary.story.lead.title for summary in edition.stories}
    assert shown.issuperset(HARMLESS)
