"""An edition as files: the table of outputs."""

from digest.render.output_formats import (
    OUTPUTS,
    RenderSettings,
    archive_format,
    archive_suffix,
    default_templates,
    find_output,
    render_edition,
    without_files,
)

__all__ = [
    "OUTPUTS",
    "RenderSettings",
    "archive_format",
    "archive_suffix",
    "default_templates",
    "find_output",
    "render_edition",
    "without_files",
]
