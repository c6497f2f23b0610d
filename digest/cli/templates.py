"""The templates: what there is, and a copy to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli.codes import DONE
from digest.cli.options import make_console, shared_options


@click.group()
def templates() -> None:
    """The templates that editions are made with."""


@templates.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every format with its template, every theme."""
    from digest.render import OUTPUTS, default_templates

    console = make_console(given)
    folder = default_templates()
    themes = sorted(path.stem for path in (folder / "themes").glob("*.css"))
    lines = [f"{name:10}{output.suffix:11}{output.template}" for name, output in OUTPUTS.items()]
    lines += [f"themes    {', '.join(themes)}", f"in        {folder}"]
    formats = {name: {"template": o.template, "suffix": o.suffix} for name, o in OUTPUTS.items()}
    console.answer("\n".join(lines), {"formats": formats, "themes": themes, "folder": str(folder)})
    return DONE


@templates.command("export")
@click.argument("folder", default="templates", type=click.Path(path_type=Path, file_okay=False))
@shared_options
def export_command(folder: Path, **given: Any) -> int:
    """Write the default templates into FOLDER, to change them. What is there already stays as it is."""
    from digest.starter import list_templates, write_files

    console = make_console(given)
    made, kept = write_files(list_templates(folder))
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, it was there" for path in kept]
    lines.append(f'Next: set templates = "{folder}" in [output], and delete the files you do not change.')
    console.answer("\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept))})
    return DONE
