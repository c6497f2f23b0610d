"""Render editions to files: HTML, Markdown, text, mail, JSON, feeds, EPUB, PDF and formats of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.text.lazy_names import import_on_use

if TYPE_CHECKING:
    from digest.rendering.data_cleaning import remove_file_links
    from digest.rendering.output_formats import (
        OUTPUTS,
        find_archive_format,
        find_archive_suffix,
        find_default_templates,
        find_output,
        render_edition,
    )
    from digest.rendering.render_settings import Output, RenderSettings

__all__ = [
    "OUTPUTS",
    "Output",
    "RenderSettings",
    "find_archive_format",
    "find_archive_suffix",
    "find_default_templates",
    "find_output",
    "remove_file_links",
    "render_edition",
]

__getattr__ = import_on_use(
    __name__,
    {
        "data_cleaning": "remove_file_links",
        "output_formats": "OUTPUTS find_archive_format find_archive_suffix find_default_templates find_output"
        " render_edition",
        "render_settings": "Output RenderSettings",
    },
)
