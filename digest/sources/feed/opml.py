"""Lists of feeds (OPML, http://opml.org/spec2.opml): read from bytes, written as text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from lxml import etree

from digest.errors import SourceError
from digest.models import Source
from digest.sources.feed.xml_repair import repair_xml
from digest.text import clean_line, clean_name
from digest.text.decoding import decode_xml
from digest.text.urls import without_password

_ADDRESS = re.compile(r"(?:https?|feed):", re.IGNORECASE)


def read_opml(document: bytes | str, where: str) -> tuple[Source, ...]:
    """Return the feeds in a list that can be asked for; see `read_outlines`."""
    return tuple(feed for feed in read_outlines(document, where) if on_the_web(feed))


def on_the_web(feed: Source) -> bool:
    """Whether a feed in a list has an address of the web."""
    return _ADDRESS.match(feed.location) is not None


def read_outlines(document: bytes | str, where: str) -> tuple[Source, ...]:
    """Return everything with an address in a list, in its order, each address once.

    document: as it stands in the file. where: its name, for the error. A feed's section is the outermost
    outline it stands in, however deep, else the first part of its first category, else "". Raises
    SourceError when it is no OPML. Cost: linear.
    """
    if isinstance(document, bytes):
        document = decode_xml(document)
    xml, _ = repair_xml(document, ("opml",))
    parser = _make_parser()
    root = etree.fromstring(xml.encode("utf-8", "replace"), parser) if xml else None
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" or "depth" in fault.message for fault in parser.error_log):
        raise SourceError(
            where, "its lists are nested too deeply to be read", "Flatten them, or split the file."
        )
    if root is None:
        raise SourceError(
            where, "it is not a list of feeds (OPML)", "Export it again from the program it is from."
        )
    found: dict[str, Source] = {}
    open_outlines: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag="outline"):
        if event == "end":
            open_outlines.pop()
            continue
        facts = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        location = facts.get("xmlurl", "").strip()
        name = clean_name(facts.get("title") or facts.get("text") or "")
        if location:
            section = next(filter(None, open_outlines), "") or _first_category(facts.get("category", ""))
            name = name or clean_name(_name_host(location))
            found.setdefault(location, Source(name, "feed", location, section))
        open_outlines.append(name)
    return tuple(found.values())


def write_opml(sources: Iterable[Source]) -> str:
    """Return the feeds among sources as a list, section by section in the order of their first feeds.

    Passwords in addresses are left out. Cost: linear.
    """
    sections: dict[str, list[str]] = {}
    for source in sources:
        if source.kind == "feed":
            name, address = quoteattr(clean_line(source.name)), quoteattr(without_password(source.location))
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
    """Forgiving, deaf to entities and to the network; and content with two thousand lists in one another."""
    return etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True
    )


def _name_host(address: str) -> str:
    """The host that an address names, or all of it where that cannot be told."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def _first_category(categories: str) -> str:
    """ "/World/Asia,/Economy" is World."""
    return clean_line(categories.partition(",")[0].strip().strip("/").partition("/")[0])
