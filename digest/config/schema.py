"""The tables of the configuration file, a class each, and the reference of it.

Each key, its unit, its default and its bounds stand here and nowhere else.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from digest.config.diagnostics import nearest
from digest.models import WEEKDAYS, Weekday

Text = Annotated[str, StringConstraints(strict=True)]
Words = tuple[Text, ...]
Count = Annotated[int, Field(strict=True, ge=1)]
Amount = Annotated[int, Field(strict=True, ge=0)]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01]\d|2[0-3])(:[0-5]\d){1,2}$")]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]
Unset = Annotated[Words, Field(exclude=True)]
"""The variables of the environment that a row needs and that are not set: it is told where it is used."""
FullText = Literal["auto", "never", "always"]
ADDRESSES = ("feed", "page")
PATHS = ("folder", "opml")
VARIABLE = re.compile(r"\$\{(\w+)\}")
"""What stands for a variable of the environment, and still stands there when it is not set."""


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

    full_text: whether the page of an article is read: "auto", where its feed gives a teaser only.
    tell_failures_after_hours: a source that fails for so long is told of, once.
    private_hosts: hosts that may lie on this machine or its network though a public address leads to
    them; a private address that stands in the configuration itself is allowed anyway.
    """

    every_minutes: Annotated[int, Field(strict=True, ge=5, le=10_080)] = 60
    full_text: FullText = "auto"
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 20
    at_once: Annotated[int, Field(strict=True, ge=1, le=256)] = 32
    per_host: Annotated[int, Field(strict=True, ge=1, le=16)] = 2
    max_megabytes: Annotated[float, Field(gt=0, le=200)] = 10
    private_hosts: Words = ()
    tell_failures_after_hours: Annotated[float, Field(ge=0, le=8760)] = 24


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
    unset: Unset = ()

    @field_validator("feed", "page")
    @classmethod
    def is_address(cls, value: str | None) -> str | None:
        return value and is_web_address(value)

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
    """[output] The files of an edition.

    formats: names, or templates of the reader's own ("edition.org.j2"). address: where the files can be
    reached, for links in mail and feeds. archive: whether an index, a search page and a feed of all editions
    lie beside them. script: whether pages carry the small script. images: whether
    pictures are put into editions. filters: {name in templates: dotted path}.
    """

    folder: Text = "editions"
    formats: Words = ("html", "markdown")
    name: Text = "digest-{date}"
    templates: Text | None = None
    theme: Text = "morning"
    address: Text = ""
    archive: bool = True
    script: bool = True
    images: bool = False
    filters: dict[str, Text] = {}

    @field_validator("formats")
    @classmethod
    def are_known(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not value:
            raise ValueError("expected at least one format")
        return tuple(
            name if re.fullmatch(r"[\w-]+(\.\w+)+\.j2", name) else known_name(name, "formats", info)
            for name in value
        )

    @field_validator("address")
    @classmethod
    def is_address(cls, value: str) -> str:
        if value and not re.match(r"https?://[^\s/]+", value):
            raise ValueError("expected an address that begins with http:// or https://")
        return value

    @field_validator("filters")
    @classmethod
    def are_functions(cls, value: dict[str, str]) -> dict[str, str]:
        for name, path in value.items():
            if not (name.isidentifier() and re.fullmatch(r"[\w.]+:\w+", path)):
                raise ValueError('expected rows such as shout = "mypackage.module:function"')
        return value

    @field_validator("name")
    @classmethod
    def has_date(cls, value: str) -> str:
        if value.count("{date}") != 1 or re.search(r"[{}/\\\x00-\x1f]", value.replace("{date}", "")):
            raise ValueError("expected a file name with {date} in it once, and no folder")
        return value


class ScheduleSection(Section):
    """[schedule] When an edition is published, in the reader's time zone.

    publish_at: none means that `digest serve` only collects.
    grace_hours: an edition that was missed is made up for so long; later, the next one makes up for it.
    health_port: where `digest serve` tells on this machine how it is doing (/health, /metrics); 0: nowhere.
    """

    publish_at: tuple[Clock, ...] = ("06:30",)
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEKDAYS
    grace_hours: Annotated[float, Field(ge=0, le=168)] = 16
    health_port: Annotated[int, Field(strict=True, ge=0, le=65_535)] = 0


class LogSection(Section):
    """[log] What `digest serve` writes to standard error. level: the least that is told."""

    format: Literal["plain", "json"] = "plain"
    level: Literal["debug", "info", "warning", "error"] = "info"


class EngineSection(Section):
    """[engine] What the work runs on. workers: 0 means one for each core."""

    kind: Literal["threads", "processes", "serial", "dask"] = "threads"
    workers: Annotated[int, Field(strict=True, ge=0, le=256)] = 0
    address: Text | None = None


def is_web_address(value: str) -> str:
    """`value`, when it is an address of the web, or not known yet."""
    if not re.match(r"https?://[^\s/]+", value) and not VARIABLE.match(value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def known_name(value: str, table: str, info: ValidationInfo) -> str:
    """`value`, when the table that the caller handed in holds it, or when it is a dotted path."""
    names = (info.context or {}).get(table)
    if names is None or value in names or re.fullmatch(r"[\w.]+:\w+", value):
        return value
    raise ValueError(f"expected one of {', '.join(sorted(names))}{nearest(value, names)}")
