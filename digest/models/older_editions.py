"""Complete the editions that an earlier version of the program stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from digest.models.edition_data import EditionData

LATER_FIELDS: dict[str, object] = {"catch_up": None}
LATER_STORY_FIELDS: dict[str, object] = {"differences": [], "keywords": [], "others": 0, "picture": None}
"""{field: its value where it is missing}. Every field added to edition.schema.json belongs here, too."""


def complete_edition(data: Mapping[str, Any]) -> EditionData:
    """Return the data of an edition with every field that this version knows.

    data: from this version or an earlier one. Cost: linear in the stories.
    """
    stories = [_fill(story, LATER_STORY_FIELDS) for story in data["stories"]]
    return cast(EditionData, _fill({**data, "stories": stories}, LATER_FIELDS))


def _fill(values: Mapping[str, object], later: Mapping[str, object]) -> dict[str, object]:
    return {**values, **{name: empty for name, empty in later.items() if name not in values}}
