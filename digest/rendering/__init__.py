"""Render editions to files: HTML, Markdown, text, mail, JSON, feeds, EPUB, PDF and formats of one's own."""

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
