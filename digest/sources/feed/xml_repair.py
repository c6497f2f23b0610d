"""Repair XML for a strict parser: remove surrounding junk and the DOCTYPE, fix references."""

from __future__ import annotations

import re
from html.entities import html5
from itertools import islice
from xml.sax.saxutils import escape

FEED_ROOTS = ("rss", "feed", "rdf", "channel")
TEXT_RELATION = "text"
"""The relation that repair_links() gives to a link of Atom whose address is its text."""
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)")
_ENTRY_END = re.compile(
    r"</(?:[\w.-]+:)?(?:item|entry|outline)\s*>|<(?:item|entry|outline)\b[^<>]*/>", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:(?P<numbers>#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});(?:&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});)*)"
    r"|(?P<name>\w{1,32});)?"
)
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# However a link of RSS is empty. A link with attributes may have its address there.
_NO_ADDRESS = (
    r"(?:\s|&#(?:160|[xX][aA]0);|<!--[^<>]*-->|#|about:blank|https?://(?![^\s<\]])"
    r"|(?:null|none|nil|undefined|[nN]/?[aA])\b(?![/.:])|javascript:[^\s<\]]*+)*"
)
# Attributes without an address among them.
_ATTRIBUTES = (
    r"(?:\s+(?!href\s*=\s*[\"']\s*[^\s\"'#])[\w:.-]{1,20}\s*=\s*(?:\"[^\"<>]{0,60}\"|'[^'<>]{0,60}'))*"
)
_EMPTY_LINK = re.compile(
    rf"<link{_ATTRIBUTES}\s*(?:/>|>(?:{_NO_ADDRESS}|\s*<!\[CDATA\[{_NO_ADDRESS}\]\]>\s*)</link\s*>)"
)
# A link of Atom with its address as its text: after its name, its attributes, the text.
_LINK_TEXT = r"(\s[^<>]{0,2000}[^<>/])?>\s*+([^<>]++)</"
_ATOM_LINK_TEXT = re.compile(rf"(?<=<)((?:[\w.-]{{1,30}}:)?link){_LINK_TEXT}")
_PREFIXED_LINK_TEXT = re.compile(rf"(?<=<)([\w.-]{{1,30}}:link){_LINK_TEXT}")
_RELATION = re.compile(r"\srel\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_HREF = re.compile(r"\shref\s*=", re.IGNORECASE)
# What is left of "]]>" where a character of it is missing or too much.
_BROKEN_END = re.compile(r"\](?:\s{0,20}\]\s{0,20}>?|\s{0,20}>)\s{0,200}\Z")
_SECTION_START, _SECTION_END = "<![CDATA[", "]]>"
_ELEMENT_BEFORE = re.compile(r"<([\w:.-]+)(?:\s[^<>]*)?>\s*$")
_MAX_ELEMENT = 300
_MAX_TAG = 20_000
_TAG = re.compile(rf"<([\w:.-]+)\s[^<>]{{{_MAX_TAG},}}>")
_MAX_ATTRIBUTES = 256


def repair_xml(text: str, roots: tuple[str, ...] = FEED_ROOTS) -> tuple[str, bool]:
    """Return a document that a strict parser accepts, and whether its end is missing.

    text: decoded, with whatever surrounds the root. roots: the accepted names of the root; "" is returned
    if none occurs. The declaration, the DOCTYPE and everything else before the root are removed, so no
    entity can be declared, and so is everything after the root. Bare ampersands and references to
    characters that XML does not allow are fixed; references to entities that the document declares are
    removed, never expanded. If its end is missing, the complete entries are kept. A CDATA section without an
    end is ended before the end tag of its element. Cost: linear.
    """
    xml, cut_off, is_open = _repair(text, roots)
    if is_open:
        xml, cut_off, _ = _repair(_close_sections(text), roots)
    return xml, cut_off


def _repair(text: str, roots: tuple[str, ...]) -> tuple[str, bool, bool]:
    """Return a repaired document, whether its end is missing, and whether a CDATA section has no end."""
    root = re.search(rf"<((?:[\w.-]+:)?(?:{'|'.join(roots)}))(?=[\s/>])[^>]*>", text, re.IGNORECASE)
    if root is None:
        return "", False, False
    declared = frozenset(_ENTITY.findall(text, 0, root.start()))
    body, cut_off = _cut_ends(text, root)
    step = _MAX_TAG // 2
    if any(body.find(">", start, start + step) < 0 for start in range(0, len(body), step)):
        body = _TAG.sub(_drop_attributes, body)
    fixed, is_open = _fix_references(body, declared)
    return fixed, cut_off, is_open


def _close_sections(text: str) -> str:
    """End each CDATA section that has no end of its own where its element ends.

    Such a section seems to go on to the end of a later one, whose start then lies inside it.
    """
    if text.count(_SECTION_START) <= text.count(_SECTION_END):
        return text
    pieces: list[str] = []
    place = end = 0
    start = text.find(_SECTION_START)
    while start >= 0:
        following = text.find(_SECTION_START, start + 1)
        if 0 <= end < start:
            end = text.find(_SECTION_END, start)
        name = _ELEMENT_BEFORE.search(text, max(0, start - _MAX_ELEMENT), start)
        if name and (end < 0 or 0 <= following < end):
            limit = following if following >= 0 else len(text)
            closing = text.find(f"</{name[1]}", start, limit)
            if closing >= 0:
                pieces += (_BROKEN_END.sub("", text[place:closing]), _SECTION_END)
                place = closing
        start = following
    return "".join((*pieces, text[place:]))


def repair_links(xml: str, *, is_atom: bool) -> str:
    """Return a document without links that have no address, and with the address of others in href.

    An empty link hides that the guid of an entry is its address. A link of Atom has its address in href;
    text in it, which parsers take for the address, counts less than any other link. Cost: linear.
    """
    xml = _EMPTY_LINK.sub("", xml)
    if is_atom:
        return _ATOM_LINK_TEXT.sub(_move_address, xml) if "</link" in xml or ":link>" in xml else xml
    return _PREFIXED_LINK_TEXT.sub(_move_address, xml) if ":link>" in xml else xml


def _move_address(link: re.Match[str]) -> str:
    name, attributes = link[1], link[2] or ""
    if _HREF.search(attributes):
        return link[0]
    found = _RELATION.search(attributes)
    relation = found[1].strip("\"' ").lower() if found else "alternate"
    if not found and link.re is _PREFIXED_LINK_TEXT:
        return link[0]  # the link of an entry of RSS 1.0
    attributes = _RELATION.sub("", attributes)
    relation = TEXT_RELATION if relation in ("", "alternate") else relation
    address = link[3].strip().replace('"', "&quot;")
    return f'{name}{attributes} rel="{relation}" href="{address}"></'


def limit_entries(text: str, max_entries: int) -> str:
    """Cut a document after this many entries; return it whole if it has no more. Cost: linear."""
    if len(text) <= max_entries * len("<item") or text.count("<item") + text.count("<entry") <= max_entries:
        return text
    last = next(islice(_ENTRY_END.finditer(text), max_entries - 1, None), None)
    return text[: last.end()] if last else text


def limit_tags(xml: str, max_tags: int) -> str:
    """Cut a document after the last entry that ends within this many tags, or, if none does, after the tags.

    Returns it whole if it has no more. Cost: linear.
    """
    if xml.count("<") <= max_tags:
        return xml
    end = next(islice(re.finditer("<", xml), max_tags, None)).start()
    entry_end = max((found.end() for found in _ENTRY_END.finditer(xml, 0, end)), default=end)
    return xml[:entry_end]


def _cut_ends(text: str, root: re.Match[str]) -> tuple[str, bool]:
    if root[0].endswith("/>"):
        return root[0], False
    closing = f"</{root[1]}>"
    end = text.rfind(closing)
    if end >= 0:
        return text[root.start() : end + len(closing)], False
    last = root.end()
    for found in _ENTRY_END.finditer(text, last):
        last = found.end()
    body = text[root.start() : last]
    is_open = root[1].lower() == "rss" and "<channel" in body and "</channel>" not in body
    return body + ("</channel>" if is_open else "") + closing, True


def _drop_attributes(tag: re.Match[str]) -> str:
    """Remove the attributes of a tag with too many: thousands of them block a parser for minutes."""
    return f"<{tag[1]}>" if tag[0].count("=") > _MAX_ATTRIBUTES else tag[0]


def _fix_references(body: str, declared: frozenset[str]) -> tuple[str, bool]:
    """Fix the references outside of CDATA sections, in which an ampersand is literal.

    The second value is whether a section has no end of its own.
    """
    plain, *rest = body.split(_SECTION_START)
    is_open = False
    pieces = [_REFERENCE.sub(lambda found: _fix_reference(found, declared), plain)]
    for section in rest:
        literal, end, plain = section.partition(_SECTION_END)
        is_open = is_open or not end
        fixed = (
            _REFERENCE.sub(lambda found: _fix_reference(found, declared), plain) if "&" in plain else plain
        )
        pieces += (_SECTION_START, literal, end, fixed)
    return "".join(pieces), is_open


def _fix_reference(found: re.Match[str], declared: frozenset[str]) -> str:
    if found["numbers"]:
        codes = (int(hexa, 16) if hexa else int(deci) for hexa, deci in _NUMBER.findall(found[0]))
        # The two halves of a surrogate pair make one character; a single half is dropped.
        pairs = "".join(chr(code) for code in codes if code <= 0x10FFFF).encode("utf-16-le", "surrogatepass")
        return escape(_ILLEGAL.sub("", pairs.decode("utf-16-le", "ignore")))
    name = found["name"]
    if name is None:
        return "&amp;"
    if name in declared:
        return ""
    return escape(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"
