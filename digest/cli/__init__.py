"""The command line: one module for each group of commands, and views for what they show."""

from __future__ import annotations

from collections.abc import Sequence

from digest.runtime.environment import spare_processor_time


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit; see `app.run_command_line`.

    arguments: the words after "digest"; None takes them from the command line.
    """
    spare_processor_time()  # before anything large is imported
    from digest.cli.app import run_command_line

    run_command_line(arguments)
