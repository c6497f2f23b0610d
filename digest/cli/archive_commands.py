"""The commands of the archive: past editions, collected articles, and what was left out."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.edition_choice import find_edition_name
from digest.cli.exit_codes import DONE
from digest.cli.options import edition_option, make_console, read_date, shared_options
from digest.runtime.environment import find_config, read_clock


@click.group()
def archive() -> None:
    """Show past editions, and search all collected articles."""


@archive.command("list")
@edition_option
@shared_options
def list_command(edition: str | None, **options: Any) -> int:
    """List all stored editions, newest first."""
    from digest.cli.views.archive_view import list_issues
    from digest.store import open_store

    console = make_console(options)
    with open_store(find_config(options["file"]).store_url, keep=False) as store:
        issues = list_issues(store, find_edition_name(edition, store))
    width = max((len(issue.edition) + 2 for issue in issues if issue.edition), default=0)
    lines = [f"{issue.date}  {issue.edition.ljust(width)}{issue.headline or '-'}" for issue in issues]
    rows = [
        {"date": issue.date.isoformat(), "headline": issue.headline}
        | ({"edition": issue.edition} if issue.edition else {})
        for issue in issues
    ]
    console.print_result(
        "\n".join(lines) or "There are no editions yet. `digest run` makes one.", {"editions": rows}
    )
    return DONE


@archive.command("show")
@click.argument("day", required=False, metavar="[DATE]")
@edition_option
@shared_options
def show_command(day: str | None, edition: str | None, **options: Any) -> int:
    """Print the edition of DATE, or the newest one, as text."""
    from dataclasses import replace

    from digest.cli.views.archive_view import find_edition, list_issues
    from digest.publishing.site import render_settings
    from digest.rendering import render_edition
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    requested = read_date(day, "DATE") if day else None
    with open_store(config.store_url, keep=False) as store:
        name, data = find_edition(store, requested, find_edition_name(edition, store))
        same_day = list_issues(store) if edition is None else ()
        with store.editions.use():
            (text,) = render_edition(data, replace(render_settings(config), formats=("text",))).values()
    console.print_result(str(text).rstrip("\n"), {"edition": data})
    others = [row.edition for row in same_day if str(row.date) == data["date"] and row.edition != name]
    if others := [other for other in others if other]:
        console.note(
            f"This is {name or 'the edition without a name'}; --edition NAME shows {', '.join(others)}."
        )
    return DONE


@archive.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="The highest number of articles to list.",
)
@shared_options
def search_command(words: tuple[str, ...], limit: int, **options: Any) -> int:
    """Search all collected articles for WORDS.

    Lists the articles that contain all words, newest first.

    Words in quotation marks are a phrase: digest archive search '"cable car" rescue'
    """
    from dataclasses import asdict

    from digest.cli.views.archive_view import describe_hits, search_collected
    from digest.store import can_keep, open_store
    from digest.text import split_words

    console = make_console(options)
    if not split_words(" ".join(words)):
        raise click.BadParameter("there is no word to search for", param_hint="WORDS")
    config = find_config(options["file"])
    # The first search makes the index. Where it cannot be kept, every search makes it in memory.
    with open_store(config.store_url, keep=can_keep(config.store_url)) as store:
        hits = search_collected(store, " ".join(words), limit)
        is_empty = store.articles.last_first_seen() is None
    lines = list(describe_hits(hits, config.zone))
    nothing = "The store has no articles yet. `digest collect` brings them." if is_empty else "Nothing found."
    console.print_result("\n".join(lines) or nothing, {"found": [asdict(hit) for hit in hits]})
    return DONE


@archive.command("left-out")
@shared_options
def left_out_command(**options: Any) -> int:
    """List what was left out of the sources, and why.

    Shows the result of the last visits (article or file, line, reason), and what your rules drop.
    """
    from dataclasses import asdict

    from digest.cli.views.archive_view import describe_left_out
    from digest.cli.views.rule_report import list_dropped
    from digest.sources.configured_sources import list_sources
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    listed, failed = list_sources(config)
    keys = {source.key for source in (*listed, *(visit.source for visit in failed))}
    with open_store(config.store_url, keep=False) as store:
        left_out = (*store.sources.left_out(keys), *list_dropped(config, store, read_clock()))
    lines = list(describe_left_out(left_out))
    console.print_result(
        "\n".join(lines) or "Nothing was left out.", {"left_out": [asdict(row) for row in left_out]}
    )
    return DONE
