"""An edition as files: the table of outputs.

An output is one template and one line in OUTPUTS, or a template of the reader's own by its file name.
Templates escape every value for their format by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digest.errors import RenderError
from digest.render.compatibility import complete_edition
from digest.render.escaping import KINDS
from digest.render.settings import Output, Page, RenderSettings, file_name, harmless, without_files
from digest.render.template_environment import open_writer
from digest.runtime.plugins import load_function
from digest.runtime.resources import resource_folder

__all__ = [
    "OUTPUTS",
    "RenderSettings",
    "archive_format",
    "archive_suffix",
    "default_templates",
    "find_output",
    "render_edition",
    "render_output",
    "without_files",
]

OUTPUTS: dict[str, Output] = {
    "html": Output("edition.html.j2", ".html"),
    "markdown": Output("edition.md.j2", ".md", "markdown"),
    "text": Output("edition.txt.j2", ".txt", "text"),
    "mail": Output("mail.html.j2", ".mail.html", make="digest.render.mail:fit_mail", travels=True),
    "json": Output("edition.json.j2", ".json", "json"),
    "rss": Output("stories.rss.j2", ".rss", travels=True),
    "atom": Output("stories.atom.j2", ".atom", travels=True),
    "epub": Output("book/section.xhtml.j2", ".epub", make="digest.render.epub:bind_book", travels=True),
    "pdf": Output("edition.pdf.html.j2", ".pdf", make="digest.render.pdf:print_pages"),
}


def default_templates() -> Path:
    """Return the folder of the templates that come with the program."""
    return resource_folder("templates")


def render_edition(data: Mapping[str, Any], settings: RenderSettings) -> dict[str, Page]:
    """Return {file name: text or bytes} of an edition, in the order of the formats.

    data: from `edition_data`, fresh or as stored. The same data, settings and templates give the same
    bytes. Cost: linear in the stories for each format.

    Raises:
        RenderError: a format, theme, folder, filter or time zone is not known, a template has a mistake
            (`where` names its file and line), or what a format needs is not installed.
    """
    clean = harmless(complete_edition(data))
    outputs = [find_output(name) for name in settings.formats]
    return {
        file_name(settings.name, clean["date"], output.suffix): render_output(output, clean, settings)
        for output in outputs
    }


def find_output(name: str) -> Output:
    """The output of a name, or of a template of the reader's own. Raises RenderError.

    The files of edition.org.j2 end in .org, those of notes.org.j2 in .notes.org.
    """
    if name.endswith(".j2"):
        inner = name.removesuffix(".j2").removeprefix("edition")
        suffix = f".{inner.lstrip('.')}"
        return Output(name, suffix, KINDS.get(Path(inner).suffix or inner, "text"))
    if name not in OUTPUTS:
        raise RenderError(
            "[output] formats", f"there is no format {name}", f"There are {', '.join(OUTPUTS)}."
        )
    return OUTPUTS[name]


def archive_format(settings: RenderSettings) -> str:
    """The format of the editions that an archive leads to: the HTML, else the first."""
    return "html" if "html" in settings.formats else settings.formats[0]


def archive_suffix(settings: RenderSettings) -> str:
    """What the files of editions end in that an archive leads to."""
    return find_output(archive_format(settings)).suffix


def render_output(output: Output, data: Mapping[str, Any], settings: RenderSettings) -> Page:
    """The file of one output. Raises RenderError."""
    data = without_files(data) if output.travels else data
    write = open_writer(output, data, settings)
    if not output.make:
        return write(output.template)
    page: Page = load_function(output.make)(write, output.template, data)
    return page
