"""Read the metadata of a web page: title, date, author, outlet, language, address, image."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from digest.sources.dates import parse_date
from digest.text import clean_line, fingerprint_text
from digest.text.urls import canonicalize_url

# An object of the structured data.
JsonObject = Mapping[str, Any]

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|ClaimReview|Recipe)$")
_NOT_LETTERS = re.compile("[^a-z]+")
_SEPARATOR = re.compile(r"\s+(?:[|–—·•:»«/-]|::)\s+|\s*\|\s*")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)", re.MULTILINE)
_DATE_NAMES = (
    "articlepublishedtime",
    "ogpublishedtime",
    "datepublished",
    "articlepublished",
    "parselypubdate",
    "sailthrudate",
    "publishdate",
    "publicationdate",
    "pubdate",
    "dcdateissued",
    "dctermsissued",
    "dctermscreated",
    "dcdate",
    "date",
)
_AUTHOR_NAMES = ("author", "articleauthor", "parselyauthor", "byl", "dccreator")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; "" or None where it has none.

    titles: the title by each of its sources on the page. is_article: the structured data or Open Graph
    declare the page an article. body: the text of the article if the structured data contains it.
    """

    title: str = ""
    titles: tuple[str, ...] = ()
    published: datetime | None = None
    author: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    image: str = ""
    is_article: bool = False
    body: str = ""


def read_metadata(tree: HtmlElement, address: str = "") -> Metadata:
    """Read the metadata of a page.

    tree: the parsed page. address: where it came from, for relative links; "" if unknown. The title is
    chosen by votes of Open Graph, the structured data and the first heading. The date is that of
    publication, never that of a modification, and None if the page does not give it. Cost: linear in the
    page.
    """
    names = _read_meta_names(tree)
    url = _read_address(tree, names, address)
    article = _find_article(tree, url)
    site = names.get("ogsitename") or _read_text(article.get("publisher"), "name")
    titles = _read_titles(tree, names, article)
    image = names.get("ogimage") or _read_text(article.get("image"), "url")
    return Metadata(
        title=_choose_title(titles, site),
        titles=titles,
        published=_read_published(tree, names, article),
        author=_read_author(tree, names, article),
        site=site,
        language=tree.get("lang") or names.get("oglocale") or names.get("contentlanguage") or "",
        url=url,
        image=canonicalize_url(image, url or address) if image else "",
        is_article=bool(article) or names.get("ogtype") == "article",
        body=_read_text(article.get("articleBody")),
    )


def _read_meta_names(tree: HtmlElement) -> dict[str, str]:
    """Return the <meta> contents by the letters of their names ("ogtitle"); the first of each name counts."""
    names: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = clean_line(meta.get("content") or "")
        if name and content:
            names.setdefault(_NOT_LETTERS.sub("", name.lower()), content)
    return names


def _read_address(tree: HtmlElement, names: Mapping[str, str], address: str) -> str:
    """Return the address that the page declares; a canonical link to the front page is ignored."""
    canonical = (link for link in tree.iter("link") if link.get("rel", "").lower() == "canonical")
    links = [link.get("href", "") for link in canonical]
    saved = _SAVED_FROM.search(_read_leading_comments(tree))
    links += [names.get("ogurl", ""), (saved[1] or saved[2]) if saved else ""]
    for link in links:
        url = canonicalize_url(link, address) if link else ""
        if url.startswith("http") and re.search(r"//[^/]+/.", url):
            return url
    return canonicalize_url(address) if address else ""


def _read_leading_comments(tree: HtmlElement) -> str:
    """Return the comments before the content, in which browsers and SingleFile note the saved address."""
    preceding = tree.getroottree().getroot().itersiblings(preceding=True)
    leading = (node for node in tree[:1] if not isinstance(node.tag, str))
    return "\n".join(node.text or "" for node in (*preceding, *leading))


def _find_article(tree: HtmlElement, url: str) -> JsonObject:
    """Return the structured data of the article: that with the address of the page, else the first."""
    found = [
        fields
        for fields in _read_structured_data(tree)
        if any(_ARTICLE_TYPE.search(kind) for kind in _read_texts(fields.get("@type")))
        and any(fields.get(key) for key in ("headline", "articleBody", "datePublished"))
    ]
    at_address = (fields for fields in found if url and url in _read_addresses(fields))
    return next(at_address, found[0] if found else {})


def _read_addresses(fields: JsonObject) -> list[str]:
    values = (fields.get("url"), fields.get("mainEntityOfPage"), fields.get("@id"))
    return [canonicalize_url(_read_text(value, "@id")) for value in values]


def _read_structured_data(tree: HtmlElement) -> Iterator[JsonObject]:
    """Yield every object in the JSON-LD of the page, outer ones first; invalid JSON is skipped."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            queue = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for value in queue:
            if isinstance(value, dict):
                yield value
                queue += value.values()
            elif isinstance(value, list):
                queue += value


def _read_titles(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> tuple[str, ...]:
    """Return the titles by Open Graph, the structured data, the first heading and <title>, "" if missing."""
    heading = next(tree.iter("h1"), None)
    return (
        names.get("ogtitle", ""),
        clean_line(unescape(_read_text(article.get("headline")))),
        clean_line(heading.text_content()) if heading is not None else "",
        clean_line(tree.findtext(".//title") or ""),
    )


def _choose_title(titles: tuple[str, ...], site: str) -> str:
    """Choose the title among those of Open Graph, the structured data, the first heading and <title>.

    If only the structured data or only Open Graph differs from all others, that title was written to stand
    without the page around it, as titles do here. Otherwise it is the title that most sources agree on; of
    equals, the one whose source comes first. Of its spellings the most frequent one is returned.
    """
    fingerprints = {fingerprint_text(title) for title in titles if title}
    cut = [remove_site_name(title, site, fingerprints) for title in titles]
    og, structured, heading, page_title = cut
    candidates = [title for title in (og, structured, heading) if title]
    if not candidates:
        return _remove_last_part(page_title)
    counts = Counter(fingerprint_text(title) for title in cut if title)
    if max(counts.values()) > 1:
        unique = [title for title in (structured, og) if title and counts[fingerprint_text(title)] == 1]
        if unique:
            return unique[0]
    votes = Counter(fingerprint_text(title) for title in candidates)
    chosen = max(votes, key=lambda candidate: votes[candidate])
    spellings = Counter(title for title in cut if title and fingerprint_text(title) == chosen)
    return max(spellings, key=lambda title: spellings[title])


def remove_site_name(title: str, site: str, others: Collection[str]) -> str:
    """Remove the name of the site from the end of a title.

    site: the name, or "". others: fingerprints of the page's other titles; an ending that one of them lacks
    is removed, too.
    """
    name, shortest = fingerprint_text(site) if site else "", title
    for part in _SEPARATOR.finditer(title):
        before, after = title[: part.start()], title[part.end() :]
        if before and (fingerprint_text(before) in others or fingerprint_text(after) == name):
            shortest = min(shortest, before, key=len)
    return shortest


def _remove_last_part(title: str) -> str:
    """Remove the last part of a <title> that is the only source, if it is the shorter part."""
    *_, last = [None, *_SEPARATOR.finditer(title)]
    return title[: last.start()] if last and len(title) - last.end() < last.start() else title


def _read_published(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> datetime | None:
    values = [_read_text(article.get("datePublished")), *(names.get(name, "") for name in _DATE_NAMES)]
    elements = tree.xpath("//*[@itemprop='datePublished']")
    values += [
        element.get("datetime") or element.get("content") or element.text_content() for element in elements
    ]
    # A single <time> is that of the article; of several, the first, above the text, is used.
    values += [element.get("datetime", "") for element in tree.iter("time")][:1]
    return next((date for text in values if text and (date := parse_date(text))), None)


def _read_author(tree: HtmlElement, names: Mapping[str, str], article: JsonObject) -> str:
    values = _read_texts(article.get("author"), "name")
    values = values or [names[name] for name in _AUTHOR_NAMES if name in names][:1]
    if not values:
        values = [link.text_content() for link in tree.xpath("//*[@rel='author' or @itemprop='author']")][:3]
    lines = (clean_line(unescape(name)) for name in values)
    return ", ".join(dict.fromkeys(name for name in lines if name and "://" not in name))


def _read_texts(value: Any, key: str = "") -> list[str]:
    """Return the strings in a value of structured data: itself, its items, or their values under `key`."""
    items = value if isinstance(value, list) else [value]
    found = (item.get(key) if isinstance(item, dict) else item for item in items)
    return [text for text in found if isinstance(text, str) and text.strip()]


def _read_text(value: Any, key: str = "") -> str:
    return next(iter(_read_texts(value, key)), "")
