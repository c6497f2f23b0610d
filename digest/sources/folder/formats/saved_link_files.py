"""Read the exports of services that save articles for later, and bookmarks.

They have titles and addresses, sometimes an excerpt or highlights, and when the reader saved a page: that is
not when it was published, so it is only used to tell new links from old ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from digest.sources.article_drafts import MAX_CATEGORIES, Contents, Draft, Fault
from digest.sources.dates import parse_date
from digest.sources.folder.saved_file import SavedFile, take_ends
from digest.text import clean_line, clean_text
from digest.text.decoding import decode_bytes
from digest.text.urls import canonicalize_url


@dataclass(frozen=True, slots=True)
class LinkExport:
    """The columns of a service's export, their names without "_" and spaces in lower case.

    columns: those that every export has. title, url, text, author, saved, tags, image: the columns of these.
    """

    columns: frozenset[str]
    saved: str
    tags: str = "tags"
    title: str = "title"
    url: str = "url"
    text: str = ""
    author: str = ""
    image: str = ""


EXPORTS: dict[str, LinkExport] = {
    "Pocket": LinkExport(frozenset({"title", "url", "timeadded", "status"}), "timeadded"),
    "Instapaper": LinkExport(
        frozenset({"title", "url", "selection", "folder", "timestamp"}), "timestamp", text="selection"
    ),
    "Raindrop": LinkExport(
        frozenset({"title", "url", "note", "excerpt", "created", "cover"}),
        "created",
        text="excerpt",
        image="cover",
    ),
    "Readwise Reader": LinkExport(
        frozenset({"title", "url", "saveddate", "readingprogress", "location"}), "saveddate", "documenttags"
    ),
    "Readwise": LinkExport(
        frozenset({"highlight", "booktitle", "bookauthor", "highlightedat"}),
        "highlightedat",
        "documenttags",
        title="booktitle",
        url="",
        text="highlight",
        author="bookauthor",
    ),
}
"""{service: its export}"""

_TAG_SEPARATORS = re.compile(r"[|,]")
_BOOKMARKS = re.compile(
    rb"\s*(?:<!DOCTYPE NETSCAPE-Bookmark-file"
    rb"|(?:<!DOCTYPE html>\s*)?<html[^<>]{0,200}>\s*(?:<!--.{0,500}?-->\s*)?<head>"
    rb".{0,500}?<title>(?:Pocket Export|Instapaper: Export)</title>)",
    re.IGNORECASE | re.DOTALL,
)
_SAMPLE_BYTES = 4_096


def find_export(names: Iterable[str]) -> LinkExport | None:
    """Return the export that has columns with these names, in lower case without "_" and spaces."""
    known = set(names)
    return next((export for export in EXPORTS.values() if export.columns <= known), None)


def is_bookmark_list(body: bytes) -> bool:
    """Whether a page is a list of bookmarks, as browsers and services export them."""
    return _BOOKMARKS.match(body[:_SAMPLE_BYTES]) is not None


def draft_saved_link(values: Mapping[str, str], export: LinkExport) -> Draft | None:
    """Return the article that a row of an export is about, or None if it has no title and no text."""

    def get(column: str) -> str:
        return str(values.get(column, "") if column else "").strip()

    return _make_draft(
        title=get(export.title),
        url=get(export.url),
        text=get(export.text),
        author=get(export.author),
        saved=get(export.saved),
        tags=get(export.tags),
        image=get(export.image),
    )


def join_highlights(contents: Sequence[Draft | Fault]) -> Contents:
    """Join the highlights of each work: its drafts without an address and with one title and author."""
    joined: dict[tuple[str, str, str], Draft | Fault] = {}
    for number, draft in enumerate(contents):
        if isinstance(draft, Fault) or draft.url or not draft.title:
            joined["", "", str(number)] = draft
            continue
        known = joined.setdefault((draft.title, draft.author, ""), draft)
        if known is draft or isinstance(known, Fault):
            continue
        saved = [moment for moment in (known.saved, draft.saved) if moment]
        text = "\n\n".join(filter(None, (known.text, draft.text)))
        joined[draft.title, draft.author, ""] = replace(known, text=text, saved=max(saved, default=None))
    return tuple(joined.values())


def read_bookmarks(file: SavedFile) -> Contents:
    """Read a list of bookmarks in HTML: of browsers, Pocket, Instapaper and Raindrop. Cost: linear."""
    parser = HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = document_fromstring(decode_bytes(file.body).encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return (Fault("unreadable", "it is a damaged list of bookmarks"),)
    links, surplus = take_ends(tree.iter("a"))
    contents: list[Draft | Fault] = []
    for number, link in enumerate(links, start=1):
        holder = link.getparent()
        below = holder.getnext() if holder is not None and holder.tag == "dt" else None
        draft = _make_draft(
            title=link.text_content(),
            url=link.get("href", ""),
            text=below.text or "" if below is not None and below.tag == "dd" else "",
            saved=link.get("add_date") or link.get("time_added") or "",
            tags=link.get("tags", ""),
        )
        if draft is None or not draft.url:
            contents.append(Fault("not_an_article", f"link {number} has no title or no web address"))
        else:
            contents.append(draft)
    return (*surplus, *contents)


def _make_draft(
    title: str, url: str, text: str = "", author: str = "", saved: str = "", tags: str = "", image: str = ""
) -> Draft | None:
    address = canonicalize_url(url)
    # Services without the title of a page take its address instead.
    title = clean_line(title)
    title = "" if canonicalize_url(title) else title
    if not title and not text:
        return None
    names = (clean_line(name.strip(" \"'[]")) for name in _TAG_SEPARATORS.split(tags))
    return Draft(
        title=title,
        text=clean_text(text),
        url=address if address.startswith("http") else "",
        author=clean_line(author),
        image=canonicalize_url(image),
        categories=tuple(dict.fromkeys(filter(None, names)))[:MAX_CATEGORIES],
        saved=_read_saved(saved),
    )


def _read_saved(text: str) -> datetime | None:
    return parse_date(text)
