"""Render the pages that cover all editions: an index, a search page and feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from digest.models import EditionData
from digest.rendering.data_cleaning import clean_archived
from digest.rendering.render_settings import Output, Page, RenderSettings
from digest.rendering.template_environment import open_writer

FEED_EDITIONS = 7
"""How many editions the feed of stories covers."""


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page of the archive.

    template: file name of its template. script: file name of the script that it includes, or "". limit: how
    many of the newest editions it covers; None: all.
    """

    template: str
    script: str = ""
    limit: int | None = None


PAGES: dict[str, ArchivePage] = {
    "index.html": ArchivePage("archive.html.j2"),
    "search.html": ArchivePage("archive.search.html.j2", "search.js"),
    "feed.xml": ArchivePage("editions.atom.j2"),
    "stories.xml": ArchivePage("stories.atom.j2", limit=FEED_EDITIONS),
}


def render_editions_page(
    issues: Sequence[tuple[str, EditionData]], title: str, settings: RenderSettings
) -> Page:
    """Render the page that leads to several editions; see `render_archive`.

    issues: (folder of an edition, its newest issue) in the order of the page, never empty. title: its own.
    """
    clean = [(folder, clean_archived(data)) for folder, data in issues]
    newest = max((data for _, data in clean), key=lambda data: data["made"])
    variables = {**newest, "title": title, "kind": "archive"}
    write = open_writer(Output("", ".html"), newest, replace(settings, archive=False), variables)
    rows = [{**data, "folder": quote(folder)} for folder, data in clean]
    return write("archive.editions.html.j2", editions=rows, page_script="", file_name="index.html")


def render_archive(editions: Sequence[EditionData], settings: RenderSettings, suffix: str) -> dict[str, Page]:
    """Return {file name: text} of the pages that cover all editions; see `render_clean_archive`."""
    return render_clean_archive(list(map(clean_archived, editions)), settings, suffix)


def render_clean_archive(
    editions: Sequence[EditionData], settings: RenderSettings, suffix: str
) -> dict[str, Page]:
    """Return {file name: text} of the pages that cover all editions.

    The same editions, settings and templates give the same bytes. Cost: linear in the number of stories.

    Args:
        editions: newest first, never empty; from `clean_archived` or `parse_archived`.
        settings: templates, theme and names.
        suffix: file name suffix of the editions that the pages link to.

    Raises:
        RenderError: a template cannot be used.
    """
    rows: list[dict[str, object]] = [{**data, "month": data["date"][:7]} for data in editions]
    variables = {**rows[0], "kind": "archive"}
    write = open_writer(Output("", suffix), editions[0], settings, variables)
    return {
        name: write(page.template, editions=rows[: page.limit], page_script=page.script, file_name=name)
        for name, page in PAGES.items()
    }
