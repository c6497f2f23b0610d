"""Looking after it: how it stands, sending again, the store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from digest.cli.exit_codes import DONE, FAILED
from digest.cli.options import make_console, read_date, shared_options
from digest.runtime.environment import find_config, free_the_gone, make_client, owner_name, read_clock


@click.command()
@shared_options
def status(**given: Any) -> int:
    """What ran, what is next, what failed. Exits with 1 when something wants looking at."""
    from digest.serve.health import describe_lines, describe_state, health_path, is_silent, read_health
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    now = read_clock()
    with open_store(config.store_url, keep=False) as store:
        state = describe_state(config, store, now)
    served = read_health(health_path(config))
    console.answer("\n".join(describe_lines(state, served, now)), {**state, "serve": served})
    return DONE if state["ok"] and not (served and is_silent(served, now)) else FAILED


@click.command()
@click.option("--again", metavar="DATE", help="What of that day's edition has not arrived, at once.")
@shared_options
def deliver(again: str | None, **given: Any) -> int:
    """Send what has not arrived yet and whose time has come; what has arrived is left alone."""
    from digest.cli.views.console import tell_sent
    from digest.publishing.outbox import deliver_waiting
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    day = read_date(again, "--again") if again else None
    owner = owner_name()
    with open_store(config.store_url) as store:
        if day and store.edition(day) is None:
            raise click.BadParameter(f"the store holds no edition of {day}", param_hint="--again")
        free_the_gone(store, owner)
        sent = deliver_waiting(config, store, read_clock, owner, make_client(config), day)
    failures = tell_sent(console, sent)
    rows = [{"target": row.target, "date": str(row.date), "arrived": row.failure is None} for row in sent]
    arrived = sum(row.failure is None for row in sent)
    console.answer(
        f"{arrived} of {len(sent)} arrived." if sent else "Nothing waits to be sent.",
        {"deliveries": rows, "failures": failures},
    )
    return FAILED if failures else DONE


@click.group("store")
def store_group() -> None:
    """The store: what is in it, a copy of it, its way into another database."""


@store_group.command()
@shared_options
def info(**given: Any) -> int:
    """Where it is, how large, what it holds."""
    from digest.store import open_store

    console = make_console(given)
    with open_store(find_config(given["file"]).store_url, keep=False) as store:
        found = store.describe()
    rows = {key: value for key, value in found.items() if key != "rows"} | found["rows"]
    lines = [f"{key.replace('_', ' '):<16}{'-' if value is None else value}" for key, value in rows.items()]
    console.answer("\n".join(lines), found)
    return DONE


@store_group.command()
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False))
@shared_options
def backup(to: Path, **given: Any) -> int:
    """Copy the store into the new file TO; `digest serve` may go on."""
    from digest.store import open_store

    console = make_console(given)
    with open_store(find_config(given["file"]).store_url) as store:
        store.back_up(to)
    console.answer(f"Copied to {to}.", {"file": str(to)})
    return DONE


@store_group.command("export")
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@shared_options
def export_command(to: Path, **given: Any) -> int:
    """Write the store as JSON lines into the new file TO ("-": standard output)."""
    from digest.store import open_store
    from digest.store.backup import refuse_existing

    console = make_console(given)
    aside = to.with_name(f".{to.name}.part")
    with open_store(find_config(given["file"]).store_url) as store:
        if str(to) == "-":
            sys.stdout.writelines(f"{line}\n" for line in store.export_lines())
            return DONE
        refuse_existing(to)
        try:
            with aside.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{line}\n" for line in store.export_lines())
            aside.replace(to)
        finally:
            aside.unlink(missing_ok=True)
    console.answer(f"Exported to {to}.", {"file": str(to)})
    return DONE


@store_group.command("import")
@click.argument("source", type=click.File("rb"))
@shared_options
def import_command(source: Any, **given: Any) -> int:
    """Fill an empty store from an exported file SOURCE ("-": standard input)."""
    from digest.store import open_store

    console = make_console(given)
    with open_store(find_config(given["file"]).store_url) as store:
        count = store.import_lines(source, source.name)
    console.answer(f"Imported {count} rows.", {"rows": count})
    return DONE
