"""The schema of the rows of [[watches]], and mistakes in the names that they use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, field_validator

from digest.config.diagnostics import KeyPath, list_rows, suggest_name
from digest.config.edition_rows import find_unknown_sources
from digest.config.schema import Count, Section, Text, Words
from digest.text import clean_line

AND = re.compile(r"(?<!\S)AND(?!\S)")
"""Between the phrases of `words` that must all occur."""

_SPAN = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class WatchRow(Section):
    """[[watches]] Words to look out for: stories with them are marked, and sent at once.

    name: shown beside the stories and in messages. words: a story matches if an article has one of these
    phrases in its headline or text, or all of the phrases that AND connects. not: no article with one of
    these matches. sources: only articles of these match. least_voices: how many independent outlets must
    report the story. deliveries: names of rows of [[deliveries]]; without them, stories are only marked.
    quiet: times of day at which nothing is sent, in the time zone of the file.
    """

    name: Text
    words: Annotated[Words, Field(min_length=1)]
    excluded: Annotated[Words, Field(alias="not")] = ()
    sources: Words = ()
    least_voices: Count = 1
    deliveries: Words = ()
    quiet: Words = ()

    @field_validator("name")
    @classmethod
    def clean_name(cls, value: str) -> str:
        if not (name := clean_line(value)):
            raise ValueError("expected a name")
        return name

    @field_validator("words")
    @classmethod
    def check_words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for words in value:
            if not all(map(str.strip, AND.split(words.strip()))) or not words.strip():
                raise ValueError('expected phrases such as "Port Ellis", or "ferry AND strike"')
        return value

    @field_validator("quiet")
    @classmethod
    def check_quiet(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(map(_SPAN.fullmatch, value)):
            raise ValueError("expected times such as 22:00-06:30")
        return value


def find_watch_mistakes(table: Mapping[str, Any]) -> list[tuple[KeyPath, str]]:
    """Find names in rows of [[watches]] that occur twice or that nothing has: (path, message) of each.

    table: the whole file, before it was validated.
    """
    deliveries = {
        row["name"]: str(row.get("kind", ""))
        for _, row in list_rows(table, "deliveries")
        if isinstance(row.get("name"), str)
    }
    found: list[tuple[KeyPath, str]] = []
    numbers: dict[str, int] = {}
    for number, row in list_rows(table, "watches"):
        name = str(row.get("name", ""))
        first = numbers.setdefault(name, number)
        if first != number:
            found.append((("watches", number, "name"), f"row {first + 1} has this name, too"))
        names = row.get("deliveries")
        for delivery in map(str, names) if isinstance(names, list) else ():
            place: KeyPath = ("watches", number, "deliveries")
            if delivery not in deliveries:
                listed = f"there are {', '.join(sorted(deliveries))}" if deliveries else "none has a name"
                text = f"no row of [[deliveries]] has the name {delivery}"
                found.append((place, f"{text}{suggest_name(delivery, deliveries)}; {listed}"))
            elif deliveries[delivery] == "files":
                found.append((place, f"{delivery} writes files; name one that sends messages"))
        found += ((("watches", number, "sources"), text) for text in find_unknown_sources(row, table))
    return found
