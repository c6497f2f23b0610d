"""Parse JSON Feed (https://www.jsonfeed.org/version/1.1/), tolerant of missing and mistyped values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from digest.errors import SourceError
from digest.sources.article_drafts import MAX_CATEGORIES, Draft
from digest.sources.date_hints import DateHints, find_hints
from digest.sources.dates import parse_date
from digest.sources.feed.attached_media import choose_picture, find_recording
from digest.sources.feed.feed_text import read_line, read_plain_text, read_text
from digest.sources.feed_entries import MAX_ENTRIES, Feed, resolve_web_address
from digest.text import clean_line

JsonObject = Mapping[str, Any]


def is_json(text: str) -> bool:
    """Whether a document begins like JSON."""
    return text.lstrip()[:1] in ("{", "[")


def parse_json_feed(text: str, address: str) -> Feed | None:
    """Return the feed in a JSON document, or None if it is not a JSON Feed.

    address: where it came from. A value of the wrong type counts as missing; items that are not objects are
    counted in the warnings. Raises SourceError for invalid JSON. Cost: linear.
    """
    try:
        fields = json.loads(text, strict=False)
    except RecursionError:
        raise SourceError(address, "its JSON is nested too deeply") from None
    except ValueError as error:
        raise SourceError(address, f"its JSON is invalid ({error})") from None
    if not isinstance(fields, dict) or not isinstance(fields.get("items"), list):
        return None
    home = resolve_web_address(_get_text(fields, "home_page_url"), address)
    listed = fields["items"][:MAX_ENTRIES]
    items = [item for item in listed if isinstance(item, dict)]
    hints = find_hints(_get_text(fields, "language"), home or address)
    entries = tuple(_read_item(item, fields, home or address, hints) for item in items)
    unreadable = len(listed) - len(items)
    warnings = [f"{unreadable} items are not readable"] if unreadable else []
    if len(listed) < len(fields["items"]):
        warnings.append(f"only its first {MAX_ENTRIES} entries were read")
    return Feed(entries, clean_line(_get_text(fields, "title")), home, warnings=tuple(warnings))


def _read_item(item: JsonObject, feed: JsonObject, base: str, hints: DateHints) -> Draft:
    markup = _get_text(item, "content_html")
    language = _get_text(item, "language") or _get_text(feed, "language")
    body = read_text(markup, "text/html", language)
    body = body or read_plain_text(_get_text(item, "content_text"), language)
    address = _find_address(item, base)
    picture = choose_picture(_get_text(item, "image") or _get_text(item, "banner_image"), (), (markup,))
    recording = find_recording(_list_files(item), page=address)
    return Draft(
        title=read_line(_get_text(item, "title"), kind="text/plain"),
        text=body or read_plain_text(_get_text(item, "summary"), language),
        url=address,
        published=parse_date(_get_text(item, "date_published"), hints)
        or parse_date(_get_text(item, "date_modified"), hints),
        language=language,
        author=", ".join(_read_names(item)) or ", ".join(_read_names(feed)),
        image=resolve_web_address(picture.url, base),
        image_alt=picture.alt,
        media_url=resolve_web_address(recording.url, base),
        media_kind=recording.kind,
        media_seconds=recording.seconds,
        key=str(item.get("id") or ""),
        categories=_read_tags(item),
    )


def _find_address(item: JsonObject, base: str) -> str:
    """Return the address of an item: its link, else an id that is an address, else an attached file."""
    for name in ("url", "external_url"):
        if url := resolve_web_address(_get_text(item, name), base):
            return url
    if (identity := _get_text(item, "id")).startswith(("https://", "http://")):
        return resolve_web_address(identity, base)
    files = (file["url"] for file in _list_files(item) if not file["type"].startswith("image/"))
    return next((url for file in files if (url := resolve_web_address(file, base))), "")


def _list_files(item: JsonObject) -> Iterator[dict[str, str]]:
    """Yield the files of an item with `url`, `type` and `duration`."""
    attached = item.get("attachments")
    for part in attached if isinstance(attached, list) else []:
        if isinstance(part, dict):
            seconds = part.get("duration_in_seconds")
            duration = str(seconds) if isinstance(seconds, int | float) else ""
            yield {"url": _get_text(part, "url"), "type": _get_text(part, "mime_type"), "duration": duration}


def _read_names(fields: JsonObject) -> Iterator[str]:
    listed = fields.get("authors")
    for author in listed if isinstance(listed, list) else [fields.get("author")]:
        if isinstance(author, dict) and (name := clean_line(_get_text(author, "name"))):
            yield name


def _read_tags(item: JsonObject) -> tuple[str, ...]:
    listed = item.get("tags")
    tags = [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(name for tag in tags[:MAX_CATEGORIES] if (name := clean_line(tag))))


def _get_text(fields: JsonObject, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""
