"""The schema of the configuration file: one class for each table, with the defaults and bounds of its keys.

The classes are passed on as they are; no other module repeats a default.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from digest.config.diagnostics import suggest_name
from digest.config.image_formats import ImageFormats
from digest.languages import LANGUAGES
from digest.models import WEEKDAYS, Weekday
from digest.models.default_limits import (
    FAILURE_NOTICE_SECONDS,
    MAX_BYTES,
    TIMEOUT_SECONDS,
    VISITS_AT_ONCE,
    VISITS_PER_HOST,
)
from digest.models.secret_text import VARIABLE

Text = Annotated[str, StringConstraints(strict=True)]
Words = tuple[Text, ...]
Count = Annotated[int, Field(strict=True, ge=1)]
Switch = Annotated[bool, Field(strict=True)]
Amount = Annotated[int, Field(strict=True, ge=0)]
Clock = Annotated[str, StringConstraints(strict=True, pattern=r"^([01]\d|2[0-3])(:[0-5]\d){1,2}$")]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]
Hours = Annotated[float, Field(strict=True, ge=0, le=87_600)]
GraceHours = Annotated[float, Field(strict=True, ge=0, le=168)]
MissingVariables = Annotated[Words, Field(exclude=True)]
"""The environment variables that a row needs and that are not set; using the row reports them."""
FullText = Literal["auto", "never", "always"]
URL_KEYS = ("feed", "page", "mailbox")
"""The keys of sources whose values are addresses. In them variables keep their names."""
PATH_KEYS = ("folder", "opml")
PLUGIN = re.compile(r"[\w.]+:\w+")
"""A function of a plug-in: module:function, see docs/plugins.md."""


class Section(BaseModel):
    """Base class of the tables: frozen; unknown keys are errors.

    The validator of a table is built when it is first needed: that of the whole file contains those of its
    tables, and each would take some milliseconds of its own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class StoreSection(Section):
    """[store] The database of articles, editions and deliveries.

    url: a SQLAlchemy URL; a relative sqlite path is relative to the configuration's folder.
    keep_days: articles and editions older than this are deleted.
    """

    url: Text = "sqlite:///digest.db"
    keep_days: Annotated[int, Field(strict=True, ge=2, le=36_500)] = 30


class CollectSection(Section):
    """[collect] How sources are visited.

    full_text: whether the pages of articles are read; "auto": where the feed has only a teaser.
    at_once, per_host: concurrent visits, in total and to one host.
    private_hosts: hosts that may resolve to this machine or its network although a public address
    redirects to them; private addresses in the configuration itself are always allowed.
    tell_failures_after_hours: a source that has failed for so long is reported, once.
    """

    every_minutes: Annotated[int, Field(strict=True, ge=5, le=10_080)] = 60
    full_text: FullText = "auto"
    timeout_seconds: Annotated[float, Field(strict=True, gt=0, le=600)] = TIMEOUT_SECONDS
    at_once: Annotated[int, Field(strict=True, ge=1, le=256)] = VISITS_AT_ONCE
    per_host: Annotated[int, Field(strict=True, ge=1, le=16)] = VISITS_PER_HOST
    max_megabytes: Annotated[float, Field(strict=True, gt=0, le=200)] = MAX_BYTES / 1_000_000
    private_hosts: Words = ()
    tell_failures_after_hours: Annotated[float, Field(strict=True, ge=0, le=8760)] = (
        FAILURE_NOTICE_SECONDS / 3600
    )

    @property
    def max_bytes(self) -> int:
        """The most bytes of an unpacked response or of a file."""
        return int(self.max_megabytes * 1_000_000)


class DigestSection(Section):
    """[digest] The contents of an edition.

    window_hours: how far back it reaches; 0: no limit.
    context_days: how long stories are remembered so that a later edition can continue them.
    max_stories, per_section: the most stories in total and from one section.
    in_full: how many stories are summarized in full, a topic counting once; the others are briefs.
    sections: their order. section_rules: {section: words}, for stories most of whose articles contain one.
    learn_sections: find the sections of other articles from categories, addresses and words.
    ranking_rules: {name of the part of the score: plug-in}.
    boost: words that raise a story. mute: words that leave an article out.
    """

    window_hours: Hours = 24
    context_days: Annotated[int, Field(strict=True, ge=1, le=30)] = 3
    max_stories: Count = 30
    in_full: Amount = 12
    per_section: Count = 15
    sections: Words = ()
    learn_sections: Switch = True
    section_rules: dict[str, Words] = {}
    ranking_rules: dict[str, Text] = {}
    boost: Words = ()
    mute: Words = ()

    @field_validator("ranking_rules")
    @classmethod
    def check_ranking_rules(cls, value: dict[str, str]) -> dict[str, str]:
        return check_plugins(value, "ranking rule")


class GroupingSection(Section):
    """[grouping] threshold: 0..1, higher makes smaller stories. The default needs no tuning."""

    threshold: Annotated[float, Field(strict=True, gt=0, lt=1)] | None = None


class SummarySection(Section):
    """[summary] method: a name or a dotted path. words: of a summary; single_words: of a lone article's."""

    method: Text = "news"
    words: Annotated[int, Field(strict=True, ge=10, le=2000)] = 80
    single_words: Annotated[int, Field(strict=True, ge=10, le=2000)] = 50

    @field_validator("method")
    @classmethod
    def check_method(cls, value: str, info: ValidationInfo) -> str:
        return check_name(value, "summary", info)


class MarkdownSection(Section):
    """[output.markdown] What Markdown files contain besides the edition.

    front_matter: title, date, aliases and tags at the top, as Obsidian and site generators read them.
    wikilinks: a [[link]] to the edition before.
    """

    front_matter: Switch = False
    wikilinks: Switch = False


class OutputSection(Section):
    """[output] The files of an edition.

    formats: names of formats, templates of the user ("edition.org.j2") or plug-ins.
    name: of the files, without suffix; {date} stands for the date of the edition.
    templates: a folder of templates that replace the default ones of the same name.
    address: the URL under which the folder is published; links in mail and feeds start with it.
    archive: whether an index, a search page and a feed of all editions are written, too.
    script: whether pages contain the small script.
    images: which formats have images: "html" stands for all but "mail" and "epub".
    filters: {name in templates: plug-in}. markdown: [output.markdown].
    """

    folder: Text = "editions"
    formats: Words = ("html", "markdown")
    name: Text = "digest-{date}"
    templates: Text | None = None
    theme: Text = "morning"
    address: Text = ""
    archive: Switch = True
    script: Switch = True
    images: ImageFormats = ()
    filters: dict[str, Text] = {}
    markdown: MarkdownSection = MarkdownSection.model_construct()

    @field_validator("formats")
    @classmethod
    def check_formats(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        return check_formats(value, info)

    @field_validator("address")
    @classmethod
    def check_address(cls, value: str) -> str:
        if value and not re.match(r"https?://[^\s/]+", value):
            raise ValueError("expected an address that begins with http:// or https://")
        return value

    @field_validator("filters")
    @classmethod
    def check_filters(cls, value: dict[str, str]) -> dict[str, str]:
        return check_plugins(value, "filter")

    @field_validator("name")
    @classmethod
    def check_file_name(cls, value: str) -> str:
        if value.count("{date}") != 1 or re.search(r"[{}/\\\x00-\x1f]", value.replace("{date}", "")):
            raise ValueError("expected a file name with {date} in it once, and no folder")
        return value


class ScheduleSection(Section):
    """[schedule] When `digest serve` publishes, in the configured time zone.

    publish_at: without times `digest serve` only collects.
    grace_hours: how long a missed edition is still published; after that the next edition covers it.
    health_port: the local port of /health and /metrics; 0: none.
    """

    publish_at: tuple[Clock, ...] = ("06:30",)
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WEEKDAYS
    grace_hours: GraceHours = 16
    health_port: Annotated[int, Field(strict=True, ge=0, le=65_535)] = 0


class LogSection(Section):
    """[log] The log of `digest serve` on standard error. level: the lowest level that is logged."""

    format: Literal["plain", "json"] = "plain"
    level: Literal["debug", "info", "warning", "error"] = "info"


class SecuritySection(Section):
    """[engine.security] The PEM files that secure a Dask cluster with TLS.

    ca: of the authority. certificate, key: of this machine; the key may be in the file of the certificate.
    """

    ca: Text
    certificate: Text
    key: Text = ""


class EngineSection(Section):
    """[engine] The executor.

    workers: 0 means one for each core. address: of a Dask scheduler. security: [engine.security]. scratch: a
    folder that all workers see.
    """

    kind: Literal["threads", "processes", "serial", "dask"] = "threads"
    workers: Annotated[int, Field(strict=True, ge=0, le=256)] = 0
    address: Text | None = None
    security: SecuritySection | None = None
    scratch: Text | None = None


def check_web_address(value: str) -> str:
    """Return a web address unchanged. Raises ValueError for anything else but ${NAME} that is not set."""
    if not re.match(r"https?://[^\s/]+", value) and not VARIABLE.match(value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def check_name(value: str, family: str, info: ValidationInfo) -> str:
    """Return a name of an implementation unchanged when it is known, and so is any plug-in.

    family: a key of the `known_names` that the caller of the loader passed. Raises ValueError.
    """
    names = (info.context or {}).get(family)
    if names is None or value in names or PLUGIN.fullmatch(value):
        return value
    raise ValueError(f"expected one of {', '.join(sorted(names))}{suggest_name(value, names)}")


def check_formats(value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    """Return formats of editions unchanged. Raises ValueError when there is none, or no such format."""
    if not value:
        raise ValueError("expected at least one format")
    return tuple(
        name if re.fullmatch(r"[\w-]+(\.\w+)+\.j2", name) else check_name(name, "format", info)
        for name in value
    )


def check_timezone(value: str) -> str:
    """Return the name of a time zone unchanged. Raises ValueError when there is none of this name."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        close = suggest_name(value, available_timezones())
        raise ValueError(f"expected the name of a time zone such as Europe/London{close}") from None
    return value


def check_edition_language(value: str) -> str:
    """Return the code of a language unchanged. Raises ValueError when editions have no labels in it."""
    if value not in LANGUAGES:
        raise ValueError(f"expected one of {', '.join(sorted(LANGUAGES))}")
    return value


def check_plugins(value: dict[str, str], noun: str) -> dict[str, str]:
    """Return {name: plug-in} unchanged. Raises ValueError for what cannot be a name or a plug-in."""
    for name, plugin in value.items():
        if not (name.isidentifier() and re.fullmatch(r"[\w.:-]+", plugin)):
            raise ValueError(f'expected {noun}s such as shout = "mypackage.module:function"')
    return value
