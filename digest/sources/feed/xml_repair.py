"""XML as it is found made XML that a strict parser takes: no junk, no DOCTYPE, no bad reference."""

from __future__ import annotations

import re
from html.entities import html5
from itertools import islice
from xml.sax.saxutils import escape

FEED_ROOTS = ("rss", "feed", "rdf", "channel")
_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)")
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry|outline)\s*>|<outline\b[^<>]*/>", re.IGNORECASE)
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:(?P<numbers>#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});(?:&#(?:[xX][0-9a-fA-F]{1,6}|[0-9]{1,7});)*)"
    r"|(?P<name>\w{1,32});)?"
)
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_TAG = 20_000
_TAG = re.compile(rf"<([\w:.-]+)\s[^<>]{{{_LONG_TAG},}}>")
_MOST_ATTRIBUTES = 256


def repair_xml(text: str, roots: tuple[str, ...] = FEED_ROOTS) -> tuple[str, bool]:
    """Return a document fit for a strict parser, and whether its end is missing.

    text: decoded, with whatever stands around the root. roots: what the root may be called; "" comes
    back when there is none of them. The declaration, the DOCTYPE and everything else before the root
    go, so that no entity can be declared, and what comes after the root. Bare ampersands and references
    to characters that XML does not allow are mended; references to entities that the document declared
    are dropped, never expanded. Of a list without its end the whole entries are kept. Cost: linear.
    """
    root = re.search(rf"<((?:[\w.-]+:)?(?:{'|'.join(roots)}))(?=[\s/>])[^>]*>", text, re.IGNORECASE)
    if root is None:
        return "", False
    declared = frozenset(_ENTITY.findall(text, 0, root.start()))
    body, cut_off = _cut_ends(text, root)
    if max(map(len, body.split(">"))) > _LONG_TAG:
        body = _TAG.sub(_drop_attributes, body)
    return _mend_references(body, declared), cut_off


def cut_crowd(text: str, most: int) -> str:
    """Return a document up to the end of its entry of that number, or whole when it has no more. Linear."""
    if text.count("<item") + text.count("<entry") <= most:
        return text
    last = next(islice(_ENTRY_END.finditer(text), most - 1, None), None)
    return text[: last.end()] if last else text


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
    inside = root[1].lower() == "rss" and "<channel" in body and "</channel>" not in body
    return body + ("</channel>" if inside else "") + closing, True


def _drop_attributes(tag: re.Match[str]) -> str:
    """Thousands of attributes on one element keep a parser busy for minutes, and mean nothing."""
    return f"<{tag[1]}>" if tag[0].count("=") > _MOST_ATTRIBUTES else tag[0]


def _mend_references(body: str, declared: frozenset[str]) -> str:
    """Outside of CDATA, where an ampersand is only itself."""
    plain, *rest = body.split("<![CDATA[")
    pieces = [_REFERENCE.sub(lambda found: _mend_reference(found, declared), plain)]
    for part in rest:
        literal, end, plain = part.partition("]]>")
        mended = (
            _REFERENCE.sub(lambda found: _mend_reference(found, declared), plain) if "&" in plain else plain
        )
        pieces += ("<![CDATA[", literal, end, mended)
    return "".join(pieces)


def _mend_reference(found: re.Match[str], declared: frozenset[str]) -> str:
    if found["numbers"]:
        codes = (int(hexa, 16) if hexa else int(deci) for hexa, deci in _NUMBER.findall(found[0]))
        # Two halves of a surrogate pair make one character; any other half is dropped.
        pairs = "".join(chr(code) for code in codes if code <= 0x10FFFF).encode("utf-16-le", "surrogatepass")
        return escape(_ILLEGAL.sub("", pairs.decode("utf-16-le", "ignore")))
    name = found["name"]
    if name is None:
        return "&amp;"
    if name in declared:
        return ""
    return escape(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"
