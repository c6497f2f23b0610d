"""The commands of a group whose modules are imported when a command is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class CommandsOnUse(MutableMapping[str, click.Command]):
    """A mapping {name: command} that imports the module of a command when the command is looked up.

    A command imports only its own module then, and the list of names imports none; the help of the group,
    which shows a line on each command, imports all.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        """Take the places of commands.

        places: {name: "module.variable"}, the modules in this package.
        """
        self._package = package
        self._places = dict(places)
        self._commands: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._commands:
            module, _, variable = self._places[name].partition(".")
            self._commands[name] = getattr(import_module(f"{self._package}.{module}"), variable)
        return self._commands[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places.setdefault(name, "")
        self._commands[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._commands.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
