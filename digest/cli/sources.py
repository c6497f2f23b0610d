"""The sources of the configuration."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.codes import DONE
from digest.cli.options import make_console, shared_options
from digest.equipment import find_config


@click.group()
def sources() -> None:
    """The sources of the configuration."""


@sources.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every source, with its section and where it is."""
    from dataclasses import asdict

    from digest.pipeline import list_sources

    console = make_console(given)
    listed, failed = list_sources(find_config(given["file"]))
    for visit in failed:
        console.say(str(visit.failure))
    wide = max((len(source.name) for source in listed), default=0)
    lines = [f"{source.name:{wide}}  {source.section or '-':12}  {source.location}" for source in listed]
    console.answer("\n".join(lines), {"sources": [asdict(source) for source in listed]})
    return DONE
