"""Past editions, and all that was collected."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, read_date, shared_options
from digest.runtime.environment import find_config


@click.group()
def archive() -> None:
    """Past editions, and all that was collected."""


@archive.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every edition that is kept, the newest first, with its first headline."""
    from digest.cli.views.archive_view import list_editions
    from digest.store import open_store

    console = make_console(given)
    with open_store(find_config(given["file"]).store_url) as store:
        editions = list_editions(store)
    lines = [f"{day}  {headline or '-'}" for day, headline in editions]
    rows = [{"date": day.isoformat(), "headline": headline} for day, headline in editions]
    console.answer("\n".join(lines) or "There is no edition yet.", {"editions": rows})
    return DONE


@archive.command("show")
@click.argument("day", required=False, metavar="[DATE]")
@shared_options
def show_command(day: str | None, **given: Any) -> int:
    """An edition as text on the terminal: that of DATE, else the newest."""
    from dataclasses import replace

    from digest.cli.views.archive_view import find_edition
    from digest.publishing.site import render_settings
    from digest.render import render_edition
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    wanted = read_date(day, "DATE") if day else None
    with open_store(config.store_url) as store:
        data = find_edition(store, wanted)
    (text,) = render_edition(data, replace(render_settings(config), formats=("text",))).values()
    console.answer(str(text).rstrip("\n"), {"edition": data})
    return DONE


@archive.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="The most to tell."
)
@shared_options
def search_command(words: tuple[str, ...], limit: int, **given: Any) -> int:
    """Every article that was collected and holds all of WORDS, the newest first.

    Words in quotation marks must stand together: digest archive search '"cable car" rescue'
    """
    from dataclasses import asdict

    from digest.cli.views.archive_view import search_collected, tell_hits
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    with open_store(config.store_url) as store:
        hits = search_collected(store, " ".join(words), limit)
    lines = list(tell_hits(hits, config.zone))
    console.answer("\n".join(lines) or "Nothing found.", {"found": [asdict(hit) for hit in hits]})
    return DONE


@archive.command("left-out")
@shared_options
def left_out_command(**given: Any) -> int:
    """What the last readings of the sources passed over: where it stands, and why."""
    from dataclasses import asdict

    from digest.cli.views.archive_view import tell_left_out
    from digest.sources.subscriptions import list_sources
    from digest.store import open_store

    console = make_console(given)
    config = find_config(given["file"])
    listed, failed = list_sources(config)
    keys = {source.key for source in (*listed, *(visit.source for visit in failed))}
    with open_store(config.store_url) as store:
        left_out = store.left_out(keys)
    lines = list(tell_left_out(left_out))
    console.answer(
        "\n".join(lines) or "Nothing was passed over.", {"left_out": [asdict(row) for row in left_out]}
    )
    return DONE
