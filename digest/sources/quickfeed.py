"""The common feed read fast: RSS 2.0 and Atom 1.0 without surprises.

feedparser is ready for everything and takes ten times as long. This reads only what can be read in one
way, in the same shape and with the same values, and leaves every other feed to feedparser: one element
that might mean something and is not known here, or stands twice, is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any

from lxml import etree

# A feed or an entry in the shape that feedparser gives it.
Facts = dict[str, Any]
Reader = Callable[[Facts, Any], None]

_ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {
    "": "",
    _ATOM.lower(): "atom:",
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
_PAGE_TYPES = frozenset({"html", "xhtml", "text/html", "application/xhtml+xml"})
_ENTITY_IN_LINK = re.compile("&([A-Za-z0-9_]+);")
_EXTRA_SLASHES = re.compile("^([A-Za-z][A-Za-z0-9+-.]*://)/+")
_CP1252 = {code: found for code in range(0x80, 0xA0) if (found := bytes([code]).decode("cp1252", "ignore"))}


class _SurpriseError(Exception):
    """Something that feedparser has to look at."""


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
        if root.tag == f"{{{_ATOM}}}feed":
            return _read_feed(root, "atom:entry", _OF_ENTRY)
    except (etree.XMLSyntaxError, _SurpriseError):
        pass
    return None


def _read_feed(channel: Any, entry_name: str, readers: dict[str, Reader]) -> tuple[Facts, list[Facts]]:
    about: Facts = {"language": _language_of(channel.getroottree().getroot()).replace("_", "-")}
    entries: list[Facts] = []
    _check_attributes(channel)
    for element in channel:
        name = _name_of(element.tag, element.prefix)
        if name == entry_name:
            entries.append(_read_entry(element, readers))
        elif name in ("title", "atom:title"):
            _take_title(about, element)
        elif name == "atom:id":
            # Where there is no link yet, feedparser takes the id for one.
            about.setdefault("link", _straighten(_text_of(element)))
        elif name == "link" and not element.attrib:
            about["link"] = _ENTITY_IN_LINK.sub(r"&\1", _straighten(_text_of(element)))
        elif name == "atom:link":
            link = _link_of(element)
            if link["rel"] == "alternate" and link["type"] in _PAGE_TYPES:
                about["link"] = link["href"]
        elif name in ("language", "dc:language"):
            about["language"] = _text_of(element)
        elif name in _ASIDE or name.startswith(("feedburner:", "itunes:", "wordpress:")):
            _pass_over(about, element, _INSIDE.get(name, frozenset()))
        else:
            raise _SurpriseError
    return about, entries


def _read_entry(element: Any, readers: dict[str, Reader]) -> Facts:
    entry: Facts = {"links": [], "authors": [], "media_thumbnail": [], "media_content": []}
    _check_attributes(element)
    for child in element:
        name = _name_of(child.tag, child.prefix)
        reader = readers.get("media:" if name.startswith("media:") else name)
        if reader is None:
            raise _SurpriseError
        reader(entry, child)
    if entry.pop("media_title", False) and not entry.get("title"):
        raise _SurpriseError
    if entry.pop("guidislink", False):
        entry.setdefault("link", entry["id"])
    return entry


def _take(key: str, facts: Facts, element: Any) -> None:
    if key in facts:
        raise _SurpriseError
    facts[key] = _text_of(element)


def _take_title(facts: Facts, element: Any) -> None:
    _type_of(element)
    _take("title", facts, element)
    facts["title_detail"] = {"language": _language_of(element)}


def _take_link(entry: Facts, element: Any) -> None:
    if element.attrib:
        raise _SurpriseError
    _take("link", entry, element)
    link = _straighten(entry["link"]).replace("&amp;", "&")
    entry["link"] = _ENTITY_IN_LINK.sub(r"&\1", link)
    entry["links"].append({"rel": "alternate", "type": "text/html", "href": entry["link"]})


def _take_atom_link(entry: Facts, element: Any) -> None:
    link = _link_of(element)
    entry["links"].append(link)
    if link["rel"] == "alternate" and link["type"] in _PAGE_TYPES:
        entry["link"] = link["href"]


def _take_guid(entry: Facts, element: Any) -> None:
    _take("id", entry, element)
    entry["guidislink"] = _attributes_of(element).get("ispermalink", "true") == "true"
    if entry["guidislink"]:
        entry["id"] = _straighten(entry["id"])


def _take_summary(default: str, entry: Facts, element: Any) -> None:
    _take("summary", entry, element)
    entry["summary_detail"] = {"value": entry["summary"], "type": _type_of(element, default)}


def _take_content(default: str, entry: Facts, element: Any) -> None:
    _take("content", entry, element)
    entry["content"] = [{"value": entry["content"], "type": _type_of(element, default)}]


def _take_author(entry: Facts, element: Any) -> None:
    entry["author"] = name = _text_of(element)
    if "@" in name:
        raise _SurpriseError
    entry["authors"].append({"name": name} if name else {})


def _take_atom_author(entry: Facts, element: Any) -> None:
    _pass_over(entry, element, _INSIDE["atom:author"])
    names = [(name.text or "").strip() for name in element.iterchildren(f"{{{_ATOM}}}name")]
    if len(names) != 1 or not names[0]:
        raise _SurpriseError
    entry["authors"].append({"name": names[0]})


def _take_source(entry: Facts, element: Any) -> None:
    _take("source", entry, element)
    entry["source"] = {"title": entry["source"]}


def _take_enclosure(entry: Facts, element: Any) -> None:
    facts = _attributes_of(element)
    if "url" not in facts:
        raise _SurpriseError
    entry["links"].append({"rel": "enclosure", "type": facts.get("type", ""), "href": facts["url"]})


def _take_picture(entry: Facts, element: Any) -> None:
    _pass_over(entry, element)
    facts = _attributes_of(element)
    entry["image"] = {"href": facts.get("href") or facts.get("url") or ""}


def _take_media(entry: Facts, element: Any) -> None:
    for part in element.iter():
        name = _name_of(part.tag, part.prefix)
        if len(part) and name not in ("media:group", "media:content"):
            raise _SurpriseError
        if name == "media:content" or (name == "media:thumbnail" and "url" in part.attrib):
            entry[name.replace(":", "_")].append(_attributes_of(part))
        elif name == "media:title" and part is not element and _text_of(part):
            if _language_of(part) != _language_of(element.getparent()):
                raise _SurpriseError
            entry["media_title"] = True
        elif name in ("media:description", "media:title", "media:thumbnail") or not name.startswith("media:"):
            raise _SurpriseError


def _check_attributes(element: Any) -> None:
    """A feed or an entry may tell its link, time or id in attributes."""
    if {name.rpartition("}")[2].lower() for name in element.attrib} & {"href", "lastmod", "about"}:
        raise _SurpriseError


def _pass_over(facts: Facts, element: Any, allowed: frozenset[str] = frozenset()) -> None:
    """An element that changes nothing that is read; what stands in it must not do so, either."""
    if any(len(part) or _name_of(part.tag, part.prefix) not in allowed for part in element):
        raise _SurpriseError


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
    ? dc:format dc:identifier dc:subject itunes:block itunes:duration itunes:episode itunes:episodetype
    itunes:explicit itunes:keywords itunes:season wordpress:post-id
    """.split()  # noqa: SIM905
_OF_BOTH: dict[str, Reader] = {
    **dict.fromkeys(_UNUSED, _pass_over),
    "content:encoded": partial(_take_content, "text/html"),
    "dc:creator": _take_author,
    "dc:date": partial(_take, "updated"),
    "feedburner:origlink": partial(_take, "feedburner_origlink"),
    "itunes:author": _take_author,
    "itunes:image": _take_picture,
    "media:": _take_media,
}
_OF_ITEM: dict[str, Reader] = {
    **_OF_BOTH,
    "author": _take_author,
    "category": _pass_over,
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
    "atom:category": _pass_over,
    "atom:content": partial(_take_content, "text/plain"),
    "atom:id": _take_guid,
    "atom:link": _take_atom_link,
    "atom:published": partial(_take, "published"),
    "atom:summary": partial(_take_summary, "text/plain"),
    "atom:title": _take_title,
    "atom:updated": partial(_take, "updated"),
}


@lru_cache(maxsize=1024)
def _name_of(tag: str, prefix: str | None) -> str:
    """ "dc:creator" for an element by its namespace; "?" for one that means nothing here."""
    namespace, _, local = tag.rpartition("}")
    known = _PREFIXES.get(namespace.removeprefix("{").lower())
    if "_" in local:
        # To feedparser <media_title> is <media:title>.
        raise _SurpriseError
    if known is None:
        if prefix is None or prefix.lower() in _TELLING_PREFIXES:
            raise _SurpriseError
        return "?"
    return known + local.lower()


def _text_of(element: Any) -> str:
    """The text of an element without children, with two repairs that feedparser makes, too."""
    if len(element):
        raise _SurpriseError
    text: str = (element.text or "").strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_CP1252)


def _type_of(element: Any, default: str = "text/plain") -> str:
    """The media type of a text; one that is not simply text or HTML is a surprise."""
    facts = _attributes_of(element)
    kind = _TYPES.get(facts.get("type", default))
    # feedparser looks for itself whether what should be HTML and says it is plain is HTML.
    doubtful = default == "text/html" != kind
    if kind is None or doubtful or "mode" in facts or "src" in facts:
        raise _SurpriseError
    return kind


def _attributes_of(element: Any) -> dict[str, str]:
    names = {name.lower(): value for name, value in element.attrib.items()}
    return {name: value.lower() if name in ("rel", "type") else value for name, value in names.items()}


def _link_of(element: Any) -> dict[str, str]:
    """A link of Atom: always an address in an attribute."""
    facts = _attributes_of(element)
    if "href" not in facts or "url" in facts or "uri" in facts or len(element):
        raise _SurpriseError
    rel = facts.get("rel", "alternate")
    kind = facts.get("type", "application/atom+xml" if rel == "self" else "text/html")
    return {"rel": rel, "type": kind, "href": _straighten(facts["href"])}


def _straighten(url: str) -> str:
    return _EXTRA_SLASHES.sub(r"\1", url)


def _language_of(element: Any) -> str:
    """The language declared for an element or what it stands in, or ""."""
    while element is not None:
        declared = element.get(_XML_LANGUAGE, element.get("lang"))
        if declared is not None:
            return str(declared)
        element = element.getparent()
    return ""
