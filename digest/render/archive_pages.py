"""What lies beside the editions: a list of them all, a page to search them, feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.render.settings import Output, Page, RenderSettings, harmless, without_files
from digest.render.template_environment import open_writer

FEED_EDITIONS = 7
"""So many editions of stories are in the feed of stories."""


@dataclass(frozen=True, slots=True)
class Beside:
    """template: a file of the templates folder. script: the one its page carries, or "". most: editions."""

    template: str
    script: str = ""
    most: int | None = None


PAGES: dict[str, Beside] = {
    "index.html": Beside("archive.html.j2"),
    "search.html": Beside("archive.search.html.j2", "search.js"),
    "feed.xml": Beside("editions.atom.j2"),
    "stories.xml": Beside("stories.atom.j2", most=FEED_EDITIONS),
}


def render_archive(
    editions: Sequence[Mapping[str, Any]], settings: RenderSettings, suffix: str
) -> dict[str, Page]:
    """Return {file name: text} of the pages about all editions.

    editions: data of each, the newest first, never empty. suffix: of the files that links lead to. The same
    editions, settings and templates give the same bytes. Cost: linear in their stories.

    Raises:
        RenderError: a template cannot be used.
    """
    held = [{**without_files(harmless(data)), "month": data["date"][:7]} for data in editions]
    newest = {**held[0], "kind": "archive"}
    write = open_writer(Output("", suffix), newest, settings)
    return {
        name: write(page.template, editions=held[: page.most], page_script=page.script, file_name=name)
        for name, page in PAGES.items()
    }
