"""The common feed read fast: RSS 2.0 and Atom 1.0 without surprises.

feedparser is ready for everything and takes ten times as long. This reads only what can be read in one
way, in the same shape and with the same values, and leaves every other feed to feedparser: one element
that might mean something and is not known here, or stands twice, is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from lxml import etree

from digest.sources.feed.elements import (
    ATOM,
    SurpriseError,
    attributes_of,
    language_of,
    link_of,
    name_of,
    straighten,
    text_of,
    type_of,
)

# A feed or an entry in the shape that feedparser gives it.
Facts = dict[str, Any]
Reader = Callable[[Facts, Any], None]

_PAGE_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_ENTITY_IN_LINK = re.compile("&([A-Za-z0-9_]+);")


def read_quick_feed(xml: str) -> tuple[Facts, list[Facts]] | None:
    """Return a feed and its entries as feedparser would give them, or None when that is not certain.

    xml: a document without a DOCTYPE. Only the keys that entries are read by are there. Cost: linear.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(xml.encode(), parser)
        if "base=" in xml and root.xpath("//@xml:base | //@base"):
            return None
        if root.tag == "rss" and [child.tag for child in root] == ["channel"]:
            return _read_feed(root[0], "item", _OF_ITEM)
        if root.tag == f"{{{ATOM}}}feed":
            return _read_feed(root, "atom:entry", _OF_ENTRY)
    except (etree.XMLSyntaxError, SurpriseError):
        pass
    return None


def _read_feed(channel: Any, entry_name: str, readers: dict[str, Reader]) -> tuple[Facts, list[Facts]]:
    about: Facts = {"language": language_of(channel.getroottree().getroot()).replace("_", "-")}
    entries: list[Facts] = []
    _check_attributes(channel)
    for element in channel:
        name = name_of(element.tag, element.prefix)
        if name == entry_name:
            entries.append(_read_entry(element, readers))
        elif name in ("title", "atom:title"):
            _take_title(about, element)
        elif name == "atom:id":
            # Where there is no link yet, feedparser takes the id for one.
            about.setdefault("link", straighten(text_of(element)))
        elif name == "link" and not element.attrib:
            about["link"] = _ENTITY_IN_LINK.sub(r"&\1", straighten(text_of(element)))
        elif name == "atom:link":
            link = link_of(element)
            if link["rel"] == "alternate" and link["type"] in _PAGE_TYPES:
                about["link"] = link["href"]
        elif name in ("language", "dc:language"):
            about["language"] = text_of(element)
        elif name in _ASIDE or name.startswith(("feedburner:", "itunes:", "wordpress:")):
            _pass_over(about, element, _INSIDE.get(name, frozenset()))
        else:
            raise SurpriseError
    return about, entries


def _read_entry(element: Any, readers: dict[str, Reader]) -> Facts:
    entry: Facts = {"links": [], "authors": [], "media_thumbnail": [], "media_content": [], "tags": []}
    _check_attributes(element)
    for child in element:
        name = name_of(child.tag, child.prefix)
        reader = readers.get("media:" if name.startswith("media:") else name)
        if reader is None:
            raise SurpriseError
        reader(entry, child)
    if entry.pop("media_title", False) and not entry.get("title"):
        raise SurpriseError
    if entry.pop("guidislink", False):
        entry.setdefault("link", entry["id"])
    return entry


def _take(key: str, facts: Facts, element: Any) -> None:
    if key in facts:
        raise SurpriseError
    facts[key] = text_of(element)


def _take_title(facts: Facts, element: Any) -> None:
    type_of(element)
    _take("title", facts, element)
    facts["title_detail"] = {"language": language_of(element)}


def _take_link(entry: Facts, element: Any) -> None:
    if element.attrib:
        raise SurpriseError
    _take("link", entry, element)
    link = straighten(entry["link"]).replace("&amp;", "&")
    entry["link"] = _ENTITY_IN_LINK.sub(r"&\1", link)
    entry["links"].append({"rel": "alternate", "type": "text/html", "href": entry["link"]})


def _take_atom_link(entry: Facts, element: Any) -> None:
    link = link_of(element)
    entry["links"].append(link)
    if link["rel"] == "alternate" and link["type"] in _PAGE_TYPES:
        entry["link"] = link["href"]


def _take_guid(entry: Facts, element: Any) -> None:
    _take("id", entry, element)
    entry["guidislink"] = attributes_of(element).get("ispermalink", "true") == "true"
    if entry["guidislink"]:
        entry["id"] = straighten(entry["id"])


def _take_summary(default: str, entry: Facts, element: Any) -> None:
    _take("summary", entry, element)
    entry["summary_detail"] = {"value": entry["summary"], "type": type_of(element, default)}


def _take_content(default: str, entry: Facts, element: Any) -> None:
    _take("content", entry, element)
    entry["content"] = [{"value": entry["content"], "type": type_of(element, default)}]


def _take_author(entry: Facts, element: Any) -> None:
    entry["author"] = name = text_of(element)
    if "@" in name:
        raise SurpriseError
    entry["authors"].append({"name": name} if name else {})


def _take_atom_author(entry: Facts, element: Any) -> None:
    _pass_over(entry, element, _INSIDE["atom:author"])
    names = [(name.text or "").strip() for name in element.iterchildren(f"{{{ATOM}}}name")]
    if len(names) != 1 or not names[0]:
        raise SurpriseError
    entry["authors"].append({"name": names[0]})


def _take_source(entry: Facts, element: Any) -> None:
    _take("source", entry, element)
    entry["source"] = {"title": entry["source"]}


def _take_enclosure(entry: Facts, element: Any) -> None:
    facts = attributes_of(element)
    if "url" not in facts:
        raise SurpriseError
    entry["links"].append({"rel": "enclosure", "type": facts.get("type", ""), "href": facts["url"]})


def _take_category(entry: Facts, element: Any) -> None:
    entry["tags"].append({"term": element.get("label") or element.get("term") or text_of(element)})


def _take_keywords(entry: Facts, element: Any) -> None:
    entry["tags"] += ({"term": term.strip()} for term in text_of(element).split(","))


def _take_picture(entry: Facts, element: Any) -> None:
    _pass_over(entry, element)
    facts = attributes_of(element)
    entry["image"] = {"href": facts.get("href") or facts.get("url") or ""}


def _take_media(entry: Facts, element: Any) -> None:
    for part in element.iter():
        name = name_of(part.tag, part.prefix)
        if len(part) and name not in ("media:group", "media:content"):
            raise SurpriseError
        if name == "media:content" or (name == "media:thumbnail" and "url" in part.attrib):
            entry[name.replace(":", "_")].append(attributes_of(part))
        elif name == "media:title" and part is not element and text_of(part):
            if language_of(part) != language_of(element.getparent()):
                raise SurpriseError
            entry["media_title"] = True
        elif name == "media:keywords":
            _take_keywords(entry, part)
        elif name == "media:category":
            _take_category(entry, part)
        elif name in ("media:description", "media:title", "media:thumbnail") or not name.startswith("media:"):
            raise SurpriseError


def _check_attributes(element: Any) -> None:
    """A feed or an entry may tell its link, time or id in attributes."""
    if {name.rpartition("}")[2].lower() for name in element.attrib} & {"href", "lastmod", "about"}:
        raise SurpriseError


def _pass_over(facts: Facts, element: Any, allowed: frozenset[str] = frozenset()) -> None:
    """An element that changes nothing that is read; what stands in it must not do so, either."""
    if any(len(part) or name_of(part.tag, part.prefix) not in allowed for part in element):
        raise SurpriseError


# What may stand inside of something else without meaning anything.
_INSIDE = {
    "image": frozenset({"title", "link", "url", "width", "height", "description"}),
    "textinput": frozenset({"title", "link", "name", "description"}),
    "skiphours": frozenset({"hour"}),
    "skipdays": frozenset({"day"}),
    "itunes:owner": frozenset({"itunes:name", "itunes:email"}),
    "atom:author": frozenset({"atom:name", "atom:uri", "atom:email"}),
}
# Names of what is not used here and changes nothing that is: of a feed, and of an entry.
_ASIDE = """
    ? description lastbuilddate pubdate generator docs ttl copyright managingeditor webmaster category image
    textinput skiphours skipdays dc:creator dc:date dc:publisher dc:rights media:copyright media:thumbnail
    atom:author atom:category atom:generator atom:icon atom:logo atom:rights atom:subtitle atom:updated
    """.split()  # noqa: SIM905
_UNUSED = """
    ? dc:format dc:identifier itunes:block itunes:duration itunes:episode itunes:episodetype itunes:explicit
    itunes:season wordpress:post-id
    """.split()  # noqa: SIM905
_OF_BOTH: dict[str, Reader] = {
    **dict.fromkeys(_UNUSED, _pass_over),
    "content:encoded": partial(_take_content, "text/html"),
    "dc:creator": _take_author,
    "dc:date": partial(_take, "updated"),
    "dc:subject": _take_category,
    "feedburner:origlink": partial(_take, "feedburner_origlink"),
    "itunes:author": _take_author,
    "itunes:image": _take_picture,
    "itunes:keywords": _take_keywords,
    "media:": _take_media,
}
_OF_ITEM: dict[str, Reader] = {
    **_OF_BOTH,
    "author": _take_author,
    "category": _take_category,
    "comments": _pass_over,
    "description": partial(_take_summary, "text/html"),
    "enclosure": _take_enclosure,
    "guid": _take_guid,
    "link": _take_link,
    "pubdate": partial(_take, "published"),
    "source": _take_source,
    "title": _take_title,
}
_OF_ENTRY: dict[str, Reader] = {
    **_OF_BOTH,
    "atom:author": _take_atom_author,
    "atom:category": _take_category,
    "atom:content": partial(_take_content, "text/plain"),
    "atom:id": _take_guid,
    "atom:link": _take_atom_link,
    "atom:published": partial(_take, "published"),
    "atom:summary": partial(_take_summary, "text/plain"),
    "atom:title": _take_title,
    "atom:updated": partial(_take, "updated"),
}
