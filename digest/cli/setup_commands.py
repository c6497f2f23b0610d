"""Beginning, and looking whether all is well."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import (
    find_config,
    local_language,
    local_zone,
    make_client,
    open_maps,
    owner_name,
    read_clock,
)


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--list", "lists", multiple=True, metavar="NAME", help="Begin with these source lists (a,b).")
@click.option("--templates", is_flag=True, help="Put the default templates there too, to change them.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@shared_options
def init(folder: Path, lists: tuple[str, ...], templates: bool, yes: bool, **given: Any) -> int:
    """Write a starter configuration into FOLDER. What is there already stays as it is.

    Time zone, language and the news of your region are guessed; on a terminal you may name other source
    lists instead.
    """
    from digest.cli.views.starter import guess_lists, list_names, write_starter

    console = make_console(given)
    zone, locale = local_zone(), local_language()
    lists = tuple(split_names(",".join(lists)))
    if not lists:
        lists = guess_lists(zone, locale)
        silent = yes or given["quiet"] or given["as_json"] or (folder / "sources.opml").exists()
        if not silent and sys.stdin.isatty():
            click.echo(f"Source lists: {', '.join(list_names())}", err=True)
            wanted = click.prompt("Which ones, separated by commas", default=", ".join(lists), err=True)
            lists = tuple(split_names(wanted))
    made, kept = write_starter(folder, zone, locale, lists, templates)
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, it was there" for path in kept]
    if folder / "sources.opml" in made:
        others = ", ".join(name for name in list_names() if name not in lists)
        lines.append(f"Sources: {', '.join(lists)}; there are also {others} (--list NAME).")
    where = "" if folder == Path() else f"cd {folder} && "
    lines.append(f"Next: {where}digest run")
    console.answer(
        "\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept)), "lists": list(lists)}
    )
    return DONE


def split_names(text: str) -> Iterator[str]:
    """The names in a line, separated by commas."""
    return filter(None, map(str.strip, text.split(",")))


@click.command()
@click.option("--fix", is_flag=True, help="Mend first what can be mended without harm.")
@shared_options
def check(fix: bool, **given: Any) -> int:
    """Look at the configuration, every source, templates, deliveries, store, clock and schedule."""
    from digest.cli.views.doctor import examine, mend

    console = make_console(given)
    config = find_config(given["file"])
    now = read_clock()
    mended = mend(config, owner_name()) if fix else ()
    with open_maps(config) as (read_map, _):
        findings = examine(config, make_client(config), now, read_map)
    lines = [f"fix  {done}" for done in mended]
    lines += [f"{'ok ' if finding.ok else 'ill'}  {finding}" for finding in findings]
    console.answer(
        "\n".join(lines),
        {
            "fixed": list(mended),
            "findings": [
                {"ok": f.ok, "what": f.what, "message": f.message, "advice": f.advice} for f in findings
            ],
        },
    )
    return DONE if all(finding.ok for finding in findings) else FAILED
