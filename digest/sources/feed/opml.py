"""Read and write lists of feeds (OPML, http://opml.org/spec2.opml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from lxml import etree

from digest.errors import SourceError
from digest.models import Source
from digest.sources.feed.outline_repair import quote_attributes
from digest.sources.feed.xml_repair import repair_xml
from digest.text import clean_line, clean_name
from digest.text.decoding import decode_xml
from digest.text.urls import remove_credentials, resolve_feed_scheme

_ADDRESS = re.compile(r"https?://[^\s/]+")
_ADDRESS_NAMES = ("xmlurl", "feedurl", "rssurl")
_FEED_KIND = re.compile(r"rss|atom|rdf|feed|json|xml|podcast", re.IGNORECASE)

MAX_ADDRESS = 2_000


def read_opml(document: bytes | str, where: str) -> tuple[Source, ...]:
    """Return the feeds of a list that have a web address; see `read_outlines`."""
    return tuple(feed for feed in read_outlines(document, where) if has_web_address(feed))


def has_web_address(feed: Source) -> bool:
    """Whether a feed in a list has an address that the configuration accepts ("${" begins a variable)."""
    return _ADDRESS.match(feed.location) is not None and "${" not in feed.location


def has_outlines(document: bytes) -> bool:
    """Whether a list has any entry, in any encoding: false for one that has just been made."""
    return b"outline" in document.replace(b"\0", b"").lower()


def require_feeds(listed: Sequence[Source], where: str) -> None:
    """Raise SourceError if a list has no feed: it is another kind of list, or was exported wrongly."""
    if not listed:
        advice = "Each feed is an <outline> with its address in xmlUrl. Export the list again."
        raise SourceError(where, "there is no feed in this list (OPML)", advice)


def read_outlines(document: bytes | str, where: str) -> tuple[Source, ...]:
    """Return all outlines of a list that have an address, in order, each address once.

    document: the content of the file. where: its name, for the error. A feed has its address in xmlUrl, or in
    url or href if its type is one of feeds; if no outline has either, those with a url and no type are taken.
    The section of a feed is the outermost outline that contains it, however deep, else the first part of its
    first category, else "". Raises SourceError if it is not OPML. Cost: linear.
    """
    if isinstance(document, bytes):
        document = decode_xml(document)
    xml, _ = repair_xml(quote_attributes(document), ("opml",))
    parser = _make_parser()
    root = etree.fromstring(xml.encode("utf-8", "replace"), parser) if xml else None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log):
        raise SourceError(where, "its outlines are nested too deeply", "Flatten them, or split the file.")
    if root is None:
        raise SourceError(
            where, "it is not a list of feeds (OPML)", "Export it again from the program it comes from."
        )
    found: dict[str, Source] = {}
    bookmarks: dict[str, Source] = {}
    for source, is_feed in _walk_outlines(root):
        if source.location:
            (found if is_feed else bookmarks).setdefault(source.location, source)
    return tuple((found or bookmarks).values())


def _walk_outlines(root: Any) -> Iterator[tuple[Source, bool]]:
    """Yield each outline as a source, without a location if it has no address, and whether it is a feed.

    Elements and attributes count by their local names, whatever their namespace, prefix, case or hyphens.
    """
    open_outlines: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str) or _get_local_name(element.tag) != "outline":
            continue
        if event == "end":
            open_outlines.pop()
            continue
        attributes = {_get_local_name(str(name)): str(value) for name, value in element.attrib.items()}
        location, kind = _find_location(attributes)
        host = clean_name(_find_host(location)) if location else ""
        name = _read_name(attributes)
        group = next(filter(None, open_outlines), "")
        section = group or _read_first_category(attributes.get("category", ""))
        yield (
            Source(name or host, "feed", location, section, takes_title=name in ("", host)),
            kind == "feed",
        )
        open_outlines.append(name or host)


@lru_cache(maxsize=256)
def _get_local_name(name: str) -> str:
    """Return the name by which an element or attribute counts; cached, because the same few recur."""
    return name.rpartition("}")[2].rpartition(":")[2].lower().replace("_", "").replace("-", "")


def _find_location(attributes: Mapping[str, str]) -> tuple[str, str]:
    """Return the address of an outline and what it is: ("https://…", "feed"), or "bookmark", or ("", "").

    `url` without a type may be a feed or a bookmark.
    """
    for name in _ADDRESS_NAMES:
        if address := _clean_address(attributes.get(name, "")):
            return resolve_feed_scheme(address), "feed"
    written = attributes.get("url") or attributes.get("href") or ""
    address, kind = _clean_address(written), attributes.get("type", "").strip()
    if not address or (kind and not _FEED_KIND.search(kind)):
        return "", ""
    return resolve_feed_scheme(address), "feed" if kind else "bookmark"


def _clean_address(text: str) -> str:
    """Return an address without control and invisible characters; "" if it is longer than any address."""
    address = clean_line(text[: 2 * MAX_ADDRESS])
    return address if len(address) <= MAX_ADDRESS else ""


def _read_name(attributes: Mapping[str, str]) -> str:
    return clean_name(attributes.get("title") or attributes.get("text") or "")


def format_opml(sources: Iterable[Source]) -> str:
    """Format the feeds among sources as OPML, section by section in the order of their first feeds.

    Passwords in addresses are removed. Cost: linear.
    """
    sections: dict[str, list[str]] = {}
    for source in sources:
        if source.kind == "feed":
            name, address = quoteattr(clean_line(source.name)), quoteattr(remove_credentials(source.location))
            outline = f'<outline type="rss" text={name} title={name} xmlUrl={address}/>'
            sections.setdefault(source.section, []).append(outline)
    lines: list[str] = []
    for section, outlines in sections.items():
        if section:
            label = quoteattr(clean_line(section))
            outlines = [
                f"<outline text={label} title={label}>",
                *(f"  {line}" for line in outlines),
                "</outline>",
            ]
        lines += outlines
    body = "".join(f"    {line}\n" for line in lines)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Sources of the digest</title></head>\n  <body>\n{body}  </body>\n</opml>\n"
    )


def _make_parser() -> etree.XMLParser:
    """Make a parser that recovers from errors, ignores entities and the network, and accepts deep nesting."""
    return etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
    )


def _find_host(address: str) -> str:
    """Return the host of an address, or the whole address if it has none."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _read_first_category(categories: str) -> str:
    """Return the first part of the first category: "World" for "/World/Asia,/Economy"."""
    return clean_line(categories.partition(",")[0].strip().strip("/").partition("/")[0])
