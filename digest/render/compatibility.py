"""Editions that an earlier version of the program wrote: what they lack is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LATER_FIELDS: dict[str, Any] = {"catch_up": None}
LATER_STORY_FIELDS: dict[str, Any] = {"differences": [], "keywords": [], "others": 0, "picture": None}
"""{field: what it is where there was none yet}. Whoever adds a field to edition.schema.json adds it here."""


def complete_edition(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of an edition with every field that templates may ask for. Cost: linear."""
    stories = [_fill(story, LATER_STORY_FIELDS) for story in data["stories"]]
    return _fill({**data, "stories": stories}, LATER_FIELDS)


def _fill(held: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    return {**held, **{name: empty for name, empty in fields.items() if name not in held}}
