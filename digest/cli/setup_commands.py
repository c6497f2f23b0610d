"""The commands to begin with, and to find mistakes: init, check."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import (
    find_completion_file,
    find_config,
    find_local_language,
    find_local_zone,
    find_shell,
    find_typed_command,
    make_client,
    make_owner_name,
    open_maps,
    read_clock,
)

if TYPE_CHECKING:
    from digest.cli.views.console import Console


@click.command()
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--list", "lists", multiple=True, metavar="NAME", help="Start with these source lists (a,b).")
@click.option("--templates", is_flag=True, help="Also copy the default templates, for you to change.")
@click.option("--yes", is_flag=True, help="Ask no questions.")
@click.option(
    "--completion",
    metavar="[SHELL]",
    is_flag=False,
    flag_value="",
    help="Let your shell (bash, zsh or fish) complete commands and options; write nothing else.",
)
@shared_options
def init(
    folder: Path, lists: tuple[str, ...], templates: bool, yes: bool, completion: str | None, **options: Any
) -> int:
    """Write a starter configuration into FOLDER. Existing files are kept.

    Time zone, language and the source lists of your region are guessed from this machine. On a terminal you
    are asked whether you want other lists.
    """
    from digest.cli.views.starter_files import guess_lists, list_names, write_starter

    console = make_console(options)
    if options["file"]:
        raise click.UsageError("init writes digest.toml into FOLDER; name the folder instead of --config")
    if not all(map(str.strip, lists)):
        raise click.UsageError("the value of --list is empty")
    if completion is not None:
        return _install_completion(console, completion or find_shell())
    zone, locale = find_local_zone(), find_local_language()
    lists = tuple(_split_names(",".join(lists)))
    if not lists:
        lists = guess_lists(zone, locale)
        silent = yes or options["quiet"] or options["as_json"] or (folder / "sources.opml").exists()
        if not silent and sys.stdin.isatty():
            click.echo(f"Source lists: {', '.join(list_names())}", err=True)
            answer = click.prompt("Which ones, separated by commas", default=", ".join(lists), err=True)
            lists = tuple(_split_names(answer))
    made, kept = write_starter(folder, zone, locale, lists, templates)
    lines = [f"made  {path}" for path in made] + [f"kept  {path}, which existed already" for path in kept]
    if folder / "sources.opml" in made:
        others = ", ".join(name for name in list_names() if name not in lists)
        lines.append(f"Source lists used: {', '.join(lists)}. Others (--list NAME): {others}.")
    change_folder = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    lines.append(f"Next: {change_folder}{find_typed_command(folder)} run")
    console.print_result(
        "\n".join(lines), {"made": list(map(str, made)), "kept": list(map(str, kept)), "lists": list(lists)}
    )
    return DONE


def _install_completion(console: Console, shell: str) -> int:
    from digest.cli.views.completion import install_completion

    program = click.get_current_context().find_root().command
    path = find_completion_file(shell)
    lines = install_completion(program, shell, path)
    console.print_result("\n".join((f"made  {path}", *lines)), {"made": [str(path)]})
    return DONE


def _split_names(text: str) -> Iterator[str]:
    """Yield the names in a comma-separated line."""
    return filter(None, map(str.strip, text.split(",")))


@click.command()
@click.option("--fix", is_flag=True, help="First fix what can be fixed safely.")
@shared_options
def check(fix: bool, **options: Any) -> int:
    """Check everything that an edition needs.

    That is configuration, sources, store, plug-ins, templates, output folder, deliveries, clock and schedule.
    Each line begins with "ok" or "failed". Exits with 1 if something failed.
    """
    from digest.cli.views.setup_check import check_setup, fix_setup
    from digest.publishing.configured_parts import check_parts

    console = make_console(options)
    config = find_config(options["file"])
    check_parts(config)
    now = read_clock()
    fixed = fix_setup(config, make_owner_name()) if fix else ()
    with open_maps(config) as (read_map, _), console.progress("Visiting the sources") as report:
        findings = check_setup(config, make_client(config), now, read_map, report)
    lines = [f"fixed   {text}" for text in fixed]
    lines += [f"{'ok' if finding.ok else 'failed':<8}{finding}" for finding in findings]
    rows = [{"ok": f.ok, "what": f.subject, "message": f.message, "advice": f.advice} for f in findings]
    console.print_result("\n".join(lines), {"fixed": list(fixed), "findings": rows})
    console.print_problems(str(finding) for finding in findings if not finding.ok)
    return DONE if all(finding.ok for finding in findings) else FAILED
