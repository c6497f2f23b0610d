"""Beginning, and looking whether all is well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from digest.cli.codes import DONE, FAILED
from digest.cli.options import make_console, shared_options
from digest.equipment import find_config, local_language, local_zone, make_door, open_maps, read_clock


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--templates", is_flag=True, help="Put the default templates there too, to change them.")
@shared_options
def init(folder: Path, templates: bool, **given: Any) -> int:
    """Write a starter configuration into FOLDER. What is there already stays as it is."""
    from digest.starter import write_starter

    console = make_console(given)
    made, kept = write_starter(folder, local_zone(), local_language(), templates)
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, it was there" for path in kept]
    where = "" if folder == Path() else f"cd {folder} && "
    lines.append(f"Next: put your feeds into {folder / 'sources.opml'}, then: {where}digest run")
    console.answer("\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept))})
    return DONE


@click.command()
@shared_options
def check(**given: Any) -> int:
    """Look at the configuration, every source, templates, deliveries, store and clock."""
    from digest.doctor import examine

    console = make_console(given)
    config = find_config(given["file"])
    now = read_clock()
    with open_maps(config) as (read_map, _):
        findings = examine(config, make_door(config), now, read_map)
    lines = [f"{'ok ' if finding.ok else 'ill'}  {finding}" for finding in findings]
    console.answer(
        "\n".join(lines),
        {
            "findings": [
                {"ok": f.ok, "what": f.what, "message": f.message, "advice": f.advice} for f in findings
            ]
        },
    )
    return DONE if all(finding.ok for finding in findings) else FAILED
