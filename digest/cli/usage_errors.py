"""Say in plain words what was wrong with the words of a command line, where click is terse or misleading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

import click

_EXTRA_WORDS = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)
_NO_COMMAND = re.compile(r"No such command '.*'\.", re.DOTALL)

SIMILAR = 0.75
"""Names at least this similar are suggested. click suggests --json to who writes --since."""


def explain_usage(error: click.ClickException, group: click.Group) -> click.ClickException:
    """Return an error with a message that says what is wrong and what to write instead.

    error: from click. group: the program.
    """
    if isinstance(error, click.NoSuchOption):
        return _explain_option(error, group)
    if isinstance(error, click.BadOptionUsage) and error.message.endswith("requires an argument."):
        return click.UsageError(f"{error.option_name} needs a value after it", error.ctx)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _explain_value(error, error.param)
    if isinstance(error, click.UsageError) and error.ctx:
        return _explain_words(error, error.ctx)
    return error


def _explain_words(error: click.UsageError, context: click.Context) -> click.ClickException:
    """Explain a word that the command does not take, and a command that does not exist."""
    if found := _EXTRA_WORDS.fullmatch(error.message):
        further = any(isinstance(parameter, click.Argument) for parameter in context.command.params)
        takes = "no further words" if further else "only options"
        return click.UsageError(f"{context.command_path} takes {takes}; leave {found[1]} out", context)
    command = context.command
    is_guessed = bool(getattr(error, "possibilities", ()))  # click suggests what is similar
    if isinstance(command, click.Group) and _NO_COMMAND.fullmatch(error.message) and not is_guessed:
        names = ", ".join(command.list_commands(context))
        return click.UsageError(f"{error.message} There are {names}.", context)
    return error


def _explain_option(error: click.NoSuchOption, group: click.Group) -> click.ClickException:
    """Explain an option that the command does not have: which commands have it, or what is similar to it."""
    name, context = error.option_name, error.ctx
    owners = {path: command for path, command in _list_commands(group, "") if name in _list_options(command)}
    if context is None or context.parent is None:
        shared = [path for path in owners if path == "run"]
        if not shared:
            return error
        return click.UsageError(f"{name} stands after the command: `digest run {name}`", context)
    similar = get_close_matches(name, _list_options(context.command), cutoff=SIMILAR)
    if similar or not owners:
        return click.NoSuchOption(name, possibilities=similar, ctx=context)
    others = ", ".join(f"`digest {path}`" for path in owners)
    return click.UsageError(f"{context.command_path} has no option {name}; it belongs to {others}", context)


def _list_commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _list_commands(command, f"{path}{name} ")
        else:
            yield f"{path}{name}", command


def _list_options(command: click.Command) -> list[str]:
    return [name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)]


def _explain_value(error: click.BadParameter, parameter: click.Parameter) -> click.ClickException:
    """Explain a value of the wrong kind: a number, a folder, a file."""
    kind, found = parameter.type, error.message
    if isinstance(kind, click.IntRange):
        message = (
            f"expected a whole number from {kind.min} to {kind.max}, found {found.partition(' is not')[0]}"
        )
    elif isinstance(kind, click.Path) and found.endswith("is a file."):
        message = f"{_find_quoted(found)} is a file; name a folder"
    elif isinstance(kind, click.Path) and found.endswith("is a directory."):
        message = f"{_find_quoted(found)} is a folder; name a file"
    elif found.endswith(("does not exist.", ": No such file or directory")):
        message = f"there is no file {_find_quoted(found)}"
        if "://" in found:
            message = f"{_find_quoted(found)} is a web address; save what is there as a file first"
    elif found.endswith(": Is a directory"):
        message = f"{_find_quoted(found)} is a folder; name a file"
    else:
        return error
    is_option = isinstance(parameter, click.Option)
    place = (
        parameter.opts[0] if is_option else (parameter.metavar or parameter.name or "").strip("[]").upper()
    )
    return click.BadParameter(message, error.ctx, parameter, place)


def _find_quoted(text: str) -> str:
    return text[text.find("'") + 1 : text.rfind("'")]
