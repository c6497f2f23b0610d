"""The commands of rules."""

from __future__ import annotations

from typing import Any

import click

from digest.cli.exit_codes import DONE
from digest.cli.options import make_console, shared_options
from digest.runtime.environment import find_config, read_clock


@click.group()
def rules() -> None:
    """Try the rules of the configuration."""


@rules.command("test")
@click.option(
    "--days",
    default=7,
    show_default=True,
    type=click.IntRange(1, 3650),
    help="How far back to look.",
)
@shared_options
def test_command(days: int, **options: Any) -> int:
    """Show what each rule would have done.

    The articles are those of the last week. Nothing is changed. Shows five articles of each rule, and all
    with --verbose.
    """
    from digest.cli.views.rule_report import describe_reports, report_rules
    from digest.store import open_store

    console = make_console(options)
    config = find_config(options["file"])
    with open_store(config.store_url, keep=False) as store:
        if store.articles.last_first_seen() is None:
            console.note("The store has no article yet: `digest collect` fetches some.")
        total, reports = report_rules(config, store, read_clock(), days)
    lines = describe_reports(reports, total, days, config.zone, is_long=options["verbose"])
    data = {"days": days, "articles": total, "rules": [report.list_values() for report in reports]}
    console.print_result("\n".join(lines), data)
    return DONE
