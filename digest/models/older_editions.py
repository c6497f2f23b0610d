"""Complete the editions that an earlier version of the program stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from digest.models.edition_data import EditionData
from digest.models.story_tiers import tier_stories

LATER_FIELDS: dict[str, object] = {"catch_up": None, "topics": []}
LATER_STORY_FIELDS: dict[str, object] = {
    "differences": [],
    "keywords": [],
    "tags": [],
    "others": 0,
    "picture": None,
    "recording": False,
    "topic": "",
    "other_languages": [],
}
LATER_ARTICLE_FIELDS: dict[str, object] = {"media": None}
LATER_PICTURE_FIELDS: dict[str, object] = {"alt": ""}
LATER_SENTENCE_FIELDS: dict[str, object] = {"kind": "sentence"}
"""{field: its value where it is missing}. Every field added to edition.schema.json belongs here, too."""


def complete_edition(data: Mapping[str, Any]) -> EditionData:
    """Return the data of an edition with every field that this version knows.

    data: from this version or an earlier one. Cost: linear in the stories.
    """
    stories = [_complete_story(_fill(story, LATER_STORY_FIELDS)) for story in data["stories"]]
    if any("under" not in story for story in stories):
        with_lead = any(section["lead"] for section in data.get("sections", ()))
        stories = [dict(story) for story in tier_stories(stories, with_lead)]
    return cast(EditionData, _fill({**data, "stories": stories}, LATER_FIELDS))


def _complete_story(story: Mapping[str, Any]) -> dict[str, object]:
    differences = [
        {**difference, "figures": _complete_sentences(difference["figures"])}
        for difference in story["differences"]
    ]
    summary, known = (_complete_sentences(story.get(name, ())) for name in ("summary", "known"))
    articles = [_fill(article, LATER_ARTICLE_FIELDS) for article in story.get("articles", ())]
    picture = story["picture"] and _fill(story["picture"], LATER_PICTURE_FIELDS)
    return {
        **story,
        "summary": summary,
        "known": known,
        "differences": differences,
        "articles": articles,
        "picture": picture,
    }


def _complete_sentences(sentences: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    return [_fill(sentence, LATER_SENTENCE_FIELDS) for sentence in sentences]


def _fill(values: Mapping[str, object], later: Mapping[str, object]) -> dict[str, object]:
    return {**values, **{name: empty for name, empty in later.items() if name not in values}}
