"""The commands.

Exit codes: see codes.py. A room for each kind of command; everything heavier than click is imported
where it is used, because `digest --help` must answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from digest import __version__
from digest.cli.archive_commands import archive
from digest.cli.edition_commands import collect, publish, run
from digest.cli.exit_codes import FAILED, INTERRUPTED, WRONG
from digest.cli.maintenance_commands import deliver, status, store_group
from digest.cli.preview_command import preview
from digest.cli.serve_command import serve
from digest.cli.setup_commands import check, init
from digest.cli.source_commands import sources
from digest.cli.story_command import story
from digest.cli.template_commands import templates
from digest.errors import ConfigError, DigestError

COMMANDS = (
    *(run, collect, publish, serve, status, deliver),
    *(init, check, preview, story, archive, sources, templates, store_group),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point: whatever a person can cause ends in one message and the right exit code.

    arguments: what is typed after "digest"; None takes it from the command line.
    """
    for stream in (sys.stdout, sys.stderr):
        # Headlines are in any script; a terminal or a file that cannot hold one shows a question mark.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = commands.main(arguments, prog_name="digest", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        print("digest: interrupted; nothing is half-written", file=sys.stderr, flush=True)
        # Not sys.exit: that waits for every thread, and some of them for a slow server.
        os._exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        code = WRONG
    except DigestError as error:
        for line in str(error).splitlines():
            print(f"digest: {line}", file=sys.stderr)
        code = WRONG if isinstance(error, ConfigError) else FAILED
    except OSError as error:
        # Standard output stands on a full disk, the working folder is gone, and the like.
        print(f"digest: the system says: {error}", file=sys.stderr)
        code = FAILED
    sys.exit(code)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")
def commands() -> None:
    """One calm page of news a day.

    Reports of one event become one story, told in sentences that stand word for word in their
    sources. Begin with `digest run --sample` or with `digest init`.
    """


for command in COMMANDS:
    commands.add_command(command)
