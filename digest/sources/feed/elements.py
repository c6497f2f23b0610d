"""One element of a feed, as feedparser would read it, where that can be read in one way only."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {
    "": "",
    ATOM.lower(): "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://search.yahoo.com/mrss": "media:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "com-wordpress:feed-additions:1": "wordpress:",
}
# By such a prefix, or by none, feedparser knows an element whatever its namespace.
_TELLING_PREFIXES = frozenset(
    ("atom", "cc", "content", "dc", "dcterms", "feedburner", "gml", "itunes", "media", "psc", "rdf", "xhtml")
)
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
}
_EXTRA_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_CP1252 = {code: found for code in range(0x80, 0xA0) if (found := bytes([code]).decode("cp1252", "ignore"))}


class SurpriseError(Exception):
    """Something that feedparser has to look at."""


@lru_cache(maxsize=1024)
def name_of(tag: str, prefix: str | None) -> str:
    """ "dc:creator" for an element by its namespace; "?" for one that means nothing here."""
    namespace, _, local = tag.rpartition("}")
    known = _PREFIXES.get(namespace.removeprefix("{").lower())
    if "_" in local:
        # To feedparser <media_title> is <media:title>.
        raise SurpriseError
    if known is None:
        if prefix is None or prefix.lower() in _TELLING_PREFIXES:
            raise SurpriseError
        return "?"
    return known + local.lower()


def text_of(element: Any) -> str:
    """The text of an element without children, with two repairs that feedparser makes, too."""
    if len(element):
        raise SurpriseError
    text: str = (element.text or "").strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_CP1252)


def type_of(element: Any, default: str = "text/plain") -> str:
    """The media type of a text; one that is not simply text or HTML is a surprise."""
    facts = attributes_of(element)
    kind = _TYPES.get(facts.get("type", default))
    # feedparser looks for itself whether what should be HTML and says it is plain is HTML.
    doubtful = default == "text/html" != kind
    if kind is None or doubtful or "mode" in facts or "src" in facts:
        raise SurpriseError
    return kind


def attributes_of(element: Any) -> dict[str, str]:
    """The attributes of an element, with names, relations and types in lower case."""
    names = {name.lower(): value for name, value in element.attrib.items()}
    return {name: value.lower() if name in ("rel", "type") else value for name, value in names.items()}


def link_of(element: Any) -> dict[str, str]:
    """A link of Atom: always an address in an attribute."""
    facts = attributes_of(element)
    if "href" not in facts or "url" in facts or "uri" in facts or len(element):
        raise SurpriseError
    rel = facts.get("rel", "alternate")
    kind = facts.get("type", "application/atom+xml" if rel == "self" else "text/html")
    return {"rel": rel, "type": kind, "href": straighten(facts["href"])}


def straighten(url: str) -> str:
    """An address with two slashes behind its scheme where there are more."""
    return _EXTRA_SLASHES.sub(r"\1", url)


def language_of(element: Any) -> str:
    """The language declared for an element or what it stands in, or ""."""
    while element is not None:
        declared = element.get(_XML_LANGUAGE, element.get("lang"))
        if declared is not None:
            return str(declared)
        element = element.getparent()
    return ""
