"""JSON Feed (https://www.jsonfeed.org/version/1.1/), as strictly or loosely as it is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from digest.errors import SourceError
from digest.sources.dates import read_date
from digest.sources.draft import MOST_CATEGORIES, Draft
from digest.sources.entries import MOST_ENTRIES, Feed, web_address
from digest.text import clean_line, clean_text, plain_text

# A JSON object, as it comes.
Facts = Mapping[str, Any]


def is_json(text: str) -> bool:
    """Whether a document begins as JSON does."""
    return text.lstrip()[:1] in ("{", "[")


def parse_json_feed(text: str, address: str) -> Feed | None:
    """Return the feed in a JSON document, or None when it is none.

    address: where it came from. What has the wrong type counts as missing; items without anything in
    them are counted in the warnings. Raises SourceError for broken JSON. Cost: linear.
    """
    try:
        facts = json.loads(text, strict=False)
    except RecursionError:
        raise SourceError(address, "its JSON is nested too deeply") from None
    except ValueError as error:
        raise SourceError(address, f"its JSON is broken ({error})") from None
    if not isinstance(facts, dict) or not isinstance(facts.get("items"), list):
        return None
    home = web_address(_text(facts, "home_page_url"), address)
    listed = facts["items"][:MOST_ENTRIES]
    items = [item for item in listed if isinstance(item, dict)]
    entries = tuple(_read_item(item, facts, home or address) for item in items)
    lost = len(listed) - len(items)
    warnings = [f"{lost} items are not readable"] if lost else []
    if len(listed) < len(facts["items"]):
        warnings.append(f"only its first {MOST_ENTRIES} entries were read")
    return Feed(entries, clean_line(_text(facts, "title")), home, warnings=tuple(warnings))


def _read_item(item: Facts, feed: Facts, base: str) -> Draft:
    markup = _text(item, "content_html")
    body = plain_text(markup) if markup else clean_text(_text(item, "content_text"))
    return Draft(
        title=clean_line(plain_text(_text(item, "title"))),
        text=body or clean_text(_text(item, "summary")),
        url=web_address(_text(item, "url") or _text(item, "external_url"), base),
        published=read_date(_text(item, "date_published")) or read_date(_text(item, "date_modified")),
        language=_text(item, "language") or _text(feed, "language"),
        author=", ".join(_names(item)) or ", ".join(_names(feed)),
        image=web_address(_text(item, "image") or _text(item, "banner_image"), base),
        key=str(item.get("id") or ""),
        categories=_tags(item),
    )


def _names(facts: Facts) -> Iterator[str]:
    listed = facts.get("authors")
    for author in listed if isinstance(listed, list) else [facts.get("author")]:
        if isinstance(author, dict) and (name := clean_line(_text(author, "name"))):
            yield name


def _tags(item: Facts) -> tuple[str, ...]:
    listed = item.get("tags")
    tags = [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []
    return tuple(dict.fromkeys(name for tag in tags[:MOST_CATEGORIES] if (name := clean_line(tag))))


def _text(facts: Facts, key: str) -> str:
    value = facts.get(key)
    return value if isinstance(value, str) else ""
