"""The schema of the rows of [[editions]], and mistakes in the names that they use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from digest.config.diagnostics import KeyPath, format_value, list_rows, suggest_name
from digest.config.schema import (
    Amount,
    Clock,
    Count,
    GraceHours,
    Hours,
    Section,
    Text,
    Words,
    check_edition_language,
    check_formats,
    check_timezone,
)
from digest.languages.news_sections import list_section_titles
from digest.models import Weekday
from digest.text import clean_line

RESERVED_NAMES = ("all", "collect", "latest")
"""Names that mean something else in commands, in the store or in the output folder."""

MAX_NAME = 20
"""Characters. The name of a job in the store, "publish NAME", has 32 at most."""


class EditionRow(Section):
    """[[editions]] One of several editions; a key that is missing has the value it has in the file's tables.

    name: for commands, file names and the store. sources: it reads only these. sections, words: it has only
    the stories of these sections, and those of which at least half of the articles have one of these words in
    the headline or at the beginning; with neither, all stories. deliveries: names of rows of [[deliveries]];
    if missing, all of them.
    """

    name: Text
    title: Text | None = None
    timezone: Text | None = None
    language: Text | None = None
    sections: Words = ()
    sources: Words = ()
    words: Words = ()
    window_hours: Hours | None = None
    max_stories: Count | None = None
    in_full: Amount | None = None
    per_section: Count | None = None
    formats: Words | None = None
    theme: Text | None = None
    publish_at: tuple[Clock, ...] | None = None
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] | None = None
    grace_hours: GraceHours | None = None
    deliveries: Words | None = None

    @field_validator("name")
    @classmethod
    def check_name(cls, value: str) -> str:
        if not re.fullmatch(r"\w[\w-]*", value) or len(value) > MAX_NAME:
            raise ValueError(f"expected up to {MAX_NAME} letters, digits, - and _")
        if value.casefold() in RESERVED_NAMES or re.fullmatch(r"[\d-]+", value):
            reserved = ", ".join(RESERVED_NAMES)
            raise ValueError(f"expected a name that is no date or number and none of {reserved}")
        return value

    @field_validator("formats")
    @classmethod
    def check_formats(cls, value: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        return value if value is None else check_formats(value, info)

    @field_validator("title")
    @classmethod
    def clean_title(cls, value: str | None) -> str | None:
        return value and clean_line(value)

    @field_validator("timezone")
    @classmethod
    def check_timezone(cls, value: str | None) -> str | None:
        return value and check_timezone(value)

    @field_validator("language")
    @classmethod
    def check_language(cls, value: str | None) -> str | None:
        return value and check_edition_language(value)


def find_edition_mistakes(table: Mapping[str, Any]) -> list[tuple[KeyPath, str]]:
    """Find names in rows of [[editions]] that occur twice or that nothing has: (path, message) of each.

    table: the whole file, before it was validated.
    """
    rows = list_rows(table, "editions")
    deliveries = {str(row["name"]) for _, row in list_rows(table, "deliveries") if row.get("name")}
    sources, named = _list_known_sources(table), _list_named_sections(table)
    found: list[tuple[KeyPath, str]] = []
    lines: dict[str, int] = {}
    for number, row in rows:
        name = str(row.get("name", "")).casefold()
        if name in lines:
            found.append((("editions", number, "name"), f"row {lines[name]} has this name, too"))
        elif name:
            lines[name] = number + 1
        language = str(row.get("language", table.get("language", "en")))
        # If nobody names sections, they are learned, and have the names of the language.
        sections = list_section_titles(language) if named == set() else named
        for key, names in (("deliveries", deliveries), ("sections", sections), ("sources", sources)):
            found += ((("editions", number, key), text) for text in _find_unknown(row.get(key), names, key))
    return found


def find_unknown_sources(row: Mapping[str, Any], table: Mapping[str, Any]) -> Iterator[str]:
    """Yield a message for each name in `sources` of a row that no source of the file has."""
    return _find_unknown(row.get("sources"), _list_known_sources(table), "sources")


def _find_unknown(values: Any, known: Collection[str] | None, key: str) -> Iterator[str]:
    """Yield a message for each value that is not known. known: None if that cannot be said."""
    if known is None or not isinstance(values, Sequence) or isinstance(values, str):
        return
    noun = {"deliveries": "row of [[deliveries]] has the name", "sections": "section is called"}
    for value in values:
        if isinstance(value, str) and value not in known:
            names = f"; there are {', '.join(sorted(known))}" if known else "; none has a name"
            text = noun.get(key, "source is called")
            yield f"no {text} {format_value(value)}{suggest_name(value, known)}{names}"


def _list_named_sections(table: Mapping[str, Any]) -> set[str] | None:
    """Return the sections that a file names; None if sources may name others."""
    sources = [row for _, row in list_rows(table, "sources")]
    digest = table.get("digest")
    digest = digest if isinstance(digest, dict) else {}
    named = {str(row["section"]) for row in sources if row.get("section")}
    for key in ("sections", "section_rules"):
        names = digest.get(key)
        named |= set(map(str, names)) if isinstance(names, list | dict) else set()
    # Lists of feeds, articles of folders and plug-ins may have sections of their own.
    if any("opml" in row or "folder" in row or "kind" in row for row in sources):
        return None
    return named


def _list_known_sources(table: Mapping[str, Any]) -> set[str] | None:
    """Return the names of the sources of a file; None if none is known, or some are known later."""
    names: set[str] = set()
    for _, row in list_rows(table, "sources"):
        if not row.get("name"):
            return None
        names.add(clean_line(str(row["name"])))
    return names or None
