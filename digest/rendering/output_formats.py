"""The registry of output formats, and rendering an edition to its files.

A format is one template and one line in OUTPUTS, or a template of the reader's own, named by its file.
Values are escaped for the format without further ado in the template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from digest.errors import RenderError
from digest.models import EditionData, complete_edition
from digest.rendering.data_cleaning import (
    mark_cut_sentences,
    remove_control_characters,
    remove_file_links,
    remove_images,
)
from digest.rendering.escaping import ESCAPES_BY_SUFFIX
from digest.rendering.render_settings import Output, Page, RenderSettings, Write, format_file_name
from digest.rendering.template_environment import open_writer
from digest.runtime.bundled_files import find_resource_folder
from digest.runtime.plugins import list_installed_plugins, load_function, load_plugin

OUTPUTS: dict[str, Output] = {
    "html": Output("edition.html.j2", ".html"),
    "markdown": Output("edition.md.j2", ".md", "markdown"),
    "text": Output("edition.txt.j2", ".txt", "text"),
    "mail": Output(
        "mail.html.j2", ".mail.html", make="digest.rendering.mail:fit_mail", is_remote=True, images="mail"
    ),
    "json": Output("edition.json.j2", ".json", "json"),
    "rss": Output("stories.rss.j2", ".rss", is_remote=True),
    "atom": Output("stories.atom.j2", ".atom", is_remote=True),
    "epub": Output(
        "book/section.xhtml.j2",
        ".epub",
        make="digest.rendering.epub:make_epub",
        is_remote=True,
        images="epub",
    ),
    "pdf": Output("edition.pdf.html.j2", ".pdf", make="digest.rendering.pdf:make_pdf"),
}


def find_default_templates() -> Path:
    """Return the folder of the templates that come with the program."""
    return find_resource_folder("templates")


def render_edition(
    data: EditionData | Mapping[str, Any],
    settings: RenderSettings,
    report: Callable[[str], None] = lambda name: None,
) -> dict[str, Page]:
    """Return {file name: text or bytes} of an edition, in the order of the formats.

    The same data, settings and templates give the same bytes. Cost: linear in the stories for each format.

    Args:
        data: from `serialize_edition`, or JSON that this or an earlier version wrote.
        settings: formats, templates, theme and names.
        report: called with the name of each format before it is rendered.

    Raises:
        RenderError: a format, theme, folder, filter or time zone is unknown, a template has an error
            (`where` names its file and line), or a library that a format needs is not installed.
    """
    clean = remove_control_characters(complete_edition(data))
    outputs = [find_output(name) for name in settings.formats]
    pages = {}
    for name, output in zip(settings.formats, outputs, strict=True):
        report(name)
        file_name = format_file_name(settings.name, clean["date"], output.suffix)
        pages[file_name] = render_output(output, clean, settings)
    return pages


def render_output(output: Output, data: EditionData, settings: RenderSettings) -> Page:
    """Return the file of one output format. Raises RenderError."""
    data = remove_file_links(data) if output.is_remote else data
    data = data if output.images in settings.images else remove_images(data)
    # The JSON edition keeps each sentence as it stands in its article.
    data = data if output.suffix == ".json" else mark_cut_sentences(data)
    write = open_writer(output, data, settings)
    if not output.make:
        return write(output.template)
    if callable(output.make):
        return _call_plugin(output.make, write, output.template, data)
    page: Page = load_function(output.make)(write, output.template, data)
    return page


def _call_plugin(make: Callable[..., Page], write: Write, template: str, data: EditionData) -> Page:
    try:
        return make(write, template, deepcopy(data))  # what is stored must not change
    except RenderError:
        raise
    except Exception as error:
        name = f"{make.__module__}:{make.__qualname__}"
        raise RenderError("[output] formats", f"{name} failed ({type(error).__name__}: {error})") from error


def find_output(name: str) -> Output:
    """Return the output of a format's name, a template or a plug-in ("module:OUTPUT"). Raises RenderError.

    The files of edition.org.j2 end in .org, those of notes.org.j2 in .notes.org.
    """
    if name.endswith(".j2"):
        inner = name.removesuffix(".j2").removeprefix("edition")
        suffix = f".{inner.lstrip('.')}"
        return Output(name, suffix, ESCAPES_BY_SUFFIX.get(Path(inner).suffix or inner, "text"))
    if name in OUTPUTS:
        return OUTPUTS[name]
    advice = f"There are {', '.join(OUTPUTS)}."
    if ":" not in name and name not in list_installed_plugins("format"):
        raise RenderError("[output] formats", f"there is no format {name}", advice)
    try:
        output = load_plugin(name, "format")
    except LookupError as error:
        raise RenderError("[output] formats", str(error), advice) from error
    if not isinstance(output, Output):
        raise RenderError("[output] formats", f"{name} is not a digest.rendering.Output")
    return output


def find_archive_format(settings: RenderSettings) -> str:
    """Return the format of the editions that the archive links to: HTML, else the first one."""
    return "html" if "html" in settings.formats else settings.formats[0]


def find_archive_suffix(settings: RenderSettings) -> str:
    """Return the suffix of the files that the archive links to."""
    return find_output(find_archive_format(settings)).suffix
