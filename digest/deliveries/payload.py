"""What is delivered, and to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digest.http import Client

Content = str | bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """An edition, ready to go.

    It leads to no file of this machine, for it leaves it. data: from `edition_data`. pages: {file name:
    content}, its files. folder: the output folder, where those for readers on this machine stand under the
    same names. forms: {format that the delivery asked for: (file name, content)}. beside: {file name:
    content}, what lies there beside all editions. others: {file name: what makes it}, the pages of other
    editions that these may lead to. address: where the first of its files can be reached from elsewhere, or
    "".
    """

    data: Mapping[str, Any]
    pages: Mapping[str, Content]
    folder: Path
    forms: Mapping[str, tuple[str, Content]] = field(default_factory=dict)
    beside: Mapping[str, Content] = field(default_factory=dict)
    others: Mapping[str, Callable[[], Content]] = field(default_factory=dict)
    address: str = ""

    def text(self, form: str) -> str:
        """The content of a form that is text."""
        content = self.forms[form][1]
        return content if isinstance(content, str) else content.decode()

    @property
    def headlines(self) -> list[str]:
        """Of its stories, in the order of their rank."""
        return [story["title"] for story in self.data["stories"]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes.

    name: what the reader knows it by. kind: a key of DELIVERIES or a dotted path. settings: the keys of
    its row in the configuration. folder: where relative paths in them count from. door: to the network.
    secrets: what must not be told. unset: variables of the environment that it needs and that are not set.
    """

    name: str
    kind: str
    settings: Mapping[str, Any]
    folder: Path = Path()
    client: Client = field(default_factory=Client)
    secrets: tuple[str, ...] = ()
    unset: tuple[str, ...] = ()

    def path(self, given: str) -> Path:
        """A path of the settings as an absolute one."""
        return (self.folder / Path(given).expanduser()).absolute()
