"""Remove from an edition's data what a page must not contain."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import cast

from digest.models import EditionData, SentenceData, StoryData, complete_edition
from digest.text import clean_line

_CONTAINERS = (dict, list)
_ESCAPE = re.compile(r'\\[^"\\]')
"""How JSON writes a character that does not stand for itself."""


def remove_control_characters(data: EditionData) -> EditionData:
    """Drop the characters that control a terminal or the direction of writing. Cost: linear."""
    return cast(EditionData, _map_strings(data, _clean)) if _may_need_cleaning(data) else data


def remove_file_links(data: EditionData) -> EditionData:
    """Replace each link to a file of this machine by "". Cost: linear."""
    return cast(EditionData, _map_strings(data, _drop_file_link)) if _may_need_cleaning(data) else data


def clean_archived(data: EditionData) -> EditionData:
    """Drop control characters and links to files of this machine, in one pass. Cost: linear."""
    return _clean_all(data) if _may_need_cleaning(data) else data


def parse_archived(text: str) -> EditionData:
    """Return what `clean_archived` does, of a stored edition.

    text: its JSON, with characters beyond ASCII as they are. Cost: linear; where there is nothing to drop, as
    in nearly all editions, that of parsing it.
    """
    data = complete_edition(json.loads(text))
    return data if _is_clean(text) else _clean_all(data)


def remove_images(data: EditionData) -> EditionData:
    """Return an edition without pictures. Cost: linear."""
    if not any(story["picture"] for story in data["stories"]):
        return data
    stories: list[StoryData] = [{**story, "picture": None} for story in data["stories"]]
    return {**data, "stories": stories}


def mark_cut_sentences(data: EditionData) -> EditionData:
    """Add an ellipsis to the sentences of summaries that go on in their articles. Cost: linear."""
    stories = [
        {
            **story,
            **{name: [_mark_cut(sentence) for sentence in story[name]] for name in ("summary", "known")},
        }
        for story in data["stories"]
    ]
    return cast(EditionData, {**data, "stories": stories})


def _mark_cut(sentence: SentenceData) -> SentenceData:
    return {**sentence, "text": f"{sentence['text']}…"} if sentence.get("cut") else sentence


def _may_need_cleaning(data: EditionData) -> bool:
    """Whether any text of an edition may be changed: writing it as JSON takes a tenth of the time of
    visiting each."""
    return not _is_clean(json.dumps(data, ensure_ascii=False))


def _is_clean(text: str) -> bool:
    """Whether nothing is dropped from an edition, given as JSON with characters beyond ASCII as they are."""
    return text.isprintable() and '"file:' not in text and not _ESCAPE.search(text)


def _clean_all(data: EditionData) -> EditionData:
    return cast(EditionData, _map_strings(data, lambda key, text: _drop_file_link(key, _clean(key, text))))


def _clean(key: str, text: str) -> str:
    return text if text.isprintable() else clean_line(text)


def _drop_file_link(key: str, text: str) -> str:
    return "" if key == "url" and text.startswith("file:") else text


def _map_strings(value: object, change: Callable[[str, str], str]) -> object:
    """Copy JSON data with change(key, text) for each text that a change may concern.

    key: that of a text in a table, "" for one in a list. No change concerns a printable text that is no link
    to a file. The archive cleans a hundred editions, hence no call for each value.
    """
    if type(value) is dict:
        return {
            name: (inner if inner.isprintable() and inner[:5] != "file:" else change(name, inner))
            if type(inner) is str
            else (_map_strings(inner, change) if type(inner) in _CONTAINERS else inner)
            for name, inner in value.items()
        }
    if type(value) is list:
        return [
            (inner if inner.isprintable() and inner[:5] != "file:" else change("", inner))
            if type(inner) is str
            else (_map_strings(inner, change) if type(inner) in _CONTAINERS else inner)
            for inner in value
        ]
    return value
