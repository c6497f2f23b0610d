"""The commands of watches: list, test."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config, read_clock

if TYPE_CHECKING:
    from digest.config import WatchRow
    from digest.editions.watch_matching import WatchMatch

NO_WATCHES = "There are no [[watches]] in the configuration; docs/watches.md shows how to write one."


@click.group()
def watch() -> None:
    """List your watches, and try them on past articles."""


@watch.command("list")
@shared_options
def list_command(**options: Any) -> int:
    """List all watches, and what was sent because of them."""
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    with open_store(config.store_url, keep=False) as store:
        alerts = store.watches.alerts()
    lines, rows = [], []
    for row in config.watches:
        lines.append(f"{row.name}: {_describe_watch(row)}")
        own = [alert for alert in alerts if alert.watch == row.name]
        for alert in own[-3:]:
            failure = f" ({alert.message})" if alert.message else ""
            headlines = "; ".join(story["title"] for story in alert.data["stories"])
            made = _show(alert.made, config.zone)
            lines.append(f"  {made}  {alert.target}: {alert.state}{failure}: {headlines}")
        sent = [
            {
                "made": alert.made.isoformat(),
                "target": alert.target,
                "state": alert.state,
                "message": alert.message,
                "headlines": [story["title"] for story in alert.data["stories"]],
            }
            for alert in own
        ]
        rows.append({"name": row.name, "words": row.words, "deliveries": row.deliveries, "alerts": sent})
    console.print_result("\n".join(lines) or NO_WATCHES, {"watches": rows})
    return DONE


def _describe_watch(row: WatchRow) -> str:
    """Describe a watch: words, conditions, where it sends what it finds."""
    parts = [" or ".join(f"“{words}”" for words in row.words)]
    parts += [f"not {' or '.join(f'“{words}”' for words in row.excluded)}"] if row.excluded else []
    parts += [f"in {', '.join(row.sources)}"] if row.sources else []
    parts += [f"reported by at least {row.least_voices} outlets"] if row.least_voices > 1 else []
    parts.append(f"sent to {', '.join(row.deliveries)}" if row.deliveries else "only marked")
    parts += [f"quiet {', '.join(row.quiet)}"] if row.quiet else []
    return ", ".join(parts)


@watch.command("test")
@click.option(
    "--days",
    default=7,
    show_default=True,
    type=click.IntRange(1, 365),
    help="How far back to look.",
)
@shared_options
def test_command(days: int, **options: Any) -> int:
    """Show what the last days would have sent.

    Nothing is sent or recorded.
    """
    from digest.cli.views.console import count
    from digest.publishing.watch_alerts import find_recent_matches
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    if not config.watches:
        console.print_result(NO_WATCHES, {"watches": []})
        return DONE
    with open_store(config.store_url, keep=False) as store:
        if store.articles.last_first_seen() is None:
            console.note("The store has no article yet: `digest collect` fetches some.")
        matches = find_recent_matches(config, store, read_clock(), timedelta(days=days))
    lines, rows = [], []
    for row in config.watches:
        own = [match for match in matches if match.watch == row]
        found = count(len(own), "story", "stories")
        lines.append(f"{row.name}: {found} in {count(days, 'day', 'days')}; {_describe_watch(row)}")
        lines += [_describe_match(match, config.zone) for match in own]
        stories = [
            {
                "title": match.story.lead.title,
                "voices": match.story.voices,
                "articles": [article.id for article in match.articles],
            }
            for match in own
        ]
        rows.append({"name": row.name, "stories": stories})
    console.print_result("\n".join(lines), {"watches": rows})
    return DONE


def _describe_match(match: WatchMatch, zone: ZoneInfo) -> str:
    first = min(article.moment for article in match.articles)
    sources = ", ".join(dict.fromkeys(article.source for article in match.story.articles))
    return f"  {_show(first, zone)}  {match.story.lead.title} ({sources})"


def _show(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%a %Y-%m-%d %H:%M}"
