"""Read the reader's own templates, style sheets and scripts, none of which may be too large."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from jinja2.loaders import split_template_path

from digest.errors import RenderError
from digest.rendering.render_limits import MAX_CHARACTERS

MAX_TEMPLATE = 250_000
"""Bytes of a template, which is compiled: a second for the slowest. The program's own have at most 25,000."""

MAX_STATIC_FILE = MAX_CHARACTERS
"""Bytes of a style sheet or a script, which becomes part of a page."""


class OwnTemplateLoader(FileSystemLoader):
    """A loader that refuses files that are too large, before it reads them."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a file, its path, and whether it is still current.

        Raises TemplateNotFound, or RenderError if it is too large.
        """
        limit = MAX_STATIC_FILE if template.endswith((".css", ".js")) else MAX_TEMPLATE
        for folder in self.searchpath:
            path = Path(folder, *split_template_path(template))
            if path.is_file() and path.stat().st_size > limit:
                raise RenderError(
                    str(path),
                    f"the file has more than {limit:,} bytes",
                    "Leave out what no edition needs, or split it: templates can include others.",
                )
        return super().get_source(environment, template)
