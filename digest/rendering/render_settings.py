"""What an output format is, and the settings for rendering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from digest.config import OutputSection

Page = str | bytes
Write = Callable[..., str]
"""write(template, **variables) -> the rendered text; variables: further ones besides the edition's data."""

_DEFAULTS = OutputSection()

DEFAULT_IMAGES = ("html",)
"""The outputs with images when nothing else is set: all but mail and EPUB."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output format.

    template: a file of the templates folder. suffix: of the files it makes. escape: a key of ESCAPES, how
    values are escaped. make: "module:function" that is called with (write, template, data) and returns the
    file; "" takes the rendered template. is_remote: it is read on other devices, so it must not link to
    files of this machine. images: which of the settings' images decides whether it has some.
    """

    template: str
    suffix: str
    escape: str = "html"
    make: str | Callable[..., Page] = ""
    is_remote: bool = False
    images: str = "html"


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How editions are rendered. The defaults are those of [output] in the configuration.

    formats: keys of OUTPUTS, or the reader's own templates ("edition.org.j2"). name: of the files,
    without suffix, contains {date}. templates: a folder whose files override the default ones of the
    same name, or None. theme: a file of themes/ without its suffix. language: of the labels; "" is the
    edition's own. address: the URL of the output folder, "" when it has none. archive: there is an index of
    the editions in the output folder. script: pages include edition.js. images: which outputs have images
    ("html": all but mail and EPUB). filters: (name in templates, "module:function"). front_matter, wikilinks:
    whether Markdown has them. cache_folder: a private folder for compiled templates, or None.
    """

    formats: tuple[str, ...] = _DEFAULTS.formats
    name: str = _DEFAULTS.name
    templates: Path | None = None
    theme: str = _DEFAULTS.theme
    language: str = ""
    address: str = _DEFAULTS.address
    archive: bool = False
    script: bool = _DEFAULTS.script
    images: tuple[str, ...] = DEFAULT_IMAGES
    filters: tuple[tuple[str, str], ...] = ()
    front_matter: bool = _DEFAULTS.markdown.front_matter
    wikilinks: bool = _DEFAULTS.markdown.wikilinks
    cache_folder: Path | None = None


def format_file_name(pattern: str, day: str, suffix: str) -> str:
    """Return the file name of a day's edition. pattern: contains {date}. day: such as 2026-03-12."""
    return pattern.replace("{date}", day) + suffix
