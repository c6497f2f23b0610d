"""The templates: what there is, and a copy to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config_if_any


@click.group()
def templates() -> None:
    """The templates that editions are made with."""


@templates.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every format with its template, every theme; those of your own as the configuration names them."""
    from digest.publishing.site import render_settings
    from digest.render import OUTPUTS, RenderSettings, default_templates, find_output

    console = make_console(given)
    config = find_config_if_any(given["file"])
    settings = render_settings(config) if config else RenderSettings()
    outputs = {name: find_output(name) for name in dict.fromkeys((*OUTPUTS, *settings.formats))}
    folders = [folder for folder in (settings.templates, default_templates()) if folder]
    themes = sorted({path.stem for folder in folders for path in folder.glob("themes/*.css")})
    wide = max(map(len, outputs))
    rows = [(name, f"{output.suffix:11}{output.template}") for name, output in outputs.items()]
    rows += [("themes", ", ".join(themes)), *(("in", str(folder)) for folder in folders)]
    formats = {name: {"template": o.template, "suffix": o.suffix} for name, o in outputs.items()}
    console.answer(
        "\n".join(f"{name:{wide}}  {told}" for name, told in rows),
        {"formats": formats, "themes": themes, "folders": list(map(str, folders))},
    )
    return DONE


@templates.command("export")
@click.argument("folder", default="templates", type=click.Path(path_type=Path, file_okay=False))
@shared_options
def export_command(folder: Path, **given: Any) -> int:
    """Write the default templates into FOLDER, to change them. What is there already stays as it is."""
    from digest.cli.views.starter import list_templates, write_files

    console = make_console(given)
    made, kept = write_files(list_templates(folder))
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, it was there" for path in kept]
    lines.append(f'Next: set templates = "{folder}" in [output], and delete the files you do not change.')
    console.answer("\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept))})
    return DONE
