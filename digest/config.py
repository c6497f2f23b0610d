"""The configuration: a TOML file in, one frozen `Config` out, or every mistake at once.

The classes below are the reference: each key, its unit, its default and its bounds stand here and
nowhere else. Names of tables above this floor (summary methods, outputs, deliveries, kinds of
source) are handed in by the caller, so that a misspelt one is named with its line like any other
mistake.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from digest.errors import ConfigError
from digest.labels import LANGUAGES
from digest.mistakes import Place, key_lines, key_name, line_of, nearest, place_of, tell
from digest.model import WEEKDAYS, Source, Weekday

Text = Annotated[str, StringConstraints(strict=True)]
Words = tuple[Text, ...]
Count = Annotated[int, Field(strict=True, ge=1)]
Amount = Annotated[int, Field(strict=True, ge=0)]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]
FullText = Literal["auto", "never", "always"]
ADDRESSES = ("feed", "page")
PATHS = ("folder", "opml")


class Section(BaseModel):
    """A table of the file: frozen, and a key it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StoreSection(Section):
    """[store] Where articles, editions and what was published are kept.

    url: a SQLAlchemy URL; a relative sqlite path counts from the configuration's folder.
    keep_days: articles and editions older than this are dropped.
    """

    url: Text = "sqlite:///digest.db"
    keep_days: Annotated[int, Field(strict=True, ge=2, le=36_500)] = 30


class CollectSection(Section):
    """[collect] How sources are visited.

    full_text: whether the page of an article is fetched when its feed gives a teaser only; it is kept for
    the sources, none of which does so yet.
    private_hosts: hosts that may lie on this machine or its network though a public address leads to
    them; a private address that stands in the configuration itself is allowed anyway.
    """

    every_minutes: Annotated[int, Field(strict=True, ge=5, le=10_080)] = 30
    full_text: FullText = "auto"
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 20
    at_once: Annotated[int, Field(strict=True, ge=1, le=256)] = 32
    per_host: Annotated[int, Field(strict=True, ge=1, le=16)] = 2
    max_megabytes: Annotated[float, Field(gt=0, le=200)] = 10
    private_hosts: Words = ()


class SourceRow(Section):
    """[[sources]] One source: exactly one of feed, page, folder and opml, and what is special about it."""

    feed: Text | None = None
    page: Text | None = None
    folder: Text | None = None
    opml: Text | None = None
    kind: Text | None = None
    name: Text | None = None
    section: Text = ""
    language: Language | None = None
    include: Words = ()
    exclude: Words = ()
    limit: Count = 200
    weight: Annotated[float, Field(ge=0, le=10)] = 1
    full_text: FullText | None = None
    headers: dict[str, Text] = {}

    @field_validator("feed", "page")
    @classmethod
    def is_address(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^\s/]+", value):
            raise ValueError("expected an address that begins with http:// or https://")
        return value

    @field_validator("kind")
    @classmethod
    def is_known(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value and known_name(value, "kinds of source", info)

    @model_validator(mode="after")
    def has_one_place(self) -> SourceRow:
        given = [key for key in (*ADDRESSES, *PATHS) if getattr(self, key) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(f"expected exactly one of feed, page, folder and opml, found {found}")
        return self

    @property
    def place(self) -> tuple[str, str]:
        """(kind of place, where)"""
        return next((key, at) for key in (*ADDRESSES, *PATHS) if (at := getattr(self, key)) is not None)


class DigestSection(Section):
    """[digest] What goes into an edition."""

    window_hours: Annotated[float, Field(ge=0, le=87_600)] = 24
    context_days: Annotated[int, Field(strict=True, ge=1, le=30)] = 3
    max_stories: Count = 30
    in_full: Amount = 12
    per_section: Count = 10
    sections: Words = ()
    section_rules: dict[str, Words] = {}
    boost: Words = ()
    mute: Words = ()


class GroupingSection(Section):
    """[grouping] threshold: 0..1, higher makes smaller stories. The default needs no tuning."""

    threshold: Annotated[float, Field(gt=0, lt=1)] | None = None


class SummarySection(Section):
    """[summary] method: a name or a dotted path. words: of a summary; single_words: of a lone article's."""

    method: Text = "news"
    words: Annotated[int, Field(strict=True, ge=10, le=2000)] = 80
    single_words: Annotated[int, Field(strict=True, ge=10, le=2000)] = 50

    @field_validator("method")
    @classmethod
    def is_known(cls, value: str, info: ValidationInfo) -> str:
        return known_name(value, "summary methods", info)


class OutputSection(Section):
    """[output] The files of an edition."""

    folder: Text = "editions"
    formats: Words = ("html", "markdown")
    name: Text = "digest-{date}"
    templates: Text | None = None
    theme: Text = "morning"

    @field_validator("formats")
    @classmethod
    def are_known(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value:
            raise ValueError("expected at least one format")
        return tuple(known_name(name, "formats", info) for name in value)

    @field_validator("name")
    @classmethod
    def has_date(cls, value: str) -> str:
        if value.count("{date}") != 1 or re.search(r"[{}/\\\x00-\x1f]", value.replace("{date}", "")):
            raise ValueError("expected a file name with {date} in it once, and no folder")
        return value


class DeliveryRow(Section):
    """[[deliveries]] One more target beside the output folder; every further key belongs to its kind."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: Text

    @field_validator("kind")
    @classmethod
    def is_known(cls, value: str, info: ValidationInfo) -> str:
        return known_name(value, "deliveries", info)


class ScheduleSection(Section):
    """[schedule] When an edition is published, in the reader's time zone."""

    publish_at: tuple[Clock, ...] = ("06:30",)
    days: tuple[Weekday, ...] = WEEKDAYS


class EngineSection(Section):
    """[engine] What the work runs on. workers: 0 means one for each core."""

    kind: Literal["threads", "processes", "serial", "dask"] = "threads"
    workers: Annotated[int, Field(strict=True, ge=0, le=256)] = 0
    address: Text | None = None


class Config(Section):
    """A whole configuration. `folder` is where its relative paths count from."""

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
    folder: Annotated[Path, Field(exclude=True)] = Path()

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
        scheme, slashes, path = self.store.url.partition("sqlite:///")
        if scheme or not slashes or not path or path == ":memory:":
            return self.store.url
        return f"sqlite:///{self.path(path)}"

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
    mistakes: list[tuple[Place, str]] = []
    rows = fill_secrets(rows, environment, (), mistakes)
    config = None
    try:
        config = Config.model_validate({**rows, "folder": path.absolute().parent}, context=tables)
    except ValidationError as error:
        mistakes += [(detail["loc"], tell(detail, Config)) for detail in error.errors(include_url=False)]
    if config is None or mistakes:
        mistakes.sort(key=lambda mistake: line_of(mistake[0], lines))
        told = [f"{place_of(at, path, lines)}: {key_name(at)}: {wrong}" for at, wrong in mistakes]
        raise ConfigError("", "\n".join(told))
    return config


def list_rows(config: Config) -> tuple[Source, ...]:
    """Each row of [[sources]] as the Source it describes, in the file's order.

    An opml row comes back with kind "opml": whoever can read OPML takes it apart.
    """
    return tuple(describe_row(row, config) for row in config.sources)


def describe_row(row: SourceRow, config: Config) -> Source:
    """The Source that a row describes, with what [collect] says of all of them."""
    place, where = row.place
    location = where if place in ADDRESSES else str(config.path(where))
    return Source(
        name=row.name or default_name(place, location),
        kind=row.kind or place,
        location=location,
        section=row.section,
        language=row.language,
        timeout=config.collect.timeout_seconds,
        limit=row.limit,
        full_text=row.full_text or config.collect.full_text,
        include=row.include,
        exclude=row.exclude,
        headers=tuple(sorted(row.headers.items())),
        max_bytes=int(config.collect.max_megabytes * 1_000_000),
        weight=row.weight,
    )


def default_name(place: str, location: str) -> str:
    """What a source is called whose row gives no name: its host, or its folder's name."""
    if place in PATHS:
        return Path(location).name or location
    return re.sub(r"^https?://(?:[^@/]*@)?(?:www\.|feeds?\.|rss\.)?([^/:?#]+).*$", r"\1", location)


def known_name(value: str, table: str, info: ValidationInfo) -> str:
    """`value`, when the table that the caller handed in holds it, or when it is a dotted path."""
    names = (info.context or {}).get(table)
    if names is None or value in names or re.fullmatch(r"[\w.]+:\w+", value):
        return value
    raise ValueError(f"expected one of {', '.join(sorted(names))}{nearest(value, names)}")


def fill_secrets(
    value: Any, environment: Mapping[str, str], at: Place, mistakes: list[tuple[Place, str]]
) -> Any:
    """`value` with every ${NAME} in its strings replaced; a name that is not set becomes a mistake."""
    if isinstance(value, dict):
        return {key: fill_secrets(inner, environment, (*at, key), mistakes) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill_secrets(inner, environment, (*at, row), mistakes) for row, inner in enumerate(value)]
    if not isinstance(value, str):
        return value

    def look_up(found: re.Match[str]) -> str:
        if found[1] not in environment:
            wrong = f"the environment variable {found[1]} is not set; set it before the program starts"
            mistakes.append((at, wrong))
        return environment.get(found[1], "")

    return re.sub(r"\$\{(\w+)\}", look_up, value)
