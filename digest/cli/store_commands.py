"""The commands of the store: info, backup, export, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.errors import explain_existing_file, explain_unwritable_file
from digest.runtime.environment import find_config


@click.group("store")
def store_group() -> None:
    """Inspect, copy or move the store."""


@store_group.command()
@shared_options
def info(**options: Any) -> int:
    """Show where the store is, its size and what it contains."""
    from digest.store import open_store

    console = make_console(options)
    with open_store(find_config(options["file"]).store_url, keep=False) as store:
        facts = store.maintenance.describe()
    rows = {key: value for key, value in facts.items() if key != "rows"} | facts["rows"]
    lines = [f"{key.replace('_', ' '):<16}{'-' if value is None else value}" for key, value in rows.items()]
    console.print_result("\n".join(lines), facts)
    return DONE


@store_group.command()
@click.argument("to", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@shared_options
def backup(to: Path, **options: Any) -> int:
    """Copy the store to a new FILE.

    `digest serve` may keep running meanwhile.
    """
    from digest.store import open_store

    console = make_console(options)
    url = find_config(options["file"]).store_url
    with open_store(url, keep=False) as store, console.steps() as report:
        report("Copying the store")
        store.backup.copy_to(to)
    console.print_result(f"Copied to {to}.", {"file": str(to)})
    return DONE


@store_group.command("export")
@click.argument("to", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@shared_options
def export_command(to: Path, **options: Any) -> int:
    """Write the store as JSON lines to a new FILE.

    "-" writes to standard output.
    """
    from digest.store import create_private_file, open_store

    console = make_console(options)
    temporary = to.with_name(f".{to.name}.part")
    with open_store(find_config(options["file"]).store_url, keep=False) as store:
        if str(to) == "-":
            sys.stdout.writelines(f"{line}\n" for line in store.backup.export_lines())
            return DONE
        if to.exists():
            raise explain_existing_file(to)
        try:
            with create_private_file(temporary) as file:
                lines = console.track("Exporting rows", store.backup.export_lines())
                file.writelines(f"{line}\n" for line in lines)
            temporary.replace(to)
        except OSError as error:
            raise explain_unwritable_file(to, error) from None
        finally:
            temporary.unlink(missing_ok=True)
    console.print_result(f"Exported to {to}.", {"file": str(to)})
    return DONE


@store_group.command("import")
@click.argument("source", metavar="FILE", type=click.File("rb"))
@shared_options
def import_command(source: Any, **options: Any) -> int:
    """Fill an empty store from an exported FILE.

    "-" reads standard input.
    """
    from digest.store import open_store

    console = make_console(options)
    with open_store(find_config(options["file"]).store_url) as store:
        count = store.backup.import_lines(console.track("Importing rows", source), source.name)
    console.print_result(f"Imported {count} rows.", {"rows": count})
    return DONE
