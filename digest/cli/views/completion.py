"""Install the completion of commands and options in the user's shell."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import get_completion_class

from digest.errors import UsageError, explain_unwritable_file

SHELLS = ("bash", "zsh", "fish")

VARIABLE = "_DIGEST_COMPLETE"
"""The variable by which the script asks the program for completions; click derives it from the name."""


def format_completion_script(program: click.Command, shell: str) -> str:
    """Return the script that makes a shell complete the words of a program called "digest".

    Raises:
        UsageError: there is no completion for this shell.
    """
    kind = get_completion_class(shell) if shell in SHELLS else None
    if kind is None:
        message = f"there is no completion for the shell {shell}" if shell else "your shell is unknown"
        raise UsageError("", message, f"Name one of {', '.join(SHELLS)}: `digest init --completion bash`.")
    # Not source(): it starts bash to ask for its version.
    return kind.source_template % kind(program, {}, "digest", VARIABLE).source_vars()


def install_completion(program: click.Command, shell: str, path: Path) -> tuple[str, ...]:
    """Write the script to a file, replacing that of an earlier version. Return what to do next.

    Raises:
        UsageError: there is no completion for this shell, or the file cannot be written.
    """
    script = format_completion_script(program, shell)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, "utf-8")
    except OSError as error:
        raise explain_unwritable_file(path, error) from None
    if shell == "zsh":
        lines = f"fpath+=({path.parent})", "autoload -Uz compinit && compinit"
        return ("Next: add these lines to ~/.zshrc, unless they are there:", *(f"  {line}" for line in lines))
    if shell == "bash":
        return (f"Next: open a new shell. Without the package bash-completion, add `. {path}` to ~/.bashrc.",)
    return ("Next: open a new shell.",)
