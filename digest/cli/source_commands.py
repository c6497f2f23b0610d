"""The sources of the configuration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config, find_config_file, make_client, read_clock

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.sources.feed.discovery import FoundFeed


@click.group()
def sources() -> None:
    """The sources of the configuration."""


@sources.command("list")
@shared_options
def list_command(**given: Any) -> int:
    """Every source, with its section, where it is, and how it does."""
    from dataclasses import asdict

    from digest.cli.views.source_list import describe_subscription, list_subscriptions
    from digest.sources.subscriptions import list_sources
    from digest.store import open_store
    from digest.text.urls import without_password

    console = make_console(given)
    config = find_config(given["file"])
    listed, failed = list_sources(config)
    for visit in failed:
        console.say(str(visit.failure))
    with open_store(config.store_url, keep=False) as store:
        rows = list_subscriptions(listed, store, read_clock())
    wide = max((len(row.source.name) for row in rows), default=0)
    lines = [
        f"{row.source.name:{wide}}  {row.source.section or '-':12}  {without_password(row.source.location)}  "
        + describe_subscription(row, config.zone)
        for row in rows
    ]
    shown = [
        {
            "name": row.source.name,
            "kind": row.source.kind,
            "location": without_password(row.source.location),
            "section": row.source.section,
            "per_week": round(row.per_week, 1),
            "health": row.health and asdict(row.health),
        }
        for row in rows
    ]
    console.answer("\n".join(lines), {"sources": shown})
    return DONE


@sources.command("add")
@click.argument("address")
@click.option("--name", default="", help="What the page calls it, instead of its own title.")
@click.option("--section", default="", help="The section its stories belong to.")
@shared_options
def add_command(address: str, name: str, section: str, **given: Any) -> int:
    """Add a feed, or the feed of a site, to the configuration file.

    ADDRESS is that of a feed or of any page of the site, which leads to its feed.
    """
    from digest.cli.views.source_list import subscribe
    from digest.models import Source
    from digest.sources.feed.discovery import discover_feeds

    console = make_console(given)
    path = find_config_file(given["file"])
    config = find_config(path)
    if place := local_place(address):
        row = f'[[sources]] and, below it, folder = "{place}"'
        raise click.UsageError(
            f"{address} is a place on this machine. A folder becomes a source by a row in {path}: {row}. "
            "A list of feeds (OPML) is taken by `digest sources import`."
        )
    feed = choose_feed(console, discover_feeds(address, make_client(config)))
    source = Source(name or feed.title or feed.address, "feed", feed.address, section)
    added = subscribe(path, config, [source])
    told = f"Added to {path}" if added else describe_known(config, path, feed.address)
    lines = [f"{source.name}  {feed.address}", *(f"  {headline}" for headline in feed.headlines), told]
    console.answer(
        "\n".join(lines),
        {"added": bool(added), "feed": feed.address, "name": source.name, "headlines": feed.headlines},
    )
    return DONE


def local_place(address: str) -> Path | None:
    """The place on this machine that was typed instead of an address of the web, if it was."""
    place = Path(address).expanduser()
    typed = address.startswith((".", "/", "~"))
    return place.absolute() if typed or place.exists() else None


def describe_known(config: Config, path: Path, location: str) -> str:
    """That a source is there already, as what, and where to change that."""
    from digest.config import list_rows
    from digest.sources.subscriptions import list_sources

    source = next(source for source in list_sources(config)[0] if source.location == location)
    own = any(row.location == location for row in list_rows(config))
    told = f"Nothing was changed: it is there already, as {source.name}, section {source.section or '-'}"
    return f"{told}. Name and section can be changed in {path if own else 'its list of feeds (OPML)'}"


def choose_feed(console: Console, feeds: tuple[FoundFeed, ...]) -> FoundFeed:
    """The one that is meant: the only one, else the reader is asked, or the first where nobody can be."""
    import sys

    if len(feeds) == 1:
        return feeds[0]
    for number, feed in enumerate(feeds, start=1):
        console.say(f"{number}. {feed.title or feed.address}  {feed.address}")
        for headline in feed.headlines:
            console.say(f"     {headline}")
    if not sys.stdin.isatty():
        console.say("The first is taken; to have another one, add its own address.")
        return feeds[0]
    chosen: int = click.prompt("Which one", type=click.IntRange(1, len(feeds)), default=1, err=True)
    return feeds[chosen - 1]


@sources.command("remove")
@click.argument("name")
@shared_options
def remove_command(name: str, **given: Any) -> int:
    """Take a source out of the configuration file, by its name or its address."""
    from digest.cli.views.source_list import unsubscribe
    from digest.text.urls import without_password

    path = find_config_file(given["file"])
    source = unsubscribe(path, find_config(path), name)
    told = f"Removed from {path}: {source.name}  {without_password(source.location)}"
    make_console(given).answer(told, {"removed": source.name})
    return DONE


@sources.command("import")
@click.argument("file_name", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@shared_options
def import_command(file_name: Path, **given: Any) -> int:
    """Add the feeds of a list (OPML), as other readers export it, to the configuration file."""
    from digest.cli.views.source_list import subscribe
    from digest.sources.feed.opml import on_the_web, read_outlines
    from digest.text.urls import without_password

    console = make_console(given)
    path = find_config_file(given["file"])
    listed = read_outlines(file_name.read_bytes(), str(file_name))
    feeds = [source for source in listed if on_the_web(source)]
    added = subscribe(path, find_config(path), feeds)
    told = f"{len(added)} of {len(listed)} feeds added to {path}"
    if len(added) < len(feeds):
        told += f"; {len(feeds) - len(added)} stand there already"
    strange = [without_password(source.location) for source in listed if not on_the_web(source)]
    for location in strange:
        console.say(f"Not added, for it is no address of the web (https:// or http://): {location}")
    answer = {"listed": len(listed), "added": [source.location for source in added], "not_added": strange}
    console.answer(told, answer)
    return DONE


@sources.command("export")
@click.argument(
    "file_name", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False)
)
@shared_options
def export_command(file_name: Path | None, **given: Any) -> int:
    """Write all feeds as a list (OPML) that other readers import, to FILE or to standard output."""
    from digest.sources.feed.opml import write_opml
    from digest.sources.subscriptions import list_sources

    console = make_console(given)
    listed, failed = list_sources(find_config(given["file"]))
    for visit in failed:
        console.say(str(visit.failure))
    feeds = [source for source in listed if source.kind == "feed"]
    if file_name is None:
        console.answer(write_opml(feeds).rstrip("\n"), {"opml": write_opml(feeds)})
    else:
        file_name.write_text(write_opml(feeds), "utf-8")
        console.answer(f"{len(feeds)} feeds written to {file_name}", {"feeds": len(feeds), "file": file_name})
    return DONE
