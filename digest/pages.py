"""The pages of an edition and those beside it, by the reader's settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from digest.config import Config
from digest.render import RenderSettings, archive_suffix
from digest.render.archive import render_archive
from digest.store import Store
from digest.text import words

ARCHIVE_EDITIONS = 100
"""The pages beside the editions go back so far; `digest archive` knows all that the store keeps."""


def archive_pages(config: Config, store: Store, data: Mapping[str, Any]) -> dict[str, str | bytes]:
    """{file name: text} of what lies beside the editions, this one among them; none when it is not wanted."""
    if not config.output.archive:
        return {}
    settings = render_settings(config)
    return render_archive(list_kept(store, data), settings, archive_suffix(settings))


def list_kept(store: Store, data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The last editions of the store, and this one in the place of its day, the newest first.

    The others are without what the pages beside them do not tell, and what weighs most: left-out reports,
    sources, pictures.
    """
    kept = {str(data["date"]): data}
    for past in store.earlier(date.max, ARCHIVE_EDITIONS):
        day = past.date.isoformat()
        if day not in kept and (other := store.edition(past.date)):
            stories = [{**story, "picture": None, "coverage": None} for story in other["stories"]]
            kept[day] = {**other, "stories": stories, "left_out": [], "sources": []}
    return [kept[day] for day in sorted(kept, reverse=True)]


def render_settings(config: Config, only: str = "") -> RenderSettings:
    """The reader's settings for rendering. only: the one section to be written, in files of its own."""
    return RenderSettings(
        formats=config.output.formats,
        name="-".join((config.output.name, *words(only))),
        templates=config.templates_folder,
        theme=config.output.theme,
        address=config.output.address,
        archive=config.output.archive,
        script=config.output.script,
        filters=tuple(sorted(config.output.filters.items())),
    )
