"""The commands of templates: list, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_optional_config


@click.group()
def templates() -> None:
    """List templates and themes, or copy templates."""


@templates.command("list")
@shared_options
def list_command(**options: Any) -> int:
    """List all formats and themes.

    Each format is shown with its template; those of your configuration are included.
    """
    from digest.publishing.site import render_settings
    from digest.rendering import OUTPUTS, RenderSettings, find_default_templates, find_output

    console = make_console(options)
    config = find_optional_config(options["file"])
    settings = render_settings(config) if config else RenderSettings()
    outputs = {name: find_output(name) for name in dict.fromkeys((*OUTPUTS, *settings.formats))}
    folders = [folder for folder in (settings.templates, find_default_templates()) if folder]
    themes = sorted({path.stem for folder in folders for path in folder.glob("themes/*.css")})
    width = max(map(len, outputs))
    rows = [(name, f"{output.suffix:11}{output.template}") for name, output in outputs.items()]
    rows += [("themes", ", ".join(themes)), *(("folder", str(folder)) for folder in folders)]
    formats = {name: {"template": o.template, "suffix": o.suffix} for name, o in outputs.items()}
    console.print_result(
        "\n".join(f"{name:{width}}  {text}" for name, text in rows),
        {"formats": formats, "themes": themes, "folders": list(map(str, folders))},
    )
    return DONE


@templates.command("export")
@click.argument("folder", default="templates", type=click.Path(path_type=Path, file_okay=False))
@shared_options
def export_command(folder: Path, **options: Any) -> int:
    """Copy the default templates into FOLDER.

    Change what you like there, and set [output] templates. Existing files are kept.
    """
    from digest.cli.views.starter_files import list_templates, write_files

    console = make_console(options)
    made, kept = write_files(list_templates(folder))
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, which existed already" for path in kept]
    lines.append(
        f'Next: set templates = "{folder}" in [output], and delete the files that you do not change.'
    )
    console.print_result("\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept))})
    return DONE
