"""The commands of sources: list, add, remove, import, export."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options, single_option
from digest.errors import SourceError, UsageError, explain_existing_file, explain_unwritable_file
from digest.runtime.environment import find_config, find_config_file, make_client, read_clock

if TYPE_CHECKING:
    from digest.cli.views.console import Console
    from digest.config import Config
    from digest.sources.feed.discovery import FoundFeed


_ADDRESS = re.compile(r"(?:(?:https?|feed):(?://)?)?(?![a-z][a-z\d+.-]*://)[^\s/]\S*", re.IGNORECASE)
"""What may be the address of a feed or page: "https://" may be missing."""
_MAIL_ADDRESS = re.compile(r"(?:mailto:)?[^\s/@:]+@[^\s/@:]+", re.IGNORECASE)
PASSWORD_VARIABLE = "MAIL_PASSWORD"
"""The environment variable that the row of a new mailbox names."""


@click.group()
def sources() -> None:
    """List and change the sources of the configuration."""


@sources.command("list")
@shared_options
def list_command(**options: Any) -> int:
    """List all sources with section, location and state."""
    from dataclasses import asdict

    from digest.cli.views.source_list import describe_subscription, list_subscriptions
    from digest.sources.configured_sources import (
        ADD_SOURCE_ADVICE,
        find_address_conflicts,
        list_sources,
        recall_names,
    )
    from digest.store import open_store
    from digest.text.urls import remove_credentials

    console = make_console(options)
    config = find_config(options["file"])
    listed, failed = list_sources(config)
    for visit in failed:
        console.note(str(visit.failure))
    for conflict in find_address_conflicts(config):
        console.note(str(conflict))
    with open_store(config.store_url, keep=False) as store:
        rows = list_subscriptions(recall_names(store, listed), store, read_clock())
    width = max((len(row.source.name) for row in rows), default=0)
    lines = [
        f"{row.source.name:{width}}  {row.source.section or '-':12}  "
        f"{remove_credentials(row.source.location)}  {describe_subscription(row, config.zone)}"
        for row in rows
    ]
    data = [
        {
            "name": row.source.name,
            "kind": row.source.kind,
            "location": remove_credentials(row.source.location),
            "section": row.source.section,
            "per_week": round(row.per_week, 1),
            "health": row.health and asdict(row.health),
        }
        for row in rows
    ]
    console.print_result("\n".join(lines) or f"There are no sources. {ADD_SOURCE_ADVICE}", {"sources": data})
    return DONE


@sources.command("add")
@click.argument("address")
@single_option("--name", default="", help="The name to show, instead of the feed's own title.")
@single_option("--section", default="", help="The section of its stories.")
@shared_options
def add_command(address: str, name: str, section: str, **options: Any) -> int:
    """Add a feed, the feed of a site, or a mailbox.

    It is added to the configuration file. ADDRESS is the URL of a feed, of any page of a site that has a
    feed, or of a mailbox (imaps://me@mail.example.org/INBOX).
    """
    from digest.cli.views.source_list import subscribe
    from digest.models import Source
    from digest.sources.feed.discovery import discover_feeds

    console = make_console(options)
    path = find_config_file(options["file"])
    config = find_config(path)
    if (local_path := _find_local_path(address)) and not local_path.exists():
        raise click.UsageError(f"{address} is a path on this machine, and nothing is there")
    if local_path and local_path.is_file():
        message = f"{address} is a file on this machine. If it is a list of feeds (OPML), "
        raise click.UsageError(f"{message}use `digest sources import`.")
    if local_path:
        raise click.UsageError(
            f"{address} is a path on this machine, not a URL. To add a folder, write into {path}: "
            f'[[sources]] and, below it, folder = "{local_path}"'
        )
    if address.lower().startswith(("imap:", "imaps:")):
        return _add_mailbox(console, path, config, address, name, section)
    if not _is_web_address(address.strip()):
        message = f"{address!r} is not the address of a feed or page, such as https://example.org"
        if _MAIL_ADDRESS.fullmatch(address.strip()):
            message += "; that of a mailbox is written as imaps://me@mail.example.org/INBOX"
        raise click.BadParameter(message, param_hint="ADDRESS")
    feed = _choose_feed(console, discover_feeds(address.strip(), make_client(config)))
    source = Source(name or feed.title or feed.address, "feed", feed.address, section)
    added = subscribe(path, config, [source])
    result = f"Added to {path}" if added else _describe_existing(config, path, feed.address)
    lines = [f"{source.name}  {feed.address}", *(f"  {headline}" for headline in feed.headlines), result]
    console.print_result(
        "\n".join(lines),
        {"added": bool(added), "feed": feed.address, "name": source.name, "headlines": feed.headlines},
    )
    return DONE


def _is_web_address(address: str) -> bool:
    """Whether a text may be the address of a feed or page, with or without https://."""
    if not _ADDRESS.fullmatch(address) or _MAIL_ADDRESS.fullmatch(address):
        return False
    if address.lower().startswith("feed:http"):
        address = address[len("feed:") :]
    try:
        return bool(urlsplit(address if "://" in address else f"https://{address}").hostname)
    except ValueError:
        return False


def _add_mailbox(console: Console, path: Path, config: Config, address: str, name: str, section: str) -> int:
    """Add a mailbox, whose password is to be in an environment variable."""
    from digest.cli.views.source_list import subscribe
    from digest.models import MailboxSettings, Source
    from digest.models.mailbox import parse_mailbox_address

    try:
        host = parse_mailbox_address(address).host
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    source = Source(
        name or host, "mailbox", address, section, mailbox=MailboxSettings(f"${{{PASSWORD_VARIABLE}}}")
    )
    added = subscribe(path, config, [source])
    result = (
        f"Added to {path}. Put the password into the environment variable {PASSWORD_VARIABLE}, "
        "then run `digest check`"
        if added
        else _describe_existing(config, path, address)
    )
    data = {"added": bool(added), "mailbox": address, "name": source.name, "password": PASSWORD_VARIABLE}
    console.print_result(f"{source.name}  {address}\n{result}", data)
    return DONE


def _find_local_path(address: str) -> Path | None:
    """Return the absolute path if an address is a path on this machine, not a URL, else None."""
    path = Path(address).expanduser()
    if not address.strip():
        return None
    is_path = address.startswith((".", "/", "~"))
    return path.absolute() if is_path or path.exists() else None


def _describe_existing(config: Config, path: Path, location: str) -> str:
    """Say that a source is already configured, under which name, and where to change that."""
    from digest.config import build_sources
    from digest.sources.configured_sources import list_sources
    from digest.text.urls import normalize_address

    address = normalize_address(location)
    source = next(one for one in list_sources(config)[0] if normalize_address(one.location) == address)
    is_own_row = any(normalize_address(row.location) == address for row in build_sources(config))
    file = path if is_own_row else "its list of feeds (OPML)"
    section = f"section {source.section}" if source.section else "without a section"
    return (
        f"Nothing was changed: the source exists already, as {source.name}, {section}. "
        f"Its name and section can be changed in {file}"
    )


def _choose_feed(console: Console, feeds: tuple[FoundFeed, ...]) -> FoundFeed:
    """Return the only feed, or the one that the user chooses; the first when there is no terminal to ask."""
    if len(feeds) == 1:
        return feeds[0]
    for number, feed in enumerate(feeds, start=1):
        console.note(f"{number}. {feed.title or feed.address}  {feed.address}")
        for headline in feed.headlines:
            console.note(f"     {headline}")
    if not sys.stdin.isatty():
        console.note("Using the first one; to add another one, give its own address.")
        return feeds[0]
    chosen: int = click.prompt("Which one", type=click.IntRange(1, len(feeds)), default=1, err=True)
    return feeds[chosen - 1]


@sources.command("remove")
@click.argument("name")
@shared_options
def remove_command(name: str, **options: Any) -> int:
    """Remove a source from the configuration file. NAME is its name or its address."""
    from digest.cli.views.source_list import unsubscribe
    from digest.store import open_store
    from digest.text.urls import remove_credentials

    path = find_config_file(options["file"])
    config = find_config(path)
    with open_store(config.store_url, keep=False) as store:
        source = unsubscribe(path, config, name, store)
    message = f"Removed from {path}: {source.name}  {remove_credentials(source.location)}"
    make_console(options).print_result(message, {"removed": source.name})
    return DONE


@sources.command("import")
@click.argument("file_name", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@shared_options
def import_command(file_name: Path, **options: Any) -> int:
    """Add the feeds of an OPML list.

    FILE is a list of feeds as other readers export it.
    """
    from digest.cli.views.source_list import subscribe
    from digest.sources.feed.opml import has_web_address, read_outlines, require_feeds
    from digest.text.urls import remove_credentials

    console = make_console(options)
    path = find_config_file(options["file"])
    try:
        listed = read_outlines(file_name.read_bytes(), str(file_name))
        require_feeds(listed, str(file_name))
    except SourceError as error:
        raise UsageError(error.where, error.message, error.advice) from None
    feeds = [source for source in listed if has_web_address(source)]
    added = subscribe(path, find_config(path), feeds)
    message = f"{len(added)} of {len(listed)} feeds added to {path}"
    if len(added) < len(feeds):
        message += f"; {len(feeds) - len(added)} existed already"
    refused = [remove_credentials(source.location) for source in listed if not has_web_address(source)]
    for location in refused:
        console.note(f"Not added, because it is not a web address (https:// or http://): {location}")
    if added and not any(source.section for source in added):
        console.note(
            "No feed of this list names a section. The sections of stories are found from the categories, "
            f'addresses and words of articles; section = "…" in a row of {path} decides instead.'
        )
    data = {"listed": len(listed), "added": [source.location for source in added], "not_added": refused}
    console.print_result(message, data)
    return DONE


@sources.command("export")
@click.argument(
    "file_name", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False)
)
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@shared_options
def export_command(file_name: Path | None, force: bool, **options: Any) -> int:
    """Write all feeds as an OPML list.

    Other readers can import it. Without FILE it goes to standard output.
    """
    from digest.cli.views.console import count
    from digest.cli.views.source_list import replace_file
    from digest.sources.configured_sources import list_sources, recall_names
    from digest.sources.feed.opml import format_opml
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    listed, failed = list_sources(config)
    for visit in failed:
        console.note(str(visit.failure))
    with open_store(config.store_url, keep=False) as store:
        feeds = [source for source in recall_names(store, listed) if source.kind == "feed"]
    others = [source.name for source in listed if source.kind != "feed"]
    rest = f"Not in the list, which holds feeds only: {', '.join(others)}" if others else ""
    if file_name is None:
        if rest:
            console.note(rest)
        console.print_result(format_opml(feeds).rstrip("\n"), {"opml": format_opml(feeds)})
        return DONE
    if file_name.exists():
        if file_name.samefile(config.file):
            raise explain_existing_file(file_name, "It is the configuration. Name another file.")
        if not force:
            raise explain_existing_file(file_name, "Name a new one, or replace it with --force.")
    try:
        replace_file(file_name, format_opml(feeds))
    except OSError as error:
        raise explain_unwritable_file(file_name, error) from None
    if rest:
        console.note(rest)
    written = count(len(feeds), "feed", "feeds")
    console.print_result(f"{written} written to {file_name}", {"feeds": len(feeds), "file": file_name})
    return DONE
