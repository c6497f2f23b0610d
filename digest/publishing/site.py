"""The pages of an edition and those beside it, by the reader's settings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from digest.config import Config
from digest.render import RenderSettings, archive_format, archive_suffix, render_edition, without_files
from digest.render.archive_pages import render_archive
from digest.render.settings import Page, file_name
from digest.store import Store
from digest.text import words

ARCHIVE_EDITIONS = 100
"""The pages beside the editions go back so far; `digest archive` knows all that the store keeps."""


def archive_pages(config: Config, store: Store, data: Mapping[str, Any]) -> dict[str, Page]:
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
    for day in list_days(store):
        if day not in kept and (other := store.edition(date.fromisoformat(day))):
            stories = [{**story, "picture": None, "coverage": None} for story in other["stories"]]
            kept[day] = {**other, "stories": stories, "left_out": [], "sources": []}
    return [kept[day] for day in sorted(kept, reverse=True)]


def list_days(store: Store) -> tuple[str, ...]:
    """The dates of the last editions of the store, the newest first."""
    return tuple(past.date.isoformat() for past in store.earlier(date.max, ARCHIVE_EDITIONS))


def fit_elsewhere(data: Mapping[str, Any], days: Collection[str]) -> Mapping[str, Any]:
    """An edition as it is told elsewhere: it leads to no file of this machine, nor to an edition that is
    not there. days: dates of those that are."""
    there = [past for past in data["earlier"] if past["date"] in days]
    told: dict[str, Any] = without_files({**data, "earlier": there})
    return told


def other_pages(config: Config, store: Store, data: Mapping[str, Any]) -> dict[str, Callable[[], Page]]:
    """{file name: what makes it} of the pages elsewhere that this edition, and what lies beside it, may lead
    to; each leads to others of them only. Cost: one writing for each that is made."""
    settings = render_settings(config)
    form = archive_format(settings)
    if not config.output.archive and form != "html":
        return {}
    days, suffix = list_days(store), archive_suffix(settings)

    def make(day: str) -> Page:
        edition = store.edition(date.fromisoformat(day))
        assert edition is not None, "the store has listed it"
        (page,) = render_edition(fit_elsewhere(edition, days), replace(settings, formats=(form,))).values()
        return page

    return {file_name(settings.name, day, suffix): partial(make, day) for day in days if day != data["date"]}


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
