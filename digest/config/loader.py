"""Load a TOML file into one frozen `Config`, or report every mistake in it at once.

The names of implementations (kinds of source, summary methods, formats, deliveries) are defined in higher
layers. The caller passes them, so that a misspelled one is reported with its line like any other mistake.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator

from digest.config.delivery_schema import DeliveryRow
from digest.config.diagnostics import (
    KeyPath,
    describe_mistake,
    find_key_lines,
    find_line,
    format_key,
    format_place,
)
from digest.config.edition_rows import EditionRow, find_edition_mistakes
from digest.config.rule_schema import RuleRow
from digest.config.schema import (
    URL_KEYS,
    CollectSection,
    DigestSection,
    EngineSection,
    GroupingSection,
    Language,
    LogSection,
    OutputSection,
    ScheduleSection,
    Section,
    StoreSection,
    SummarySection,
    Text,
    check_edition_language,
    check_timezone,
)
from digest.config.source_schema import SourceRow
from digest.config.watch_schema import WatchRow, find_watch_mistakes
from digest.errors import ConfigError, explain_missing_variables
from digest.models.secret_text import VARIABLE, SecretText
from digest.store.database_url import find_database_file, resolve_database_url
from digest.text import clean_line, clean_message

MAX_MISTAKES = 50
"""So many mistakes of a file are listed, each with at most MAX_MISTAKE_CHARACTERS."""

MAX_MISTAKE_CHARACTERS = 1_000


class Config(Section):
    """A whole configuration.

    file: the file it was read from. folder: the folder of that file, the base of relative paths. secrets: the
    values of ${NAME}, which no message may show. variables: (name, value) of all of them; addresses and
    headers of sources keep the names. cache_folder: a private folder for compiled templates. edition_row: the
    row of [[editions]] that this is the configuration of, or None; see `list_edition_configs`.
    """

    version: Literal[1]
    title: Text = "Morning digest"
    timezone: Text = "UTC"
    language: Language = "en"
    store: StoreSection = StoreSection.model_construct()
    collect: CollectSection = CollectSection.model_construct()
    sources: tuple[SourceRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    watches: tuple[WatchRow, ...] = ()
    digest: DigestSection = DigestSection.model_construct()
    grouping: GroupingSection = GroupingSection.model_construct()
    summary: SummarySection = SummarySection.model_construct()
    output: OutputSection = OutputSection.model_construct()
    deliveries: tuple[DeliveryRow, ...] = ()
    schedule: ScheduleSection = ScheduleSection.model_construct()
    engine: EngineSection = EngineSection.model_construct()
    log: LogSection = LogSection.model_construct()
    editions: tuple[EditionRow, ...] = ()
    folder: Annotated[Path, Field(exclude=True)] = Path()
    file: Annotated[Path, Field(exclude=True)] = Path("digest.toml")
    secrets: Annotated[tuple[str, ...], Field(exclude=True, repr=False)] = ()
    variables: Annotated[tuple[tuple[str, str], ...], Field(exclude=True, repr=False)] = ()
    cache_folder: Annotated[Path | None, Field(exclude=True)] = None
    edition_row: Annotated[EditionRow | None, Field(exclude=True)] = None

    @field_validator("title")
    @classmethod
    def clean_title(cls, value: str) -> str:
        return clean_line(value)

    @field_validator("timezone")
    @classmethod
    def check_timezone(cls, value: str) -> str:
        return check_timezone(value)

    @field_validator("language")
    @classmethod
    def check_language(cls, value: str) -> str:
        return check_edition_language(value)

    @property
    def edition(self) -> str:
        """The name of the edition that this is the configuration of; "" for the only one."""
        return self.edition_row.name if self.edition_row else ""

    @property
    def section_order(self) -> tuple[str, ...]:
        """The sections in the order of the page: those that the edition is about, then those of [digest]."""
        own = self.edition_row.sections if self.edition_row else ()
        return tuple(dict.fromkeys((*own, *self.digest.sections)))

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
        return resolve_database_url(self.store.url, self.path)

    @property
    def store_file(self) -> Path | None:
        """The file of a SQLite store; None for a server or a store in memory."""
        return find_database_file(self.store_url)

    def path(self, text: str) -> Path:
        """Return a path from the configuration as an absolute path."""
        return (self.folder / os.path.expanduser(text)).absolute()


def load_config(
    path: Path, environment: Mapping[str, str], known_names: Mapping[str, Collection[str]]
) -> Config:
    """Load a configuration file.

    Args:
        path: the TOML file.
        environment: the values of ${NAME} in strings.
        known_names: {family: names of its implementations} for "source", "summary", "format" and
            "delivery"; if a family is missing, any name is accepted for it.

    Raises:
        ConfigError: the file cannot be read or has mistakes; `message` has one line for each mistake:
            file:line: key: message.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(str(path), "there is no such file", "`digest init` writes one.") from None
    except UnicodeDecodeError:
        raise ConfigError(str(path), "the file is not text in UTF-8", "Save it as UTF-8.") from None
    except IsADirectoryError:
        advice = f"Name the file in it, such as {path / 'digest.toml'}."
        raise ConfigError(str(path), "this is a folder, not a configuration file", advice) from None
    except OSError as error:
        advice = "Check its name and its permissions."
        raise ConfigError(str(path), f"the file cannot be read ({error.strerror})", advice) from None
    return parse_config(text, path, environment, known_names)


def parse_config(
    text: str, path: Path, environment: Mapping[str, str], known_names: Mapping[str, Collection[str]]
) -> Config:
    """Parse the text of a configuration file; see `load_config`.

    path: the file's name in messages; its folder is the base of relative paths.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        advice = ""
        if "Illegal character '\\n'" in str(error):
            advice = "In this line, a text has no quotation mark at its end."
        raise ConfigError(place, f"this is not TOML: {clean_message(str(error))}", advice) from None
    lines = find_key_lines(text)
    missing: list[tuple[KeyPath, str]] = []
    secrets: dict[str, str] = {}
    table = fill_variables(table, environment, (), missing, secrets)
    mistakes = [(key, _explain_missing(name)) for key, name in mark_missing_variables(table, missing)]
    table |= {"folder": path.absolute().parent, "file": path.absolute()}
    table |= {"secrets": sorted(set(secrets.values())), "variables": sorted(secrets.items())}
    table |= {"cache_folder": None, "edition_row": None}
    mistakes += find_edition_mistakes(table) + find_watch_mistakes(table)
    config = None
    try:
        config = Config.model_validate(table, context=known_names)
    except ValidationError as error:
        # A value cannot be validated if it contains a variable that is not set.
        variables, explained = dict(missing), dict(mistakes)
        details = error.errors(include_url=False)
        # A list without a valid item counts as empty.
        explained |= {detail["loc"][:-1]: "" for detail in details if isinstance(detail["loc"][-1], int)}
        mistakes += [
            (key, _explain_missing(variables[key]) if key in variables else describe_mistake(detail, Config))
            for detail in details
            if (key := detail["loc"]) not in explained
        ]
    if config is None or mistakes:
        mistakes.sort(key=lambda mistake: find_line(mistake[0], lines))
        # A value may be copied from anywhere, or be the value of a variable.
        names = SecretText(" ".join(f"${{{name}}}" for name in secrets), secrets.items())
        messages = [
            f"{format_place(key, path, lines)}: "
            + clean_message(names.conceal(f"{format_key(key)}: {text}"), MAX_MISTAKE_CHARACTERS)
            for key, text in mistakes[:MAX_MISTAKES]
        ]
        if len(mistakes) > MAX_MISTAKES:
            messages.append(f"{path}: there are {len(mistakes) - MAX_MISTAKES} more mistakes")
        raise ConfigError("", "\n".join(messages))
    return config


def _explain_missing(variable: str) -> str:
    return ". ".join(explain_missing_variables([variable]))


def fill_variables(
    value: Any,
    environment: Mapping[str, str],
    path: KeyPath,
    missing: list[tuple[KeyPath, str]],
    secrets: dict[str, str],
) -> Any:
    """Return a value with every ${NAME} in its strings replaced, except for variables that are not set.

    Addresses, headers and passwords of sources keep the names: `build_source` makes SecretTexts of them.

    Args:
        path: the path of the value.
        missing: receives (path, name) of each variable that is not set.
        secrets: receives {name: value} of the variables, except those in file paths.
    """
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        filled = {
            key: fill_variables(item, environment, (*path, key), missing, secrets) for key, item in items
        }
        return filled if isinstance(value, dict) else list(filled.values())
    if not isinstance(value, str):
        return value

    def look_up(match: re.Match[str]) -> str:
        if match[1] not in environment:
            missing.append((path, match[1]))
        elif path[-1] not in ("folder", "opml", "templates"):
            secrets[match[1]] = environment[match[1]]
        return match[0] if is_kept else environment.get(match[1], match[0])

    is_kept = path[:1] == ("sources",) and len(path) > 2 and path[2] in (*URL_KEYS, "headers", "password")

    return VARIABLE.sub(look_up, value)


def mark_missing_variables(
    table: dict[str, Any], missing: Iterable[tuple[KeyPath, str]]
) -> list[tuple[KeyPath, str]]:
    """Record in each source and delivery which of its variables are not set; return those of other keys.

    If a secret is missing, only the source or delivery that needs it fails; the rest of the program works.
    """
    others = []
    marks: dict[KeyPath, list[str]] = {}
    for path, name in missing:
        in_row = len(path) > 2 and path[0] in ("sources", "deliveries")
        if in_row and isinstance(table[str(path[0])][path[1]], dict):
            marks.setdefault(path[:2], []).append(name)
        else:
            others.append((path, name))
    for (key, number), names in marks.items():
        table[str(key)][number]["missing_variables"] = list(dict.fromkeys(names))
    return others
