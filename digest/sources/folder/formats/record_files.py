"""Read articles from records: JSON, JSON Lines, and tables in CSV or TSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from digest.sources.article_drafts import Contents, Draft, Fault
from digest.sources.date_hints import find_hints
from digest.sources.dates import parse_date
from digest.sources.folder.formats.saved_link_files import (
    LinkExport,
    draft_saved_link,
    find_export,
    join_highlights,
)
from digest.sources.folder.saved_file import SavedFile, take_ends
from digest.text import clean_line, clean_name, clean_text, html_to_text
from digest.text.decoding import decode_bytes
from digest.text.urls import canonicalize_url

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
        "highlights",
    ),
    "url": (
        *(
            "url",
            "link",
            "address",
            "canonicalurl",
            "sourceurl",
            "originalurl",
            "permalink",
            "uri",
            "website",
        ),
        "web",
        "original",
    ),
    "source": ("source", "outlet", "publisher", "sitename", "sourcename"),
    "published": ("published", "publishedat", "datepublished", "publishdate", "pubdate", "date", "timestamp"),
    "age": ("agehours",),
    "language": ("language", "lang"),
    "author": ("author", "authors", "byline"),
    "image": ("image", "imageurl", "urltoimage"),
    "section": ("section", "category"),
}
"""{field: its names in records, in lower case without "_", "-" and spaces, most specific name first}"""

_LIST_NAMES = ("articles", "items", "entries", "results", "stories", "news", "data")
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|blockquote|img)\b[^<>]*>", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
# "<https://…>", "[Title](https://…)", "[[https://…]]": links as notes write them.
_WRITTEN_LINK = re.compile(
    r"(?:<|\[\[|\[[^\[\]]{0,500}\]\()\s*(https?://[^\s<>\[\]]{1,2000}?)\s*(?:>|\]\]|\))$", re.I
)
MAX_ROW_LINES = 50
"""The most lines of a row in a table with tabs."""

# Databases write a quotation mark in a quoted field so; a field may also end with a backslash.
_ESCAPED_MARK = re.compile(r"\\\"(?![,;\t\r\n\"]|$)")
_SEPARATORS = re.compile(r"[\s_-]+")
# Integers stay strings, because int() refuses numbers with thousands of digits.
_JSON = json.JSONDecoder(parse_int=str)
_BETWEEN_VALUES = re.compile(r"[\s,]*")


def is_field(name: str) -> bool:
    """Return whether a name is in FIELDS, ignoring case, "_", "-" and spaces."""
    return any(_normalize_name(name) in names for names in FIELDS.values())


def draft_record(values: Mapping[Any, Any], now: datetime, line: int = 0) -> Draft | None:
    """Return the article in a record, or None when it has neither title nor text.

    values: {name as in FIELDS, in any case: value}; a value may be a string, a number, an object with a name,
    or a list of these. "published" is parsed by parse_date; "age_hours", a number, is subtracted from now,
    rounded down to the minute, and takes precedence. line: of the file where it begins.
    """
    named = {_normalize_name(str(name)): value for name, value in values.items()}
    found = {field: _find_value(named, names) for field, names in FIELDS.items()}
    for field in ("url", "source"):
        found[field] = _read_link(found[field])
    title, text = clean_line(_strip_markup(found["title"])), clean_text(_strip_markup(found["text"]))
    if not title and not text:
        return None
    moment = _subtract_hours(now, found["age"])
    # Clippers and exports name the address of a page as its source.
    is_address = _ADDRESS.match(found["source"]) is not None
    url = canonicalize_url(found["url"]) or (canonicalize_url(found["source"]) if is_address else "")
    source = (urlsplit(url).hostname or "").removeprefix("www.") if is_address else found["source"]
    return Draft(
        key=found["key"],
        title=title,
        text=text,
        line=line,
        url=url,
        source=clean_name(source),
        published=moment or parse_date(found["published"], find_hints(found["language"], found["url"])),
        language=found["language"],
        author=clean_line(found["author"]),
        image=canonicalize_url(found["image"]),
        section=clean_line(found["section"]),
        has_relative_date=moment is not None,
    )


def read_json(file: SavedFile) -> Contents:
    """Read a list of records, one record, an object that contains a list (a JSON Feed), or JSON Lines.

    In a truncated list, the complete records are read. Cost: linear in the size of the file.
    """
    text = decode_bytes(file.body).strip()
    try:
        value = _JSON.decode(text)
    except (ValueError, RecursionError) as error:
        if text.startswith("{") and "\n{" in text:
            return read_json_lines(file)
        line = getattr(error, "lineno", 1)
        is_deep = isinstance(error, RecursionError)
        message = f"line {line}: invalid JSON, or the file is truncated"
        fault = Fault("unreadable", "it is nested too deeply" if is_deep else message)
        return (*_read_records(_read_complete_values(text), "", file), fault)
    source = ""
    if isinstance(value, dict):
        records = next((value[name] for name in _LIST_NAMES if isinstance(value.get(name), list)), None)
        source = clean_name(_strip_markup(_to_text(value.get("title")))) if records is not None else ""
        value = [value] if records is None else records
    return _read_records(value if isinstance(value, list) else [value], source, file)


def read_json_lines(file: SavedFile) -> Contents:
    """Read one record per line; a line that is not JSON becomes a fault with its number. Cost: linear."""
    contents: list[Draft | Fault] = []
    lines = enumerate(decode_bytes(file.body).split("\n"), start=1)
    kept, surplus = take_ends((number, line) for number, line in lines if line.strip())
    for number, line in kept:
        try:
            value = _JSON.decode(line)
        except (ValueError, RecursionError):
            contents.append(Fault("unreadable", f"line {number} is not JSON"))
            continue
        contents.append(_read_value(value, f"line {number}", file, number))
    return (*surplus, *contents)


def read_table(file: SavedFile) -> Contents:
    """Read a table with column names in its first row, delimited by commas, semicolons or tabs.

    A row that cannot be read becomes a fault with its line number; the other rows are kept. Between tabs, a
    quotation mark is a letter unless the field ends with one, too. Cost: linear.
    """
    text = decode_bytes(file.body)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    if delimiter == "\t":
        text = _quote_tabbed_fields(text)
    escape = "\\" if _ESCAPED_MARK.search(text) else None
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, escapechar=escape, strict=True)
    numbered = _list_rows(rows, text, delimiter)
    names = next((row for _, row in numbered if isinstance(row, list)), [])
    export = find_export(map(_normalize_name, names))
    kept, surplus = take_ends(numbered)
    contents: list[Draft | Fault] = []
    for number, row in kept:
        if isinstance(row, csv.Error):
            contents.append(Fault("unreadable", f"line {number}: {row}"))
        else:
            values = dict(zip(names, row, strict=False))
            contents.append(_read_row(values, number, file, export))
    return (*surplus, *(join_highlights(contents) if export else contents))


def _read_row(
    values: dict[str, str], number: int, file: SavedFile, export: LinkExport | None
) -> Draft | Fault:
    """Return the article of a row. export: whose export the table is, or None."""
    if export is None:
        return _read_value(values, f"line {number}", file, number)
    draft = draft_saved_link({_normalize_name(name): value for name, value in values.items()}, export)
    if draft is None:
        return Fault("not_an_article", f"line {number} has neither title nor text")
    return replace(draft, line=number)


def _list_rows(rows: Any, text: str, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """(number of the last line, row or what is wrong with it) of all rows that are not empty.

    Lines in which a field only begins with a quotation mark are read again with marks as letters; they are
    rows if each has as many fields as the header then.
    """
    lines = text.split("\n")
    columns = lines[0].count(delimiter)
    while True:
        start = rows.line_num
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            again = [line.rstrip("\r") for line in lines[start : rows.line_num]]
            if "end of data" in str(error) or any(line.count(delimiter) != columns for line in again):
                yield rows.line_num, error
                continue
            for number, line in enumerate(again, start + 1):
                yield number, [_unquote(field) for field in line.split(delimiter)]
        else:
            if any(row):
                yield rows.line_num, row


def _unquote(field: str) -> str:
    return field[1:-1].replace('""', '"') if _is_quoted(field) else field


def _quote_tabbed_fields(text: str) -> str:
    """Quote the fields that begin with a quotation mark and have no second one at their end.

    A quoted field may go on for some lines if the row has as many fields as the header then.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    columns = lines[0].count("\t") + 1
    quoted: list[str] = []
    place = 0
    while place < len(lines):
        end = _find_row_end(lines, place, columns)
        fields = "\n".join(lines[place : end + 1]).split("\t")
        quoted.append("\t".join(map(_quote_lone_mark, fields)))
        place = end + 1
    return "\n".join(quoted)


def _find_row_end(lines: list[str], start: int, columns: int) -> int:
    """Return the last line of the row that begins at a line: the same one unless its last field is open."""
    last = lines[start].rpartition("\t")[2]
    if not last.startswith('"') or _is_quoted(last):
        return start
    tabs = lines[start].count("\t")
    for end in range(start + 1, min(start + MAX_ROW_LINES, len(lines))):
        tabs += lines[end].count("\t")
        if tabs >= columns:
            return start
        first, separator, _ = lines[end].partition("\t")
        if first.endswith('"') and (separator or tabs == columns - 1):
            return end if tabs == columns - 1 else start
    return start


def _is_quoted(field: str) -> bool:
    return len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', "")


def _quote_lone_mark(field: str) -> str:
    return field if not field.startswith('"') or _is_quoted(field) else '"' + field.replace('"', '""') + '"'


def _read_records(records: list[Any], source: str, file: SavedFile) -> Contents:
    kept, surplus = take_ends(enumerate(records, start=1))
    contents = [_read_value(value, f"record {number}", file) for number, value in kept]
    named = (
        replace(part, source=part.source or source) if isinstance(part, Draft) else part for part in contents
    )
    return (*surplus, *named)


def _read_value(value: Any, location: str, file: SavedFile, line: int = 0) -> Draft | Fault:
    draft = draft_record(value, file.now, line) if isinstance(value, dict) else None
    return draft or Fault("not_an_article", f"{location} has neither title nor text")


def _read_complete_values(text: str) -> list[Any]:
    """Return the complete values of a truncated list, or none if the text is not a list."""
    values: list[Any] = []
    position = 1 if text.startswith("[") else len(text)
    while (position := _skip_separators(text, position)) < len(text):
        try:
            value, position = _JSON.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def _skip_separators(text: str, position: int) -> int:
    found = _BETWEEN_VALUES.match(text, position)
    return found.end() if found else position


def _normalize_name(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


def _read_link(value: str) -> str:
    found = _WRITTEN_LINK.match(value.strip())
    return found[1] if found else value


def _find_value(named: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if name in named and (text := _to_text(named[name]).strip())), "")


def _to_text(value: Any) -> str:
    """Return a value as text: the items of a list joined by commas, the name or URL of an object."""
    if isinstance(value, list):
        # Reading services export the highlights of an article as objects with a quote.
        if quotes := [
            _to_text(item["quote"]) for item in value if isinstance(item, dict) and "quote" in item
        ]:
            return "\n\n".join(quotes)
        return ", ".join(filter(None, (_to_text(item) for item in value if not isinstance(item, list))))
    if isinstance(value, dict):
        candidates = (value.get(key) for key in ("name", "title", "url", "text"))
        return next((text for text in candidates if isinstance(text, str) and text), "")
    return "" if value is None or isinstance(value, bool) else str(value)


def _strip_markup(value: str) -> str:
    return html_to_text(value) if _MARKUP.search(value) else value


def _subtract_hours(now: datetime, hours: str) -> datetime | None:
    try:
        return (now - timedelta(hours=float(hours))).replace(second=0, microsecond=0)
    except (ValueError, OverflowError):
        return None
