"""Articles as records: JSON, lines of JSON, tables in CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from digest.sources.dates import read_date
from digest.sources.draft import Contents, Draft, Fault, SavedFile
from digest.text import clean_line, clean_name, clean_text, plain_text
from digest.text.decoding import decode_bytes
from digest.text.urls import canonical_address

# What people and programs call each field, without "_" and capitals, the more telling name first.
FIELDS: dict[str, tuple[str, ...]] = {
    "key": ("id", "guid", "uuid"),
    "title": ("title", "headline"),
    "text": (
        "text",
        "body",
        "content",
        "contenttext",
        "contenthtml",
        "articlebody",
        "description",
        "summary",
    ),
    "url": ("url", "link", "address"),
    "source": ("source", "outlet", "publisher", "sitename", "sourcename"),
    "published": ("published", "publishedat", "datepublished", "publishdate", "pubdate", "date", "timestamp"),
    "age": ("agehours",),
    "language": ("language", "lang"),
    "author": ("author", "authors", "byline"),
    "image": ("image", "imageurl", "urltoimage"),
    "section": ("section", "category"),
}
_LISTS = ("articles", "items", "entries", "results", "stories", "news", "data")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|img)\b[^<>]*>", re.IGNORECASE
)
_NOT_LETTERS = re.compile(r"[\s_-]+")
# A number is only ever told, and to read one of thousands of digits is refused.
_JSON = json.JSONDecoder(parse_int=str)
_BETWEEN = re.compile(r"[\s,]*")


def is_field(name: str) -> bool:
    """Whether a name is one of those in FIELDS."""
    return any(_field_name(name) in names for names in FIELDS.values())


def read_record(values: Mapping[Any, Any], now: datetime) -> Draft | None:
    """Return the article in a record, or None when it has neither title nor text.

    values: by the names in FIELDS, in any case. "published" is read by read_date; "age_hours", a
    number, counts back from now to the minute, and wins. Values may be numbers, objects with a name,
    and lists of these.
    """
    named = {_field_name(str(name)): value for name, value in values.items()}
    found = {field: _find_value(named, names) for field, names in FIELDS.items()}
    title, text = clean_line(_plain(found["title"])), clean_text(_plain(found["text"]))
    if not title and not text:
        return None
    counted = _count_back(found["age"], now)
    return Draft(
        key=found["key"],
        title=title,
        text=text,
        url=canonical_address(found["url"]),
        source=clean_name(found["source"]),
        published=counted or read_date(found["published"]),
        language=found["language"],
        author=clean_line(found["author"]),
        image=canonical_address(found["image"]),
        section=clean_line(found["section"]),
        dated_from_now=counted is not None,
    )


def read_json(file: SavedFile) -> Contents:
    """Read a list of records, one record, an object that holds a list (a JSON Feed), or lines of JSON.

    Of a file that breaks off, what stands before the break is read.
    """
    text = decode_bytes(file.body).strip()
    try:
        value = _JSON.decode(text)
    except (ValueError, RecursionError) as error:
        if text.startswith("{") and "\n{" in text:
            return read_json_lines(file)
        line = getattr(error, "lineno", 1)
        is_deep = isinstance(error, RecursionError)
        why = (
            "it is nested too deep"
            if is_deep
            else f"line {line}: from here on it is not JSON, or it breaks off"
        )
        broken = Fault("unreadable", why)
        return (*_read_records(_salvage(text), "", file), broken)
    source = ""
    if isinstance(value, dict):
        within = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        source = clean_name(_plain(_string(value.get("title")))) if within is not None else ""
        value = [value] if within is None else within
    return _read_records(value if isinstance(value, list) else [value], source, file)


def read_json_lines(file: SavedFile) -> Contents:
    """Read one record a line; a line that is none is told with its number."""
    contents: list[Draft | Fault] = []
    for number, line in enumerate(decode_bytes(file.body).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = _JSON.decode(line)
        except (ValueError, RecursionError):
            contents.append(Fault("unreadable", f"line {number} is not JSON"))
            continue
        contents.append(_read_value(value, f"line {number}", file, number))
    return tuple(contents)


def read_table(file: SavedFile) -> Contents:
    """Read a table with a line of names on top, parted by commas, semicolons or tabs.

    A row that cannot be read is told with its line; the rows around it are kept.
    """
    text = decode_bytes(file.body)
    top = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=top.count), strict=True)
    contents: list[Draft | Fault] = []
    names: list[str] = []
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return tuple(contents)
        except csv.Error as error:
            contents.append(Fault("unreadable", f"line {rows.line_num}: {error}"))
            continue
        if not names:
            names = row
        elif any(row):
            values = dict(zip(names, row, strict=False))
            contents.append(_read_value(values, f"line {rows.line_num}", file, rows.line_num))


def _read_records(records: list[Any], source: str, file: SavedFile) -> Contents:
    contents = [_read_value(value, f"record {number}", file) for number, value in enumerate(records, start=1)]
    return tuple(
        replace(found, source=found.source or source) if isinstance(found, Draft) else found
        for found in contents
    )


def _read_value(value: Any, place: str, file: SavedFile, line: int = 0) -> Draft | Fault:
    draft = read_record(value, file.now) if isinstance(value, dict) else None
    return (
        replace(draft, line=line) if draft else Fault("not_an_article", f"{place} has neither title nor text")
    )


def _salvage(text: str) -> list[Any]:
    """The whole values at the start of a list that breaks off; none when it is no list."""
    values: list[Any] = []
    at = 1 if text.startswith("[") else len(text)
    while (at := _skip(text, at)) < len(text):
        try:
            value, at = _JSON.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _field_name(name: str) -> str:
    return _NOT_LETTERS.sub("", name.lower())


def _find_value(named: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _string(named.get(name)).strip())), "")


def _string(value: Any) -> str:
    """A value as text: a list joined by commas, an object by its name or address."""
    if isinstance(value, list):
        return ", ".join(filter(None, (_string(item) for item in value if not isinstance(item, list))))
    if isinstance(value, dict):
        told = (value.get(key) for key in ("name", "title", "url", "text"))
        return next((text for text in told if isinstance(text, str) and text), "")
    return "" if value is None or isinstance(value, bool) else str(value)


def _plain(value: str) -> str:
    return plain_text(value) if _MARKUP.search(value) else value


def _count_back(hours: str, now: datetime) -> datetime | None:
    try:
        return (now - timedelta(hours=float(hours))).replace(second=0, microsecond=0)
    except (ValueError, OverflowError):
        return None
