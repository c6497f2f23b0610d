"""Make the pages about all editions, and editions that can be read on other machines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.config import Config
    from digest.models import EditionData, StoryData
    from digest.rendering import RenderSettings
    from digest.rendering.render_settings import Page
    from digest.store import Store

# What renders is imported where it is used: an unchanged edition needs none of it.

ARCHIVE_EDITIONS = 100
"""How many editions the pages about all editions cover; `digest archive` shows all that the store keeps."""


def render_archive_pages(config: Config, store: Store, data: EditionData) -> dict[str, Page]:
    """Render the pages about all editions, including this one: {file name: content}.

    The result is empty unless [output] archive is set.
    """
    if not config.output.archive:
        return {}
    from digest.rendering import find_archive_suffix
    from digest.rendering.archive_pages import render_clean_archive

    settings = render_settings(config)
    return render_clean_archive(list_archive_editions(store, data), settings, find_archive_suffix(settings))


def render_front_page(config: Config, store: Store, editions: Iterable[Config]) -> dict[str, Page]:
    """Render the page that leads to the editions, from the newest issue of each: {file name: content}.

    config: that of the file. editions: those of the editions. The result is empty without [[editions]], and
    unless [output] archive is set.
    """
    if not (config.editions and config.output.archive):
        return {}
    from digest.rendering.archive_pages import render_editions_page

    issues = [
        (own.edition, newest[0])
        for own in editions
        if (newest := store.of_edition(own.edition).editions.recent(date.max, 1))
    ]
    settings = replace(render_settings(config), language=config.language)
    return {"index.html": render_editions_page(issues, config.title, settings)} if issues else {}


def list_archive_editions(store: Store, data: EditionData) -> list[EditionData]:
    """List the latest editions of the store, newest first, with this one in place of its day's.

    They are cleaned. The others lack what the archive does not show and takes most memory: left-out reports,
    sources, images.
    """
    from digest.rendering.data_cleaning import clean_archived, parse_archived

    own_day = date.fromisoformat(data["date"])
    editions = []
    for day in list_archive_days(store, own_day):
        if day == own_day:
            editions.append(clean_archived(data))
        elif edition := store.editions.parse(day, parse_archived):
            stories: list[StoryData] = [
                {**story, "picture": None, "coverage": None} for story in edition["stories"]
            ]
            editions.append({**edition, "stories": stories, "left_out": [], "sources": []})
    return editions


def list_archive_days(store: Store, day: date) -> tuple[date, ...]:
    """List the days whose editions the archive covers, newest first, as if the edition of a day were stored.

    So the archive is the same before that edition is recorded and after it.
    """
    stored = {past.date for past in store.editions.headlines(date.max, ARCHIVE_EDITIONS)}
    return tuple(sorted(stored | {day}, reverse=True)[:ARCHIVE_EDITIONS])


def list_dates(store: Store) -> tuple[str, ...]:
    """List the dates of the editions that the archive covers, newest first."""
    return tuple(past.date.isoformat() for past in store.editions.headlines(date.max, ARCHIVE_EDITIONS))


def make_portable(data: EditionData, dates: Collection[str]) -> EditionData:
    """Return an edition without links to files of this machine and to editions that are not published.

    dates: of the editions that are.
    """
    from digest.rendering import remove_file_links

    earlier = [edition for edition in data["earlier"] if edition["date"] in dates]
    return remove_file_links({**data, "earlier": earlier})


def list_earlier_pages(config: Config, store: Store, data: EditionData) -> dict[str, Callable[[], Page]]:
    """List the pages of other editions that this one or the archive may link to.

    Returns:
        {file name: function that renders the page}. They link only to each other. Cost: one rendering for
        each function called.
    """
    from digest.rendering import find_archive_format, find_archive_suffix, render_edition
    from digest.rendering.render_settings import format_file_name

    settings = render_settings(config)
    format_name = find_archive_format(settings)
    if not config.output.archive and format_name != "html":
        return {}
    dates, suffix = list_dates(store), find_archive_suffix(settings)

    def render(day: str) -> Page:
        edition = store.editions.data(date.fromisoformat(day))
        assert edition is not None, "the store has listed it"
        portable = make_portable(edition, dates)
        (page,) = render_edition(portable, replace(settings, formats=(format_name,))).values()
        return page

    return {
        format_file_name(settings.name, day, suffix): partial(render, day)
        for day in dates
        if day != data["date"]
    }


def render_settings(config: Config, only: str = "") -> RenderSettings:
    """Return the settings for rendering. only: the section of an edition with files of its own, or ""."""
    from digest.rendering import RenderSettings
    from digest.rendering.render_settings import DEFAULT_IMAGES
    from digest.text import split_words

    output = config.output
    return RenderSettings(
        formats=output.formats,
        name="-".join((output.name, *split_words(only))),
        templates=config.templates_folder,
        theme=output.theme,
        address=output.address,
        archive=output.archive,
        script=output.script,
        images=output.images or DEFAULT_IMAGES,
        filters=tuple(sorted(output.filters.items())),
        front_matter=output.markdown.front_matter,
        wikilinks=output.markdown.wikilinks,
        cache_folder=config.cache_folder,
    )
