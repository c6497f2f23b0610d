"""What a delivery gets: the edition and its target."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from digest.http import Client
from digest.models import EditionData

Content = str | bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """An edition to deliver. Nothing in it links to a file of this machine.

    data: the edition, as in its JSON format. pages: {file name: content}, its files. folder: the output
    folder, which has files of the same names for readers on this machine. formats: {format that the delivery
    needs: (file name, content)}. archive: {file name: content}, the pages about all editions.
    earlier_pages: {file name: function that renders it}, the pages of earlier editions that these link to.
    address: the public URL of the first file, or "". edition: the name of its edition, "" for the only one.
    """

    data: EditionData
    pages: Mapping[str, Content]
    folder: Path
    formats: Mapping[str, tuple[str, Content]] = field(default_factory=dict)
    archive: Mapping[str, Content] = field(default_factory=dict)
    earlier_pages: Mapping[str, Callable[[], Content]] = field(default_factory=dict)
    address: str = ""
    edition: str = ""

    def text(self, format_name: str) -> str:
        """Return the content of a text format among `formats`."""
        content = self.formats[format_name][1]
        return content if isinstance(content, str) else content.decode()

    def make_key(self, target: Target) -> str:
        """Return what identifies a delivery: the same edition and target always have the same key.

        A receiver that has seen the key knows that a delivery is a repetition. An edition that is made anew,
        because articles have arrived since, is another one.
        """
        edition = [self.edition] if self.edition else []
        identity = json.dumps(
            [self.data["title"], self.data["date"], self.data["made"], target.kind, target.name, *edition]
        )
        return blake2b(identity.encode(), digest_size=16).hexdigest()

    @property
    def headlines(self) -> list[str]:
        """The headlines of its stories, in the order of their rank."""
        return [story["title"] for story in self.data["stories"]]


@dataclass(frozen=True, slots=True)
class Target:
    """A place to deliver to.

    name: unique in the configuration. kind: a key of DELIVERIES or the name of a plug-in. settings: the keys
    of its row of [[deliveries]]. folder: the base of relative paths in them. client: for HTTP requests.
    secrets: texts that no message may show. missing_variables: the environment variables it needs that are
    not set.
    """

    name: str
    kind: str
    settings: Mapping[str, Any]
    folder: Path = Path()
    client: Client = field(default_factory=Client)
    secrets: tuple[str, ...] = ()
    missing_variables: tuple[str, ...] = ()

    def path(self, text: str) -> Path:
        """Return a path of the settings as an absolute one."""
        return (self.folder / Path(text).expanduser()).absolute()
