"""Write the manual page from the commands themselves: `nox -s man`."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click

from digest.cli.app import commands
from digest.cli.options import shared_options

PAGE = Path(__file__).parents[2] / "docs" / "digest.1"
"""Installed as share/man/man1/digest.1."""

ENVIRONMENT = (
    ("DIGEST_CONFIG", "The configuration file, where --config names none."),
    ("NO_COLOR", "Print without colors."),
)
FILES = (
    ("digest.toml, config/digest.toml", "The configuration, in the working folder."),
    ("~/.config/digest/digest.toml", "The configuration, where the working folder has none."),
    ("digest.db", "The store, beside the configuration."),
    ("editions/", "The editions, beside the configuration."),
)
EXIT_CODES = (
    ("0", "Success."),
    ("1", "It could not be done: no edition, a delivery failed, check or status found a problem."),
    ("2", "Wrong usage, or a mistake in the configuration."),
    ("3", "Only run with --strict: published, but a source could not be read."),
    ("130", "Interrupted; no file is half-written."),
)


def format_manual_page() -> str:
    """Format the manual page of the program in roff."""
    lines = ['.TH DIGEST 1 "" "" "daily-news-digest"', ".SH NAME", "digest \\- one page of news a day"]
    lines += [".SH SYNOPSIS", ".B digest", "COMMAND [OPTIONS] [ARGUMENTS]", ".SH DESCRIPTION"]
    lines += format_paragraphs(commands.help or "")
    lines += [".SH OPTIONS", "Every command takes these."]
    lines += format_options(click.Command("", params=list_shared_options()), shared=True)
    lines.append(".SH COMMANDS")
    for words, command in iterate_commands(commands, ("digest",)):
        lines += format_command(words, command)
    for heading, rows in (("FILES", FILES), ("ENVIRONMENT", ENVIRONMENT), ("EXIT STATUS", EXIT_CODES)):
        lines.append(f".SH {heading}")
        for name, text in rows:
            lines += [".TP", f".B {escape(name)}", escape(text)]
    return "\n".join(lines) + "\n"


def iterate_commands(
    group: click.Group, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield (words to type, command) of all commands of a group and its groups, in order."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from iterate_commands(command, (*words, name))
        else:
            yield (*words, name), command


def format_command(words: tuple[str, ...], command: click.Command) -> list[str]:
    """Format one command: how to type it, what it does, its options."""
    context = click.Context(command, info_name=words[-1])
    pieces = [piece for piece in command.collect_usage_pieces(context) if piece != "[OPTIONS]"]
    heading = f".SS {escape(' '.join((*words, *pieces)))}"
    return [heading, *format_paragraphs(command.help or ""), *format_options(command)]


def list_shared_options() -> list[click.Parameter]:
    """Return the options that every command takes."""
    command: click.Command = click.command("any")(shared_options(lambda: None))
    return command.params


def format_options(command: click.Command, *, shared: bool = False) -> list[str]:
    """Format the options of a command, without those that every command takes, unless they are wanted."""
    lines = []
    names = {parameter.name for parameter in list_shared_options()}
    for parameter in command.params:
        record = parameter.get_help_record(click.Context(command))
        is_own = shared or parameter.name not in names
        if isinstance(parameter, click.Option) and record and is_own:
            lines += [".TP", f".B {escape(record[0])}", escape(record[1])]
    return lines


def format_paragraphs(text: str) -> list[str]:
    """Format a docstring; a block after \\b keeps its lines."""
    lines: list[str] = []
    for paragraph in cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines += [".PP", ".nf", *map(escape, paragraph.splitlines()[1:]), ".fi"]
        else:
            lines += [".PP", escape(" ".join(paragraph.split()))]
    return lines


def escape(text: str) -> str:
    """Escape what roff would interpret; quotation marks of code become bold in no reader and are dropped."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    PAGE.write_text(format_manual_page(), "utf-8")
