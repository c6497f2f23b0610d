"""What an output is, and how a reader wants editions written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.text import clean_line

Page = str | bytes
Write = Callable[..., str]
"""write(template, **more) -> what the template says of the edition; more: variables beside its data."""


@dataclass(frozen=True, slots=True)
class Output:
    """template: a file of the templates folder. suffix: of the files it makes. escape: a key of ESCAPES:
    how values are written. make: "module:function" that is called with (write, template, data) and
    returns the file; "" takes what the template says. travels: whether it is made to be read
    elsewhere, and so leads to no file of this machine.
    """

    template: str
    suffix: str
    escape: str = "html"
    make: str = ""
    travels: bool = False


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How editions are written.

    formats: keys of OUTPUTS, or templates of the reader's own ("edition.org.j2"). name: of the files,
    without suffix, {date} in it. templates: a folder whose files are taken before the default ones of the
    same name, or None. theme: a file of themes/ without its suffix. language: of the labels; "" is the
    edition's own. address: where the files can be reached, "" when nowhere but in their folder. archive:
    whether an index of the editions lies beside them. script: whether pages carry edition.js. filters:
    (name in templates, "module:function").
    """

    formats: tuple[str, ...] = ("html", "markdown")
    name: str = "digest-{date}"
    templates: Path | None = None
    theme: str = "morning"
    language: str = ""
    address: str = ""
    archive: bool = False
    script: bool = True
    filters: tuple[tuple[str, str], ...] = ()


def file_name(pattern: str, day: str, suffix: str) -> str:
    """The name of the file of a day."""
    return pattern.replace("{date}", day) + suffix


def harmless(value: Any) -> Any:
    """The same values without any character that controls a terminal or the direction of writing."""
    if isinstance(value, str):
        return value if value.isprintable() else clean_line(value)
    if isinstance(value, Mapping):
        return {key: harmless(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [harmless(inner) for inner in value]
    return value


def without_files(value: Any) -> Any:
    """The same data with "" for each address of a file of this machine: what leaves it tells of none."""
    if isinstance(value, Mapping):
        return {
            key: "" if key == "url" and str(inner).startswith("file:") else without_files(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_files(inner) for inner in value]
    return value
