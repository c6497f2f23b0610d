"""A TOML file in, one frozen `Config` out, or every mistake at once.

Names of tables above this floor (summary methods, outputs, deliveries, kinds of source) are handed in
by the caller, so that a misspelt one is named with its line like any other mistake.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationError, field_validator

from digest.config.delivery_rows import DeliveryRow
from digest.config.diagnostics import Place, key_lines, key_name, line_of, nearest, place_of, tell
from digest.config.schema import (
    VARIABLE,
    CollectSection,
    DigestSection,
    EngineSection,
    GroupingSection,
    Language,
    LogSection,
    OutputSection,
    ScheduleSection,
    Section,
    SourceRow,
    StoreSection,
    SummarySection,
    Text,
)
from digest.errors import ConfigError, tell_unset
from digest.languages import LANGUAGES
from digest.store.database_url import database_file, place_database


class Config(Section):
    """A whole configuration. `file`: where it was read from; `folder`: where its relative paths count from.
    `secrets`: what was filled in for ${NAME}, and is not to be told."""

    version: Literal[1]
    title: Text = "Morning digest"
    timezone: Text = "UTC"
    language: Language = "en"
    store: StoreSection = StoreSection()
    collect: CollectSection = CollectSection()
    sources: tuple[SourceRow, ...] = ()
    digest: DigestSection = DigestSection()
    grouping: GroupingSection = GroupingSection()
    summary: SummarySection = SummarySection()
    output: OutputSection = OutputSection()
    deliveries: tuple[DeliveryRow, ...] = ()
    schedule: ScheduleSection = ScheduleSection()
    engine: EngineSection = EngineSection()
    log: LogSection = LogSection()
    folder: Annotated[Path, Field(exclude=True)] = Path()
    file: Annotated[Path, Field(exclude=True)] = Path("digest.toml")
    secrets: Annotated[tuple[str, ...], Field(exclude=True, repr=False)] = ()

    @field_validator("timezone")
    @classmethod
    def is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            close = nearest(value, available_timezones())
            raise ValueError(f"expected the name of a time zone such as Europe/London{close}") from None
        return value

    @field_validator("language")
    @classmethod
    def has_labels(cls, value: str) -> str:
        if value not in LANGUAGES:
            raise ValueError(f"expected one of {', '.join(sorted(LANGUAGES))}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def output_folder(self) -> Path:
        return self.path(self.output.folder)

    @property
    def templates_folder(self) -> Path | None:
        return self.path(self.output.templates) if self.output.templates else None

    @property
    def store_url(self) -> str:
        """The store's URL with a relative SQLite path made absolute."""
        return place_database(self.store.url, self.path)

    @property
    def store_file(self) -> Path | None:
        """The file of a store in SQLite; None where it is a server's, or in memory."""
        return database_file(self.store_url)

    def path(self, given: str) -> Path:
        """A path of the file, counted from the file's own folder."""
        return (self.folder / os.path.expanduser(given)).absolute()


def load_config(path: Path, environment: Mapping[str, str], tables: Mapping[str, Collection[str]]) -> Config:
    """Read a configuration file.

    Args:
        path: the TOML file.
        environment: what ${NAME} in a string stands for.
        tables: the names allowed for "summary methods", "formats", "deliveries" and "kinds of source".

    Raises:
        ConfigError: its message holds every mistake, a line each: file:line: key: what is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(str(path), "there is no such file", "`digest init` writes one.") from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), "the file is not text in UTF-8", "Save it as UTF-8.") from None
    except OSError as error:
        raise ConfigError(str(path), f"the file cannot be read ({error.strerror})") from None
    return parse_config(text, path, environment, tables)


def parse_config(
    text: str, path: Path, environment: Mapping[str, str], tables: Mapping[str, Collection[str]]
) -> Config:
    """The same from a text; `path` names it in messages and is where relative paths count from."""
    try:
        rows = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        raise ConfigError(place, f"this is not TOML: {error}") from None
    lines = key_lines(text)
    unset: list[tuple[Place, str]] = []
    secrets: set[str] = set()
    rows = fill_secrets(rows, environment, (), unset, secrets)
    mistakes = [(at, ". ".join(tell_unset([name]))) for at, name in mark_rows(rows, unset)]
    rows |= {"folder": path.absolute().parent, "file": path.absolute(), "secrets": sorted(secrets)}
    config = None
    try:
        config = Config.model_validate(rows, context=tables)
    except ValidationError as error:
        # What cannot be looked at before a variable is set is no mistake of its own.
        wanting = dict(unset)
        mistakes += [
            (at, ". ".join(tell_unset([wanting[at]])) if at in wanting else tell(detail, Config))
            for detail in error.errors(include_url=False)
            if (at := detail["loc"]) not in dict(mistakes)
        ]
    if config is None or mistakes:
        mistakes.sort(key=lambda mistake: line_of(mistake[0], lines))
        told = [f"{place_of(at, path, lines)}: {key_name(at)}: {wrong}" for at, wrong in mistakes]
        raise ConfigError("", "\n".join(told))
    return config


def fill_secrets(
    value: Any,
    environment: Mapping[str, str],
    at: Place,
    unset: list[tuple[Place, str]],
    secrets: set[str],
) -> Any:
    """`value` with every ${NAME} in its strings replaced, but for names that are not set.

    unset: gathers those, with their places. secrets: gathers what was filled in, but for the places of files.
    """
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        filled = {key: fill_secrets(inner, environment, (*at, key), unset, secrets) for key, inner in inside}
        return filled if isinstance(value, dict) else list(filled.values())
    if not isinstance(value, str):
        return value

    def look_up(found: re.Match[str]) -> str:
        if found[1] not in environment:
            unset.append((at, found[1]))
        elif at[-1] not in ("folder", "opml", "templates"):
            secrets.add(environment[found[1]])
        return environment.get(found[1], found[0])

    return VARIABLE.sub(look_up, value)


def mark_rows(rows: dict[str, Any], unset: Iterable[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """Note in each source and delivery the variables that it needs and that are not set; return the others.

    So only what needs a secret fails without it, and the rest of the program works.
    """
    others = []
    marks: dict[Place, list[str]] = {}
    for at, name in unset:
        if len(at) > 2 and at[0] in ("sources", "deliveries") and isinstance(rows[at[0]][at[1]], dict):
            marks.setdefault(at[:2], []).append(name)
        else:
            others.append((at, name))
    for (table, number), names in marks.items():
        rows[str(table)][number]["unset"] = list(dict.fromkeys(names))
    return others
