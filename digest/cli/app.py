"""The `digest` command: its subcommands, and how errors become messages and exit codes.

Modules of commands import nothing heavier than click at the top; they import the rest inside the command,
because `digest --help` must answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import StringIO, TextIOWrapper

import click

from digest.cli.commands_on_use import CommandsOnUse
from digest.cli.exit_codes import FAILED, INTERRUPTED, USAGE_ERROR
from digest.errors import ConfigError, DigestError, UsageError
from digest.runtime.environment import open_missing_streams
from digest.runtime.version import __version__

MAX_LINE = 4_000
"""Characters of a line of an error that are shown; a server may have written it."""

COMMANDS = {
    **{name: f"edition_commands.{name}" for name in ("run", "collect", "publish")},
    **{name: f"serve_commands.{name}" for name in ("serve", "status")},
    "deliver": "edition_commands.deliver",
    "worker": "worker_command.worker",
    **{name: f"setup_commands.{name}" for name in ("init", "check")},
    "preview": "preview_command.preview",
    "story": "story_command.story",
    "archive": "archive_commands.archive",
    "sources": "source_commands.sources",
    "rules": "rule_commands.rules",
    "watch": "watch_commands.watch",
    "templates": "template_commands.templates",
    "store": "store_commands.store_group",
}
"""{command: its module in this package, and its name there}, in the order of the manual page."""


def run_command_line(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit; expected errors end in one message and an exit code, not in a traceback.

    arguments: the words after "digest"; None takes them from the command line.
    """
    open_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        # Headlines may be in any script; characters that the terminal or file cannot encode become "?".
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = commands.main(arguments, prog_name="digest", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        print("digest: interrupted; no file is half-written", file=sys.stderr, flush=True)
        # sys.exit would wait for all threads, and some of them wait for slow servers.
        os._exit(INTERRUPTED)
    except click.ClickException as error:
        from digest.cli.usage_errors import explain_usage  # late: only a mistake needs these
        from digest.cli.views.console import name_program

        shown = StringIO()
        explain_usage(error, commands).show(shown)
        print(name_program(shown.getvalue()), end="", file=sys.stderr)
        code = USAGE_ERROR
    except DigestError as error:
        from digest.cli.views.console import name_program
        from digest.text import clean_message

        for line in name_program(str(error)).splitlines():
            # What a message lists is indented.
            start = "  " if line.startswith("  ") else "digest: "
            print(f"{start}{clean_message(line, MAX_LINE)}", file=sys.stderr)
        code = USAGE_ERROR if isinstance(error, ConfigError | UsageError) else FAILED
    except OSError as error:
        # Standard output is redirected to a full disk, the working folder was deleted, and the like.
        print(f"digest: the operating system reports: {error}", file=sys.stderr)
        code = FAILED
    sys.exit(code)


@click.group(
    commands=CommandsOnUse("digest.cli", COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")
def commands() -> None:
    """One page of news a day, from your feeds and folders.

    Articles about one event are grouped into a story. Every sentence of its summary is quoted word for word
    from a source. Start with `digest run --sample` or `digest init`.
    """
