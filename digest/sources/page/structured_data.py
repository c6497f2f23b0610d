"""Read the structured data of a web page (JSON-LD): the object that describes its article, and values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from digest.text.urls import canonicalize_url

JsonObject = Mapping[str, Any]
"""An object of the structured data."""

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|ClaimReview|Recipe)$")
_PAGE_TYPE = re.compile(r"(?:^|/)(?:Web|Item)Page$")
# What is below these keys is something else than the article of the page.
_OTHER_OBJECTS = frozenset(
    {"itemListElement", "comment", "citation", "mentions", "isBasedOn", "hasPart", "relatedLink", "review"}
    | {"video", "image", "author", "publisher", "subjectOf", "blogPost", "liveBlogUpdate"}
)
_PUBLISHED = re.compile(r'"datePublished"\s*+:\s*+"([^"\\]{8,40})"')


def find_article(tree: HtmlElement, url: str) -> JsonObject:
    """Return the structured data of the article, {} if there is none.

    url: the address of the page, or "". The article with this address is taken, else the first one that is
    not in a list or inside another object; the date of the page is that of an article without one.
    """
    found, pages = [], []
    for fields in _read_objects(tree):
        kinds = read_texts(fields.get("@type"))
        if any(map(_ARTICLE_TYPE.search, kinds)):
            if any(fields.get(key) for key in ("headline", "articleBody", "datePublished")):
                found.append(fields)
        elif any(map(_PAGE_TYPE.search, kinds)):
            pages.append(fields)
    at_address = (fields for fields in found if url and url in _read_addresses(fields))
    article = next(at_address, found[0] if found else {})
    if not article or article.get("datePublished"):
        return article
    dates = (date for fields in pages if (date := read_text(fields.get("datePublished"))))
    return {**article, "datePublished": next(dates, "")}


def find_page_date(tree: HtmlElement) -> str:
    """Return the date of publication in structured data that describes no article or is not valid, or ""."""
    dates = {read_text(fields.get("datePublished")) for fields in _read_objects(tree) if _is_page(fields)}
    if not dates - {""}:
        dates = {
            found for text in _read_scripts(tree) if not _load(text) for found in _PUBLISHED.findall(text)
        }
    dates -= {""}
    return dates.pop() if len(dates) == 1 else ""


def read_texts(value: Any, key: str = "") -> list[str]:
    """Return the strings in a value of structured data: itself, its items, or their values under `key`."""
    items = value if isinstance(value, list) else [value]
    found = (item.get(key) if isinstance(item, dict) else item for item in items)
    return [text for text in found if isinstance(text, str) and text.strip()]


def read_text(value: Any, key: str = "") -> str:
    """Return the first string in a value of structured data, or ""; see read_texts."""
    return next(iter(read_texts(value, key)), "")


def _is_page(fields: JsonObject) -> bool:
    return any(map(_PAGE_TYPE.search, read_texts(fields.get("@type"))))


def _read_addresses(fields: JsonObject) -> list[str]:
    values = (fields.get("url"), fields.get("mainEntityOfPage"), fields.get("@id"))
    return [canonicalize_url(read_text(value, "@id")) for value in values]


def _read_objects(tree: HtmlElement) -> Iterator[JsonObject]:
    """Yield the objects that describe the page and its parts, outer ones first; invalid JSON is skipped."""
    for text in _read_scripts(tree):
        queue = _load(text)
        for value in queue:
            if isinstance(value, dict):
                yield value
                queue += [item for key, item in value.items() if key not in _OTHER_OBJECTS]
            elif isinstance(value, list):
                queue += value


def _read_scripts(tree: HtmlElement) -> Iterator[str]:
    return (script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", ""))


def _load(text: str) -> list[Any]:
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return []
